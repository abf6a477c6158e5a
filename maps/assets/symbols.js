// Symbols: shape says what, colour says who, fill says whether it is so.  One place draws them for the map,
// the list, the chips and the legend, so that they cannot differ.

/**
 * @typedef {"affirmed"|"negated"|"former"|"uncertain"|"planned"} Fill
 * @typedef {{shape: string, fill: Fill, colour: string}} Look
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

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an SVG element.
 * @param {string} name
 * @param {Record<string, string|number>} attributes
 * @param {Element[]} children
 * @returns {SVGElement}
 */
function svg(name, attributes, children = []) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/**
 * Draw one symbol.
 * @param {Look} look
 * @param {number} size in pixels
 * @returns {SVGElement}
 */
function symbol(look, size) {
  const d = SHAPES[look.shape] ?? SHAPES.other;
  const box = svg("svg", { viewBox: "-1 -1 22 22", width: size, height: size, class: "symbol", "aria-hidden": "true" });
  const path = (attributes) => svg("path", { d, "stroke-linejoin": "round", ...attributes });
  if (look.shape === "landmark") {
    box.append(path({ stroke: "var(--paper)", "stroke-width": 5 }), path({ stroke: "var(--quiet)", "stroke-width": 2 }));
    return box;
  }
  box.append(path({ fill: "var(--paper)", stroke: "var(--paper)", "stroke-width": 4.4 }));
  const styles = {
    affirmed: { fill: look.colour, stroke: look.colour, "stroke-width": 1 },
    uncertain: { fill: "none", stroke: look.colour, "stroke-width": 2, "stroke-dasharray": "4.6 2.6" },
    planned: { fill: "none", stroke: look.colour, "stroke-width": 2.6, "stroke-dasharray": "0.1 4.4", "stroke-linecap": "round" },
    former: { fill: look.colour, "fill-opacity": 0.16, stroke: look.colour, "stroke-opacity": 0.6, "stroke-width": 1.4 },
    negated: { fill: "url(#struck)", stroke: "var(--quiet)", "stroke-width": 1.4 },
  };
  const style = { ...(styles[look.fill] ?? styles.uncertain) };
  if (look.shape === "origin" && look.fill === "affirmed") Object.assign(style, { fill: "none", "stroke-width": 2.4 });
  box.append(path(style));
  if (look.fill === "negated") {
    box.append(
      svg("path", { d: "M1 19L19 1", stroke: "var(--paper)", "stroke-width": 5 }),
      svg("path", { d: "M1 19L19 1", stroke: look.colour, "stroke-width": 2.4, "stroke-linecap": "round" }),
    );
  }
  return box;
}

/** Numbers of the hatches made so far, by their looks. */
const hatches = new Map();

/**
 * Return the paint, "url(#...)", of an area: one stripe for each look, dashed or faded as its fill says.
 * @param {Look[]} looks
 * @returns {string}
 */
function hatch(looks) {
  const key = JSON.stringify(looks);
  if (!hatches.has(key)) {
    const id = `hatch-${hatches.size}`;
    hatches.set(key, id);
    const gap = 10;
    const wide = gap * looks.length;
    const stripes = looks.map((look, i) => svg("line", {
      x1: gap * (i + 0.5), x2: gap * (i + 0.5), y1: 0, y2: 24, stroke: look.fill === "negated" ? "var(--quiet)" : look.colour,
      ...{
        affirmed: look.shape ? { "stroke-width": 1, "stroke-opacity": 0.5 } : { "stroke-width": 2, "stroke-opacity": 0.62 },
        former: { "stroke-width": 1.6, "stroke-opacity": 0.32 },
        uncertain: { "stroke-width": 2, "stroke-dasharray": "8 4", "stroke-opacity": 0.75 },
        planned: { "stroke-width": 2.2, "stroke-dasharray": "0.1 6", "stroke-linecap": "round", "stroke-opacity": 0.8 },
        negated: { "stroke-width": 1.2, "stroke-opacity": 0.5 },
      }[look.fill],
    }));
    const crossed = looks.some((look) => look.fill === "negated")
      ? [svg("line", { x1: 0, x2: wide, y1: 12, y2: 12, stroke: "var(--quiet)", "stroke-width": 1, "stroke-opacity": 0.35 })] : [];
    const pattern = svg("pattern", {
      id, width: wide, height: 24, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
    }, [...crossed, ...stripes]);
    defs().append(pattern);
  }
  return `url(#${hatches.get(key)})`;
}

/** @returns {Element} where the patterns live */
function defs() {
  let home = document.getElementById("patterns");
  if (!home) {
    home = svg("defs", { id: "patterns" }, [
      svg("pattern", { id: "struck", width: 3.4, height: 3.4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, [
        svg("line", { x1: 1, x2: 1, y1: 0, y2: 3.4, stroke: "var(--quiet)", "stroke-width": 1 }),
      ]),
    ]);
    document.body.append(svg("svg", { width: 0, height: 0, style: "position:absolute", "aria-hidden": "true" }, [home]));
  }
  return home;
}

/**
 * Draw the small swatch that stands for an area: its hatch, in a frame; never a dot.
 * @param {Look[]} looks
 * @param {boolean} faint whether it is a whole region or a border
 * @returns {SVGElement}
 */
function swatch(looks, faint) {
  const [only] = looks.length === 1 ? looks : [];
  const colour = only && only.fill !== "negated" ? only.colour : "var(--quiet)";
  const inner = [];
  if (only?.fill === "negated") {
    inner.push(svg("path", { d: "M4 17L22 1", stroke: "var(--paper)", "stroke-width": 5 }),
      svg("path", { d: "M4 17L22 1", stroke: only.colour, "stroke-width": 2.4, "stroke-linecap": "round" }));
  }
  if (only?.shape && only.fill !== "negated") {
    // Too small for dashes: the frame takes them.
    const sign = symbol({ ...only, fill: only.fill === "affirmed" ? "affirmed" : "former" }, 14);
    for (const [key, value] of [["x", 6], ["y", 2]]) sign.setAttribute(key, String(value));
    inner.push(sign);
  }
  return svg("svg", { viewBox: "0 0 26 18", width: 26, height: 18, class: "symbol", "aria-hidden": "true" }, [
    svg("rect", { x: 1.5, y: 1.5, width: 23, height: 15, rx: 2.5, fill: "var(--paper)", stroke: "var(--paper)", "stroke-width": 3 }),
    svg("rect", { x: 1.5, y: 1.5, width: 23, height: 15, rx: 2.5, fill: faint ? colour : hatch(looks), "fill-opacity": faint ? 0.22 : 1,
      stroke: colour, "stroke-width": only?.fill === "planned" ? 2 : 1.3, "stroke-dasharray": faint ? "3 2.5" : { uncertain: "4 2.4", planned: "0.1 3", former: "none" }[only?.fill] ?? "none",
      "stroke-linecap": only?.fill === "planned" ? "round" : "butt", "stroke-opacity": only?.fill === "former" ? 0.6 : 1 }),
    ...inner,
  ]);
}
