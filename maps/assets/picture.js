// Picture: the view as it is, with title, legend, notes and credits, as a PNG.  The streets of others are not in it:
// the page's own ground is.

const COLUMN = 210, LINE = 19; // pixels: the least width of a column of the legend, and its lines

/**
 * Paint the view and what must go with it.
 * @param {L.Map} map
 * @param {Model} model
 * @param {Features} features
 * @param {Ground} ground
 * @returns {HTMLCanvasElement}
 */
function pictureOf(map, model, features, ground) {
  const ratio = 2, { x: wide, y: tall } = map.getSize(), { data } = model;
  const rtl = document.documentElement.dir === "rtl";
  const paints = new Paints(ratio), box = windowOf(map), view = viewOf(map, box);
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  const font = (size, weight = 400) => `${weight} ${size}px ${FONT}`;
  const parts = legendOf(model).map(({ name, entries }) => ({ name, entries, ...columnsOf(pen, entries, font(11), wide - 32) }));
  const notes = [data.notes[0], data.asOf, ...data.credits].flatMap((line) => wrapped(pen, line, font(11), wide - 32));
  const below = parts.reduce((sum, { entries, across }) => sum + 24 + Math.ceil(entries.length / across) * LINE, 0) + notes.length * 15 + 32;
  const above = 46;
  Object.assign(canvas, { width: wide * ratio, height: (above + tall + below) * ratio });
  pen.scale(ratio, ratio);
  pen.fillStyle = paints.of("paper");
  pen.fillRect(0, 0, wide, above + tall + below);
  const write = (text, x, y, style, paint = "ink") => {
    Object.assign(pen, { font: style, fillStyle: paints.of(paint), textBaseline: "alphabetic", direction: rtl ? "rtl" : "ltr", textAlign: rtl ? "right" : "left" });
    pen.fillText(text, rtl ? wide - x : x, y);
  };
  write(data.title, 16, 30, `600 20px ${SERIF}`);
  pen.save();
  pen.translate(0, above);
  pen.beginPath();
  pen.rect(0, 0, wide, tall);
  pen.clip();
  pen.fillStyle = paints.of("sea");
  pen.fillRect(0, 0, wide, tall);
  pen.translate(-box[0], -box[1]);
  ground.paint(pen, view, paints);
  features.paint(pen, view, paints);
  pen.restore();
  scaleBar(map, pen, above + tall - 12, paints);
  let y = above + tall + 8;
  for (const { name, entries, across, column } of parts) {
    write(name, 16, (y += 16), font(11, 700), "quiet");
    entries.forEach(({ draw, words }, i) => {
      const x = 16 + (i % across) * column, line = y + 14 + Math.floor(i / across) * LINE;
      const small = Math.min(1, 17 / draw.size[1]);
      paintSign(pen, { ...draw, size: draw.size.map((n) => n * small) }, rtl ? wide - x - 13 : x + 13, line - 4, paints);
      write(shortened(pen, words, font(11), column - 40), x + 32, line, font(11), "soft");
    });
    y += 8 + Math.ceil(entries.length / across) * LINE;
  }
  y += 8;
  for (const line of notes) write(line, 16, (y += 15), font(11), "quiet");
  return canvas;
}

const SERIF = 'Georgia, "Times New Roman", "Liberation Serif", serif';

/** @returns {{across: number, column: number}} how many columns of a part of the legend fit, so that its words are whole */
function columnsOf(pen, entries, font, wide) {
  pen.font = font;
  const longest = Math.max(...entries.map(({ words }) => pen.measureText(words).width)) + 48;
  const across = Math.max(1, Math.floor(wide / Math.max(COLUMN, longest)));
  return { across, column: wide / across };
}

/** @returns {string[]} text broken into lines of a width */
function wrapped(pen, text, font, wide) {
  pen.font = font;
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > wide) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** @returns {string} text that fits a width, cut with an ellipsis */
function shortened(pen, text, font, wide) {
  pen.font = font;
  if (pen.measureText(text).width <= wide) return text;
  let cut = text;
  while (cut && pen.measureText(`${cut}…`).width > wide) cut = cut.slice(0, -1);
  return `${cut}…`;
}

/** Draw a bar of a round number of kilometres. */
function scaleBar(map, pen, y, paints) {
  const size = map.getSize();
  const metres = map.distance(map.containerPointToLatLng([0, size.y / 2]), map.containerPointToLatLng([100, size.y / 2]));
  const power = 10 ** Math.floor(Math.log10(metres));
  const round = [5, 2, 1].map((n) => n * power).find((n) => n <= metres);
  const wide = (round / metres) * 100;
  Object.assign(pen, { strokeStyle: paints.of("soft"), fillStyle: paints.of("soft"), lineWidth: 1.5, font: `11px ${FONT}`, textAlign: "left", direction: "ltr" });
  pen.setLineDash([]);
  pen.beginPath();
  pen.moveTo(16, y - 6);
  pen.lineTo(16, y);
  pen.lineTo(16 + wide, y);
  pen.lineTo(16 + wide, y - 6);
  pen.stroke();
  pen.fillText(round >= 1000 ? t("kilometres", { n: round / 1000 }) : t("metres", { n: round }), 20, y - 4);
}

/** Save the view as a PNG named after the page. */
function savePicture(map, model, features, ground) {
  const name = model.data.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 80) || "map";
  pictureOf(map, model, features, ground).toBlob((blob) => save(`${name}.png`, blob), "image/png");
  features.sheet.redraw();
}
