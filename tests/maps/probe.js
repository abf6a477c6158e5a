// What the tests ask of a page that is drawn on canvas; tests/maps/test_page_browser.py calls these by name.
({
  /** Markers and names that lie over one another. */
  overlaps() {
    const { scene, labels } = dateline.page.features;
    const boxes = [
      ...scene.map((g) => ({ name: g.name, l: g.x - g.wide / 2, r: g.x + g.wide / 2, t: g.y - g.tall / 2, b: g.y + g.tall / 2 })),
      ...labels.map((l) => ({ name: l.text, l: l.left, r: l.left + l.wide, t: l.top, b: l.top + 13 })),
    ];
    const found = [];
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
      const x = Math.min(a.r, b.r) - Math.max(a.l, b.l), y = Math.min(a.b, b.b) - Math.max(a.t, b.t);
      if (x > 2 && y > 2) found.push([a.name, b.name, x, y]);
    }));
    return found;
  },
  /** The window's pixel of a point. */
  point(lat, lon) {
    const point = map_dateline.latLngToContainerPoint([lat, lon]);
    const box = document.querySelector(".folium-map").getBoundingClientRect();
    return [point.x + box.left, point.y + box.top];
  },
  /** The middles of all markers in the window. */
  centres() {
    const box = document.querySelector(".folium-map").getBoundingClientRect();
    return dateline.page.features.scene.map((g) => {
      const point = map_dateline.layerPointToContainerPoint([g.x, g.y]);
      return [point.x + box.left, point.y + box.top];
    });
  },
  /** The signs of the markers that stand for areas only. */
  areaSigns() {
    const { features, model } = dateline.page;
    return features.scene.filter((g) => g.spots.every((s) => model.spots.way(s) === "area")).flatMap((g) => g.parts.map(({ draw }) => draw));
  },
  /** The radii in pixels of the rings in view. */
  rings() {
    return dateline.page.features.ringed.map(({ r }) => r);
  },
  /** The southernmost and the northernmost latitude of an outline. */
  reach(number) {
    const ys = dateline.page.features.outlines[number].lines.flatMap(({ y }) => [...y]);
    return [Math.max(...ys), Math.min(...ys)].map((y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI);
  },
  /** All that the picture of the page says. */
  written() {
    const said = [], { prototype } = CanvasRenderingContext2D, { fillText } = prototype;
    prototype.fillText = function (text, ...rest) {
      said.push(text);
      fillText.call(this, text, ...rest);
    };
    dateline.page.picture();
    prototype.fillText = fillText;
    return said.join("\n");
  },
  /** The page's own words: no text of reports, no names. */
  ownWords() {
    const outside = "script, style, bdi, blockquote, h1, .leaflet-control-scale, .leaflet-control-attribution";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) => (
      node.parentElement.closest(outside) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode.textContent);
    return found.join(" ");
  },
  /** The colour that a canvas of the map has at a point of the window; empty where it is clear. */
  pixel(pane, x, y) {
    const canvas = document.querySelector(`.leaflet-${pane}-pane canvas`), box = canvas.getBoundingClientRect();
    const at = [((x - box.left) * canvas.width) / box.width, ((y - box.top) * canvas.height) / box.height];
    const pixel = canvas.getContext("2d").getImageData(...at, 1, 1).data;
    return pixel[3] ? `#${[...pixel.slice(0, 3)].map((n) => n.toString(16).padStart(2, "0")).join("")}` : "";
  },
})
