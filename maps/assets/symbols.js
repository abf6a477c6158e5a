// Symbols: shape says what, colour says who, fill says whether it is so.  Each symbol is a list of pieces, which
// are drawn on the map's canvas and as SVG in list, card and legend alike, so that the two cannot differ.

/**
 * @typedef {"affirmed"|"negated"|"former"|"uncertain"|"planned"} Fill
 * @typedef {{shape: string, fill: Fill, colour: string}} Look `colour` names a CSS variable: "ink", "actor-3"
 * @typedef {{d: string, fill?: string, fillAlpha?: number, stroke?: string, strokeAlpha?: number, width?: number, dash?: number[], round?: boolean,
 *   at?: [number, number, number]}} Piece `at`: shifted and scaled; paints are names of variables, "struck", or a hatch
 */

/** Outlines in a box of 20 by 20. */
const SHAPES = {
  presence: "M10 3.4a6.6 6.6 0 1 0 0 13.2a6.6 6.6 0 1 0 0-13.2z",
  activity: "M10 1.9L18.1 10L10 18.1L1.9 10z",
  control: "M3.9 3.9h12.2v12.2H3.9z",
  base_or_camp: "M10 2.6L18 16.6H2z",
  movement_to: "M2 7h7V2.6L18 10l-9 7.4V13H2z",
  movement_from: "M18 7h-7V2.6L2 10l9 7.4V13h7z",
  casualty_or_arrest: "M6.2 2.6L10 6.4l3.8-3.8l3.6 3.6L13.6 10l3.8 3.8l-3.6 3.6L10 13.6l-3.8 3.8l-3.6-3.6L6.4 10L2.6 6.2z",
  origin: "M10 2.2l6.8 3.9v7.8L10 17.8l-6.8-3.9V6.1z",
  other: "M3.6 3.4h12.8v7.4L10 17.6l-6.4-6.8z",
  person: "M10 2.2a3.7 3.7 0 1 1 0 7.4a3.7 3.7 0 1 1 0-7.4zM3 17.6c.3-4.3 3.2-6.6 7-6.6s6.7 2.3 7 6.6z",
  landmark: "M10 3.5v13M3.5 10h13",
};

/** What is not a group's position keeps its symbol inside the swatch of an area. */
const SIGNED = new Set(["person", "origin", "casualty_or_arrest", "movement_to", "movement_from", "other"]);

/** @param {Look} look @returns {Piece[]} one symbol, in a box of 20 by 20 */
function piecesOf(look) {
  const d = SHAPES[look.shape] ?? SHAPES.other;
  if (look.shape === "landmark") return [{ d, stroke: "paper", width: 5 }, { d, stroke: "quiet", width: 2 }];
  const fills = {
    affirmed: { fill: look.colour, stroke: look.colour, width: 1 },
    uncertain: { stroke: look.colour, width: 2, dash: [4.6, 2.6] },
    planned: { stroke: look.colour, width: 2.6, dash: [0.1, 4.4], round: true },
    former: { fill: look.colour, fillAlpha: 0.16, stroke: look.colour, strokeAlpha: 0.6, width: 1.4 },
    negated: { fill: "struck", stroke: "quiet", width: 1.4 },
  };
  const style = { ...(fills[look.fill] ?? fills.uncertain) };
  if (look.shape === "origin" && look.fill === "affirmed") Object.assign(style, { fill: undefined, width: 2.4 });
  const pieces = [{ d, fill: "paper", stroke: "paper", width: 4.4 }, { d, ...style }];
  if (look.fill === "negated") pieces.push({ d: "M1 19L19 1", stroke: "paper", width: 5 }, { d: "M1 19L19 1", stroke: look.colour, width: 2.4, round: true });
  return pieces;
}

const FRAME = "M4 1.5h18a2.5 2.5 0 0 1 2.5 2.5v10a2.5 2.5 0 0 1-2.5 2.5h-18a2.5 2.5 0 0 1-2.5-2.5v-10a2.5 2.5 0 0 1 2.5-2.5z";

/**
 * The small swatch that stands for an area: its hatch, in a frame; never a dot.  In a box of 26 by 18.
 * @param {Look[]} looks
 * @param {boolean} faint whether it is a whole region or a border
 * @returns {Piece[]}
 */
function swatchPieces(looks, faint) {
  const [only] = looks.length === 1 ? looks : [];
  const colour = only && only.fill !== "negated" ? only.colour : "quiet";
  const pieces = [
    { d: FRAME, fill: "paper", stroke: "paper", width: 3 },
    { d: FRAME, fill: faint ? colour : hatchName(looks), fillAlpha: faint ? 0.22 : 1, stroke: colour, width: only?.fill === "planned" ? 2 : 1.3,
      dash: faint ? [3, 2.5] : { uncertain: [4, 2.4], planned: [0.1, 3] }[only?.fill], round: only?.fill === "planned",
      strokeAlpha: only?.fill === "former" ? 0.6 : 1 },
  ];
  if (only?.fill === "negated") pieces.push({ d: "M4 17L22 1", stroke: "paper", width: 5 }, { d: "M4 17L22 1", stroke: only.colour, width: 2.4, round: true });
  if (only?.shape && only.fill !== "negated") {
    // Too small for dashes: the frame takes them.
    const sign = piecesOf({ ...only, fill: only.fill === "affirmed" ? "affirmed" : "former" });
    pieces.push(...sign.map((piece) => ({ ...piece, at: [6.6, 2.6, 14 / 22] })));
  }
  return pieces;
}

/** Hatches by name: the looks whose stripes they are. @type {Map<string, Look[]>} */
const hatches = new Map();

/** @param {Look[]} looks @returns {string} the name of their hatch, a paint of pieces */
function hatchName(looks) {
  const name = `hatch ${looks.map(({ shape, fill, colour }) => `${shape ? 1 : 0}-${fill}-${colour}`).join(" ")}`;
  hatches.set(name, looks);
  return name;
}

const GAP = 10, RUN = 24; // pixels between stripes, and after which dashes repeat

/** @param {Look[]} looks @returns {{wide: number, lines: {x: number, stroke: string, width: number, alpha: number, dash?: number[], round?: boolean}[], crossed: boolean}} */
function stripesOf(looks) {
  const lines = looks.map((look, i) => ({
    x: GAP * (i + 0.5), stroke: look.fill === "negated" ? "quiet" : look.colour,
    ...{
      affirmed: look.shape ? { width: 1, alpha: 0.5 } : { width: 2, alpha: 0.62 },
      former: { width: 1.6, alpha: 0.32 },
      uncertain: { width: 2, dash: [8, 4], alpha: 0.75 },
      planned: { width: 2.2, dash: [0.1, 6], round: true, alpha: 0.8 },
      negated: { width: 1.2, alpha: 0.5 },
    }[look.fill],
  }));
  return { wide: GAP * looks.length, lines, crossed: looks.some((look) => look.fill === "negated") };
}

/** @param {Look[]} looks those of an area: who and whether, whatever the shape of a position; each once, at most four */
function stripes(looks) {
  const seen = new Map();
  for (const { shape, fill, colour } of looks) {
    const look = { shape: SIGNED.has(shape) ? shape : "", fill, colour };
    seen.set(`${look.shape} ${fill} ${colour}`, look);
  }
  return [...seen.values()].slice(0, 4);
}

// ---- as SVG ----

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an SVG element.
 * @param {string} name
 * @param {Record<string, string|number|undefined>} attributes
 * @param {Element[]} children
 * @returns {SVGElement}
 */
function svg(name, attributes, children = []) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** @param {string|undefined} paint @returns {string} a paint of SVG */
function svgPaint(paint) {
  if (paint === undefined) return "none";
  if (paint === "struck") return `url(#${patternId("hatch struck")})`;
  return paint.startsWith("hatch") ? `url(#${patternId(paint)})` : `var(--${paint})`;
}

/** @param {Piece} piece @returns {SVGElement} */
function svgPiece({ d, fill, fillAlpha, stroke, strokeAlpha, width, dash, round, at }) {
  return svg("path", { d, fill: svgPaint(fill), "fill-opacity": fillAlpha, stroke: svgPaint(stroke), "stroke-opacity": strokeAlpha, "stroke-width": width,
    "stroke-dasharray": dash?.join(" "), "stroke-linecap": round ? "round" : undefined, "stroke-linejoin": "round",
    transform: at && `translate(${at[0]} ${at[1]}) scale(${at[2]})` });
}

/** @param {Look} look @param {number} size in pixels @returns {SVGElement} */
function symbol(look, size) {
  return svg("svg", { viewBox: "-1 -1 22 22", width: size, height: size, class: "symbol", "aria-hidden": "true" }, piecesOf(look).map(svgPiece));
}

/** @param {Look[]} looks @param {boolean} faint @returns {SVGElement} */
function swatch(looks, faint) {
  return svg("svg", { viewBox: "0 0 26 18", width: 26, height: 18, class: "symbol", "aria-hidden": "true" }, swatchPieces(looks, faint).map(svgPiece));
}

/** @type {Map<string, string>} */
const patternIds = new Map();

/** @param {string} name of a hatch @returns {string} the id of its SVG pattern */
function patternId(name) {
  if (!patternIds.has(name)) {
    const id = `pattern-${patternIds.size}`;
    patternIds.set(name, id);
    let home = document.getElementById("patterns");
    if (!home) {
      home = svg("defs", { id: "patterns" });
      document.body.append(svg("svg", { width: 0, height: 0, style: "position:absolute", "aria-hidden": "true" }, [home]));
    }
    home.append(svgPattern(id, name));
  }
  return patternIds.get(name);
}

/** @param {string} id @param {string} name @returns {SVGElement} */
function svgPattern(id, name) {
  const common = { id, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  const line = (x, tall, stroke, width, rest = {}) => svg("line", { x1: x, x2: x, y1: 0, y2: tall, stroke: `var(--${stroke})`, "stroke-width": width, ...rest });
  if (name === "hatch struck") return svg("pattern", { ...common, width: 3.4, height: 3.4 }, [line(1, 3.4, "quiet", 1)]);
  const { wide, lines, crossed } = stripesOf(hatches.get(name));
  const across = crossed ? [svg("line", { x1: 0, x2: wide, y1: 12, y2: 12, stroke: "var(--quiet)", "stroke-width": 1, "stroke-opacity": 0.35 })] : [];
  return svg("pattern", { ...common, width: wide, height: RUN }, [...across, ...lines.map(({ x, stroke, width, alpha, dash, round }) => line(x, RUN, stroke, width, {
    "stroke-opacity": alpha, "stroke-dasharray": dash?.join(" "), "stroke-linecap": round ? "round" : undefined }))]);
}
