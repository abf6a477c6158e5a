import assert from "node:assert/strict";
import { test } from "node:test";
import { chance, load } from "./load.mjs";

const { Store, Spots, clusters, eastOf, southOf } = load("Store", "Spots", "clusters", "eastOf", "southOf");

/** The inverse of southOf. @param {number} y */
const latOf = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

/** Spots between 30 and 40 degrees, with `each` reports; all shown. */
function world(n, seed, each = 2) {
  const next = chance(seed), degrees = () => Math.round((30 + next() * 10) * 100_000);
  const column = (of) => ({ numbers: Array.from({ length: n }, of) });
  const table = { n, columns: { lon: column(degrees), lat: column(degrees), r: { values: [4000] }, draw: { values: ["dot"] } } };
  const spots = new Spots(new Store(table, null), Int32Array.from({ length: n * each }, (_, i) => i % n));
  spots.tally(new Uint8Array(n * each).fill(1));
  return spots;
}

const sign = (s) => [{ key: String(s % 4), wide: 21 }];

test("longitude and latitude become pixels of the world, and back", () => {
  assert.deepEqual([eastOf(-180), eastOf(0), eastOf(180)], [0, 0.5, 1]);
  for (const lat of [-80, -33.3, 0, 35.9, 72]) assert.ok(Math.abs(latOf(southOf(lat)) - lat) < 1e-9);
});

test("markers never lie over one another, and together count every report", () => {
  for (const [n, zoom] of [[60, 5], [300, 6], [900, 8], [5000, 6], [5000, 9]]) {
    const spots = world(n, n + zoom);
    const groups = clusters(spots, zoom, null, sign);
    assert.equal(groups.reduce((sum, group) => sum + group.count, 0), 2 * n);
    assert.deepEqual(groups.flatMap((group) => group.spots).sort((a, b) => a - b), Array.from({ length: n }, (_, s) => s));
    groups.forEach((a, i) => groups.slice(i + 1).forEach((b) => {
      assert.ok(Math.abs(a.x - b.x) >= (a.wide + b.wide) / 2 || Math.abs(a.y - b.y) >= (a.tall + b.tall) / 2, `${n} at ${zoom}`);
    }));
    assert.ok(groups.every(({ parts }) => parts.length >= 1 && parts.length <= 3));
  }
});

test("what is filtered away has no marker, and what lies out of view none either", () => {
  const spots = world(40, 9, 1);
  spots.tally(Uint8Array.from({ length: 40 }, (_, i) => Number(i < 7)));
  assert.equal(clusters(spots, 12, null, sign).flatMap((group) => group.spots).length, 7);
  const scale = 256 * 2 ** 12, [x, y] = [spots.x[3] * scale, spots.y[3] * scale];
  assert.deepEqual(clusters(spots, 12, [x - 1, y - 1, x + 1, y + 1], sign).flatMap((group) => group.spots), [3]);
});

test("a ring without a dot has its marker on the rim, north of the middle", () => {
  const table = { n: 1, columns: { lon: { numbers: [3_600_000] }, lat: { numbers: [3_500_000] }, r: { values: [15_000] }, draw: { values: ["ring"] } } };
  const spots = new Spots(new Store(table, null), Int32Array.of(0));
  assert.equal(spots.anchorX[0], spots.x[0]);
  assert.ok(Math.abs(latOf(spots.anchorY[0]) - (35 + 15_000 / 111_320)) < 1e-9);
});
