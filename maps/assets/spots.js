// Spots: the places of the reports as numbers, and the groups of spots that one marker stands for.

const MANY = 1200; // spots in view; of more, those of one cell are joined first
const CELL = 40; // pixels
const FAR = 150; // pixels; no marker is wider
const LOOKED = 400; // reports of a group that are looked at for its symbols

/** @param {number} lon @returns {number} 0 to 1 from west to east */
const eastOf = (lon) => (lon + 180) / 360;
/** @param {number} lat @returns {number} 0 to 1 from north to south, in Web Mercator */
function southOf(lat) {
  const sine = Math.sin((Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/**
 * The spots of a page: where they are, what is drawn there, and which reports.
 * `x`, `y` are 0 to 1 in Web Mercator; reports of spot s are `rows[first[s]]` to `rows[first[s + 1] - 1]`.
 */
class Spots {
  /**
   * @param {Store} table
   * @param {ArrayLike<number>} spotOf the spot of each report, -1 for none
   */
  constructor(table, spotOf) {
    this.n = table.n;
    this.table = table;
    const lon = table.codes("lon") ?? [], lat = table.codes("lat") ?? [];
    this.x = Float64Array.from({ length: this.n }, (_, s) => eastOf(lon[s] / 100_000));
    this.y = Float64Array.from({ length: this.n }, (_, s) => southOf(lat[s] / 100_000));
    this.r = Float64Array.from({ length: this.n }, (_, s) => table.at("r", s) ?? 0);
    const ways = table.values("draw");
    this.way = (s) => ways[table.code("draw", s)];
    this.first = new Uint32Array(this.n + 1);
    for (let i = 0; i < spotOf.length; i += 1) if (spotOf[i] >= 0) this.first[spotOf[i] + 1] += 1;
    for (let s = 0; s < this.n; s += 1) this.first[s + 1] += this.first[s];
    this.rows = new Uint32Array(this.first[this.n]);
    const next = this.first.slice();
    for (let i = 0; i < spotOf.length; i += 1) if (spotOf[i] >= 0) this.rows[next[spotOf[i]]++] = i;
    this.spotOf = spotOf;
    /** How many reports of each spot are shown. */
    this.count = new Uint32Array(this.n);
    /** Spots with an outline or an area, the largest first: they are drawn below the others. */
    this.anchorX = this.x.slice();
    this.anchorY = this.y.slice();
    this.wide = [];
    for (let s = 0; s < this.n; s += 1) this.anchor(s);
    this.wide.sort((a, b) => this.r[b] - this.r[a]);
  }

  /** Set where the marker of a spot stands: on the rim of a ring without a dot, inside an area, else at its point. */
  anchor(s) {
    const way = this.way(s);
    const at = this.table.at("at", s);
    if (way === "area" || way === "faint" || this.table.at("outline", s) !== null) this.wide.push(s);
    if (at) [this.anchorX[s], this.anchorY[s]] = [eastOf(at[0]), southOf(at[1])];
    else if (way === "ring") this.anchorY[s] = southOf(this.latitude(s) + this.r[s] / 111_320);
  }

  latitude(s) {
    return this.table.codes("lat")[s] / 100_000;
  }

  longitude(s) {
    return this.table.codes("lon")[s] / 100_000;
  }

  /** @param {Uint8Array} shown @returns {void} count the shown reports of each spot */
  tally(shown) {
    this.count.fill(0);
    const { spotOf, count } = this;
    for (let i = 0; i < spotOf.length; i += 1) if (shown[i] && spotOf[i] >= 0) count[spotOf[i]] += 1;
  }

  /** @param {number} s @param {Uint8Array} shown @param {number} most @returns {number[]} the shown reports of a spot, in order */
  reports(s, shown, most = Infinity) {
    const found = [];
    for (let k = this.first[s]; k < this.first[s + 1] && found.length < most; k += 1) if (shown[this.rows[k]]) found.push(this.rows[k]);
    return found;
  }
}

/**
 * @typedef {{key: string, wide: number}} Sign a symbol
 * @typedef {{spots: number[], x: number, y: number, weight: number, signs: Sign[][], parts: Sign[], count: number, single: boolean, wide: number, tall: number}} Group
 *   `x`, `y` in pixels of the world at the zoom; `signs` the symbols of each of its spots
 */

/**
 * Give a group at most three symbols, of as many of its spots as possible, and its size.
 * @param {Group} group
 * @returns {Group}
 */
function sized(group) {
  const parts = new Map();
  for (let i = 0; parts.size < 3 && group.signs.some((row) => i < row.length); i += 1) {
    for (const row of group.signs) if (i < row.length && parts.size < 3) parts.set(row[i].key, row[i]);
  }
  group.parts = [...parts.values()];
  group.single = group.count === 1;
  group.wide = group.single ? group.parts[0].wide : group.parts.reduce((sum, part) => sum + part.wide, 0) + 12 + 8 * String(group.count).length;
  group.tall = group.single ? 22 : 26;
  return group;
}

/**
 * Join spots whose markers would lie over one another; a joined marker says how many reports it stands for.
 * @param {Spots} spots
 * @param {number} zoom
 * @param {number[]|null} view [left, top, right, bottom] in pixels of the world; null for everywhere
 * @param {(s: number, most: number) => Sign[]} signsOf the symbols of a spot, of at most so many reports
 * @returns {Group[]} none over another
 */
function clusters(spots, zoom, view, signsOf) {
  const scale = 256 * 2 ** zoom;
  const seen = [];
  for (let s = 0; s < spots.n; s += 1) {
    if (!spots.count[s]) continue;
    const x = spots.anchorX[s] * scale, y = spots.anchorY[s] * scale;
    if (!view || (x >= view[0] && x <= view[2] && y >= view[1] && y <= view[3])) seen.push(s);
  }
  const one = (s) => ({ spots: [s], x: spots.anchorX[s] * scale, y: spots.anchorY[s] * scale, weight: 1, count: spots.count[s], signs: [signsOf(s, LOOKED)] });
  // A small radius goes first, so that a dot keeps its place and the swatch of an area makes way.
  if (seen.length <= MANY) return merged(seen.sort((a, b) => spots.r[b] - spots.r[a]).map((s) => sized(one(s))));
  return merged([...celled(spots, seen, scale, signsOf)].sort((a, b) => a.count - b.count).map(sized));
}

/**
 * Join the spots of each cell of a grid that lies still on the world.
 * @param {Spots} spots
 * @param {number[]} seen
 * @param {number} scale
 * @param {(s: number, most: number) => Sign[]} signsOf
 * @returns {Iterable<Group>}
 */
function celled(spots, seen, scale, signsOf) {
  const cells = new Map();
  for (const s of seen) {
    const x = spots.anchorX[s] * scale, y = spots.anchorY[s] * scale;
    const key = Math.floor(x / CELL) * 67_108_864 + Math.floor(y / CELL);
    let cell = cells.get(key);
    if (!cell) cells.set(key, cell = { spots: [], x: 0, y: 0, weight: 0, count: 0, signs: [] });
    cell.spots.push(s);
    cell.x += x;
    cell.y += y;
    cell.weight += 1;
    cell.count += spots.count[s];
  }
  for (const cell of cells.values()) {
    cell.x /= cell.weight;
    cell.y /= cell.weight;
    const keys = new Set();
    const step = Math.max(1, Math.floor(cell.spots.length / 24));
    for (let k = 0; k < cell.spots.length && keys.size < 3; k += step) {
      const row = signsOf(cell.spots[k], 8).filter((sign) => !keys.has(sign.key));
      for (const sign of row) keys.add(sign.key);
      if (row.length) cell.signs.push(row);
    }
  }
  return cells.values();
}

/**
 * Join groups until none lies over another; the last in the list are placed first.
 * @param {Group[]} waiting
 * @returns {Group[]}
 */
function merged(waiting) {
  const grid = new Map();
  const keyOf = (i, j) => i * 67_108_864 + j;
  const nearby = (group) => {
    const i = Math.floor(group.x / FAR), j = Math.floor(group.y / FAR);
    for (let a = i - 1; a <= i + 1; a += 1) {
      for (let b = j - 1; b <= j + 1; b += 1) {
        for (const other of grid.get(keyOf(a, b)) ?? []) {
          if (Math.abs(group.x - other.x) < (group.wide + other.wide) / 2 + 1 && Math.abs(group.y - other.y) < (group.tall + other.tall) / 2 + 1) return other;
        }
      }
    }
    return null;
  };
  const homeOf = (group) => keyOf(Math.floor(group.x / FAR), Math.floor(group.y / FAR));
  while (waiting.length) {
    const group = waiting.pop();
    const other = nearby(group);
    if (!other) {
      const home = homeOf(group);
      if (grid.has(home)) grid.get(home).push(group); else grid.set(home, [group]);
      continue;
    }
    const home = grid.get(homeOf(other));
    home.splice(home.indexOf(other), 1);
    const weight = group.weight + other.weight;
    waiting.push(sized({
      spots: other.spots.length > group.spots.length ? append(other.spots, group.spots) : [...other.spots, ...group.spots],
      signs: [...other.signs, ...group.signs].slice(0, 12), weight, count: group.count + other.count,
      x: (group.x * group.weight + other.x * other.weight) / weight, y: (group.y * group.weight + other.y * other.weight) / weight,
    }));
  }
  return [...grid.values()].flat();
}

/** @param {number[]} many @param {number[]} few @returns {number[]} many, with few behind */
function append(many, few) {
  for (const s of few) many.push(s);
  return many;
}
