import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { readHash, writeHash, daysOf } = load("readHash", "writeHash", "daysOf");

test("an address tells view, filters and report, and is read back as it was", () => {
  const view = {
    zoom: 7.5, lat: 35.1234, lon: -3.5, query: "Ḥay’at & Co #1, a=b", from: daysOf("2012-01-01"), to: daysOf("2013-06-30"), undated: false, only: ["disputed"],
    off: { layer: ["past", "planned"], actor: ["Abu, the Example", "100% & more", "داعش"] }, on: { doc: [""] }, relations: true, report: "r0123#&=",
  };
  const hash = writeHash(view);
  assert.match(hash, /^map=7\.5\/35\.1234\/-3\.5000&q=/);
  assert.ok(!/[#\s"<>]/.test(hash));
  assert.deepEqual(readHash(`#${hash}`), { ...view, on: { doc: [] } });
});

test("half a time window stays half", () => {
  const hash = writeHash({ from: daysOf("2012-01-01"), to: Infinity });
  assert.equal(hash, "time=2012-01-01..");
  assert.deepEqual(readHash(hash), { from: daysOf("2012-01-01") });
});

test("an address that makes no sense is no view at all", () => {
  for (const hash of ["", "#", "map=1/2", "map=a/b/c", "map=//", "map=5/95/0", "time=soon..later", "report", "q=%E0%A4%A", "off.__proto__=x", "off.=x", "%%%=&&&", "on.layer"]) {
    const view = readHash(hash);
    assert.equal(view.zoom, undefined, hash);
    assert.equal(view.from, undefined, hash);
    assert.equal({}.x, undefined);
  }
  assert.equal(readHash("q=%E0%A4%A").query, "");
});
