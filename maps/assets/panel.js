// Panel: title, search, switches with counts, the list of reports, what is not on the map, method and credits.

const FEW = 10; // switches of one filter that are shown at first
const STEP = 40; // and how many more at a time
const PAGE = 60; // rows of the list that are made at a time
const PRINTED = 600; // rows of the list that are printed
const ALWAYS = ["layer", "actor"];

class Panel {
  /**
   * @param {Model} model
   * @param {State} state
   * @param {{changed: () => void, chosen: (row: number) => void, hovered: (row: number|null) => void, review: HTMLElement, tools: HTMLElement}} on
   */
  constructor(model, state, on) {
    Object.assign(this, { model, state, on, data: model.data, boxes: new Map() });
    this.build(document.getElementById("dl-panel"));
  }

  build(panel) {
    const { data, model, on } = this;
    this.search = make("input", { type: "search", id: "dl-search", placeholder: t("search"), "aria-label": t("search"), oninput: () => {
      this.state.query = this.search.value.trim();
      on.changed();
    } });
    const handle = make("button.handle", { type: "button", "aria-label": t("show_list"), "aria-expanded": "false",
      onclick: () => handle.setAttribute("aria-expanded", String(panel.classList.toggle("open"))) });
    this.list = new RowList(t("list_on"), (row) => this.row(row));
    this.offList = new RowList(t("list_off"), (row) => this.row(row));
    this.offCount = make("span.count");
    let off = 0;
    for (let i = 0; i < model.n; i += 1) off += Number(model.spotOf[i] < 0);
    this.off = make("details.off", { open: model.n - off < 4 }, make("summary", {}, `${t("off_map")} (`, this.offCount, ")"), this.offList.element, this.refusals());
    this.none = make("p.none", { hidden: true }, t("no_match"));
    this.total = make("span.count", { role: "status" });
    this.reset = make("button.link", { type: "button", hidden: true, onclick: () => {
      Object.assign(this.state, openState(model.facets.map(({ id }) => id)));
      this.search.value = "";
      on.changed();
    } }, t("reset"));
    const facets = model.facets.filter(({ id, order }) => ALWAYS.includes(id) || order.length > 1);
    this.only = this.onlyChips();
    panel.append(handle,
      make("header", {}, make("h1", { dir: "auto" }, data.title), make("p.asof", {}, data.asOf), make("p.verify", {}, data.notes[0])),
      make("div.tools", {}, this.search),
      make("details.filters", { open: !matchMedia("(max-width: 760px)").matches }, make("summary", {}, t("filters"), " ", this.reset),
        ...facets.map((facet) => this.block(facet)),
        this.only.children.length ? make("section", { "aria-label": t("only") }, make("h2.sub", {}, t("only")), this.only) : "",
        on.tools),
      make("div.scroll", { tabindex: 0, role: "region", "aria-label": t("reports") }, make("h2.bar", {}, `${t("on_map")} `, this.total), this.none, this.list.element, this.off,
        on.review, make("footer", {}, ...data.notes.slice(1).map((note) => make("p", {}, note)), ...data.credits.map((credit) => make("p", {}, credit)))));
    const scroll = panel.querySelector(".scroll");
    scroll.addEventListener("scroll", () => this.list.more(scroll), { passive: true });
  }

  /** The symbol that stands for a layer. */
  layerMark(layer) {
    const colour = "ink";
    if (layer === "region") return swatch([{ shape: "", fill: "affirmed", colour }], true);
    const fill = { avoided: "negated", past: "former", uncertain: "uncertain", planned: "planned" }[layer] ?? "affirmed";
    return symbol({ shape: { landmark: "landmark", origin: "origin", person: "person", event: "casualty_or_arrest" }[layer] ?? "presence", fill, colour }, 15);
  }

  /** The symbol beside a value of a facet; none where there is nothing to show. */
  markOf({ id, values }, code) {
    const value = values[code], colour = "ink";
    if (id === "layer") return this.layerMark(value);
    if (id === "actor") return symbol({ shape: this.data.actors[value].kind === "person" ? "person" : "presence", fill: "affirmed", colour: this.model.colour(value) }, 13);
    if (id === "what") return symbol({ shape: value, fill: "affirmed", colour }, 14);
    return id === "status" ? symbol({ shape: "presence", fill: value, colour }, 14) : "";
  }

  /** Switches of one filter, under its name, with "all" and "none". */
  block(facet) {
    const box = make("div.chips");
    this.boxes.set(facet.id, { box, facet, chips: new Map() });
    this.showChips(facet.id, FEW + 2 >= facet.order.length ? facet.order.length : FEW);
    const set = (codes) => () => {
      this.state.off[facet.id] = new Set(codes);
      this.on.changed();
    };
    const name = t(facet.id);
    const both = [make("button.link", { type: "button", onclick: set([]) }, t("all")), make("button.link", { type: "button", onclick: set(facet.order) }, t("none"))];
    if (ALWAYS.includes(facet.id)) return make("section", { "aria-label": name }, make("h2.sub", {}, name, ...both), box);
    return make("details.facet", { "data-facet": facet.id }, make("summary", {}, name), make("section", { "aria-label": name }, make("p.sub", {}, ...both), box));
  }

  /** @param {string} id of a facet @param {number} count how many of its switches to show */
  showChips(id, count) {
    const { box, facet, chips } = this.boxes.get(id);
    const some = facet.order.slice(0, count);
    for (const code of some) if (!chips.has(code)) chips.set(code, this.chip(facet, code));
    const rest = facet.order.length - some.length;
    const more = rest > 0 ? make("button.link", { type: "button", onclick: () => {
      this.showChips(id, count + STEP);
      this.updateChips();
    } }, t("more", { n: rest })) : "";
    const fewer = count > FEW + 2 && facet.order.length > FEW + 2 ? make("button.link", { type: "button", onclick: () => this.showChips(id, FEW) }, t("fewer")) : "";
    box.replaceChildren(...some.map((code) => chips.get(code)), ...[more, fewer].filter(Boolean));
  }

  chip(facet, code) {
    return make("button.chip", { type: "button", "data-code": code, title: facet.means[code] || undefined, onclick: () => {
      const off = this.state.off[facet.id];
      if (!off.delete(code)) off.add(code);
      this.on.changed();
    } }, this.markOf(facet, code), make("span.name", {}, said(facet.names[code])), make("span.count"));
  }

  /** Switches that show nothing but one kind, where there is any of it. */
  onlyChips() {
    return make("div.chips", {}, ...this.model.table.flags.map(({ id }) => make("button.chip.only", { type: "button", "data-value": id, title: t(`${id}_means`), onclick: () => {
      if (!this.state.only.delete(id)) this.state.only.add(id);
      this.on.changed();
    } }, make("span.name", {}, t(id)), make("span.count"))));
  }

  /** @param {number} i @returns {HTMLLIElement} a row of the list */
  row(i) {
    const report = this.model.report(i);
    const quote = make("p.quote", { hidden: true });
    const toggle = make("button.link", { type: "button", "aria-expanded": "false", "aria-label": `${t("quote")}: ${report.place || t("no_place")}`, onclick: () => {
      quote.hidden = !quote.hidden;
      if (!quote.childElementCount) quote.append(quoteOf(report));
      toggle.setAttribute("aria-expanded", String(!quote.hidden));
    } }, t("quote"));
    const area = report.draw === "area" || report.draw === "faint";
    const mark = area ? swatch(stripes([report]), report.draw === "faint") : symbol(report, 17);
    const where = report.missing ? make("span.reason", {}, report.place ? said(`${report.place}: `) : "", report.missing)
      : said([report.part, report.place].filter(Boolean).join(" "));
    const main = make("button.row", { type: "button", onclick: () => this.on.chosen(i) },
      make("span.sign", {}, mark),
      make("span.words", {}, make("span.who", {}, make("strong", {}, said(report.actorName || t("no_actor"))), ` · ${report.says}`, ...tagsOf(report)),
        make("span.where", {}, where, report.within && !report.missing ? make("span.quiet", {}, " · ", said(report.within)) : "")));
    const item = make("li", { onmouseenter: () => this.on.hovered(i), onmouseleave: () => this.on.hovered(null) }, main, ...(report.quote ? [toggle, quote] : []));
    item.dataset.row = String(i);
    item.classList.toggle("chosen", i === this.chosen);
    return item;
  }

  refusals() {
    const { refused } = this.data;
    const total = refused.reduce((sum, [, count]) => sum + count, 0);
    if (!total) return "";
    return make("p.refused", {}, said(t("refused", { n: total, classes: refused.map(([reason, count]) => `${count} ${reason}`).join(", ") })));
  }

  /** Show what passes, with counts that follow. @param {Sifted} sifted */
  update(sifted) {
    const { spotOf, n, store } = this.model;
    const onMap = [], off = [];
    const shapes = store.values("shape"), landmark = shapes.indexOf("landmark");
    let landmarks = 0;
    for (let i = 0; i < n; i += 1) {
      if (!sifted.shown[i]) continue;
      if (spotOf[i] < 0) off.push(i);
      else {
        onMap.push(i);
        landmarks += Number(landmark >= 0 && store.code("shape", i) === landmark); // on the map, but no report
      }
    }
    this.sifted = sifted;
    this.list.show(onMap);
    this.offList.show(off);
    this.total.textContent = landmarks ? `(${onMap.length - landmarks}, ${t("landmarks", { n: landmarks })})` : `(${onMap.length})`;
    this.offCount.textContent = String(off.length);
    this.off.hidden = !off.length && !this.data.refused.length;
    this.none.hidden = sifted.count > 0;
    this.reset.hidden = !filtered(this.state);
    this.updateChips();
  }

  updateChips() {
    const { counts, only } = this.sifted;
    const show = (chip, on, count) => {
      chip.setAttribute("aria-pressed", String(on));
      chip.querySelector(".count").textContent = String(count);
      chip.classList.toggle("empty", !count);
    };
    for (const [id, { chips }] of this.boxes) for (const [code, chip] of chips) show(chip, !this.state.off[id].has(code), counts[id][code]);
    for (const chip of this.only.children) show(chip, this.state.only.has(chip.dataset.value), only[chip.dataset.value]);
    for (const details of document.querySelectorAll("details.facet")) details.classList.toggle("narrowed", this.state.off[details.dataset.facet].size > 0);
  }

  /** Make the rows that a reader of paper cannot ask for. */
  whole() {
    for (const list of [this.list, this.offList]) while (list.end < Math.min(list.rows.length, PRINTED)) list.later();
    this.off.open = true;
  }

  /** On a phone, let the sheet down, so that the map is seen. */
  lower() {
    document.getElementById("dl-panel").classList.remove("open");
    document.querySelector(".handle").setAttribute("aria-expanded", "false");
  }

  /** Mark the row of a report, and bring it into view; null for none. @param {number|null} i */
  mark(i) {
    this.chosen = i;
    for (const row of document.querySelectorAll(".list li.chosen")) row.classList.remove("chosen");
    if (i === null) return;
    const list = this.model.spotOf[i] < 0 ? this.offList : this.list;
    if (list === this.offList) this.off.open = true;
    const item = list.reach(i);
    item?.classList.add("chosen");
    item?.scrollIntoView({ block: "nearest" });
  }
}

/** A list of many rows, of which those around the reader are made. */
class RowList {
  /** @param {string} name @param {(row: number) => HTMLLIElement} write */
  constructor(name, write) {
    Object.assign(this, { write, rows: [], start: 0, end: 0 });
    this.list = make("ol.list", { "aria-label": name });
    this.before = make("button.link.turn", { type: "button", hidden: true, onclick: () => this.earlier() }, t("earlier"));
    this.after = make("button.link.turn", { type: "button", hidden: true, onclick: () => this.later() }, t("later"));
    this.element = make("div", {}, this.before, this.list, this.after);
  }

  /** @param {number[]} rows */
  show(rows) {
    this.rows = rows;
    this.from(0);
  }

  /** Make the rows from one on. @param {number} start */
  from(start) {
    this.start = start;
    this.end = start;
    this.list.replaceChildren();
    this.later();
  }

  later() {
    const end = Math.min(this.rows.length, this.end + PAGE);
    this.list.append(...this.rows.slice(this.end, end).map((row, k) => this.item(row, this.end + k)));
    this.end = end;
    this.ends();
  }

  earlier() {
    const start = Math.max(0, this.start - PAGE);
    this.list.prepend(...this.rows.slice(start, this.start).map((row, k) => this.item(row, start + k)));
    this.start = start;
    this.ends();
  }

  item(row, place) {
    const item = this.write(row);
    item.setAttribute("aria-setsize", String(this.rows.length));
    item.setAttribute("aria-posinset", String(place + 1));
    return item;
  }

  ends() {
    this.before.hidden = this.start === 0;
    this.after.hidden = this.end === this.rows.length;
    this.list.start = this.start + 1;
  }

  /** Make more rows when the reader comes near the end. @param {HTMLElement} scroll */
  more(scroll) {
    if (!this.after.hidden && this.after.getBoundingClientRect().top < scroll.getBoundingClientRect().bottom + 400) this.later();
  }

  /** @param {number} row @returns {HTMLLIElement|null} its item, made where it was not; null where it is not in the list */
  reach(row) {
    let place = this.rows.indexOf(row);
    if (place < 0) return null;
    if (place < this.start || place >= this.end + PAGE) this.from(Math.max(0, place - 5));
    while (place >= this.end) this.later();
    place -= this.start;
    return /** @type {HTMLLIElement} */ (this.list.children[place]);
  }
}
