import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Store, t, speak, aboutOf, stripes, piecesOf, outlineOf, SHAPES } = load("Store", "t", "speak", "aboutOf", "stripes", "piecesOf", "outlineOf", "SHAPES");

test("columns become rows: by code, one value for all, one for each, numbers from the blob", () => {
  const blob = new ArrayBuffer(24);
  new Uint8Array(blob, 0, 3).set([1, 0, 1]);
  new Int32Array(blob, 8, 3).set([-7, 0, 2_000_000_000]);
  const store = new Store({ n: 3, columns: {
    says: { values: ["there", "not there"], codes: { at: 0, bytes: 1, n: 3 } }, layer: { values: ["presence"] }, id: { values: ["a", "b", "c"] },
    more: { values: [null, [{ doc: 1 }]], codes: [0, 1, 0] }, from: { numbers: { at: 8, bytes: 4, n: 3 } } } }, blob);
  assert.deepEqual(store.row(0), { says: "not there", layer: "presence", id: "a", from: -7 });
  assert.deepEqual(store.row(1), { says: "there", layer: "presence", id: "b", more: [{ doc: 1 }], from: 0 });
  assert.equal(store.at("nothing", 2), null);
  assert.deepEqual(store.values("nothing"), [null]);
});

test("words take what is given once, and the form of their number", () => {
  speak({ hello: "{a} and {b}", n: { one: "{n} report", other: "{n} reports" }, about: "about {distance}", metres: "{n} m", kilometres: "{n} km" }, "en");
  assert.equal(t("hello", { a: "{b}", b: "$&" }), "{b} and $&");
  assert.deepEqual([t("n", { n: 1 }), t("n", { n: 2 })], ["1 report", "2 reports"]);
  assert.deepEqual([aboutOf(150), aboutOf(9_600)], ["about 150 m", "about 10 km"]);
  speak({ n: { one: "{n} отчёт", few: "{n} отчёта", many: "{n} отчётов", other: "{n} отчёта" } }, "ru");
  assert.deepEqual([1, 3, 5, 21].map((n) => t("n", { n })), ["1 отчёт", "3 отчёта", "5 отчётов", "21 отчёт"]);
});

test("each what and each status looks different in one colour", () => {
  const fills = ["affirmed", "negated", "former", "uncertain", "planned"];
  const looks = Object.keys(SHAPES).filter((shape) => shape !== "landmark").flatMap((shape) => fills.map((fill) => JSON.stringify(piecesOf({ shape, fill, colour: "ink" }))));
  assert.equal(new Set(looks).size, looks.length);
  for (const fill of ["negated", "uncertain", "planned"]) {
    assert.ok(piecesOf({ shape: "presence", fill, colour: "ink" }).every((piece) => piece.fill !== "ink"), fill); // never solid
  }
});

test("an area keeps who and whether, and the sign of what is no position", () => {
  const look = (shape, fill = "affirmed") => ({ shape, fill, colour: "ink" });
  assert.deepEqual(stripes([look("control"), look("presence"), look("activity")]), [look("")]);
  assert.deepEqual(stripes([look("origin"), look("control")]), [look("origin"), look("")]);
  assert.equal(stripes(Array.from({ length: 9 }, (_, i) => ({ shape: "", fill: "affirmed", colour: `actor-${i}` }))).length, 4);
});

test("outlines know whether they are closed, and their box", () => {
  const ring = [[0, 0], [90, 0], [90, 45], [0, 0]];
  assert.equal(outlineOf({ type: "MultiPolygon", coordinates: [[ring], [ring]] }).lines.length, 2);
  const line = outlineOf({ type: "LineString", coordinates: ring });
  assert.equal(line.closed, false);
  assert.deepEqual([line.box[0], line.box[2], line.box[3]], [0.5, 0.75, 0.5]);
});
