// Corrections: a reviewer's decisions as the CSV that `dateline map --corrections` reads.

/**
 * @typedef {{report_id: string, decision: "confirm"|"reject"|"replace", field: ""|"place"|"actor"|"status"|"point", old: string, new: string,
 *   lat: number|null, lon: number|null, quote: string, doc_id: string, who: string, why: string, when: string}} Decision
 */

const CORRECTION_COLUMNS = ["report_id", "decision", "field", "old", "new", "lat", "lon", "quote", "doc_id", "who", "why", "when"];

/**
 * Write one cell: quoted where it must be, and never a formula for a spreadsheet (an apostrophe before it, as
 * `layers/spreadsheet.py` writes and reads).  A number stays one: a coordinate may begin with "-".
 * @param {string|number|null|undefined} value
 */
function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[' \n]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** @param {Decision[]} decisions @returns {string} CSV with a heading, lines ended by CR LF (RFC 4180), marked as UTF-8 for spreadsheets */
function correctionsCsv(decisions) {
  const lines = [CORRECTION_COLUMNS, ...decisions.map((row) => CORRECTION_COLUMNS.map((name) => row[name]))];
  return `\ufeff${lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("")}`;
}
