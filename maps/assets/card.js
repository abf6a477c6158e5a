// Card: one report in full, the quote first.  It docks beside the marker and never lies over it.

/**
 * Make an element; children are nodes or text, and text is never markup.
 * @param {string} name with classes: "p.quiet"
 * @param {Record<string, any>} attributes
 * @param {...(Node|string)} children
 */
function make(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== "" && child !== null && child !== undefined));
  return element;
}

/** @param {string} text of outside: kept apart from the direction of the words around it */
const said = (text) => make("bdi", {}, text);

/**
 * Write the quote with actor and place marked.
 * @param {{quote: string[][], colour: string}} report a report, or one more telling of it
 */
function quoteOf(report) {
  const pieces = (report.quote ?? []).map(([text, kind]) => {
    if (!kind) return document.createTextNode(text);
    const mark = make(`mark.${kind}`, { title: kind }, text);
    if (kind === "actor") mark.style.setProperty("--who", report.colour);
    return mark;
  });
  return make("blockquote", { dir: "auto" }, ...pieces);
}

/** @param {object} doc @returns {Node[]} the title of a text, linked where it has an address, and its date */
function sourceOf(doc) {
  const name = doc.url
    ? make("a", { href: doc.url, target: "_blank", rel: "noopener noreferrer" }, said(doc.title))
    : said(doc.address ? `${doc.title} (${doc.address})` : doc.title);
  return doc.published ? [name, make("span.quiet", {}, " · published ", said(doc.published))] : [name];
}

/** @param {object} report @returns {string} how many tell it, in words; empty for one text alone */
function countOf({ sources = 1, copies = 0 }) {
  const several = sources > 1 || copies ? `${sources} source${sources > 1 ? "s" : ""}` : "";
  return [several, copies ? `${copies} ${copies > 1 ? "copies" : "copy"}` : ""].filter(Boolean).join(", ");
}

/** @param {object} report @returns {(Node|string)[]} the marks beside a line: disputed, how many sources */
function tagsOf(report) {
  const count = countOf(report);
  return [...(report.disputed ? [" ", make("span.tag.disputed", {}, "disputed")] : []), ...(count ? [" ", make("span.tag", {}, count)] : [])];
}

/** Write what other texts say to the contrary: their quotes beside this one. */
function oppositeOf(report, data) {
  if (!report.disputed) return "";
  const others = report.against.map((i) => data.reports[i]);
  return make("section.against", { "aria-label": "Said otherwise" }, make("h3", {}, "Said otherwise"),
    ...others.map((other) => make("div.telling", {}, quoteOf(other),
      make("p.claim", {}, symbol(other, 16), make("span", {}, make("strong", {}, said(other.actorName)), ` · ${other.says}`)),
      make("p.quiet", {}, ...sourceOf(data.docs[other.doc]), countOf(other) ? ` · ${countOf(other)}` : "", " · ", said(other.when)))),
    others.length ? "" : make("p.quiet", {}, "by a report that this page leaves out"));
}

/** Write the other tellings of the same claim: each with its quote and its text. */
function tellingsOf(report, data) {
  if (!report.more) return "";
  return make("details.tellings", { open: report.more.length < 3 }, make("summary", {}, `Told also in ${report.more.length} other passage${report.more.length > 1 ? "s" : ""}`),
    ...report.more.map((telling) => make("div.telling", {}, quoteOf({ ...telling, colour: report.colour }),
      make("p.quiet", {}, telling.said ? said(`${telling.said} · `) : "", ...sourceOf(data.docs[telling.doc]), " · ", said(telling.when),
        telling.copy ? make("strong", {}, " · same words, no source of its own") : ""))));
}

/**
 * Write one report.
 * @param {object} report
 * @param {object} data
 */
function cardBody(report, data) {
  const doc = data.docs[report.doc];
  const row = (term, ...words) => make("div.fact", {}, make("dt", {}, term), make("dd", {}, ...words));
  const reasons = report.reasons?.length
    ? make("details", {}, make("summary", {}, "why"), make("ul", {}, ...report.reasons.map((reason) => make("li", {}, said(reason))))) : "";
  return make("div.report", {},
    quoteOf(report),
    make("p.claim", {}, symbol(report, 18), make("span", {}, make("strong", {}, said(report.actorName || "No actor named")), ` · ${report.says}`), ...tagsOf(report)),
    oppositeOf(report, data),
    make("dl", {},
      row("Said by", said(report.said || "the text itself")),
      row("Where", said([report.part, report.place || "no place named"].filter(Boolean).join(" ")), report.within ? make("span.quiet", {}, " · ", said(report.within)) : ""),
      report.reach ? row("Precision", report.reach) : "",
      row("When", said(report.when)),
      row("Reading", `${report.sure} confidence`, reasons),
      report.others?.length ? row("Also considered", said(report.others.join("; "))) : "",
      row("Source", ...sourceOf(doc)),
    ),
    tellingsOf(report, data),
    report.missing ? make("p.missing", {}, `Not on the map: ${report.missing}.`) : "",
    report.care ? make("p.care", {}, report.care) : "",
    make("p.quiet", {}, report.review),
  );
}

class Card {
  /**
   * @param {object} data
   * @param {() => void} closed called when the card is closed
   */
  constructor(data, closed) {
    this.data = data;
    this.closed = closed;
    this.element = document.getElementById("dl-card");
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "ArrowRight" && !event.altKey) this.turn(1);
      if (event.key === "ArrowLeft" && !event.altKey) this.turn(-1);
    });
  }

  /**
   * Open at one of some reports.
   * @param {object[]} reports
   * @param {number} index
   * @param {(report: object) => void} turned called with the report that is shown
   */
  open(reports, index, turned) {
    Object.assign(this, { reports, index, turned, back: this.element.contains(document.activeElement) ? this.back : document.activeElement });
    this.element.hidden = false;
    this.write();
    this.element.querySelector("button.close").focus({ preventScroll: true });
  }

  /** @param {number} step */
  turn(step) {
    const to = this.index + step;
    if (to < 0 || to >= this.reports.length) return;
    this.index = to;
    this.write();
    this.element.querySelector(step > 0 ? "button.next" : "button.prev")?.focus({ preventScroll: true });
  }

  write() {
    const report = this.reports[this.index];
    const many = this.reports.length > 1;
    const button = (kind, sign, words, step) => make(`button.${kind}`, {
      type: "button", "aria-label": words, title: words, onclick: () => this.turn(step), disabled: !this.reports[this.index + step] }, sign);
    const head = make("div.head", {},
      make("h2", {}, said(report.place || "Not located")),
      many ? make("span.pager", {}, button("prev", "‹", "previous report", -1), make("span", { "aria-live": "polite" }, `${this.index + 1} of ${this.reports.length}`), button("next", "›", "next report", 1)) : "",
      make("button.close", { type: "button", "aria-label": "close", title: "close", onclick: () => this.close() }, "×"));
    const body = cardBody(report, this.data);
    this.element.replaceChildren(head, body);
    body.scrollTop = 0;
    this.turned(report);
  }

  close() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.reports = [];
    const back = this.back;
    this.closed();
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
