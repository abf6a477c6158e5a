// Page: reads the data once and joins map, panel, timeline, card, legend and address.

window.dateline = {
  /**
   * Open the page on a Leaflet map.
   * @param {L.Map} map
   * @param {L.TileLayer|null} street
   */
  async open(map, street) {
    const element = document.getElementById("dateline-data");
    if (typeof DecompressionStream === "undefined") {
      document.body.append(make("p.fatal", { role: "alert" }, "This browser cannot unpack the reports (DecompressionStream is missing). Please open the page in a current one."));
      return;
    }
    const { data, blob } = await readData(element);
    speak(data.words, data.language);
    frame(map, data);
    window.dateline.page = new Page(map, street, new Model(data, blob));
    document.documentElement.dataset.ready = "yes";
  },
};

class Page {
  /**
   * @param {L.Map} map
   * @param {L.TileLayer|null} street
   * @param {Model} model
   */
  constructor(map, street, model) {
    Object.assign(this, { map, model, data: model.data });
    this.state = openState(model.facets.map(({ id }) => id));
    this.ground = new Ground(model.data.ground);
    map.createPane("ground").style.zIndex = "150";
    map.getPane("ground").style.pointerEvents = "none";
    this.groundSheet = new Sheet({ pane: "ground", padding: 0.25 }, (pen, view, paints) => this.ground.paint(pen, view, paints));
    this.features = new Features(map, model, (rows, spot) => this.choose(rows, spot));
    this.review = new Review(model, map, () => this.decided());
    this.card = new Card(model, this.review, { closed: () => this.closed(), only: (spot) => this.onlyAt(spot) });
    this.panel = new Panel(model, this.state, {
      changed: () => this.changed(), chosen: (row) => this.chosen(row), review: this.review.bar, tools: this.relationSwitch(),
      hovered: (row) => this.features.mark(row === null ? this.card.report?.spot ?? null : model.report(row).spot),
    });
    this.timeline = new Timeline(document.getElementById("dl-time"), model, this.state, () => this.changed());
    writeLegend(document.getElementById("dl-legend"), model);
    this.start(street);
  }

  /** Lay out the map, read the address, draw. */
  start(street) {
    const { map, data } = this;
    const streets = addStreet(map, street);
    const [west, south, east, north] = data.bounds;
    map.setMaxZoom(streets ? 17 : 13);
    map.invalidateSize({ animate: false });
    const fit = () => map.fitBounds([[south, west], [north, east]], { padding: [36, 36], maxZoom: 10, animate: false });
    fit();
    if (!streets) keepInside(map, data.ground.box);
    this.read(location.hash);
    this.groundSheet.addTo(map);
    addControls(map, fit, () => this.picture(), () => this.turnTheme());
    this.changed();
    this.select();
    map.on("move zoomend resize", () => this.dock());
    new ResizeObserver(() => this.dock()).observe(this.card.element); // it grows when a part of it is unfolded
    map.on("moveend", () => this.write());
    map.on("click", (event) => {
      if (!this.review.picking && !this.features.hit(event)) this.card.close();
    });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.card.close());
    window.addEventListener("hashchange", () => {
      if (location.hash.slice(1) === this.written) return;
      this.read(location.hash);
      this.changed();
      this.select();
    });
    window.addEventListener("beforeprint", () => this.onPaper());
    window.addEventListener("afterprint", () => {
      document.getElementById("dl-print")?.remove();
      this.theme(null);
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.theme(null));
    const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 200));
    const fold = () => this.model.finder.prepare() && idle(fold);
    idle(fold);
  }

  /** Show what passes the filters. */
  changed() {
    const sifted = this.model.sift(this.state);
    this.features.show();
    this.panel.update(sifted);
    this.timeline.update(sifted);
    if (this.card.rows.length && !this.card.rows.every((row) => this.model.shown[row])) this.card.close();
    this.write();
  }

  /** Open reports of one spot (or of none), the first of them unless another is given. */
  choose(rows, spot, first = rows[0]) {
    if (spot !== null) bringIntoView(this.map, this.features.shownAt(spot));
    this.card.open(rows, Math.max(0, rows.indexOf(first)), (report) => {
      this.features.mark(report.spot);
      this.panel.mark(report.i);
      this.dock();
      this.write();
    });
  }

  /** A row of the list was chosen. */
  chosen(row) {
    const { spot } = this.model.report(row);
    this.panel.lower();
    if (spot !== null) reveal(this.map, this.features, spot);
    this.choose(spot === null ? [row] : this.model.spots.reports(spot, this.model.shown), spot, row);
  }

  closed() {
    this.features.mark(null);
    this.panel.mark(null);
    this.write();
  }

  /** Show in the list only the reports of one spot. */
  onlyAt(spot) {
    this.state.spot = spot;
    this.changed();
  }

  /** A decision was made: rows show it. */
  decided() {
    for (const item of document.querySelectorAll(".list li")) item.dataset.decision = this.review.of(this.model.report(Number(item.dataset.row))) ?? "";
  }

  dock() {
    const report = this.card.report;
    if (!report) return;
    const marker = report.spot === null ? null : this.features.markerOf(report.spot);
    this.card.dock(report.spot === null ? null : this.map.latLngToContainerPoint(this.features.shownAt(report.spot)), this.map.getSize(), (marker?.group.wide ?? 20) / 2);
  }

  /** @returns {HTMLElement|string} the switch of the layer of relations, where any are known */
  relationSwitch() {
    if (!this.data.relations.length) return "";
    this.relations = make("button.chip.only", { type: "button", "aria-pressed": "false", title: t("relations_means"), onclick: () => this.showRelations(!this.features.relations) },
      make("span.name", {}, t("relations")), make("span.count", {}, String(this.data.relations.length)));
    return make("div.chips.relations", {}, this.relations);
  }

  showRelations(on) {
    this.features.relations = on;
    this.relations?.setAttribute("aria-pressed", String(on));
    this.features.sheet._map && this.features.sheet.redraw();
    this.write();
  }

  /** Write view, filters and the chosen report into the address. */
  write() {
    const { state, map, model } = this, { lat, lng } = map.getCenter();
    const narrowed = model.facets.map((facet) => [facet, state.off[facet.id]]).filter(([, off]) => off.size);
    const names = (facet, keep) => facet.keys.filter((_, code) => keep(code));
    const most = ([facet, off]) => off.size * 2 > facet.size;
    this.written = writeHash({
      zoom: map.getZoom(), lat, lon: lng, query: state.query, from: state.from === -Infinity ? undefined : state.from, to: state.to === Infinity ? undefined : state.to,
      undated: state.undated, only: [...state.only], relations: this.features.relations,
      off: Object.fromEntries(narrowed.filter((one) => !most(one)).map(([facet, off]) => [facet.id, names(facet, (code) => off.has(code))])),
      on: Object.fromEntries(narrowed.filter(most).map(([facet, off]) => [facet.id, names(facet, (code) => !off.has(code))])),
      report: this.card.report?.id,
    });
    clearTimeout(this.writing);
    // Browsers refuse an address that changes too often.
    this.writing = setTimeout(() => {
      try {
        history.replaceState(null, "", `#${this.written}`);
      } catch { /* a page inside another has no address of its own */ }
    }, 150);
  }

  /** Take view and filters from an address; what it does not name is as at first. @param {string} hash */
  read(hash) {
    const view = readHash(hash), { state, model } = this;
    Object.assign(state, openState(model.facets.map(({ id }) => id)), { query: view.query ?? "", from: view.from ?? -Infinity, to: view.to ?? Infinity, undated: view.undated ?? true });
    state.only = new Set((view.only ?? []).filter((id) => model.table.flags.some((flag) => flag.id === id)));
    for (const facet of model.facets) {
      const { off, on } = { off: view.off?.[facet.id], on: view.on?.[facet.id] };
      if (off || on) state.off[facet.id] = new Set(facet.keys.map((key, code) => ((off ? off.includes(key) : !on.includes(key)) ? code : -1)).filter((code) => code >= 0));
    }
    this.panel.search.value = state.query;
    if (this.data.relations.length) this.showRelations(view.relations ?? false);
    if (view.zoom !== undefined) this.map.setView([view.lat, view.lon], view.zoom, { animate: false });
    this.asked = view.report ?? null;
    this.seen = view.zoom !== undefined;
  }

  /** Open the report that the address names. */
  select() {
    const row = this.asked ? this.model.rowOf(this.asked) : -1;
    this.asked = null;
    if (row < 0 || !this.model.shown[row]) return;
    const { spot } = this.model.report(row);
    if (!this.seen && spot !== null) reveal(this.map, this.features, spot);
    this.choose(spot === null ? [row] : this.model.spots.reports(spot, this.model.shown), spot, row);
  }

  /** Make ready for paper: the picture of the view, with its legend, in place of the map; the list in full, as far as it is short. */
  onPaper() {
    this.theme("light");
    const picture = pictureOf(this.map, this.model, this.features, this.ground);
    picture.setAttribute("aria-label", t("map_of"));
    picture.setAttribute("role", "img");
    document.getElementById("dl-print")?.remove();
    document.body.prepend(make("div", { id: "dl-print" }, picture));
    this.panel.whole();
    this.features.sheet.redraw();
  }

  /** Save the view as a PNG. */
  picture() {
    savePicture(this.map, this.model, this.features, this.ground);
  }

  turnTheme() {
    try {
      const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
      localStorage.setItem("dateline-theme", next);
    } catch { /* storage that is shut: the system's choice stays */ }
    this.theme(null);
  }

  /** Draw light or dark; null for what the reader, else the system, prefers. */
  theme(wanted) {
    setTheme(wanted);
    this.groundSheet.redraw();
    this.features.sheet.redraw();
  }
}

/** @param {"light"|"dark"|null} wanted */
function setTheme(wanted) {
  let kept = null;
  try {
    kept = localStorage.getItem("dateline-theme");
  } catch { /* storage that is shut */ }
  document.documentElement.dataset.theme = wanted ?? kept ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

/** Build the page around folium's map. */
function frame(map, data) {
  Object.assign(document.documentElement, { lang: data.language, dir: data.direction });
  setTheme(null);
  // folium forbids zooming the page; readers may need it.
  document.querySelector("meta[name=viewport]")?.setAttribute("content", "width=device-width, initial-scale=1");
  const box = map.getContainer();
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", t("map_of"));
  const stage = make("main", { id: "dl-stage" });
  box.before(stage);
  document.body.prepend(make("aside", { id: "dl-panel", "aria-label": t("reports") }));
  stage.append(make("div", { id: "dl-map" }, box,
    make("section", { id: "dl-card", hidden: true, "aria-label": t("report") }),
    make("section", { id: "dl-legend", "aria-label": t("legend") }),
    make("p", { id: "dl-close", hidden: true, role: "status" })),
  make("section", { id: "dl-time", "aria-label": t("timeline"), hidden: true }));
  map.options.zoomSnap = 0.5;
  map.options.zoomDelta = 1;
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) Object.assign(map.options, { zoomAnimation: false, fadeAnimation: false, inertia: false });
  map.invalidateSize({ animate: false });
}

/** Bring a point into view without zooming. */
function bringIntoView(map, point) {
  const size = map.getSize(), at = map.latLngToContainerPoint(point);
  const phone = matchMedia("(max-width: 760px)").matches;
  if (phone) map.setView(map.containerPointToLatLng([at.x, at.y + size.y * 0.2]), map.getZoom(), { animate: false });
  else if (at.x < 20 || at.y < 20 || at.x > size.x - 20 || at.y > size.y - 20) map.panTo(point, { animate: false });
}

/** Zoom until a spot has a marker of its own, where that is possible; then bring it into view. */
function reveal(map, features, s) {
  const at = () => [features.spots.latitude(s), features.spots.longitude(s)];
  if (!map.getBounds().contains(at())) map.panTo(at(), { animate: false });
  const group = () => features.groups.find(({ spots }) => spots.includes(s));
  let found = group();
  for (let zoom = map.getZoom() + 1; found && found.spots.length > 1 && features.apart(found) && zoom <= 12; zoom += 1) {
    map.setView(at(), zoom, { animate: false });
    found = group();
  }
}

/** Ask for street tiles only where the page has a site of its own: OpenStreetMap refuses pages opened from a file. */
function addStreet(map, street) {
  const allowed = street !== null && /^https?:/.test(self.origin);
  if (allowed) street.addTo(map);
  return allowed;
}

/** Zoom, the whole view, light and dark, the picture; scale, credits. */
function addControls(map, fit, picture, theme) {
  const zoom = L.control.zoom({ position: "topright", zoomInTitle: t("zoom_in"), zoomOutTitle: t("zoom_out") }).addTo(map);
  const button = (kind, words, sign, onclick) => make(`button.tool.${kind}`, { type: "button", title: words, "aria-label": words, onclick }, sign);
  zoom.getContainer().append(button("whole", t("show_all"), "⤢", fit), button("theme", t("theme"), "◐", theme), button("picture", t("picture"), "⤓", picture));
  L.control.scale({ position: "bottomleft", imperial: false }).addTo(map);
  L.control.attribution({ position: "bottomleft", prefix: false }).addTo(map)
    .addAttribution("Natural Earth").addAttribution("GeoNames");
}

/** Without tiles there is no ground beyond the box: stay inside it. */
function keepInside(map, [west, south, east, north]) {
  const box = L.latLngBounds([south, west], [north, east]);
  map.setMaxBounds(box);
  map.options.maxBoundsViscosity = 1;
  map.setMinZoom(Math.min(map.getZoom(), Math.max(2, map.getBoundsZoom(box, true))));
}
