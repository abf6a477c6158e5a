// Features: what stands on the map.  Reports at one place share one marker; areas are hatched and have no dot;
// rings are true to scale, so that zooming in does not sharpen a report.

/**
 * @typedef {{key: string, draw: string, lat: number, lon: number, r: number, outline: number|undefined, approx: boolean|undefined,
 *   at: number[]|undefined, reports: object[], shown: object[], shapes: L.Layer[]}} Spot
 */

/**
 * Gather the reports that are drawn at one place.
 * @param {object[]} reports
 * @returns {Spot[]}
 */
function gather(reports) {
  const spots = new Map();
  for (const report of reports) {
    if (!report.draw) continue;
    const key = [report.draw, ...(report.outline === undefined ? [report.lon, report.lat, report.r] : [report.outline])].join(" ");
    if (!spots.has(key)) {
      const { draw, lat, lon, r, outline, approx, at } = report;
      spots.set(key, { key, draw, lat, lon, r, outline, approx, at, reports: [], shown: [], shapes: [] });
    }
    spots.get(key).reports.push(report);
    report.spot = spots.get(key);
  }
  return [...spots.values()].sort((a, b) => b.r - a.r);
}

/** @param {object[]} reports @returns {import("./symbols").Look[]} each look once, in order */
function looks(reports) {
  const seen = new Map();
  for (const { shape, fill, colour } of reports) seen.set(`${shape} ${fill} ${colour}`, { shape, fill, colour });
  return [...seen.values()];
}

/** What is not a group's position keeps its symbol inside the swatch of an area. */
const SIGNED = new Set(["person", "origin", "casualty_or_arrest", "movement_to", "movement_from", "other"]);

/** @param {object[]} reports the looks of an area: who and whether, whatever the shape of a position */
function stripes(reports) {
  return looks(reports.map(({ shape, fill, colour }) => ({ shape: SIGNED.has(shape) ? shape : "", fill, colour }))).slice(0, 4);
}

/** The one colour of reports that share it, else a neutral ink. */
function colourOf(reports) {
  const colours = new Set(reports.map((r) => (r.fill === "negated" ? "var(--quiet)" : r.colour)));
  return colours.size === 1 ? [...colours][0] : "var(--ink)";
}

/** What is meant in a few words: "10 km north of Raqqa", "near Azaz", "northern Syria". */
function meant(report) {
  const words = report.draw === "ring" || report.outline !== undefined ? (report.part ?? "").replace(/^(in|on|at) /, "") : "";
  return [words || (report.draw === "ring" && report.outline === undefined ? "near" : ""), report.place].filter(Boolean).join(" ");
}

/** Pixels; no marker is wider. */
const CELL = 150;

/**
 * The symbols of the reports at a spot, each once.
 * @param {Spot} spot
 * @returns {{key: string, wide: number, make: () => SVGElement}[]}
 */
function signs(spot) {
  const faint = spot.draw === "faint";
  if (faint || spot.draw === "area") return stripes(spot.shown).map((look) => ({ key: JSON.stringify([faint, look]), wide: 27, make: () => swatch([look], faint) }));
  return looks(spot.shown).map((look) => ({ key: JSON.stringify(look), wide: 21, make: () => symbol(look, 20) }));
}

/**
 * Give a group of spots its symbols, at most three and of as many spots as possible, and its size.
 * @param {{spots: Spot[], at: L.Point}} group
 */
function sized(group) {
  const parts = new Map();
  for (let i = 0; parts.size < 3 && group.spots.some((spot) => i < spot.signs.length); i += 1) {
    for (const { signs: row } of group.spots) {
      if (i < row.length && parts.size < 3) parts.set(row[i].key, row[i]);
    }
  }
  group.parts = [...parts.values()];
  group.count = group.spots.reduce((sum, spot) => sum + spot.shown.length, 0);
  group.single = group.count === 1;
  group.wide = group.single ? group.parts[0].wide : group.parts.reduce((sum, part) => sum + part.wide, 0) + 12 + 8 * String(group.count).length;
  group.tall = group.single ? 22 : 26;
  return group;
}

class Features {
  /**
   * @param {L.Map} map
   * @param {object} data
   * @param {(reports: object[], marker: L.Marker) => void} choose called when a marker or an area is chosen
   */
  constructor(map, data, choose) {
    Object.assign(this, { map, data, choose });
    this.spots = gather(data.reports);
    this.markers = [];
    this.chosen = null;
    for (const [name, z] of [["areas", 340], ["rings", 360]]) map.createPane(name).style.zIndex = String(z);
    this.renderers = { areas: L.svg({ pane: "areas", padding: 0.6 }), rings: L.svg({ pane: "rings", padding: 0.6 }) };
    this.names = map.createPane("names");
    this.names.style.zIndex = "590";
    this.groundNames = map.createPane("groundNames");
    this.groundNames.style.zIndex = "160";
    for (const pane of [this.names, this.groundNames]) {
      pane.classList.add("leaflet-zoom-hide");
      pane.style.pointerEvents = "none";
    }
    map.on("zoomend moveend resize", () => this.place());
  }

  /**
   * Show the reports that pass, and only those.
   * @param {Set<object>} shown
   */
  show(shown) {
    for (const spot of this.spots) {
      spot.shown = spot.reports.filter((report) => shown.has(report));
      spot.signs = signs(spot);
      for (const shape of spot.shapes) shape.remove();
      spot.shapes = spot.shown.length ? this.shapesOf(spot) : [];
    }
    this.placed = "";
    this.place();
  }

  /** @param {Spot} spot @returns {L.Layer[]} its area, line or ring, added to the map */
  shapesOf(spot) {
    const { map, renderers } = this;
    const colour = colourOf(spot.shown);
    const solid = spot.shown.some((r) => r.fill === "affirmed" || r.fill === "former");
    const faded = spot.shown.every((r) => r.fill === "former") ? 0.55 : 1;
    const open = () => this.choose(spot.shown, spot);
    const added = (layer) => layer.addTo(map).on("click", open);
    if (spot.draw === "dot" || spot.draw === "ring") {
      const near = spot.draw === "ring";
      const ring = {
        pane: "rings", renderer: renderers.rings, color: colour, weight: near ? 2 : 1.2, opacity: (near ? 0.9 : 0.75) * faded,
        fillColor: colour, fillOpacity: (near ? 0.1 : 0.07) * faded, dashArray: solid ? null : "5 4", interactive: near, className: "ring", bubblingMouseEvents: false,
      };
      if (spot.outline !== undefined) return [added(L.geoJSON(this.data.shapes[spot.outline], { ...ring, style: ring }))];
      return [L.circle([spot.lat, spot.lon], { ...ring, radius: spot.r })].map((layer) => (near ? added(layer) : layer.addTo(map)));
    }
    if (spot.draw === "cross") return [];
    const area = { pane: "areas", renderer: renderers.areas, color: colour, bubblingMouseEvents: false, className: `area ${spot.draw}` };
    const faint = spot.draw === "faint";
    const style = faint
      ? { ...area, weight: 1, opacity: 0.5, dashArray: "2 5", fillColor: colour, fillOpacity: 0.13 }
      : { ...area, weight: 1.4, opacity: 0.7 * faded, dashArray: spot.approx ? "3 5" : solid ? null : "6 4", fillColor: hatch(stripes(spot.shown)), fillOpacity: 1 };
    if (spot.outline === undefined) return [added(L.circle([spot.lat, spot.lon], { ...style, radius: spot.r }))];
    const geometry = this.data.shapes[spot.outline];
    if (!geometry.type.endsWith("LineString")) return [added(L.geoJSON(geometry, { ...style, style }))];
    const line = (weight, opacity, dashArray) => added(L.geoJSON(geometry, { ...area, style: { ...area, className: "area line", weight, opacity, dashArray, fill: false } }));
    return [line(12, 0.2, null), line(1.5, 0.7, "2 5")];
  }

  /** Where the marker of a spot stands: on the rim of a ring without a dot, inside an area, else at its point. */
  anchor(spot) {
    if (spot.at) return this.map.latLngToLayerPoint([spot.at[1], spot.at[0]]);
    const lat = spot.draw === "ring" ? spot.lat + spot.r / 111320 : spot.lat;
    return this.map.latLngToLayerPoint([lat, spot.lon]);
  }

  /** Join markers that would lie over one another; a joined marker says how many places it stands for. */
  clusters() {
    const grid = new Map();
    const cell = ({ at }) => [Math.floor(at.x / CELL), Math.floor(at.y / CELL)];
    const nearby = (group) => {
      const [x, y] = cell(group);
      for (let i = x - 1; i <= x + 1; i += 1) {
        for (let j = y - 1; j <= y + 1; j += 1) {
          for (const other of grid.get(`${i} ${j}`) ?? []) {
            if (Math.abs(group.at.x - other.at.x) < (group.wide + other.wide) / 2 + 1
              && Math.abs(group.at.y - other.at.y) < (group.tall + other.tall) / 2 + 1) return other;
          }
        }
      }
      return null;
    };
    const waiting = this.spots.filter((spot) => spot.shown.length).reverse().map((spot) => sized({ spots: [spot], at: this.anchor(spot) }));
    while (waiting.length) {
      const group = waiting.pop();
      const other = nearby(group);
      if (!other) {
        const key = cell(group).join(" ");
        grid.set(key, [...(grid.get(key) ?? []), group]);
        continue;
      }
      const key = cell(other).join(" ");
      grid.set(key, grid.get(key).filter((one) => one !== other));
      const [n, m] = [group.spots.length, other.spots.length];
      const at = L.point((group.at.x * n + other.at.x * m) / (n + m), (group.at.y * n + other.at.y * m) / (n + m));
      waiting.push(sized({ spots: [...other.spots, ...group.spots], at }));
    }
    return [...grid.values()].flat();
  }

  /** Place markers and labels for the view as it is. */
  place() {
    const view = [this.map.getZoom(), this.map.getPixelOrigin().toString()].join();
    if (view !== this.placed) {
      const focus = document.activeElement?.dataset?.key;
      for (const marker of this.markers) marker.remove();
      this.groups = this.clusters();
      this.markers = [];
      this.placed = view;
      this.fill();
      if (focus) this.markers.map((m) => m.getElement()).find((e) => e?.dataset.key === focus)?.focus({ preventScroll: true });
    } else this.fill();
    this.tooClose();
    this.label();
    this.mark();
  }

  /** Make the markers in and around the view that are not there yet. */
  fill() {
    const box = this.map.getPixelBounds();
    const room = this.map.getSize().divideBy(2);
    const origin = this.map.getPixelOrigin();
    const wide = L.bounds(box.min.subtract(origin).subtract(room), box.max.subtract(origin).add(room));
    for (const group of this.groups) {
      if (group.marker || !wide.contains(group.at)) continue;
      group.marker = this.marker(group);
      this.markers.push(group.marker);
    }
  }

  /** @returns {L.Marker} the marker of a group, on the map */
  marker(group) {
    const inner = document.createElement("span");
    inner.className = group.single ? "mark single" : group.spots.length > 1 ? "mark many" : "mark same";
    inner.append(...group.parts.map((part) => part.make()));
    if (!group.single) {
      const count = document.createElement("b");
      count.textContent = String(group.count);
      inner.append(count);
    }
    const icon = L.divIcon({ html: inner, className: "spot", iconSize: [Math.max(26, group.wide), Math.max(26, group.tall)] });
    const marker = L.marker(this.map.layerPointToLatLng(group.at), { icon, keyboard: true, riseOnHover: true }).addTo(this.map);
    const element = marker.getElement();
    const places = [...new Set(group.spots.map((spot) => meant(spot.reports[0])))];
    const name = places.length > 2 ? `${places.slice(0, 2).join(", ")} and ${places.length - 2} more` : places.join(", ");
    group.reports = group.spots.flatMap((spot) => spot.shown);
    const first = group.reports[0];
    element.dataset.key = group.spots.map((spot) => spot.key).join("|");
    element.dataset.draw = group.spots.map((spot) => spot.draw).join(" ");
    const words = group.single ? `${[first.actorName, first.says].filter(Boolean).join(": ")}. ${name}`
      : `${group.count} reports. ${name}`;
    element.setAttribute("aria-label", words);
    element.title = words;
    marker.group = group;
    group.name = name;
    const open = () => (group.spots.length > 1 && this.apart(group) ? this.zoomTo(group.spots) : this.choose(group.reports, group.spots[0]));
    marker.on("click", open);
    element.addEventListener("keydown", (event) => {
      if (event.key === " " || event.key === "Enter") {
        event.preventDefault();
        open();
      }
    });
    return marker;
  }

  /** Say whether zooming in can part the places of a group. */
  apart(group) {
    return this.map.getZoom() < Math.min(this.map.getMaxZoom(), 12) && new Set(group.spots.map((spot) => `${spot.lat} ${spot.lon}`)).size > 1;
  }

  /** Zoom to some spots, with room around them. */
  zoomTo(spots) {
    const box = L.latLngBounds(spots.map((spot) => [spot.lat, spot.lon]));
    const zoom = Math.min(12, Math.max(this.map.getZoom() + 1, this.map.getBoundsZoom(box.pad(0.3))));
    this.map.setView(box.getCenter(), zoom);
  }

  /** Soften a dot whose ring has outgrown the window: the text does not reach so far. */
  tooClose() {
    const size = this.map.getSize();
    const metres = 40075016 * Math.cos((this.map.getCenter().lat * Math.PI) / 180) / 2 ** (this.map.getZoom() + 8);
    let any = 0;
    for (const marker of this.markers) {
      const [spot] = marker.group.spots;
      const beyond = marker.group.spots.length === 1 && spot.draw === "dot" && spot.r / metres > Math.min(size.x, size.y) * 0.6;
      marker.getElement()?.classList.toggle("beyond", beyond);
      if (beyond && this.map.getBounds().contains(marker.getLatLng())) any = Math.max(any, spot.r);
    }
    const note = document.getElementById("dl-close");
    note.hidden = !any;
    note.textContent = any ? `Closer than the text reaches: these reports are known to within about ${any >= 1000 ? `${Math.round(any / 1000)} km` : `${any} m`} only.` : "";
  }

  /** Write the names. */
  label() {
    const taken = new Taken();
    for (const box of this.controls()) taken.take(box);
    const groups = this.groups.filter((group) => group.marker);
    for (const { at, wide, tall } of groups) taken.take([at.x - wide / 2 - 1, at.y - tall / 2 - 1, at.x + wide / 2 + 1, at.y + tall / 2 + 1]);
    const own = [...groups].sort((a, b) => b.count - a.count).map((group) => {
      const draw = group.spots[0].draw;
      const kind = group.spots.length > 1 ? "place" : draw === "cross" ? "landmark" : draw === "area" || draw === "faint" ? "area" : "place";
      return { text: group.name, kind, at: group.at, half: [group.wide / 2, group.tall / 2] };
    });
    putLabels(this.map, this.names, own, taken);
    const said = new Set(groups.flatMap((group) => group.spots.map((spot) => folded(spot.reports[0].place))));
    putLabels(this.map, this.groundNames, groundLabels(this.map, this.data.ground).filter((l) => !said.has(folded(l.text))), taken);
  }

  /** @returns {number[][]} the boxes of what lies over the map: buttons, scale, credits, legend */
  controls() {
    const frame = this.map.getContainer().getBoundingClientRect();
    const lying = document.querySelectorAll(".leaflet-control, #dl-legend .strip");
    return [...lying].map((element) => element.getBoundingClientRect()).map((box) => {
      const from = this.map.containerPointToLayerPoint([box.left - frame.left, box.top - frame.top]);
      return [from.x, from.y, from.x + box.width, from.y + box.height];
    });
  }

  /** Mark the chosen spot; null for none. */
  mark(spot = this.chosen) {
    this.chosen = spot;
    for (const marker of this.markers) marker.getElement()?.classList.toggle("chosen", !!spot && marker.group.spots.includes(spot));
    for (const other of this.spots) {
      for (const shape of other.shapes) shape.getLayers?.().forEach((part) => part.getElement()?.classList.toggle("chosen", other === spot));
      for (const shape of other.shapes) shape.getElement?.()?.classList.toggle("chosen", other === spot);
    }
  }

  /** @returns {L.LatLng} where the marker that shows a spot now stands */
  shownAt(spot) {
    return this.markers.find((m) => m.group.spots.includes(spot))?.getLatLng() ?? L.latLng(spot.lat, spot.lon);
  }
}
