// Labels: names beside the symbols, and quiet names on the ground, none over another and none over a symbol.

const FONT = '"Helvetica Neue", Arial, "Liberation Sans", sans-serif';
/** @type {Record<string, {font: string, height: number, colour: string, halo?: string, spacing?: number, alpha?: number}>} */
const KINDS = {
  place: { font: `600 12px ${FONT}`, height: 15, colour: "ink", halo: "paper" },
  area: { font: `italic 600 12px ${FONT}`, height: 15, colour: "ink", halo: "paper" },
  landmark: { font: `italic 11px ${FONT}`, height: 14, colour: "quiet", halo: "paper" },
  relation: { font: `italic 11px ${FONT}`, height: 14, colour: "soft", halo: "paper" },
  country: { font: `500 12px ${FONT}`, height: 15, spacing: 2.2, colour: "name", alpha: 0.85 },
  city: { font: `11px ${FONT}`, height: 13, colour: "name", halo: "land" },
};

const pen = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
/** @type {Map<string, number>} */
const widths = new Map();

/**
 * Return the width of a label in pixels.
 * @param {string} text
 * @param {string} kind
 */
function widthOf(text, kind) {
  const key = `${kind} ${text}`;
  if (!widths.has(key)) {
    pen.font = KINDS[kind].font;
    widths.set(key, pen.measureText(text).width + (KINDS[kind].spacing ?? 0) * text.length + 4);
  }
  return widths.get(key);
}

/** Boxes that are taken, in pixels; a box is [left, top, right, bottom]. */
class Taken {
  constructor() {
    /** @type {number[][]} */
    this.boxes = [];
  }

  /** @param {number[]} box */
  free(box) {
    return this.boxes.every((b) => box[2] <= b[0] || box[0] >= b[2] || box[3] <= b[1] || box[1] >= b[3]);
  }

  /** @param {number[]} box */
  take(box) {
    this.boxes.push(box);
  }
}

/**
 * Put each label at the first of its places that is free; the first in the list go first.
 * @param {{text: string, kind: string, x: number, y: number, half?: [number, number], centred?: boolean}[]} labels
 * @param {Taken} taken
 * @param {number[]} view the box in which a label must lie
 * @returns {{text: string, kind: string, left: number, top: number, wide: number}[]}
 */
function placeLabels(labels, taken, [left, top, right, bottom]) {
  const placed = [];
  for (const { text, kind, x, y, half = [0, 0], centred } of labels) {
    const wide = widthOf(text, kind), tall = KINDS[kind].height;
    if (x < left - wide || y < top || x > right + wide || y > bottom) continue;
    const [dx, dy] = half;
    const places = centred
      ? [[x - wide / 2, y - tall / 2]]
      : [[x + dx + 1, y - tall / 2], [x - dx - wide - 1, y - tall / 2], [x - wide / 2, y + dy], [x - wide / 2, y - dy - tall]];
    const found = places.map(([l, t]) => [l, t, l + wide, t + tall]).find((box) => box[0] >= left && box[2] <= right && taken.free(box));
    if (!found) continue;
    taken.take(found);
    placed.push({ text, kind, left: found[0], top: found[1], wide });
  }
  return placed;
}

/**
 * List the labels of the ground: countries, then cities, the larger the earlier.
 * @param {object} ground
 * @param {number} zoom
 * @param {(lon: number, lat: number) => [number, number]} at pixels of a point
 */
function groundLabels(ground, zoom, at) {
  const pixels = (256 * 2 ** zoom) / 360;
  const label = (kind, text, lon, lat) => {
    const [x, y] = at(lon, lat);
    return { text, kind, x, y, centred: true };
  };
  const countries = ground.countries.filter(([text, , , size]) => size * pixels * 1.6 > widthOf(text.toUpperCase(), "country"))
    .map(([text, lon, lat]) => label("country", text.toUpperCase(), lon, lat));
  const least = zoom >= 9 ? 0 : zoom >= 8 ? 100 : zoom >= 7 ? 180 : zoom >= 6 ? 500 : zoom >= 5 ? 1500 : 5000;
  const cities = ground.cities.filter((city) => city[3] >= least).map(([text, lon, lat]) => label("city", text, lon, lat));
  return [...countries, ...cities];
}
