// Model: what the page knows: its reports as columns, how they can be told apart, and which of them are shown.

/** The facets in the order of their filters; the first two are always there. */
const FACETS = ["layer", "actor", "group", "what", "status", "precision", "country", "sure", "doc", "review"];

/** What a reader may ask to see alone: rows that have something. @type {[string, (store: Store, i: number) => boolean][]} */
const ONLY = [
  ["disputed", (store, i) => store.at("disputed", i) === true],
  ["several", (store, i) => store.at("sources", i) > 1],
];

/** @param {string[][]} pieces of a quote @returns {string} */
const plainQuote = (pieces) => (pieces ?? []).map(([text]) => text).join("");

class Model {
  /**
   * @param {object} data
   * @param {ArrayBuffer|null} blob
   */
  constructor(data, blob) {
    this.data = data;
    this.store = new Store(data.reports, blob);
    this.n = this.store.n;
    this.spotOf = this.store.codes("spot") ?? new Int32Array(0);
    this.spots = new Spots(new Store(data.spots, blob), this.spotOf);
    this.shown = new Uint8Array(this.n).fill(1);
    this.facets = FACETS.map((id) => this.facet(id)).filter(Boolean);
    const flags = ONLY.map(([id, is]) => ({ id, on: this.flag(id === "several" ? "sources" : id, is) })).filter(({ on }) => on.includes(1));
    this.table = { n: this.n, facets: this.facets, flags, from: this.store.codes("from") ?? [], to: this.store.codes("to") ?? [] };
    this.finder = new Finder(this.n, this.fields());
    this.known = new Map();
  }

  /** @returns {Uint8Array} the rows for which a test of one column holds */
  flag(column, is) {
    const on = new Uint8Array(this.n);
    if (this.store.columns[column]) for (let i = 0; i < this.n; i += 1) on[i] = Number(is(this.store, i));
    return on;
  }

  /** @param {string} name @returns {Uint32Array|ArrayLike<number>|null} one code a row; null for the same everywhere */
  codesOf(name) {
    const codes = this.store.codes(name);
    return codes ?? (this.store.size(name) > 1 ? Uint32Array.from({ length: this.n }, (_, i) => i) : null);
  }

  /**
   * @param {string} id
   * @returns {(Facet & {names: string[], keys: string[], means: string[], totals: Uint32Array, order: number[]})|null} null where there is no such column
   */
  facet(id) {
    const { data, store } = this;
    if (!this.n || !store.columns[id]) return null;
    const values = [...store.values(id)];
    const given = data.facets.find((facet) => facet.id === id);
    const names = {
      layer: () => values.map((v) => data.layers.find((layer) => layer.id === v)?.name ?? v),
      actor: () => values.map((v) => data.actors[v].name || t("no_actor")),
      doc: () => values.map((v) => data.docs[v].title),
    }[id]?.() ?? given.values.map((name) => name ?? t(id === "group" ? "no_group" : "no_country"));
    const facet = { id, codes: this.codesOf(id), size: values.length, names, keys: values.map((v) => this.keyOf(id, v)), means: names.map(() => ""), values };
    if (id === "doc") this.others(facet);
    if (id === "layer") facet.means = values.map((v) => data.layers.find((layer) => layer.id === v)?.means ?? "");
    if (id === "actor") facet.means = values.map((v) => WORDS.kinds?.[data.actors[v].kind] ?? "");
    facet.totals = new Uint32Array(facet.size);
    for (let i = 0; i < this.n; i += 1) tally(facet, facet.totals, i);
    const ranked = Array.from(facet.totals.keys()).sort((a, b) => facet.totals[b] - facet.totals[a] || a - b);
    const layers = data.layers.map((layer) => values.indexOf(layer.id)).filter((code) => code >= 0 && values[code] !== "list");
    facet.order = id === "layer" ? layers : given?.order ?? ranked;
    return facet;
  }

  /** @returns {string} what the address calls a value: the same on every map */
  keyOf(id, value) {
    if (id === "actor") return this.data.actors[value].name;
    return id === "doc" ? this.data.docs[value].id : value ?? "";
  }

  /** Add to the sources of a claim those that tell it too. */
  others(facet) {
    if (!this.store.columns.more) return;
    const code = new Map(facet.values.map((v, i) => [v, i]));
    facet.more = new Map();
    for (let i = 0; i < this.n; i += 1) {
      const told = this.store.at("more", i);
      if (!told) continue;
      for (const { doc } of told) {
        if (code.has(doc)) continue;
        code.set(doc, facet.size);
        facet.size += 1;
        facet.names.push(this.data.docs[doc].title);
        facet.keys.push(this.data.docs[doc].id);
        facet.means.push("");
      }
      const own = facet.codes ? facet.codes[i] : 0;
      const more = [...new Set(told.map(({ doc }) => code.get(doc)))].filter((other) => other !== own);
      if (more.length) facet.more.set(i, more);
    }
  }

  /** @returns what the search reads: quotes of all tellings, speakers, texts, actors, places, what is said of them */
  fields() {
    const { store, data } = this;
    const field = (name, textOf) => ({ texts: () => store.values(name).map((v) => (v === null ? "" : textOf(v))), codes: store.codes(name), each: store.size(name) > 1 });
    const told = ({ quote, said: by, doc }) => `${plainQuote(quote)} ${by ?? ""} ${data.docs[doc].title}`;
    const same = (v) => String(v);
    return [field("quote", plainQuote), field("said", same), field("doc", (v) => data.docs[v].title), field("actor", (v) => data.actors[v].name),
      ...["place", "within", "says", "group"].map((name) => field(name, same)), field("more", (v) => v.map(told).join(" "))];
  }

  /** @param {number} i @returns {Look} */
  look(i) {
    return { shape: this.store.at("shape", i), fill: this.store.at("fill", i), colour: this.colour(this.store.at("actor", i)) };
  }

  /** @param {number} actor its number @returns {string} the name of its colour */
  colour(actor) {
    const { slot } = this.data.actors[actor];
    return slot < 0 ? "ink" : `actor-${slot}`;
  }

  /** @param {number} i @returns {object} a report as list and card read it */
  report(i) {
    if (!this.known.has(i)) {
      if (this.known.size > 5000) this.known.clear();
      const row = this.store.row(i);
      const spot = row.spot < 0 ? null : row.spot;
      this.known.set(i, { ...row, i, spot, draw: spot === null ? null : this.spots.way(spot), actorName: this.data.actors[row.actor].name, colour: this.colour(row.actor) });
    }
    return this.known.get(i);
  }

  /** What is meant in a few words: "10 km north of Raqqa", "near Azaz", "northern Syria". */
  meant(i) {
    const { store, spots } = this;
    const spot = this.spotOf[i], ring = spots.way(spot) === "ring", outlined = spots.table.at("outline", spot) !== null;
    const words = ring || outlined ? (store.at("part", i) ?? "").replace(/^(in|on|at) /, "") : "";
    return [words || (ring && !outlined ? t("near") : ""), store.at("place", i)].filter(Boolean).join(" ");
  }

  /** @returns {Map<number, number>} the most reported place of each actor, of what is shown as so */
  homes() {
    const counts = new Map(), best = new Map();
    for (let i = 0; i < this.n; i += 1) {
      if (!this.shown[i] || this.spotOf[i] < 0 || !["presence", "event", "region"].includes(this.store.at("layer", i))) continue;
      const actor = this.store.at("actor", i), key = `${actor} ${this.spotOf[i]}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count > (best.get(actor)?.count ?? 0)) best.set(actor, { count, spot: this.spotOf[i] });
    }
    return new Map([...best].map(([actor, { spot }]) => [actor, spot]));
  }

  /** @returns {Map<string, number>} the row of each report by its id */
  get ids() {
    this._ids ??= new Map(Array.from({ length: this.n }, (_, i) => [this.store.at("id", i), i]));
    return this._ids;
  }

  /** @param {string} id @returns {number} the row of a report, -1 for none */
  rowOf(id) {
    return this.ids.get(id) ?? -1;
  }

  /** @param {State} state @returns {Sifted} what passes, now shown */
  sift(state) {
    if (state.query !== this.asked) [this.asked, this.found] = [state.query, this.finder.find(state.query)];
    const sifted = sift(this.table, state, this.found, this.spotOf);
    this.shown = sifted.shown;
    return sifted;
  }
}
