// Filters: which reports are shown, and the counts beside each switch.  No page, no map: plain functions.

/**
 * @typedef {{off: {layer: Set<string>, actor: Set<number>}, only: Set<string>, query: string}} State
 */

/** @returns {State} */
function openState() {
  return { off: { layer: new Set(), actor: new Set() }, only: new Set(), query: "" };
}

/**
 * Return text for searching: no case, no accents, apostrophes and hyphens of all kinds alike.
 * @param {string} text
 */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’ʿʾ`´]/g, "'").replace(/[‐-―]/g, "-").toLowerCase();
}

/** What a reader may ask to see alone. @type {[string, string, string, (report: object) => boolean][]} */
const ONLY = [
  ["disputed", "Disputed", "one text says so, another says otherwise", (report) => Boolean(report.disputed)],
  ["several", "Two or more sources", "told by texts that are not copies of one another", (report) => report.sources > 1],
];

/**
 * Say whether a report passes; `but` names the one filter that is left out (to count what it would show).
 * @param {object} report
 * @param {State} state
 * @param {"layer"|"actor"|"disputed"|"several"|""} but
 */
function passes(report, state, but = "") {
  return (but === "layer" || !state.off.layer.has(report.layer))
    && (but === "actor" || !state.off.actor.has(report.actor))
    && ONLY.every(([kind, , , is]) => but === kind || !state.only.has(kind) || is(report))
    && state.query.split(/\s+/).every((word) => report.haystack.includes(word));
}

/**
 * Count the reports that each switch of one kind would show, the other filters being as they are.
 * @param {object[]} reports
 * @param {State} state
 * @param {"layer"|"actor"} kind
 * @returns {Map<string|number, number>}
 */
function counts(reports, state, kind) {
  const found = new Map();
  for (const report of reports) {
    if (passes(report, state, kind)) found.set(report[kind], (found.get(report[kind]) ?? 0) + 1);
  }
  return found;
}
