// Panel: title, search, switches with counts, the list of reports, what is not on the map, method and credits.

/** What each fill says, for the legend. */
const FILLS = [
  ["affirmed", "reported"], ["uncertain", "uncertain"], ["planned", "planned"],
  ["former", "past or former"], ["negated", "said not to be so"],
];
const SHAPE_WORDS = {
  presence: "present", activity: "active: attack, clash, operation", control: "in control", base_or_camp: "base or camp",
  movement_to: "arriving", movement_from: "leaving", casualty_or_arrest: "killed, captured, arrested",
  origin: "comes from here, is not reported here", other: "other", person: "one person’s whereabouts, never a group’s position",
  landmark: "landmark: named only to locate another place",
};
const FEW_ACTORS = 10;

class Panel {
  /**
   * @param {object} data
   * @param {import("./filters").State} state
   * @param {{changed: () => void, chosen: (report: object) => void, hovered: (report: object|null) => void}} on
   */
  constructor(data, state, on) {
    Object.assign(this, { data, state, on });
    this.rows = new Map();
    this.build(document.getElementById("dl-panel"));
  }

  build(panel) {
    const { data, state, on } = this;
    const search = make("input", { type: "search", id: "dl-search", placeholder: "Search quotes, actors, places", "aria-label": "Search quotes, actors, places",
      oninput: () => {
        state.query = folded(search.value.trim());
        on.changed();
      } });
    const handle = make("button.handle", { type: "button", "aria-label": "Show or hide the list", "aria-expanded": "false",
      onclick: () => handle.setAttribute("aria-expanded", String(panel.classList.toggle("open"))) });
    this.layerChips = this.chips("layer", data.layers.filter((l) => l.id !== "list").map((layer) => ({
      value: layer.id, name: layer.name, title: layer.means, mark: this.layerMark(layer.id) })));
    const ranked = data.actors.map((actor, i) => ({ ...actor, i, count: data.reports.filter((r) => r.actor === i).length }))
      .sort((a, b) => b.count - a.count || a.i - b.i);
    this.actorChips = this.chips("actor", ranked.map((actor) => ({
      value: actor.i, name: actor.name || "No actor named", title: actor.kind,
      mark: symbol({ shape: actor.kind === "person" ? "person" : "presence", fill: "affirmed", colour: colour(actor) }, 13) })));
    this.onlyChips = this.onlyOf(data.reports);
    if (ranked.length > FEW_ACTORS + 2) this.fold(this.actorChips, ranked.length);
    this.list = make("ol.list", { "aria-label": "Reports on the map" });
    this.offList = make("ol.list", { "aria-label": "Reports not on the map" });
    this.offCount = make("span.count");
    this.off = make("details.off", { open: data.reports.filter((r) => r.draw).length < 4 },
      make("summary", {}, "Not on the map (", this.offCount, ")"), this.offList, this.refusals());
    this.none = make("p.none", { hidden: true }, "No report passes these filters.");
    this.total = make("span.count", { "aria-live": "polite" });
    panel.append(handle,
      make("header", {}, make("h1", { dir: "auto" }, data.title), make("p.asof", {}, data.asOf), make("p.verify", {}, data.notes[0])),
      make("div.tools", {}, search),
      make("details.filters", { open: !matchMedia("(max-width: 760px)").matches }, make("summary", {}, "Layers and actors"),
        this.block("Layers", "layer", this.layerChips), this.block("Actors", "actor", this.actorChips),
        this.onlyChips.children.length ? make("section", { "aria-label": "Only" }, make("h3", {}, "Only"), this.onlyChips) : ""),
      make("div.scroll", {}, make("h2.bar", {}, "On the map ", this.total), this.none, this.list, this.off,
        make("footer", {}, ...data.notes.slice(1).map((note) => make("p", {}, note)), ...data.credits.map((credit) => make("p", {}, credit)))));
    for (const report of data.reports) this.rows.set(report, this.row(report));
  }

  /** The symbol that stands for a layer. */
  layerMark(layer) {
    const ink = "var(--ink)";
    if (layer === "region") return swatch([{ shape: "", fill: "affirmed", colour: ink }], true);
    const fill = { avoided: "negated", past: "former", uncertain: "uncertain", planned: "planned" }[layer] ?? "affirmed";
    return symbol({ shape: { landmark: "landmark", origin: "origin", person: "person", event: "casualty_or_arrest" }[layer] ?? "presence", fill, colour: ink }, 15);
  }

  block(name, kind, chips) {
    const set = (values) => () => {
      this.state.off[kind] = new Set(values);
      this.on.changed();
    };
    const values = [...chips.querySelectorAll("button[data-value]")].map((chip) => (kind === "actor" ? Number(chip.dataset.value) : chip.dataset.value));
    return make("section", { "aria-label": name }, make("h3", {}, name,
      make("button.link", { type: "button", onclick: set([]) }, "all"), make("button.link", { type: "button", onclick: set(values) }, "none")), chips);
  }

  chips(kind, items) {
    const box = make("div.chips");
    for (const item of items) {
      const chip = make("button.chip", { type: "button", "data-value": item.value, title: item.title, onclick: () => {
        const off = this.state.off[kind];
        if (!off.delete(item.value)) off.add(item.value);
        this.on.changed();
      } }, item.mark, make("span.name", {}, said(item.name)), make("span.count"));
      box.append(chip);
    }
    return box;
  }

  /** Switches that show nothing but one kind, where there is any of it. */
  onlyOf(reports) {
    const chip = ([kind, name, title]) => make("button.chip.only", { type: "button", "data-value": kind, title, onclick: () => {
      if (!this.state.only.delete(kind)) this.state.only.add(kind);
      this.on.changed();
    } }, make("span.name", {}, name), make("span.count"));
    return make("div.chips", {}, ...ONLY.filter(([, , , is]) => reports.some(is)).map(chip));
  }

  fold(box, count) {
    box.classList.add("folded");
    const more = make("button.link", { type: "button", "aria-expanded": "false", onclick: () => {
      const folded = box.classList.toggle("folded");
      more.textContent = folded ? `${count - FEW_ACTORS} more` : "fewer";
      more.setAttribute("aria-expanded", String(!folded));
    } }, `${count - FEW_ACTORS} more`);
    box.append(more);
  }

  row(report) {
    const quote = make("p.quote", { hidden: true }, quoteOf(report));
    const toggle = make("button.link", { type: "button", "aria-expanded": "false", onclick: () => {
      quote.hidden = !quote.hidden;
      toggle.setAttribute("aria-expanded", String(!quote.hidden));
    } }, "quote");
    const area = report.draw === "area" || report.draw === "faint";
    const mark = area ? swatch(stripes([report]), report.draw === "faint") : symbol(report, 17);
    const main = make("button.row", { type: "button", onclick: () => this.on.chosen(report) },
      make("span.sign", {}, mark),
      make("span.words", {}, make("span.who", {}, make("strong", {}, said(report.actorName || "No actor named")), ` · ${report.says}`, ...tagsOf(report)),
        make("span.where", {}, report.missing ? make("span.reason", {}, report.place ? said(`${report.place}: `) : "", report.missing)
          : said([report.part, report.place].filter(Boolean).join(" ")), report.within && !report.missing ? make("span.quiet", {}, " · ", said(report.within)) : "")));
    const item = make("li", { onmouseenter: () => this.on.hovered(report), onmouseleave: () => this.on.hovered(null) }, main, report.quote ? toggle : "", report.quote ? quote : "");
    item.dataset.id = report.id;
    return item;
  }

  refusals() {
    const { refused } = this.data;
    const total = refused.reduce((sum, [, count]) => sum + count, 0);
    if (!total) return "";
    const classes = refused.map(([reason, count]) => `${count} ${reason}`).join(", ");
    return make("p.refused", {}, `Also read and refused as places: ${total} (`, said(classes), ").");
  }

  /** Show what passes, with counts that follow. */
  update(shown) {
    const onMap = this.data.reports.filter((r) => r.draw && shown.has(r));
    const off = this.data.reports.filter((r) => !r.draw && shown.has(r));
    this.list.replaceChildren(...onMap.map((r) => this.rows.get(r)));
    this.offList.replaceChildren(...off.map((r) => this.rows.get(r)));
    const landmarks = onMap.filter((r) => r.shape === "landmark").length; // on the map, but no reports
    this.total.textContent = landmarks ? `(${onMap.length - landmarks}, and ${landmarks} landmark${landmarks > 1 ? "s" : ""})` : `(${onMap.length})`;
    this.offCount.textContent = String(off.length);
    this.off.hidden = !off.length && !this.data.refused.length;
    this.none.hidden = onMap.length + off.length > 0;
    this.updateOnly();
    for (const [kind, box] of [["layer", this.layerChips], ["actor", this.actorChips]]) {
      const found = counts(this.data.reports, this.state, kind);
      for (const chip of box.querySelectorAll("button[data-value]")) {
        const value = kind === "actor" ? Number(chip.dataset.value) : chip.dataset.value;
        const on = !this.state.off[kind].has(value);
        chip.setAttribute("aria-pressed", String(on));
        chip.querySelector(".count").textContent = String(found.get(value) ?? 0);
        chip.classList.toggle("empty", !found.get(value));
      }
    }
  }

  /** Show which of the "only" switches are on, and what each would leave. */
  updateOnly() {
    for (const [kind, , , is] of ONLY) {
      const chip = this.onlyChips.querySelector(`[data-value=${kind}]`);
      if (!chip) continue;
      chip.setAttribute("aria-pressed", String(this.state.only.has(kind)));
      chip.querySelector(".count").textContent = String(this.data.reports.filter((r) => passes(r, this.state, kind) && is(r)).length);
    }
  }

  /** On a phone, let the sheet down, so that the map is seen. */
  lower() {
    document.getElementById("dl-panel").classList.remove("open");
    document.querySelector(".handle").setAttribute("aria-expanded", "false");
  }

  /** Mark the row of a report, and bring it into view. */
  mark(report) {
    for (const [other, row] of this.rows) row.classList.toggle("chosen", other === report);
    if (!report) return;
    if (!report.draw) this.off.open = true;
    this.rows.get(report).scrollIntoView({ block: "nearest" });
  }
}

/** @param {{slot: number}} actor */
function colour(actor) {
  return actor.slot < 0 ? "var(--ink)" : `var(--actor-${actor.slot})`;
}

/**
 * Write the legend: only what this page uses.
 * @param {HTMLElement} box
 * @param {object} data
 */
function writeLegend(box, data) {
  const drawn = data.reports.filter((r) => r.draw);
  const ink = "var(--ink)";
  const has = (test) => drawn.some(test);
  const item = (mark, words) => make("li", {}, make("span.sign", {}, mark), make("span", {}, words));
  const part = (name, items) => (items.length ? [make("h3", {}, name), make("ul", {}, ...items)] : []);
  const point = (r) => r.draw === "dot" || r.draw === "ring" || r.draw === "cross";
  const shapes = Object.keys(SHAPE_WORDS).filter((shape) => has((r) => r.shape === shape && point(r)));
  const fills = FILLS.filter(([fill]) => has((r) => r.fill === fill));
  const area = { shape: "", fill: "affirmed", colour: ink };
  const looksOf = (fill) => ({ shape: "presence", fill, colour: ink });
  const ring = (dot) => svg("svg", { viewBox: "0 0 26 26", width: 26, height: 26, class: "symbol", "aria-hidden": "true" }, [
    svg("circle", { cx: 13, cy: 13, r: 11, fill: ink, "fill-opacity": 0.08, stroke: ink, "stroke-width": dot ? 1 : 2 }),
    ...(dot ? [svg("circle", { cx: 13, cy: 13, r: 4, fill: ink })] : [])]);
  const precise = [
    has((r) => r.draw === "dot") && item(ring(true), "a settlement or site; it lies somewhere inside the ring"),
    has((r) => r.draw === "ring") && item(ring(false), "near a place, some way from it, along a road: an outline, no exact spot"),
    has((r) => r.draw === "area") && item(swatch([area], false), "somewhere in this area"),
    has((r) => r.approx) && item(svg("svg", { viewBox: "0 0 26 18", width: 26, height: 18, class: "symbol", "aria-hidden": "true" }, [
      svg("rect", { x: 1.5, y: 1.5, width: 23, height: 15, rx: 2.5, fill: "none", stroke: ink, "stroke-width": 1.4, "stroke-dasharray": "3 4" })]), "the outline is only approximate"),
    has((r) => r.draw === "faint") && item(swatch([area], true), "a whole region or border"),
  ].filter(Boolean);
  const slots = data.actors.filter((actor) => actor.slot >= 0).map((actor) => actor.slot);
  const repeated = new Set(slots).size < slots.length;
  const list = make("div.full", { id: "dl-legend-full", hidden: true },
    ...part("Shape: what is reported", shapes.map((shape) => item(symbol({ shape, fill: "affirmed", colour: ink }, 17), SHAPE_WORDS[shape]))),
    ...part("Fill: whether it is so", fills.map(([fill, words]) => item(symbol(looksOf(fill), 17), words))),
    ...part("How precise", precise),
    make("h3", {}, "Colour: who"),
    make("ul", {}, ...data.actors.map((actor, i) => ({ ...actor, i })).filter((actor) => actor.slot >= 0 && has((r) => r.actor === actor.i))
      .map((actor) => item(symbol({ shape: "presence", fill: "affirmed", colour: colour(actor) }, 14), said(actor.name))),
    has((r) => r.actorSlot < 0 && r.shape !== "landmark") ? item(symbol({ shape: "presence", fill: "affirmed", colour: ink }, 14), "a person, or no group named") : ""),
    repeated ? make("p.quiet", {}, "More actors than colours: some share one, so read the names.") : "",
    make("p.quiet", {}, `A number counts the reports ${has((r) => r.shape === "landmark") ? "and landmarks " : ""}that one marker stands for.`));
  const strip = make("button.strip", { type: "button", "aria-expanded": "false", "aria-controls": "dl-legend-full", onclick: () => {
    list.hidden = !list.hidden;
    strip.setAttribute("aria-expanded", String(!list.hidden));
  } }, make("strong", {}, "Legend"),
  ...fills.slice(0, 4).map(([fill, words]) => make("span.key", {}, symbol(looksOf(fill), 14), words)),
  has((r) => r.draw === "area") ? make("span.key", {}, swatch([area], false), "area, no exact spot") : "");
  box.append(list, strip);
}
