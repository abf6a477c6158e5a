import assert from "node:assert/strict";
import { test } from "node:test";
import { chance, load } from "./load.mjs";

const { binsOf, histogram, startOf, isoOf, daysOf, UNDATED, OPEN_START, OPEN_END } = load("binsOf", "histogram", "startOf", "isoOf", "daysOf", "UNDATED", "OPEN_START", "OPEN_END");

test("days and ISO dates are each other's inverse", () => {
  for (const [iso, days] of [["1970-01-01", 0], ["2024-02-29", 19782], ["1969-12-31", -1], ["0999-12-31", -354286]]) {
    assert.equal(daysOf(iso), days);
    assert.equal(isoOf(days), iso);
  }
  assert.equal(daysOf("2024"), daysOf("2024-01-01"));
  assert.equal(daysOf("2024-03"), daysOf("2024-03-01"));
  for (const bad of ["", "2024-13-01x", "yesterday", "24"]) assert.ok(Number.isNaN(daysOf(bad)), bad);
});

test("bins begin with their calendar unit", () => {
  const day = daysOf("2024-08-15"); // a Thursday
  const starts = { day: "2024-08-15", week: "2024-08-12", month: "2024-08-01", quarter: "2024-07-01", year: "2024-01-01", decade: "2020-01-01", century: "2000-01-01" };
  for (const [unit, iso] of Object.entries(starts)) assert.equal(isoOf(startOf(day, unit)), iso, unit);
  assert.equal(isoOf(startOf(day, "month", 5)), "2025-01-01");
  assert.equal(isoOf(startOf(daysOf("0044-03-15"), "year")), "0044-01-01");
});

test("the bins cover all dates, are no more than asked for, and skip what has no end", () => {
  const from = [daysOf("2012-05-01"), daysOf("2017-11-02"), UNDATED, OPEN_START], to = [OPEN_END, daysOf("2017-11-30"), UNDATED, daysOf("2013-01-01")];
  const { unit, edges } = binsOf(from, to);
  assert.equal(unit, "quarter");
  assert.deepEqual([isoOf(edges[0]), isoOf(edges.at(-1))], ["2012-04-01", "2018-01-01"]);
  assert.equal(binsOf([UNDATED], [UNDATED]), null);
  assert.equal(binsOf([3], [3]).edges.length, 2);
});

test("an interval counts in every bin that it touches", () => {
  for (let seed = 1; seed < 40; seed += 1) {
    const next = chance(seed), whole = (below) => Math.floor(next() * below);
    const from = Array.from({ length: 80 }, () => (next() < 0.2 ? UNDATED : next() < 0.1 ? OPEN_START : whole(900)));
    const to = from.map((day) => (day === UNDATED ? UNDATED : next() < 0.1 ? OPEN_END : Math.max(day, 0) + whole(300)));
    const kept = Uint8Array.from(from, () => Number(next() < 0.8));
    const found = binsOf(from, to, 30);
    const { bins, undated } = histogram(from, to, kept, found.edges);
    const touches = (i, b) => from[i] < found.edges[b + 1] && to[i] >= found.edges[b];
    const expected = found.edges.slice(1).map((_, b) => from.filter((day, i) => kept[i] && day !== UNDATED && touches(i, b)).length);
    assert.deepEqual([...bins], expected);
    assert.equal(undated, from.filter((day, i) => kept[i] && day === UNDATED).length);
  }
});
