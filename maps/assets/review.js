// Review: a person confirms, rejects or corrects what the machine read.  The decisions stay in the browser until
// they are downloaded as corrections.csv, which `dateline map --corrections` applies at every later run.

const STATUSES = ["affirmed", "negated", "former", "uncertain", "planned"];

class Review {
  /**
   * @param {Model} model
   * @param {L.Map} map
   * @param {() => void} changed
   */
  constructor(model, map, changed) {
    Object.assign(this, { model, map, changed });
    this.home = `dateline-review ${model.data.title}`;
    const kept = this.load();
    this.who = kept.who ?? "";
    /** The rows of corrections.csv by report. @type {Map<string, Decision[]>} */
    this.decisions = new Map(kept.decisions ?? []);
    this.bar = make("section.decisions", { "aria-label": t("review_title") });
    this.write();
  }

  load() {
    try {
      return JSON.parse(localStorage.getItem(this.home) ?? "{}");
    } catch {
      return {}; // storage that is shut or spoilt: the decisions live as long as the page
    }
  }

  keep() {
    try {
      localStorage.setItem(this.home, JSON.stringify({ who: this.who, decisions: [...this.decisions] }));
    } catch { /* as above */ }
    this.write();
    this.changed();
  }

  /** @returns {Decision[]} every decision, in the order in which they were made */
  get rows() {
    return [...this.decisions.values()].flat();
  }

  /** Write how many decisions there are, with what can be done with them. */
  write() {
    const { rows } = this;
    this.bar.hidden = !rows.length;
    this.bar.replaceChildren(make("strong", {}, t("decisions", { n: rows.length })), " ",
      make("button.button", { type: "button", onclick: () => save("corrections.csv", new Blob([correctionsCsv(rows)], { type: "text/csv;charset=utf-8" })) }, t("download")),
      make("button.link", { type: "button", onclick: () => {
        if (!confirm(t("forget_sure"))) return;
        this.decisions.clear();
        this.keep();
      } }, t("forget")),
      make("p.quiet", {}, t("kept_here")));
  }

  /**
   * Return the form of one report.
   * @param {object} report
   * @param {() => void} again called when the form must be written anew
   */
  form(report, again) {
    const made = this.decisions.get(report.id);
    const act = (rows) => () => {
      if (rows === null) this.decisions.delete(report.id);
      else {
        this.decisions.delete(report.id); // a decision changed is the newest
        this.decisions.set(report.id, rows());
      }
      this.keep();
      again();
    };
    const note = make("textarea", { rows: 2, dir: "auto" });
    const who = make("input", { type: "text", autocomplete: "name", dir: "auto" });
    note.value = made?.[0].why ?? "";
    who.value = this.who;
    const row = (decision, field, old, now, point = {}) => this.row(report, { decision, field, old, new: now, why: note.value.trim(), ...point });
    who.addEventListener("change", () => {
      this.who = who.value.trim();
      this.keep();
    });
    const choices = this.choices(report);
    const corrected = () => {
      const rows = choices.flatMap(({ taken }) => taken(row));
      return rows.length ? rows : [row("confirm", "", "", "")];
    };
    const button = (kind, words, what) => make(`button.button.${kind}`, { type: "button", "aria-pressed": made ? String(made[0].decision === kind) : undefined, onclick: what }, words);
    const field = (words, input) => make("label.field", {}, make("span", {}, words), input);
    return make("details.review", { open: made !== undefined || this.opened, ontoggle: (event) => {
      this.opened = event.target.open;
    } }, make("summary", {}, t("review_title"), made ? make("span.tag", {}, this.words(made)) : ""),
    make("p.buttons", {}, button("confirm", t("confirm"), act(() => [row("confirm", "", "", "")])), button("reject", t("reject"), act(() => [row("reject", "", "", "")])),
      made ? make("button.link", { type: "button", onclick: act(null) }, t("undo")) : ""),
    ...choices.map(({ words, input }) => field(words, input)),
    this.mover(report, act, row),
    field(t("note"), note), field(t("reviewer"), who),
    make("p.buttons", {}, button("replace", t("change"), act(corrected))));
  }

  /** @returns {{words: string, input: HTMLSelectElement, taken: (row: Function) => Decision[]}[]} what can be chosen in place of what was read */
  choices(report) {
    const { data } = this.model;
    const menu = (options) => make("select", {}, make("option", { value: "" }, t("keep")), ...options.map(([value, words]) => make("option", { value, dir: "auto" }, words)));
    const others = report.others ?? [];
    const place = menu(others.map(({ name }, i) => [String(i), name]));
    const groups = data.actors.map(({ name }) => name).filter((name) => name && name !== report.actorName).slice(0, 400);
    const actor = menu(groups.map((name) => [name, name]));
    const status = menu(STATUSES.filter((s) => s !== report.status).map((s) => [s, WORDS.fills[s]]));
    const found = [
      { words: t("take_actor"), input: actor, taken: (row) => (actor.value ? [row("replace", "actor", report.actorName, actor.value)] : []) },
      { words: t("take_status"), input: status, taken: (row) => (status.value ? [row("replace", "status", report.status, status.value)] : []) },
    ];
    const taken = (row) => {
      if (place.value === "") return [];
      const { name, id, lon, lat } = others[Number(place.value)];
      return [row("replace", "place", report.place ?? "", id || name, { lat, lon })];
    };
    return others.length ? [{ words: t("take_place"), input: place, taken }, ...found] : found;
  }

  /** @returns {HTMLElement|string} the button that moves the point, where there is one */
  mover(report, act, row) {
    if (report.spot === null) return "";
    const { spots } = this.model;
    const old = [spots.latitude(report.spot), spots.longitude(report.spot)];
    return make("p.buttons", {}, make("button.button.move", { type: "button", onclick: () => this.pick((lat, lon) => {
      const rest = (this.decisions.get(report.id) ?? []).filter((one) => one.decision === "replace" && one.field !== "point");
      act(() => [...rest, row("replace", "point", old.map((n) => n.toFixed(5)).join(", "), `${lat.toFixed(5)}, ${lon.toFixed(5)}`, { lat: +lat.toFixed(5), lon: +lon.toFixed(5) })])();
    }) }, t("move_point")));
  }

  /** Let a point be chosen on the map; Escape leaves it. @param {(lat: number, lon: number) => void} done */
  pick(done) {
    const note = make("p", { id: "dl-pick", role: "status" }, t("move_now"));
    const box = this.map.getContainer(), card = document.getElementById("dl-card");
    box.parentElement.append(note);
    card.classList.add("aside"); // it may lie over the place
    box.classList.add("picking");
    this.picking = true;
    const end = () => {
      note.remove();
      card.classList.remove("aside");
      box.classList.remove("picking");
      box.removeEventListener("click", chosen, true);
      document.removeEventListener("keydown", left, true);
      setTimeout(() => {
        this.picking = false;
      });
    };
    const left = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      end();
    };
    const chosen = (event) => {
      if (event.target.closest(".leaflet-control")) return;
      event.stopPropagation();
      const { lat, lng } = this.map.mouseEventToLatLng(event);
      end();
      done(lat, lng);
    };
    box.addEventListener("click", chosen, true);
    document.addEventListener("keydown", left, true);
  }

  /** @returns {Decision} one row of corrections.csv */
  row(report, given) {
    return { report_id: report.id, field: "", old: "", new: "", lat: null, lon: null, quote: plainQuote(report.quote), doc_id: this.model.data.docs[report.doc].id,
      who: this.who, when: `${new Date().toISOString().slice(0, 19)}Z`, ...given };
  }

  /** @param {Decision[]} rows @returns {string} what was decided, in words */
  words(rows) {
    if (rows[0].decision !== "replace") return t(`decided_${rows[0].decision}`);
    return t("decided_replace", { what: rows.map(({ field, new: now }) => (field === "point" ? t("point_moved", { point: now }) : `${t(`take_${field}`)}: ${field === "status" ? WORDS.fills[now] : now}`)).join("; ") });
  }

  /** @param {object} report @returns {Decision["decision"]|null} what was decided of a report */
  of(report) {
    return this.decisions.get(report.id)?.[0].decision ?? null;
  }
}

/** Let the browser save a file. @param {string} name @param {Blob} blob */
function save(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
