// Store: the reports as columns.  A report becomes an object only when somebody looks at it.

/**
 * @typedef {{at: number, bytes: number, n: number}} Held where numbers stand in the blob
 * @typedef {{values?: any[], text?: string, ends?: number[]|Held, size?: number, json?: boolean, codes?: number[]|Held, numbers?: number[]|Held}} Column
 * @typedef {{n: number, columns: Record<string, Column>}} Table
 */

/** Days since 1970 of what has no beginning, no end, or no date at all. */
const OPEN_START = -(2 ** 31) + 1, OPEN_END = 2 ** 31 - 1, UNDATED = -(2 ** 31);

class Store {
  /**
   * @param {Table} table
   * @param {ArrayBuffer|null} blob
   */
  constructor(table, blob) {
    this.n = table.n;
    this.columns = table.columns;
    this.blob = blob;
    /** @type {Map<string, ArrayLike<number>|null>} */
    this.read = new Map();
  }

  /** @param {string} name @returns {any[]} the distinct values of a column; [null] where there is none */
  values(name) {
    const column = this.columns[name];
    if (!column) return [null];
    return column.values ?? Array.from({ length: column.size }, (_, code) => this.value(name, code));
  }

  /** @param {string} name @returns {number} how many distinct values a column has */
  size(name) {
    const column = this.columns[name];
    return column ? column.size ?? column.values.length : 1;
  }

  /** @param {string} name @param {number} code @returns {any} one of the distinct values */
  value(name, code) {
    const column = this.columns[name];
    if (column.values) return column.values[code];
    column.stops ??= numbersOf(column.ends, this.blob, false);
    const text = column.text.slice(code ? column.stops[code - 1] : 0, column.stops[code]);
    return column.json ? JSON.parse(text) : text;
  }

  /**
   * Return the code of each row, or null where the column is one value or each row has its own.
   * @param {string} name
   * @returns {ArrayLike<number>|null}
   */
  codes(name) {
    if (!this.read.has(name)) {
      const column = this.columns[name];
      const held = column?.codes ?? column?.numbers;
      this.read.set(name, held === undefined ? null : numbersOf(held, this.blob, column.numbers !== undefined));
    }
    return this.read.get(name);
  }

  /** @param {string} name @param {number} i @returns {number} the code of a row's value */
  code(name, i) {
    const codes = this.codes(name);
    return codes ? codes[i] : this.size(name) === 1 ? 0 : i;
  }

  /** @param {string} name @param {number} i @returns {any} */
  at(name, i) {
    const column = this.columns[name];
    if (!column) return null;
    return column.numbers ? this.codes(name)[i] : this.value(name, this.code(name, i));
  }

  /** @param {number} i @returns {Record<string, any>} a row as an object, without what it lacks */
  row(i) {
    const row = {};
    for (const name of Object.keys(this.columns)) {
      const value = this.at(name, i);
      if (value !== null) row[name] = value;
    }
    return row;
  }
}

/**
 * @param {number[]|Held} held
 * @param {ArrayBuffer|null} blob
 * @param {boolean} signed
 * @returns {ArrayLike<number>}
 */
function numbersOf(held, blob, signed) {
  if (Array.isArray(held)) return signed ? Int32Array.from(held) : Uint32Array.from(held);
  const kind = signed ? Int32Array : { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }[held.bytes];
  return new kind(blob, held.at, held.n);
}

/**
 * Read the block of data of the page: a gzip stream of JSON and numbers (`maps/columns.py`), in Base64.
 * @param {HTMLElement} element
 * @returns {Promise<{data: object, blob: ArrayBuffer}>}
 */
async function readData(element) {
  const stream = new Blob([bytesOf(element.textContent.trim())]).stream().pipeThrough(new DecompressionStream("gzip"));
  const buffer = await new Response(stream).arrayBuffer();
  element.remove();
  const size = new DataView(buffer).getUint32(0, true);
  const data = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  return { data, blob: buffer.slice(Math.ceil((4 + size) / 8) * 8) };
}

/** @param {string} text Base64 @returns {Uint8Array} */
function bytesOf(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text), bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
