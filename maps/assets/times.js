// Times: the histogram of the timeline.  An interval counts in every bin that it touches.

const DAY = 86_400_000;
/** Days from the first of one bin to the next, about; the bins themselves are calendar units. */
const UNITS = [["day", 1], ["week", 7], ["month", 30.4], ["quarter", 91.3], ["year", 365.25], ["decade", 3652.5], ["century", 36525]];

/** @param {number} days since 1970 @returns {string} ISO date */
function isoOf(days) {
  return new Date(days * DAY).toISOString().replace(/^([+-])00(\d{4})/, "$2").slice(0, 10);
}

/** @param {string} text ISO date, also partial @returns {number} days since 1970; NaN for no date */
function daysOf(text) {
  return /^\d{4}(-\d\d){0,2}$/.test(text) ? Math.floor(Date.parse(`${text}T00:00Z`.replace(/^(\d{4}|\d{4}-\d\d)T.*/, "$1")) / DAY) : NaN;
}

/**
 * Return the first day of the calendar unit that a day lies in.
 * @param {number} days
 * @param {string} unit
 * @param {number} step units to go on from there
 */
function startOf(days, unit, step = 0) {
  const date = new Date(days * DAY);
  const year = date.getUTCFullYear(), month = date.getUTCMonth();
  const at = (y, m) => {
    const start = new Date(0);
    start.setUTCFullYear(y, m, 1);
    return Math.floor(start.getTime() / DAY);
  };
  switch (unit) {
    case "day": return days + step;
    case "week": return days - ((days + 3) % 7 + 7) % 7 + 7 * step; // Mondays; 1 January 1970 was a Thursday
    case "month": return at(year, month + step);
    case "quarter": return at(year, month - (month % 3) + 3 * step);
    case "year": return at(year + step, 0);
    case "decade": return at(year - (year % 10) + 10 * step, 0);
    default: return at(year - (year % 100) + 100 * step, 0);
  }
}

/**
 * Part the time that the reports are about into at most `most` calendar units.
 * @param {ArrayLike<number>} from first days
 * @param {ArrayLike<number>} to last days
 * @param {number} most
 * @returns {{unit: string, edges: number[]}|null} edges: first days, one more than bins; null where nothing has a date
 */
function binsOf(from, to, most = 60) {
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < from.length; i += 1) {
    if (from[i] === UNDATED) continue;
    for (const day of [from[i], to[i]]) {
      if (day === OPEN_START || day === OPEN_END) continue;
      if (day < low) low = day;
      if (day > high) high = day;
    }
  }
  if (low === Infinity) return null;
  const [unit] = UNITS.find(([, days]) => (high - low) / days < most) ?? UNITS.at(-1);
  const edges = [startOf(low, unit)];
  do edges.push(startOf(edges[0], unit, edges.length)); while (edges.at(-1) <= high);
  return { unit, edges };
}

/**
 * Count the intervals that touch each bin.
 * @param {ArrayLike<number>} from
 * @param {ArrayLike<number>} to
 * @param {Uint8Array} kept rows to count
 * @param {number[]} edges
 * @returns {{bins: Int32Array, undated: number}}
 */
function histogram(from, to, kept, edges) {
  const size = edges.length - 1, steps = new Int32Array(size + 1);
  let undated = 0;
  for (let i = 0; i < from.length; i += 1) {
    if (!kept[i]) continue;
    if (from[i] === UNDATED) {
      undated += 1;
      continue;
    }
    steps[binOf(from[i], edges)] += 1;
    steps[binOf(to[i], edges) + 1] -= 1;
  }
  const bins = new Int32Array(size);
  for (let b = 0, sum = 0; b < size; b += 1) {
    sum += steps[b];
    bins[b] = sum;
  }
  return { bins, undated };
}

/** @param {number} day @param {number[]} edges @returns {number} the bin of a day; the first or last for what lies beyond */
function binOf(day, edges) {
  let low = 0, high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle] <= day) low = middle; else high = middle - 1;
  }
  return low;
}
