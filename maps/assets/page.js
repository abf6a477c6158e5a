// Page: reads the data once and joins map, panel, card and legend.

window.dateline = {
  /**
   * Open the page on a Leaflet map.
   * @param {L.Map} map
   * @param {L.TileLayer|null} street
   */
  open(map, street) {
    const data = JSON.parse(document.getElementById("dateline-data").textContent);
    frame(map, data);
    prepare(data);
    const state = openState();
    const reports = data.reports;
    const shown = new Set();

    const choose = (some, spot, first = some[0]) => {
      if (spot) bringIntoView(map, L.latLng(features.shownAt(spot)));
      card.open(some, Math.max(0, some.indexOf(first)), (report) => {
        features.mark(report.spot ?? null);
        panel.mark(report);
        dock();
      });
    };
    const features = new Features(map, data, choose);
    const card = new Card(data, () => {
      features.mark(null);
      features.chosen = null;
      panel.mark(null);
    });
    const dock = () => {
      const report = card.reports?.[card.index];
      if (!report || card.element.hidden) return;
      const spot = report.spot;
      const marker = spot && features.markers.find((m) => m.group.spots.includes(spot));
      card.dock(spot ? map.latLngToContainerPoint(features.shownAt(spot)) : null, map.getSize(), (marker?.group.wide ?? 20) / 2);
    };
    const changed = () => {
      shown.clear();
      for (const report of reports) if (passes(report, state)) shown.add(report);
      features.show(shown);
      panel.update(shown);
      if (card.reports?.length && !card.reports.every((r) => shown.has(r))) card.close();
    };
    const panel = new Panel(data, state, {
      changed,
      chosen: (report) => {
        const same = report.spot ? report.spot.shown : [report];
        panel.lower();
        if (report.spot) reveal(map, features, report.spot);
        choose(same, report.spot ?? null, report);
      },
      hovered: (report) => features.mark(report ? report.spot ?? null : card.reports?.[card.index]?.spot ?? null),
    });
    writeLegend(document.getElementById("dl-legend"), data);

    map.on("move zoomend resize", dock);
    map.on("click", () => card.close());
    document.addEventListener("keydown", (event) => event.key === "Escape" && card.close());
    drawGround(map, data.ground);
    const streets = addStreet(map, street);
    const [west, south, east, north] = data.bounds;
    map.setMaxZoom(streets ? 17 : 13);
    const fit = () => map.fitBounds([[south, west], [north, east]], { padding: [36, 36], maxZoom: 10, animate: false });
    fit();
    if (!streets) keepInside(map, data.ground.box);
    addControls(map, fit);
    changed();
    document.documentElement.dataset.ready = "yes";
  },
};

/** Build the page around folium's map. */
function frame(map, data) {
  document.documentElement.lang = "en";
  // folium forbids zooming the page; readers may need it.
  document.querySelector("meta[name=viewport]")?.setAttribute("content", "width=device-width, initial-scale=1");
  const box = map.getContainer();
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Map of the reports");
  document.body.append(make("aside", { id: "dl-panel", "aria-label": "Reports" }));
  const stage = make("div", { id: "dl-stage" });
  box.before(stage);
  stage.append(box,
    make("section", { id: "dl-card", hidden: true, "aria-label": "Report" }),
    make("aside", { id: "dl-legend", "aria-label": "Legend" }),
    make("p", { id: "dl-close", hidden: true, role: "status" }));
  map.options.zoomSnap = 0.5;
  map.options.zoomDelta = 1;
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) Object.assign(map.options, { zoomAnimation: false, fadeAnimation: false, inertia: false });
  map.invalidateSize({ animate: false });
}

/** Give each report what the page asks of it again and again. */
function prepare(data) {
  for (const report of data.reports) {
    const actor = data.actors[report.actor];
    report.actorName = actor.name;
    report.actorSlot = actor.slot;
    report.colour = colour(actor);
    const told = [report, ...(report.more ?? [])];
    const quotes = told.flatMap((one) => [(one.quote ?? []).map(([text]) => text).join(""), one.said, data.docs[one.doc].title]);
    report.haystack = folded([...quotes, actor.name, report.place, report.within,
      report.says].filter(Boolean).join(" "));
  }
}

/** Bring a point into view without zooming. */
function bringIntoView(map, point) {
  const size = map.getSize(), at = map.latLngToContainerPoint(point);
  const phone = matchMedia("(max-width: 760px)").matches;
  if (phone) map.setView(map.containerPointToLatLng([at.x, at.y + size.y * 0.2]), map.getZoom(), { animate: false });
  else if (at.x < 20 || at.y < 20 || at.x > size.x - 20 || at.y > size.y - 20) map.panTo(point, { animate: false });
}

/** Zoom until a spot has a marker of its own, where that is possible; then bring it into view. */
function reveal(map, features, spot) {
  const group = () => features.markers.find((m) => m.group.spots.includes(spot))?.group;
  let found = group();
  for (let zoom = map.getZoom() + 1; found && found.spots.length > 1 && features.apart(found) && zoom <= 12; zoom += 1) {
    map.setView([spot.lat, spot.lon], zoom, { animate: false });
    found = group();
  }
}

/** Ask for street tiles only where the page has a site of its own: OpenStreetMap refuses pages opened from a file. */
function addStreet(map, street) {
  const allowed = street !== null && /^https?:/.test(self.origin);
  if (allowed) street.addTo(map);
  return allowed;
}

/** Zoom, the whole view, scale, credits. */
function addControls(map, fit) {
  const zoom = L.control.zoom({ position: "topright" }).addTo(map);
  zoom.getContainer().append(make("button.whole", { type: "button", title: "Show all reports", "aria-label": "Show all reports", onclick: fit }, "⤢"));
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
