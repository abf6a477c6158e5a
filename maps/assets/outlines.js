// Outlines: GeoJSON areas and lines as numbers, and as paths of a view.

/**
 * @typedef {{x: Float64Array, y: Float64Array}} Line in Web Mercator, 0 to 1
 * @typedef {{lines: Line[], closed: boolean, box: number[]}} Outline
 */

/** @param {{type: string, coordinates: any[]}} geometry GeoJSON @returns {Outline} */
function outlineOf({ type, coordinates }) {
  const closed = type.endsWith("Polygon");
  const lines = { Polygon: () => coordinates, MultiPolygon: () => coordinates.flat(), LineString: () => [coordinates], MultiLineString: () => coordinates }[type]();
  return measured(lines.map(lineOf), closed);
}

/** @param {number[][]} points [lon, lat] @returns {Line} */
function lineOf(points) {
  return { x: Float64Array.from(points, ([lon]) => eastOf(lon)), y: Float64Array.from(points, ([, lat]) => southOf(lat)) };
}

/** @param {Line[]} lines @param {boolean} closed @returns {Outline} */
function measured(lines, closed) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of lines) {
    for (let i = 0; i < x.length; i += 1) {
      if (x[i] < box[0]) box[0] = x[i];
      if (y[i] < box[1]) box[1] = y[i];
      if (x[i] > box[2]) box[2] = x[i];
      if (y[i] > box[3]) box[3] = y[i];
    }
  }
  return { lines, closed, box };
}

/**
 * Write differences in thousandths of a degree, longitude first, as an outline.
 * @param {number[][]} rings
 * @param {boolean} closed
 */
function decoded(rings, closed) {
  return measured(rings.map((steps) => {
    const points = [];
    let lon = 0, lat = 0;
    for (let i = 0; i < steps.length; i += 2) points.push([(lon += steps[i]) / 1000, (lat += steps[i + 1]) / 1000]);
    return lineOf(points);
  }), closed);
}

/**
 * Add an outline to a path, as fine as the view shows.
 * @param {Path2D} path
 * @param {Outline} outline
 * @param {View} view
 */
function trace(path, { lines, closed }, { scale, x: left, y: top }) {
  for (const { x, y } of lines) {
    let [px, py] = [x[0] * scale - left, y[0] * scale - top];
    path.moveTo(px, py);
    for (let i = 1; i < x.length; i += 1) {
      const qx = x[i] * scale - left, qy = y[i] * scale - top;
      if (i < x.length - 1 && Math.abs(qx - px) < 0.7 && Math.abs(qy - py) < 0.7) continue;
      path.lineTo(qx, qy);
      [px, py] = [qx, qy];
    }
    if (closed) path.closePath();
  }
}

/** @param {number[]} box of an outline @param {View} view @returns {boolean} whether it can be seen */
function inView([west, north, east, south], { scale, x, y, box }) {
  return east * scale - x >= box[0] && west * scale - x <= box[2] && south * scale - y >= box[1] && north * scale - y <= box[3];
}
