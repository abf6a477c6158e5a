// Timeline: a slim histogram under the map, two handles, and a switch for what has no date.

const TALL = 30; // pixels of the bars

class Timeline {
  /**
   * @param {HTMLElement} box
   * @param {Model} model
   * @param {State} state
   * @param {() => void} changed
   */
  constructor(box, model, state, changed) {
    Object.assign(this, { box, model, state, changed });
    this.bins = binsOf(model.table.from, model.table.to);
    box.hidden = this.bins === null;
    if (!this.bins) return;
    const last = this.bins.edges.length - 2;
    this.bars = svg("svg", { class: "bars", viewBox: `0 0 ${last + 1} ${TALL}`, preserveAspectRatio: "none", "aria-hidden": "true" });
    const handle = (kind, value) => make(`input.${kind}`, { type: "range", min: 0, max: last, step: 1, value, "aria-label": t(`time_${kind}`), oninput: () => this.moved(kind) });
    this.from = handle("from", 0);
    this.to = handle("to", last);
    this.words = make("output.span");
    this.undated = make("button.chip", { type: "button", onclick: () => {
      state.undated = !state.undated;
      changed();
    } });
    this.all = make("button.link", { type: "button", onclick: () => {
      Object.assign(state, { from: -Infinity, to: Infinity, undated: true });
      changed();
    } }, t("whole_time"));
    box.append(make("div.track", {}, this.bars, this.from, this.to), make("div.line", {}, this.words, this.all, this.undated));
  }

  /** A handle moved: the handles never cross. */
  moved(kind) {
    const [from, to] = [Number(this.from.value), Number(this.to.value)];
    if (from > to) this[kind === "from" ? "to" : "from"].value = String(kind === "from" ? from : to);
    const { edges } = this.bins, last = edges.length - 2;
    const [low, high] = [Number(this.from.value), Number(this.to.value)];
    this.state.from = low === 0 ? -Infinity : edges[low];
    this.state.to = high === last ? Infinity : edges[high + 1] - 1;
    this.changed();
  }

  /** Show the reports that pass all other filters, and the window in time. @param {Sifted} sifted */
  update(sifted) {
    if (!this.bins) return;
    const { edges } = this.bins, { state, model } = this, last = edges.length - 2;
    const { bins, undated } = histogram(model.table.from, model.table.to, sifted.timed, edges);
    const low = state.from === -Infinity ? 0 : binOf(state.from, edges), high = state.to === Infinity ? last : binOf(state.to, edges);
    const most = Math.max(1, ...bins);
    this.bars.replaceChildren(...Array.from(bins, (count, b) => {
      const tall = count ? Math.max(1.5, (count / most) * TALL) : 0;
      return svg("rect", { x: b + 0.06, y: TALL - tall, width: 0.88, height: tall, class: b < low || b > high ? "out" : "in" });
    }));
    this.from.value = String(low);
    this.to.value = String(high);
    const [first, until] = [isoOf(edges[low]), isoOf(edges[high + 1] - 1)];
    this.from.setAttribute("aria-valuetext", first);
    this.to.setAttribute("aria-valuetext", until);
    this.words.textContent = `${this.short(first)} – ${this.short(until, true)}`;
    this.all.hidden = state.from === -Infinity && state.to === Infinity;
    this.undated.replaceChildren(make("span.name", {}, t("undated_switch", { n: undated })));
    this.undated.setAttribute("aria-pressed", String(state.undated));
    this.undated.hidden = !undated && state.undated;
  }

  /** @param {string} iso @returns {string} a date no finer than the bins */
  short(iso) {
    const { unit } = this.bins;
    return ["year", "decade", "century"].includes(unit) ? iso.slice(0, 4) : ["month", "quarter"].includes(unit) ? iso.slice(0, 7) : iso;
  }
}
