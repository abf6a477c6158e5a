// Legend: every symbol that this page uses, in words.  The page shows it and the picture repeats it.

const FILLS = ["affirmed", "uncertain", "planned", "former", "negated"];

/** @typedef {{draw: {pieces: Piece[], box: number[], size: number[]}, words: string}} Entry */

const RING = "M2 13a11 11 0 1 0 22 0a11 11 0 1 0-22 0z", DOT = "M9 13a4 4 0 1 0 8 0a4 4 0 1 0-8 0z";

/** @param {boolean} dot @returns the sign of a ring, with its dot or alone */
const ringSign = (dot) => ({ box: [0, 0, 26, 26], size: [26, 26], pieces: [
  { d: RING, fill: "ink", fillAlpha: 0.08, stroke: "ink", width: dot ? 1 : 2 }, ...(dot ? [{ d: DOT, fill: "ink" }] : [])] });

/** @type {WeakMap<Model, object>} */
const uses = new WeakMap();

/** @returns {{shapes: Set<string>, fills: Set<string>, ways: Set<string>, approx: boolean, actors: Set<number>, plain: boolean}} what the map uses */
function usedBy(model) {
  if (!uses.has(model)) uses.set(model, usesOf(model));
  return uses.get(model);
}

/** Ask each combination of symbol, fill, actor and way of drawing once. */
function usesOf({ store, spots, spotOf, n, data }) {
  const used = { shapes: new Set(), fills: new Set(), ways: new Set(), approx: false, actors: new Set(), plain: false };
  const [fills, actors, ways] = [store.size("fill"), store.size("actor"), spots.table.size("draw")];
  const asked = new Uint8Array(store.size("shape") * fills * actors * ways);
  for (let i = 0; i < n; i += 1) {
    const s = spotOf[i];
    if (s < 0) continue;
    const key = ((store.code("shape", i) * fills + store.code("fill", i)) * actors + store.code("actor", i)) * ways + spots.table.code("draw", s);
    if (asked[key]) continue;
    asked[key] = 1;
    const way = spots.way(s), shape = store.at("shape", i), actor = store.at("actor", i);
    used.ways.add(way);
    used.fills.add(store.at("fill", i));
    if (way === "dot" || way === "ring" || way === "cross") used.shapes.add(shape);
    if (data.actors[actor].slot >= 0) used.actors.add(actor);
    else if (shape !== "landmark") used.plain = true;
  }
  const approx = spots.table.columns.approx;
  used.approx = approx !== undefined && spots.table.values("approx").includes(true);
  return used;
}

/** @param {Model} model @returns {{name: string, entries: Entry[]}[]} the parts of the legend */
function legendOf(model) {
  const used = usedBy(model), colour = "ink";
  const area = { shape: "", fill: "affirmed", colour };
  const signed = (shape, fill, paint, size = 17) => signOf({ shape, fill, colour: paint }, size);
  const line = { box: [0, 0, 26, 18], size: [26, 18], pieces: [{ d: FRAME, stroke: "ink", width: 1.4, dash: [3, 4] }] };
  const precise = [
    [used.ways.has("dot"), ringSign(true), "ring_means"], [used.ways.has("ring"), ringSign(false), "near_means"],
    [used.ways.has("area"), swatchOf([area], false), "area_means"], [used.approx, line, "approx_means"], [used.ways.has("faint"), swatchOf([area], true), "faint_means"],
  ].filter(([is]) => is).map(([, draw, key]) => ({ draw, words: t(key) }));
  const actors = [...used.actors].sort((a, b) => a - b).slice(0, 60).map((actor) => ({ draw: signed("presence", "affirmed", model.colour(actor), 14), words: model.data.actors[actor].name }));
  return [
    { name: t("shape_means"), entries: Object.keys(SHAPES).filter((shape) => used.shapes.has(shape)).map((shape) => ({ draw: signed(shape, "affirmed", colour), words: WORDS.shapes[shape] })) },
    { name: t("fill_means"), entries: FILLS.filter((fill) => used.fills.has(fill)).map((fill) => ({ draw: signed("presence", fill, colour), words: WORDS.fills[fill] })) },
    { name: t("how_precise"), entries: precise },
    { name: t("colour_means"), entries: [...actors, ...(used.plain ? [{ draw: signed("presence", "affirmed", colour, 14), words: t("person_means") }] : [])] },
  ].filter(({ entries }) => entries.length);
}

/** @param {Entry["draw"]} draw @returns {SVGElement} */
function svgSign({ pieces, box, size }) {
  return svg("svg", { viewBox: box.join(" "), width: size[0], height: size[1], class: "symbol", "aria-hidden": "true" }, pieces.map(svgPiece));
}

/**
 * Write the legend: only what this page uses.
 * @param {HTMLElement} box
 * @param {Model} model
 */
function writeLegend(box, model) {
  const parts = legendOf(model);
  const item = ({ draw, words }) => make("li", {}, make("span.sign", {}, svgSign(draw)), make("span", {}, said(words)));
  const slots = model.data.actors.map(({ slot }) => slot).filter((slot) => slot >= 0);
  const list = make("div.full", { id: "dl-legend-full", hidden: true, tabindex: 0, role: "group", "aria-label": t("shape_means") },
    ...parts.flatMap(({ name, entries }) => [make("h2.sub", {}, name), make("ul", {}, ...entries.map(item))]),
    new Set(slots).size < slots.length ? make("p.quiet", {}, t("few_colours")) : "",
    make("p.quiet", {}, t("number_means")));
  const strip = make("button.strip", { type: "button", "aria-expanded": "false", "aria-controls": "dl-legend-full", onclick: () => {
    list.hidden = !list.hidden;
    strip.setAttribute("aria-expanded", String(!list.hidden));
  } }, make("strong", {}, t("legend")), ...keysOf(model));
  box.append(list, strip);
}

/** @returns {HTMLElement[]} what the folded strip shows: the fills, and that an area has no spot */
function keysOf(model) {
  const used = usedBy(model);
  const fills = FILLS.filter((fill) => used.fills.has(fill)).slice(0, 4);
  return [...fills.map((fill) => make("span.key", {}, symbol({ shape: "presence", fill, colour: "ink" }, 14), WORDS.fills[fill])),
    ...(used.ways.has("area") ? [make("span.key", {}, swatch([{ shape: "", fill: "affirmed", colour: "ink" }], false), t("area_short"))] : [])];
}
