// Filters: which reports are shown, and the counts beside each switch.  No page, no map: plain functions over columns.

/**
 * @typedef {{id: string, codes: ArrayLike<number>|null, size: number, more?: Map<number, number[]>}} Facet
 *   one code a row (null: the same for all); `more` are further codes of single rows
 * @typedef {{id: string, on: Uint8Array}} Flag rows that have something, for "only"
 * @typedef {{n: number, facets: Facet[], flags: Flag[], from: ArrayLike<number>, to: ArrayLike<number>}} Table
 * @typedef {{off: Record<string, Set<number>>, only: Set<string>, query: string, from: number, to: number, undated: boolean,
 *   spot: number|null}} State
 * @typedef {{shown: Uint8Array, count: number, counts: Record<string, Uint32Array>, only: Record<string, number>, timed: Uint8Array}} Sifted
 *   `timed` marks the rows that pass all but the time
 */

/** @param {string[]} facets @returns {State} nothing is filtered */
function openState(facets) {
  return { off: Object.fromEntries(facets.map((id) => [id, new Set()])), only: new Set(), query: "", from: -Infinity, to: Infinity, undated: true, spot: null };
}

/** @param {State} state @returns {boolean} whether anything is filtered */
function filtered(state) {
  return Object.values(state.off).some((set) => set.size > 0) || state.only.size > 0 || state.query !== "" || state.from !== -Infinity
    || state.to !== Infinity || !state.undated || state.spot !== null;
}

/**
 * Return text for searching: no case, no accents, apostrophes and hyphens of all kinds alike.
 * @param {string} text
 */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’ʿʾ`´]/g, "'").replace(/[‐-―]/g, "-").toLowerCase();
}

/**
 * Say which rows are in time: an interval that touches the window, or no date where undated ones are wanted.
 * @param {Table} table
 * @param {State} state
 * @returns {Uint8Array|null} null where all are
 */
function inTime({ n, from, to }, state) {
  const windowed = state.from !== -Infinity || state.to !== Infinity;
  if (!windowed && state.undated) return null;
  const kept = new Uint8Array(n);
  for (let i = 0; i < n; i += 1) {
    const dated = from[i] !== UNDATED;
    kept[i] = dated ? Number(from[i] <= state.to && to[i] >= state.from) : Number(state.undated);
  }
  return kept;
}

/**
 * Sift the rows: which pass all filters, and how many each switch would show, the other filters being as they are.
 * A row that fails one filter only counts for the switches of that filter.
 * @param {Table} table
 * @param {State} state
 * @param {Uint8Array|null} found rows that the search finds; null for all
 * @param {Int32Array|null} spots the spot of each row, where only one spot is wanted
 * @returns {Sifted}
 */
function sift(table, state, found = null, spots = null) {
  const { n, facets, flags } = table;
  const time = inTime(table, state);
  const allowed = facets.map(({ id, size }) => Uint8Array.from({ length: size }, (_, code) => Number(!state.off[id].has(code))));
  const narrow = allowed.map((codes) => codes.includes(0));
  const wanted = flags.map(({ id }) => state.only.has(id));
  const counts = facets.map(({ size }) => new Uint32Array(size));
  const only = flags.map(() => 0);
  const shown = new Uint8Array(n), timed = new Uint8Array(n);
  let count = 0;
  for (let i = 0; i < n; i += 1) {
    if ((found && !found[i]) || (state.spot !== null && spots[i] !== state.spot)) continue;
    let fails = 0, which = -1;
    for (let k = 0; k < facets.length && fails < 2; k += 1) {
      if (narrow[k] && !passes(facets[k], allowed[k], i)) {
        fails += 1;
        which = k;
      }
    }
    let flagged = -1;
    for (let k = 0; k < flags.length && fails < 2; k += 1) {
      if (wanted[k] && !flags[k].on[i]) {
        fails += 1;
        flagged = k;
      }
    }
    const late = time !== null && !time[i];
    if (fails === 0) timed[i] = 1;
    if (late) fails += 1;
    if (fails > 1 || (late && fails === 1)) continue;
    if (fails === 0) {
      shown[i] = 1;
      count += 1;
      for (let k = 0; k < facets.length; k += 1) tally(facets[k], counts[k], i);
      for (let k = 0; k < flags.length; k += 1) only[k] += flags[k].on[i];
    } else if (flagged < 0) tally(facets[which], counts[which], i); // a row that lacks what is asked for: no switch shows it
  }
  const named = (list) => Object.fromEntries(list);
  return { shown, count, timed, counts: named(facets.map(({ id }, k) => [id, counts[k]])), only: named(flags.map(({ id }, k) => [id, only[k]])) };
}

/** @param {Facet} facet @param {Uint8Array} allowed @param {number} i */
function passes({ codes, more }, allowed, i) {
  return allowed[codes ? codes[i] : 0] === 1 || (more?.get(i)?.some((code) => allowed[code] === 1) ?? false);
}

/** @param {Facet} facet @param {Uint32Array} counts @param {number} i */
function tally({ codes, more }, counts, i) {
  counts[codes ? codes[i] : 0] += 1;
  const others = more?.get(i);
  if (others) for (const code of others) counts[code] += 1;
}

/** Finds rows by words of their quotes, actors, places, texts; each distinct text is folded once. */
class Finder {
  /**
   * @param {number} n
   * @param {{texts: () => string[], codes: ArrayLike<number>|null, each?: boolean, more?: Map<number, number[]>}[]} fields
   *   `each`: row i has text i; the texts are asked for when they are first needed
   */
  constructor(n, fields) {
    this.n = n;
    this.fields = fields.map((field) => ({ ...field, folded: null }));
  }

  /** Fold the texts of one more field; @returns {boolean} whether any was left */
  prepare() {
    const field = this.fields.find((one) => one.folded === null);
    if (field) field.folded = field.texts().map(folded);
    return field !== undefined;
  }

  /**
   * @param {string} query as typed: every word must be somewhere in the row
   * @returns {Uint8Array|null} null for an empty query
   */
  find(query) {
    const words = folded(query).split(/\s+/).filter(Boolean);
    if (!words.length) return null;
    while (this.prepare());
    const found = new Uint8Array(this.n).fill(1);
    for (const word of words) {
      const hits = this.fields.map(({ folded: texts }) => Uint8Array.from(texts, (text) => Number(text.includes(word))));
      for (let i = 0; i < this.n; i += 1) {
        if (found[i] && !this.fields.some(({ codes, each, more }, k) => hits[k][codes ? codes[i] : each ? i : 0] || more?.get(i)?.some((code) => hits[k][code]))) found[i] = 0;
      }
    }
    return found;
  }
}
