// The ground: land and borders inside the page, under the tiles; it shows wherever no tiles load.

/**
 * Decode differences in thousandths of a degree to [lat, lon] pairs.
 * @param {number[]} steps
 * @returns {[number, number][]}
 */
function decode(steps) {
  const out = [];
  let lon = 0, lat = 0;
  for (let i = 0; i < steps.length; i += 2) {
    lon += steps[i];
    lat += steps[i + 1];
    out.push([lat / 1000, lon / 1000]);
  }
  return out;
}

/**
 * Add land and borders to the map, below everything else.
 * @param {L.Map} map
 * @param {{box: number[], land: number[][], borders: number[][]}} ground
 */
function drawGround(map, ground) {
  const pane = map.createPane("ground");
  pane.style.zIndex = "150";
  pane.style.pointerEvents = "none";
  const renderer = L.svg({ pane: "ground", padding: 0.6 });
  const common = { pane: "ground", renderer, interactive: false };
  L.polygon(ground.land.map(decode), { ...common, className: "land", stroke: false, fill: true, fillRule: "evenodd", smoothFactor: 0.6 }).addTo(map);
  L.polyline(ground.land.map(decode), { ...common, className: "coast", weight: 0.8, smoothFactor: 0.6 }).addTo(map);
  L.polyline(ground.borders.map(decode), { ...common, className: "border", weight: 1.1, smoothFactor: 0.6 }).addTo(map);
}
