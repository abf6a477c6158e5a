// Features: what stands on the map.  Reports at one place share one marker; areas are hatched and have no dot;
// rings are true to scale, so that zooming in does not sharpen a report.

const RINGS = 3000; // of more rings in view, the largest are drawn
const LEAST_RING = 7; // pixels; a smaller one lies under its marker

class Features {
  /**
   * @param {L.Map} map
   * @param {import("./model").Model} model
   * @param {(rows: number[], spot: number) => void} choose called when a marker or an area is chosen
   */
  constructor(map, model, choose) {
    Object.assign(this, { map, model, choose, spots: model.spots, ground: model.data.ground });
    this.outlines = model.data.shapes.map(outlineOf);
    this.markers = [];
    this.groups = [];
    this.chosen = null;
    this.relations = false;
    this.version = 0;
    this.signs = new Map();
    map.createPane("reports").style.zIndex = "350";
    map.getPane("reports").style.pointerEvents = "none";
    this.sheet = new Sheet({ pane: "reports", padding: 0.25 }, (pen, view, paints) => {
      this.place(view);
      this.paint(pen, view, paints);
    });
    map.on("mousemove", (event) => {
      map.getContainer().style.cursor = this.shapeAt(event.layerPoint) === null ? "" : "pointer";
    });
  }

  /** Show the reports that pass, and only those. */
  show() {
    this.version += 1;
    this.signs.clear();
    this.spots.tally(this.model.shown);
    if (this.sheet._map) this.sheet.redraw(); else this.sheet.addTo(this.map);
  }

  /** @param {number} s a spot @param {number} most reports to look at @returns {Sign[]} its symbols, each once */
  signsOf(s, most) {
    const key = 2 * s + Number(most < LOOKED && this.spots.count[s] > most); // what was seen of a few is not all
    if (!this.signs.has(key)) {
      const looks = this.spots.reports(s, this.model.shown, most).map((i) => this.model.look(i));
      const way = this.spots.way(s);
      const faint = way === "faint";
      const each = new Map();
      if (faint || way === "area") for (const look of stripes(looks)) each.set(JSON.stringify([faint, look]), { wide: 27, draw: swatchOf([look], faint), look });
      else for (const look of looks) each.set(`${look.shape} ${look.fill} ${look.colour}`, { wide: 21, draw: signOf(look), look });
      this.signs.set(key, [...each].map(([name, sign]) => ({ key: name, ...sign })));
    }
    return this.signs.get(key);
  }

  /** Group the spots for a view, where that has not been done; make the markers that a reader can reach. */
  place(view) {
    const [left, top, right, bottom] = view.box;
    const seen = [left + view.x, top + view.y, right + view.x, bottom + view.y];
    const key = `${this.version} ${view.zoom}`;
    const covered = this.key === key && (this.covered === null || (this.covered[0] <= seen[0] && this.covered[1] <= seen[1] && this.covered[2] >= seen[2] && this.covered[3] >= seen[3]));
    if (!covered) {
      const [wide, tall] = [(right - left) / 2, (bottom - top) / 2];
      this.covered = this.spots.n <= MANY ? null : [seen[0] - wide, seen[1] - tall, seen[2] + wide, seen[3] + tall];
      this.groups = clusters(this.spots, view.zoom, this.covered, (s, most) => this.signsOf(s, most));
      this.key = key;
    }
    const focus = document.activeElement?.dataset?.key;
    const view01 = windowOf(this.map);
    const near = (g) => g.x - view.x > view01[0] - 60 && g.x - view.x < view01[2] + 60 && g.y - view.y > view01[1] - 60 && g.y - view.y < view01[3] + 60;
    const wanted = this.groups.filter(near);
    for (const marker of this.markers) if (marker.version !== key || !wanted.includes(marker.group)) marker.remove();
    this.markers = wanted.map((group) => (group.marker?.version === key && group.marker._map ? group.marker : this.marker(group, view, key)));
    if (focus) this.markers.map((m) => m.getElement()).find((e) => e?.dataset.key === focus)?.focus({ preventScroll: true });
    this.tooClose();
    this.mark();
  }

  /** @returns {L.Marker} the part of a group that can be clicked, focused and read aloud; the canvas shows it */
  marker(group, view, version) {
    const { model } = this;
    group.marker?.remove();
    const icon = L.divIcon({ html: "", className: "spot", iconSize: [Math.max(26, group.wide), Math.max(26, group.tall)] });
    const at = this.map.layerPointToLatLng([group.x - view.x, group.y - view.y]);
    group.name = this.nameOf(group);
    const first = model.report(this.rowsOf(group, 1)[0]);
    const words = group.single ? `${[first.actorName, first.says].filter(Boolean).join(": ")}. ${group.name}` : `${t("n_reports", { n: group.count })}. ${group.name}`;
    const marker = L.marker(at, { icon, keyboard: true, title: words, alt: "" }).addTo(this.map);
    Object.assign(marker, { group, version });
    const element = marker.getElement();
    element.dataset.key = group.spots.slice(0, 20).join("|");
    element.dataset.draw = [...new Set(group.spots.slice(0, 20).map((s) => this.spots.way(s)))].join(" ");
    element.dataset.count = String(group.count);
    element.classList.toggle("many", group.spots.length > 1);
    element.setAttribute("aria-label", words);
    const open = () => (group.spots.length > 1 && this.apart(group) ? this.zoomTo(group.spots) : this.choose(this.rowsOf(group), group.spots[0]));
    marker.on("click", open);
    element.addEventListener("keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation(); // Leaflet would call it a click as well
      open();
    });
    group.marker = marker;
    return marker;
  }

  /** @returns {number[]} the shown reports of a group */
  rowsOf(group, most = Infinity) {
    const rows = [];
    for (const s of group.spots) {
      for (const row of this.spots.reports(s, this.model.shown, most - rows.length)) rows.push(row);
      if (rows.length >= most) break;
    }
    return rows;
  }

  /** @returns {string} the names of the places of a group, at most two */
  nameOf({ spots }) {
    const named = new Set();
    for (const s of spots.slice(0, 200)) {
      const [row] = this.spots.reports(s, this.model.shown, 1);
      if (row !== undefined) named.add(this.model.meant(row));
    }
    const places = [...named];
    const others = Math.max(places.length, spots.length > 200 ? spots.length : 0) - 2;
    return places.length > 2 ? `${places.slice(0, 2).join(", ")} + ${t("more", { n: others })}` : places.join(", ");
  }

  /** Say whether zooming in can part the places of a group. */
  apart({ spots }) {
    const { x, y } = this.spots;
    return this.map.getZoom() < Math.min(this.map.getMaxZoom(), 12) && spots.some((s) => x[s] !== x[spots[0]] || y[s] !== y[spots[0]]);
  }

  /** Zoom to some spots, with room around them. */
  zoomTo(spots) {
    const box = L.latLngBounds([]);
    for (const s of spots) box.extend([this.spots.latitude(s), this.spots.longitude(s)]);
    this.map.setView(box.getCenter(), Math.min(12, Math.max(this.map.getZoom() + 1, this.map.getBoundsZoom(box.pad(0.3)))));
  }

  /** Soften a dot whose ring has outgrown the window: the text does not reach so far. */
  tooClose() {
    const size = this.map.getSize(), bounds = this.map.getBounds();
    let any = 0;
    for (const { group } of this.markers) {
      const [s] = group.spots;
      group.beyond = group.spots.length === 1 && this.spots.way(s) === "dot" && this.radius(s, this.map.getZoom()) > Math.min(size.x, size.y) * 0.6;
      group.marker.getElement()?.classList.toggle("beyond", group.beyond);
      if (group.beyond && bounds.contains(group.marker.getLatLng())) any = Math.max(any, this.spots.r[s]);
    }
    const note = document.getElementById("dl-close");
    note.hidden = !any;
    note.textContent = any ? t("too_close", { r: aboutOf(any) }) : "";
  }

  /** @param {number} s @param {number} zoom @returns {number} the radius of a spot in pixels */
  radius(s, zoom) {
    return this.spots.r[s] / ((40_075_016.7 * Math.cos((this.spots.latitude(s) * Math.PI) / 180)) / 2 ** (zoom + 8));
  }

  /**
   * Paint areas, rings, relations, names and markers.
   * @param {CanvasRenderingContext2D} pen
   * @param {View} view
   * @param {Paints} paints
   */
  paint(pen, view, paints) {
    this.drawn = [];
    this.areas(pen, view, paints);
    this.rings(pen, view, paints);
    const lines = this.relations ? this.relationLines(view) : [];
    for (const line of lines) paintRelation(pen, line, paints);
    const taken = new Taken();
    for (const box of this.controls()) taken.take(box);
    const groups = this.groups.filter(({ x, y, wide, tall }) => x - view.x + wide > view.box[0] && x - view.x - wide < view.box[2] && y - view.y + tall > view.box[1] && y - view.y - tall < view.box[3])
      .map((group) => ({ ...group, x: group.x - view.x, y: group.y - view.y, name: group.name ?? this.nameOf(group) }));
    for (const { x, y, wide, tall } of groups) taken.take([x - wide / 2 - 1, y - tall / 2 - 1, x + wide / 2 + 1, y + tall / 2 + 1]);
    this.labels = [...this.ownLabels(groups, lines, taken), ...this.groundLabels(groups, taken, view)];
    for (const label of [...this.labels].reverse()) paintLabel(pen, label, paints);
    for (const group of groups) this.sign(pen, group, paints);
    this.scene = groups;
  }

  /** Paint the marker of a group. */
  sign(pen, group, paints) {
    pen.save();
    if (group.beyond) Object.assign(pen, { globalAlpha: 0.45, filter: "blur(2px)" });
    if (!group.single) paintPlate(pen, group, paints);
    let x = group.x - group.wide / 2 + (group.single ? group.wide / 2 : 6 + group.parts[0].wide / 2);
    group.parts.forEach((part, i) => {
      if (i) x += (group.parts[i - 1].wide + part.wide) / 2;
      paintSign(pen, part.draw, x, group.y, paints);
    });
    pen.restore();
  }

  /** Paint hatched areas, faint regions, borders; the largest below. */
  areas(pen, view, paints) {
    for (const s of this.spots.wide) {
      const way = this.spots.way(s);
      if (!this.spots.count[s] || way === "dot" || way === "ring") continue;
      const path = this.pathOf(s, view);
      if (!path) continue;
      const looks = this.signsOf(s, LOOKED).map(({ look }) => look);
      const style = styleOf(looks);
      const chosen = s === this.chosen;
      const line = !path.closed;
      this.drawn.push({ s, path: path.path, line });
      const stroke = (width, alpha, dash) => strokePath(pen, path.path, { colour: paints.of(style.colour), width: width + (chosen ? 1 : 0), alpha: chosen ? 1 : alpha, dash });
      if (line) {
        stroke(12, 0.2, []);
        stroke(1.5, 0.7, [2, 5]);
        continue;
      }
      pen.save();
      pen.globalAlpha = way === "faint" ? 0.13 : 1;
      pen.fillStyle = paints.of(way === "faint" ? style.colour : hatchName(looks));
      pen.fill(path.path, "evenodd");
      pen.restore();
      if (way === "faint") stroke(1, 0.5, [2, 5]);
      else stroke(1.4, 0.7 * style.faded, this.spots.table.at("approx", s) ? [3, 5] : style.solid ? [] : [6, 4]);
    }
  }

  /** Paint rings: of dots the distance within which they may lie, of "near" and its like the whole of what is known. */
  rings(pen, view, paints) {
    const { spots } = this, seen = [];
    const perMetre = (s) => view.scale / (40_075_016.7 * Math.cos((spots.latitude(s) * Math.PI) / 180));
    for (let s = 0; s < spots.n; s += 1) {
      const way = spots.way(s);
      if (!spots.count[s] || (way !== "dot" && way !== "ring")) continue;
      const outlined = spots.table.at("outline", s) !== null;
      const x = spots.x[s] * view.scale - view.x, y = spots.y[s] * view.scale - view.y;
      const r = outlined ? Infinity : spots.r[s] * perMetre(s);
      if (r < LEAST_RING && way === "dot") continue;
      if (outlined || (x + r > view.box[0] && x - r < view.box[2] && y + r > view.box[1] && y - r < view.box[3])) seen.push({ s, x, y, r, near: way === "ring", outlined });
    }
    if (seen.length > RINGS) seen.sort((a, b) => b.r - a.r).length = RINGS;
    for (const ring of seen) this.ring(pen, ring, view, paints);
    this.ringed = seen;
  }

  /** Paint one ring, or the outline of a sector, a half, a corridor. */
  ring(pen, { s, x, y, r, near, outlined }, view, paints) {
    const style = styleOf(this.signsOf(s, LOOKED).map(({ look }) => look));
    let path = new Path2D();
    if (outlined) path = this.pathOf(s, view)?.path;
    else path.arc(x, y, r, 0, 2 * Math.PI);
    if (!path) return;
    if (near) this.drawn.push({ s, path, line: false });
    const colour = paints.of(style.colour);
    pen.save();
    Object.assign(pen, { globalAlpha: (near ? 0.1 : 0.07) * style.faded, fillStyle: colour });
    pen.fill(path, "evenodd");
    pen.restore();
    strokePath(pen, path, { colour, width: (near ? 2 : 1.2) + (s === this.chosen ? 1 : 0), alpha: s === this.chosen ? 1 : (near ? 0.9 : 0.75) * style.faded, dash: style.solid ? [] : [5, 4] });
  }

  /** @returns {{path: Path2D, closed: boolean}|null} the outline of a spot, a circle where none is known; null out of view */
  pathOf(s, view) {
    const number = this.spots.table.at("outline", s);
    const path = new Path2D();
    if (number === null) {
      const r = this.radius(s, view.zoom);
      path.arc(this.spots.x[s] * view.scale - view.x, this.spots.y[s] * view.scale - view.y, r, 0, 2 * Math.PI);
      return { path, closed: true };
    }
    const outline = this.outlines[number];
    if (!inView(outline.box, view)) return null;
    trace(path, outline, view);
    return { path, closed: outline.closed };
  }

  /** @returns {{from: number[], to: number[], words: string, directed: boolean}[]} lines between the most reported places of related groups */
  relationLines({ scale, x: left, y: top }) {
    const home = this.model.homes();
    const at = (s) => [this.spots.anchorX[s] * scale - left, this.spots.anchorY[s] * scale - top];
    return this.model.data.relations.filter(({ from, to }) => home.has(from) && home.has(to) && home.get(from) !== home.get(to))
      .map((relation) => ({ from: at(home.get(relation.from)), to: at(home.get(relation.to)), words: relation.name, directed: !["ally", "rival"].includes(relation.type) }));
  }

  /** Place the names of the groups and of relations. */
  ownLabels(groups, lines, taken) {
    const own = [...groups].sort((a, b) => b.count - a.count).map((group) => {
      const way = this.spots.way(group.spots[0]);
      const kind = group.spots.length > 1 ? "place" : way === "cross" ? "landmark" : way === "area" || way === "faint" ? "area" : "place";
      return { text: group.name, kind, x: group.x, y: group.y, half: [group.wide / 2, group.tall / 2] };
    });
    const between = lines.map(({ from, to, words }) => {
      const [x, y] = bentMiddle(from, to);
      return { text: words, kind: "relation", x, y, centred: true };
    });
    return placeLabels([...own, ...between], taken, windowOf(this.map));
  }

  /** Place the names of the ground that no report bears. */
  groundLabels(groups, taken, view) {
    const named = new Set(groups.flatMap(({ spots }) => spots.slice(0, 50).map((s) => this.spots.reports(s, this.model.shown, 1)[0])).filter((row) => row !== undefined)
      .map((row) => folded(this.model.store.at("place", row) ?? "")));
    const at = (lon, lat) => [eastOf(lon) * view.scale - view.x, southOf(lat) * view.scale - view.y];
    return placeLabels(groundLabels(this.ground, view.zoom, at).filter(({ text }) => !named.has(folded(text))), taken, windowOf(this.map));
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

  /** @returns {number|null} the area, line or ring at a point in layer pixels, the topmost */
  shapeAt(point) {
    for (const { s, path, line } of [...(this.drawn ?? [])].reverse()) {
      if (line) pen.lineWidth = 14;
      if (line ? pen.isPointInStroke(path, point.x, point.y) : pen.isPointInPath(path, point.x, point.y, "evenodd")) return s;
    }
    return null;
  }

  /** Open the reports of the area that was clicked; @returns {boolean} whether there was one */
  hit(event) {
    const s = this.shapeAt(event.layerPoint);
    if (s === null) return false;
    this.choose(this.spots.reports(s, this.model.shown), s);
    return true;
  }

  /** Mark the chosen spot; null for none. */
  mark(spot = this.chosen) {
    const changed = spot !== this.chosen;
    this.chosen = spot;
    for (const marker of this.markers) marker.getElement()?.classList.toggle("chosen", spot !== null && marker.group.spots.includes(spot));
    if (changed && this.sheet._map && (spot === null || this.spots.way(spot) !== "dot" || this.radius(spot, this.map.getZoom()) >= LEAST_RING)) this.sheet.redraw();
  }

  /** @param {number} s @returns {L.Marker|undefined} the marker that shows a spot */
  markerOf(s) {
    return this.markers.find((marker) => marker.group.spots.includes(s));
  }

  /** @param {number} s @returns {L.LatLng} where a spot is now shown */
  shownAt(s) {
    return this.markerOf(s)?.getLatLng() ?? L.latLng(this.spots.latitude(s), this.spots.longitude(s));
  }
}

/** @param {Look[]} looks @returns {{colour: string, solid: boolean, faded: number}} the one colour they share, else neutral ink */
function styleOf(looks) {
  const colours = new Set(looks.map((look) => (look.fill === "negated" ? "quiet" : look.colour)));
  return {
    colour: colours.size === 1 ? [...colours][0] : "ink",
    solid: looks.some(({ fill }) => fill === "affirmed" || fill === "former"),
    faded: looks.every(({ fill }) => fill === "former") ? 0.55 : 1,
  };
}

/** @param {CanvasRenderingContext2D} pen @param {Path2D} path @param {{colour: string, width: number, alpha: number, dash: number[]}} style */
function strokePath(pen, path, { colour, width, alpha, dash }) {
  pen.save();
  Object.assign(pen, { strokeStyle: colour, lineWidth: width, globalAlpha: alpha, lineJoin: "round" });
  pen.setLineDash(dash);
  pen.stroke(path);
  pen.restore();
}

/** @param {number[]} from @param {number[]} to @returns {number[]} the point that bends the line between two points */
function bent([ax, ay], [bx, by]) {
  return [(ax + bx) / 2 + (by - ay) * 0.18, (ay + by) / 2 - (bx - ax) * 0.18];
}

/** @returns {number[]} the middle of the bent line */
function bentMiddle(from, to) {
  const [cx, cy] = bent(from, to);
  return [(from[0] + 2 * cx + to[0]) / 4, (from[1] + 2 * cy + to[1]) / 4];
}

/** Paint a relation: a bent line of dots, unlike anything that a text reports; an arrow says of whom it is told. */
function paintRelation(pen, { from, to, directed }, paints) {
  const [cx, cy] = bent(from, to), u = 0.72;
  pen.save();
  Object.assign(pen, { strokeStyle: paints.of("soft"), fillStyle: paints.of("soft"), lineWidth: 2, lineCap: "round", globalAlpha: 0.85 });
  pen.setLineDash([1, 4]);
  pen.beginPath();
  pen.moveTo(...from);
  pen.quadraticCurveTo(cx, cy, ...to);
  pen.stroke();
  if (directed) {
    const along = (a, c, b) => (1 - u) ** 2 * a + 2 * u * (1 - u) * c + u ** 2 * b, slope = (a, c, b) => (1 - u) * (c - a) + u * (b - c);
    pen.translate(along(from[0], cx, to[0]), along(from[1], cy, to[1]));
    pen.rotate(Math.atan2(slope(from[1], cy, to[1]), slope(from[0], cx, to[0])));
    pen.fill(paints.path("M7 0L-5 5L-2.5 0L-5-5z"));
  }
  pen.restore();
}
