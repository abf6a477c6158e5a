// Card: one report in full, the quote first.  It docks beside the marker and never lies over it.

/**
 * Write the quote with actor and place marked.
 * @param {{quote: string[][], colour: string}} report a report, or one more telling of it
 */
function quoteOf(report) {
  const pieces = (report.quote ?? []).map(([text, kind]) => {
    if (!kind) return document.createTextNode(text);
    const mark = make(`mark.${kind}`, { title: kind }, text);
    if (kind === "actor") mark.style.setProperty("--who", `var(--${report.colour})`);
    return mark;
  });
  return make("blockquote", { dir: "auto" }, ...pieces);
}

/** @param {object} doc @returns {Node[]} the title of a text, linked where it has an address, and its date */
function sourceOf(doc) {
  const name = doc.url
    ? make("a", { href: doc.url, target: "_blank", rel: "noopener noreferrer" }, said(doc.title))
    : said(doc.address ? `${doc.title} (${doc.address})` : doc.title);
  return doc.published ? [name, make("span.quiet", {}, " · ", said(t("published", { date: doc.published })))] : [name];
}

/** @param {object} report @returns {string} how many tell it, in words; empty for one text alone */
function countOf({ sources = 1, copies = 0 }) {
  const several = sources > 1 || copies ? t("sources_n", { n: sources }) : "";
  return [several, copies ? t("copies_n", { n: copies }) : ""].filter(Boolean).join(", ");
}

/** @param {object} report @returns {(Node|string)[]} the marks beside a line: disputed, how many sources */
function tagsOf(report) {
  const count = countOf(report);
  return [...(report.disputed ? [" ", make("span.tag.disputed", {}, t("disputed_tag"))] : []), ...(count ? [" ", make("span.tag", {}, count)] : [])];
}

/** @param {object} report @returns {Node} who and what, in one line */
function lineOfReport(report) {
  return make("span", {}, make("strong", {}, said(report.actorName || t("no_actor"))), ` · ${report.says}`);
}

/** Write what other texts say to the contrary: their quotes beside this one. */
function oppositeOf(report, model) {
  if (!report.disputed) return "";
  const others = report.against.map((i) => model.report(i));
  return make("section.against", { "aria-label": t("otherwise") }, make("h3", {}, t("otherwise")),
    ...others.map((other) => make("div.telling", {}, quoteOf(other),
      make("p.claim", {}, symbol(other, 16), lineOfReport(other)),
      make("p.quiet", {}, ...sourceOf(model.data.docs[other.doc]), countOf(other) ? ` · ${countOf(other)}` : "", " · ", said(other.when)))),
    others.length ? "" : make("p.quiet", {}, t("left_out")));
}

/** Write the other tellings of the same claim: each with its quote and its text. */
function tellingsOf(report, { docs }) {
  if (!report.more) return "";
  return make("details.tellings", { open: report.more.length < 3 }, make("summary", {}, t("told_also", { n: report.more.length })),
    ...report.more.map((telling) => make("div.telling", {}, quoteOf({ ...telling, colour: report.colour }),
      make("p.quiet", {}, telling.said ? said(`${telling.said} · `) : "", ...sourceOf(docs[telling.doc]), " · ", said(telling.when),
        telling.copy ? make("strong", {}, ` · ${t("same_words")}`) : ""))));
}

/** @returns {Node[]} how the actor of a report is related to others of the page, as the registry has it */
function relationsOf(report, { data }) {
  return data.relations.filter(({ from }) => from === report.actor).map(({ to, name, since }) => make("li", {},
    said(t(since ? "relation_since" : "relation_plain", { type: name, name: data.actors[to].name, since }))));
}

/**
 * Write one report.
 * @param {object} report
 * @param {Model} model
 */
function cardBody(report, model) {
  const doc = model.data.docs[report.doc];
  const row = (term, ...words) => make("div.fact", {}, make("dt", {}, term), make("dd", {}, ...words));
  const reasons = report.reasons?.length
    ? make("details", {}, make("summary", {}, t("why")), make("ul", {}, ...report.reasons.map((reason) => make("li", {}, said(reason))))) : "";
  const related = relationsOf(report, model);
  const area = report.draw === "area" || report.draw === "faint";
  return make("div.report", { tabindex: 0 },
    quoteOf(report),
    make("p.claim", {}, area ? swatch(stripes([report]), report.draw === "faint") : symbol(report, 18), lineOfReport(report), ...tagsOf(report)),
    oppositeOf(report, model),
    make("dl", {},
      row(t("said_by"), said(report.said || t("text_itself"))),
      row(t("where"), said([report.part, report.place || t("no_place")].filter(Boolean).join(" ")), report.within ? make("span.quiet", {}, " · ", said(report.within)) : ""),
      report.reach ? row(t("precision"), report.reach) : "",
      row(t("when"), said(report.when)),
      row(t("reading"), t("confidence", { sure: nameOf(model, "sure", report.sure) }), reasons),
      report.others?.length ? row(t("considered"), ...report.others.flatMap(({ name }, i) => [i ? "; " : "", said(name)])) : "",
      row(t("source"), ...sourceOf(doc)),
      related.length ? row(t("related"), make("ul.related", { title: t("relation_means") }, ...related)) : "",
    ),
    tellingsOf(report, model.data),
    report.missing ? make("p.missing", {}, t("off_because", { reason: report.missing })) : "",
    report.care ? make("p.care", {}, report.care) : "",
    make("p.quiet", {}, WORDS.reviews[report.review] ?? report.review, ...(report.reviewed ?? []).flatMap((word) => [" · ", said(word)])),
    report.machine?.length ? make("p.quiet.machine", {}, said(t("machine_read", { what: report.machine.join("; ") }))) : "",
  );
}

/** @returns {string} the name of a value of a facet */
function nameOf(model, id, value) {
  const facet = model.facets.find((one) => one.id === id);
  return facet ? facet.names[facet.values.indexOf(value)] : String(value ?? "");
}

const LISTED = 40; // reports of one place that the card lists

class Card {
  /**
   * @param {Model} model
   * @param {Review} review
   * @param {{closed: () => void, only: (spot: number) => void}} on
   */
  constructor(model, review, on) {
    Object.assign(this, { model, review, on, rows: [], index: 0 });
    this.element = document.getElementById("dl-card");
    this.element.addEventListener("keydown", (event) => {
      if (event.target.closest("input, select, textarea")) return;
      const ahead = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
      if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && !event.altKey) this.turn(event.key === ahead ? 1 : -1);
    });
  }

  /**
   * Open at one of some reports.
   * @param {number[]} rows
   * @param {number} index
   * @param {(report: object) => void} turned called with the report that is shown
   */
  open(rows, index, turned) {
    Object.assign(this, { rows, index, turned, back: this.element.contains(document.activeElement) ? this.back : document.activeElement });
    this.element.hidden = false;
    this.write();
    this.element.querySelector("button.close").focus({ preventScroll: true });
  }

  /** @returns {object|null} the report that is shown */
  get report() {
    return this.element.hidden || !this.rows.length ? null : this.model.report(this.rows[this.index]);
  }

  /** @param {number} step */
  turn(step) {
    const to = this.index + step;
    if (to < 0 || to >= this.rows.length) return;
    this.index = to;
    this.write();
    this.element.querySelector(step > 0 ? "button.next" : "button.prev")?.focus({ preventScroll: true });
  }

  write() {
    const { report, rows, index } = this;
    const button = (kind, sign, words, step) => make(`button.${kind}`, {
      type: "button", "aria-label": words, title: words, onclick: () => this.turn(step), disabled: rows[index + step] === undefined }, sign);
    const pager = make("span.pager", {}, button("prev", "‹", t("previous"), -1), make("span", { "aria-live": "polite" }, t("n_of", { i: index + 1, n: rows.length })), button("next", "›", t("next"), 1));
    const head = make("div.head", {},
      make("h2", {}, said(report.place || t("not_located"))), rows.length > 1 ? pager : "",
      make("button.close", { type: "button", "aria-label": t("close"), title: t("close"), onclick: () => this.close() }, "×"));
    const body = cardBody(report, this.model);
    if (rows.length > 1) body.append(this.listed());
    body.append(this.review.form(report, () => this.write()));
    this.element.replaceChildren(head, body);
    body.scrollTop = 0;
    this.turned(report);
  }

  /** List all reports of the place, so that none hides another. */
  listed() {
    const { rows, index, model } = this;
    const first = Math.max(0, Math.min(index - LISTED / 2, rows.length - LISTED));
    const some = rows.slice(first, first + LISTED);
    const entry = (row, i) => {
      const report = model.report(row);
      return make("li", {}, make("button", { type: "button", "aria-current": first + i === index ? "true" : undefined, onclick: () => {
        this.index = first + i;
        this.write();
      } }, symbol(report, 14), lineOfReport(report)));
    };
    const spots = new Set(some.map((row) => model.spotOf[row]));
    const [spot] = spots;
    return make("details.here", { open: rows.length <= 6 }, make("summary", {}, `${t("list_here")} (${rows.length})`), make("ol", {}, ...some.map(entry)),
      rows.length > LISTED ? make("p.quiet", {}, t("list_more", { n: rows.length - LISTED })) : "",
      spots.size === 1 && spot >= 0 ? make("button.link", { type: "button", onclick: () => this.on.only(spot) }, t("here_only")) : "");
  }

  close() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.rows = [];
    const back = this.back;
    this.on.closed();
    if (back?.isConnected) back.focus({ preventScroll: true });
  }

  /**
   * Dock beside a point of the map, on the side that has room; in the sheet on a phone.
   * @param {{x: number, y: number}|null} point in pixels of the map
   * @param {{x: number, y: number}} size of the map
   * @param {number} half the marker's half width
   */
  dock(point, size, half) {
    const style = this.element.style;
    if (!point || matchMedia("(max-width: 760px)").matches) {
      style.left = style.top = "";
      this.element.dataset.side = point ? "sheet" : "panel";
      return;
    }
    const wide = this.element.offsetWidth, tall = this.element.offsetHeight, gap = half + 14;
    const right = point.x + gap + wide <= size.x - 8 || point.x - gap - wide < 8;
    style.left = `${Math.round(right ? point.x + gap : point.x - gap - wide)}px`;
    style.top = `${Math.round(Math.max(8, Math.min(point.y - 60, size.y - tall - 56)))}px`;
    this.element.dataset.side = right ? "right" : "left";
    style.setProperty("--tip", `${Math.round(Math.max(14, Math.min(point.y - parseFloat(style.top), tall - 14)))}px`);
  }
}
