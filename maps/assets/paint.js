// Paint: symbols, hatches, outlines and names on a canvas.  The map and the picture of it are painted by the same code.

/** Paints for one look of the page, light or dark: the colours of the variables, and hatches made as they are needed. */
class Paints {
  /** @param {number} ratio pixels of the canvas to one of the page */
  constructor(ratio) {
    this.ratio = ratio;
    const style = getComputedStyle(document.documentElement);
    this.value = (name) => style.getPropertyValue(`--${name}`).trim() || style.getPropertyValue("--ink").trim();
    /** @type {Map<string, string|CanvasPattern>} */
    this.known = new Map();
    /** @type {Map<string, Path2D>} */
    this.paths = new Map();
  }

  /** @param {string} name of a variable, "struck" or a hatch @returns {string|CanvasPattern} */
  of(name) {
    if (!this.known.has(name)) this.known.set(name, name === "struck" || name.startsWith("hatch") ? this.pattern(name) : this.value(name));
    return this.known.get(name);
  }

  /** @param {string} d @returns {Path2D} */
  path(d) {
    if (!this.paths.has(d)) this.paths.set(d, new Path2D(d));
    return this.paths.get(d);
  }

  /** @param {string} name @returns {CanvasPattern} */
  pattern(name) {
    const struck = name === "struck";
    const { wide, lines, crossed } = struck ? { wide: 3.4, lines: [{ x: 1, stroke: "quiet", width: 1, alpha: 1 }], crossed: false } : stripesOf(hatches.get(name));
    const tall = struck ? 3.4 : RUN;
    // A tile has whole pixels: the scale is that of the tile, and is taken back by the pattern's transform.
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(wide * this.ratio));
    canvas.height = Math.max(1, Math.round(tall * this.ratio));
    const [sx, sy] = [canvas.width / wide, canvas.height / tall];
    const pen = canvas.getContext("2d");
    pen.scale(sx, sy);
    const stroke = (from, to, { stroke: colour, width, alpha, dash = [], round = false }) => {
      pen.strokeStyle = this.of(colour);
      Object.assign(pen, { lineWidth: width, globalAlpha: alpha, lineCap: round ? "round" : "butt" });
      pen.setLineDash(dash);
      pen.beginPath();
      pen.moveTo(...from);
      pen.lineTo(...to);
      pen.stroke();
    };
    if (crossed) stroke([0, 12], [wide, 12], { stroke: "quiet", width: 1, alpha: 0.35 });
    for (const line of lines) stroke([line.x, 0], [line.x, tall], line);
    const pattern = pen.createPattern(canvas, "repeat");
    pattern.setTransform(new DOMMatrix().rotate(45).scale(1 / sx, 1 / sy));
    return pattern;
  }
}

/**
 * Paint pieces with their box's corner at the origin of the pen.
 * @param {CanvasRenderingContext2D} pen
 * @param {Piece[]} pieces
 * @param {Paints} paints
 */
function paintPieces(pen, pieces, paints) {
  for (const { d, fill, fillAlpha = 1, stroke, strokeAlpha = 1, width = 1, dash = [], round = false, at } of pieces) {
    pen.save();
    if (at) pen.transform(at[2], 0, 0, at[2], at[0], at[1]);
    const path = paints.path(d);
    if (fill) {
      pen.globalAlpha = fillAlpha;
      pen.fillStyle = paints.of(fill);
      pen.fill(path);
    }
    if (stroke) {
      pen.strokeStyle = paints.of(stroke);
      Object.assign(pen, { globalAlpha: strokeAlpha, lineWidth: width, lineCap: round ? "round" : "butt", lineJoin: "round" });
      pen.setLineDash(dash);
      pen.stroke(path);
    }
    pen.restore();
  }
}

/**
 * Paint a symbol or a swatch around a point.
 * @param {CanvasRenderingContext2D} pen
 * @param {{pieces: Piece[], box: [number, number, number, number], size: [number, number]}} sign
 *   `box` [left, top, wide, tall] of the pieces, `size` in pixels
 * @param {number} x
 * @param {number} y
 * @param {Paints} paints
 */
function paintSign(pen, { pieces, box, size }, x, y, paints) {
  pen.save();
  pen.translate(x - size[0] / 2, y - size[1] / 2);
  pen.scale(size[0] / box[2], size[1] / box[3]);
  pen.translate(-box[0], -box[1]);
  paintPieces(pen, pieces, paints);
  pen.restore();
}

/** @param {Look} look @returns what `paintSign` paints */
const signOf = (look, size = 20) => ({ pieces: piecesOf(look), box: [-1, -1, 22, 22], size: [size, size] });
/** @param {Look[]} looks @param {boolean} faint @returns what `paintSign` paints */
const swatchOf = (looks, faint) => ({ pieces: swatchPieces(looks, faint), box: [0, 0, 26, 18], size: [26, 18] });

/**
 * Paint the plate behind a marker that stands for several reports, and their number.
 * @param {CanvasRenderingContext2D} pen
 * @param {{x: number, y: number, wide: number, tall: number, spots: number[], count: number}} group
 * @param {Paints} paints
 */
function paintPlate(pen, { x, y, wide, tall, spots, count }, paints) {
  pen.save();
  Object.assign(pen, { shadowColor: "rgb(0 0 0 / .3)", shadowBlur: 4 * paints.ratio, shadowOffsetY: paints.ratio, fillStyle: paints.of("paper") });
  pen.beginPath();
  pen.roundRect(x - wide / 2, y - tall / 2, wide, tall, 13);
  pen.fill();
  pen.restore();
  pen.save();
  if (spots.length > 1) {
    pen.strokeStyle = paints.of("quiet");
    pen.setLineDash([3, 2]);
    pen.stroke();
  }
  Object.assign(pen, { fillStyle: paints.of(spots.length > 1 ? "soft" : "ink"), font: `700 12px ${FONT}`, textAlign: "right", textBaseline: "middle", direction: "ltr" });
  pen.fillText(String(count), x + wide / 2 - 6, y + 1);
  pen.restore();
}

/**
 * Paint a name with a halo.
 * @param {CanvasRenderingContext2D} pen
 * @param {{text: string, kind: string, left: number, top: number, wide: number}} label
 * @param {Paints} paints
 */
function paintLabel(pen, { text, kind, left, top, wide }, paints) {
  const { font, height, colour, halo, spacing = 0, alpha = 1 } = KINDS[kind];
  pen.save();
  Object.assign(pen, { font, textBaseline: "middle", textAlign: "center", lineJoin: "round", globalAlpha: alpha, fillStyle: paints.of(colour) });
  if ("letterSpacing" in pen) pen.letterSpacing = `${spacing}px`;
  const [x, y] = [left + wide / 2, top + height / 2];
  if (halo) {
    pen.strokeStyle = paints.of(halo);
    pen.lineWidth = 3.5;
    pen.strokeText(text, x, y);
  }
  pen.fillText(text, x, y);
  pen.restore();
}
