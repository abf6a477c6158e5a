import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { cell, correctionsCsv, CORRECTION_COLUMNS } = load("cell", "correctionsCsv", "CORRECTION_COLUMNS");

/** Read CSV as RFC 4180 says. @param {string} text */
function read(text) {
  const rows = [[]];
  let i = 0;
  while (i < text.length) {
    let value = "";
    if (text[i] === '"') {
      for (i += 1; text[i] !== '"' || text[i + 1] === '"'; i += 1) {
        if (text[i] === '"') i += 1;
        value += text[i];
      }
      i += 1;
    } else while (i < text.length && !",\r".includes(text[i])) value += text[i++];
    rows.at(-1).push(value);
    if (text[i] === ",") i += 1;
    else if (text.slice(i, i + 2) === "\r\n") {
      i += 2;
      if (i < text.length) rows.push([]);
    }
  }
  return rows;
}

const decision = { report_id: "r1", decision: "replace", field: "point", old: "35.9, 36.6", new: "-1.5, 36.7", lat: -1.5, lon: 36.7, quote: 'He said: "they, too,\nleft".', doc_id: "d1", who: "A. Reviewer", why: "", when: "2026-11-27T10:00:00Z" };

test("the columns are those that the corrections of later runs are read by", () => {
  assert.equal(CORRECTION_COLUMNS.join(","), "report_id,decision,field,old,new,lat,lon,quote,doc_id,who,why,when");
  const text = correctionsCsv([decision]);
  assert.ok(text.startsWith("\ufeffreport_id,"));
  const [heading, row, ...rest] = read(text.slice(1));
  assert.deepEqual(heading, CORRECTION_COLUMNS);
  assert.deepEqual(row, ["r1", "replace", "point", "35.9, 36.6", "'-1.5, 36.7", "-1.5", "36.7", decision.quote, "d1", "A. Reviewer", "", decision.when]);
  assert.deepEqual(rest, []);
});

test("no cell is a formula, and a number stays one", () => {
  for (const text of ["=1+1", "+44", "-x", "@SUM", "\tx", "\rx", " =1", "\n=1", "'=1"]) assert.ok(cell(text).replace(/^"/, "").startsWith("'"), JSON.stringify(text));
  for (const text of ["'Arab Sa'id", "Atma", "’tis", "", "a=b"]) assert.equal(cell(text), text);
  assert.equal(cell(-3.25), "-3.25");
  assert.equal(cell(null), "");
});
