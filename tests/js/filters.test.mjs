import assert from "node:assert/strict";
import { test } from "node:test";
import { chance, load } from "./load.mjs";

const { sift, openState, filtered, folded, Finder, UNDATED, OPEN_END } = load("sift", "openState", "filtered", "folded", "Finder", "UNDATED", "OPEN_END");

/** A table of n rows with three facets, one of them with several values a row, one flag, and times. */
function table(n, seed) {
  const next = chance(seed), whole = (below) => Math.floor(next() * below);
  const codes = (size) => Uint8Array.from({ length: n }, () => whole(size));
  const more = new Map(Array.from({ length: n }, (_, i) => [i, [0, 1, 2, 3].filter(() => next() < 0.2)]).filter(([, list]) => list.length));
  const doc = codes(4);
  for (const [i, list] of more) more.set(i, list.filter((code) => code !== doc[i]));
  const from = Int32Array.from({ length: n }, () => (next() < 0.3 ? UNDATED : whole(1000)));
  const to = Int32Array.from(from, (day) => (day === UNDATED ? UNDATED : next() < 0.1 ? OPEN_END : day + whole(200)));
  return { n, from, to,
    facets: [{ id: "layer", codes: codes(5), size: 5 }, { id: "actor", codes: codes(3), size: 3 }, { id: "doc", codes: doc, size: 4, more }, { id: "one", codes: null, size: 1 }],
    flags: [{ id: "disputed", on: Uint8Array.from({ length: n }, () => Number(next() < 0.3)) }] };
}

/** Whether a row passes, told in the plainest way; `but` is the one facet that is not asked. */
function plain(t, state, i, but = "") {
  const has = ({ codes, more }, off) => [codes ? codes[i] : 0, ...(more?.get(i) ?? [])].some((code) => !off.has(code));
  const dated = t.from[i] !== UNDATED;
  return t.facets.every((facet) => facet.id === but || has(facet, state.off[facet.id])) && t.flags.every(({ id, on }) => !state.only.has(id) || on[i])
    && (dated ? t.from[i] <= state.to && t.to[i] >= state.from : state.undated);
}

test("what passes, and each count, is what asking every row one by one gives", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const t = table(200, seed), next = chance(seed + 500);
    const state = openState(t.facets.map(({ id }) => id));
    for (const { id, size } of t.facets.slice(0, 3)) for (let code = 0; code < size; code += 1) if (next() < 0.25) state.off[id].add(code);
    if (next() < 0.4) state.only.add("disputed");
    if (next() < 0.5) [state.from, state.to] = [200, 600];
    state.undated = next() < 0.6;
    const sifted = sift(t, state);
    for (let i = 0; i < t.n; i += 1) assert.equal(sifted.shown[i], Number(plain(t, state, i)), `row ${i} of ${seed}`);
    assert.equal(sifted.count, sifted.shown.reduce((a, b) => a + b, 0));
    for (const facet of t.facets) {
      const counts = new Array(facet.size).fill(0);
      for (let i = 0; i < t.n; i += 1) {
        if (!plain(t, state, i, facet.id)) continue;
        for (const code of new Set([facet.codes ? facet.codes[i] : 0, ...(facet.more?.get(i) ?? [])])) counts[code] += 1;
      }
      assert.deepEqual([...sifted.counts[facet.id]], counts, `${facet.id} of ${seed}`);
    }
  }
});

test("a switch of one filter does not change the counts of that filter", () => {
  const t = table(300, 7), state = openState(t.facets.map(({ id }) => id));
  const before = [...sift(t, state).counts.layer];
  state.off.layer.add(2);
  const after = sift(t, state);
  assert.deepEqual([...after.counts.layer], before);
  assert.equal(after.count, 300 - before[2]);
});

test("the search, and one place alone, narrow everything", () => {
  const t = table(50, 3), state = openState(t.facets.map(({ id }) => id));
  const found = Uint8Array.from({ length: 50 }, (_, i) => Number(i < 10)), spots = Int32Array.from({ length: 50 }, (_, i) => i % 5);
  assert.equal(sift(t, state, found).count, 10);
  state.spot = 3;
  assert.equal(sift(t, state, found, spots).count, 2);
  assert.equal(filtered(state), true);
  assert.equal(filtered(openState(["layer"])), false);
});

test("names are found whatever their accents, case, quotes and hyphens", () => {
  assert.equal(folded("Ḥayʾat Taḥrīr al‑Shām"), folded("hay'at tahrir al-sham"));
  const finder = new Finder(3, [
    { texts: () => ["At work in Raqqa.", "Ḥayʾat Taḥrīr al‑Shām holds Idlib."], codes: Uint8Array.from([0, 1, 0]) },
    { texts: () => ["Atma", "Idlib", "Raqqa"], codes: null, each: true },
    { texts: () => ["", "burnt the clinic"], codes: Uint8Array.from([0, 0, 1]) },
  ]);
  const rows = (query) => [...finder.find(query)].flatMap((hit, i) => (hit ? [i] : []));
  assert.deepEqual(rows("RAQQA"), [0, 2]);
  assert.deepEqual(rows("raqqa atma"), [0]);
  assert.deepEqual(rows("hay'at idlib"), [1]);
  assert.deepEqual(rows("clinic work"), [2]);
  assert.equal(finder.find("   "), null);
});
