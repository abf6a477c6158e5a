// Labels: names beside the symbols, and quiet names on the ground, none over another and none over a symbol.

const FONT = '"Helvetica Neue", Arial, "Liberation Sans", sans-serif';
const KINDS = {
  place: { font: `600 12px ${FONT}`, height: 15 },
  area: { font: `italic 600 12px ${FONT}`, height: 15 },
  landmark: { font: `italic 11px ${FONT}`, height: 14 },
  country: { font: `500 12px ${FONT}`, height: 15, spacing: 2.2 },
  city: { font: `11px ${FONT}`, height: 13 },
};

const pen = document.createElement("canvas").getContext("2d");

/**
 * Return the width of a label in pixels.
 * @param {string} text
 * @param {string} kind
 */
function widthOf(text, kind) {
  pen.font = KINDS[kind].font;
  return pen.measureText(text).width + (KINDS[kind].spacing ?? 0) * text.length + 4;
}

/** Boxes that are taken, in layer pixels; a box is [left, top, right, bottom]. */
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
 * Put labels into a pane, each at the first of its places that is free; the first in the list go first.
 * @param {L.Map} map
 * @param {HTMLElement} pane
 * @param {{text: string, kind: string, at: L.Point, half?: [number, number], centred?: boolean}[]} labels
 * @param {Taken} taken
 */
function putLabels(map, pane, labels, taken) {
  pane.replaceChildren();
  const [most, least] = [map.getSize(), map.containerPointToLayerPoint([0, 0])];
  for (const label of labels) {
    const wide = widthOf(label.text, label.kind), tall = KINDS[label.kind].height;
    if (label.at.x < least.x - wide || label.at.y < least.y || label.at.x > least.x + most.x + wide || label.at.y > least.y + most.y) continue;
    const [dx, dy] = label.half ?? [0, 0];
    const { x, y } = label.at;
    const places = label.centred
      ? [[x - wide / 2, y - tall / 2]]
      : [[x + dx + 1, y - tall / 2], [x - dx - wide - 1, y - tall / 2], [x - wide / 2, y + dy], [x - wide / 2, y - dy - tall]];
    const inside = (box) => box[0] >= least.x && box[2] <= least.x + most.x;
    const found = places.map(([l, t]) => [l, t, l + wide, t + tall]).find((box) => inside(box) && taken.free(box));
    if (!found) continue;
    taken.take(found);
    const element = document.createElement("bdi");
    element.className = `label ${label.kind}`;
    element.textContent = label.text;
    L.DomUtil.setPosition(element, L.point(Math.round(found[0] + 2), Math.round(found[1])));
    pane.append(element);
  }
}

/**
 * List the labels of the ground: countries, then cities, the larger the earlier.
 * @param {L.Map} map
 * @param {object} ground
 */
function groundLabels(map, ground) {
  const zoom = map.getZoom();
  const at = (lat, lon) => map.latLngToLayerPoint([lat, lon]);
  const pixels = (256 * 2 ** zoom) / 360;
  const countries = ground.countries.filter(([text, , , size]) => size * pixels * 1.6 > widthOf(text.toUpperCase(), "country"))
    .map(([text, lon, lat]) => ({ text: text.toUpperCase(), kind: "country", at: at(lat, lon), centred: true }));
  const least = zoom >= 9 ? 0 : zoom >= 8 ? 100 : zoom >= 7 ? 180 : zoom >= 6 ? 500 : zoom >= 5 ? 1500 : 5000;
  const cities = ground.cities.filter((city) => city[3] >= least)
    .map(([text, lon, lat]) => ({ text, kind: "city", at: at(lat, lon), centred: true }));
  return [...countries, ...cities];
}
