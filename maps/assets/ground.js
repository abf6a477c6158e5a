// The ground: land and borders inside the page, under the tiles; it shows wherever no tiles load.

class Ground {
  /** @param {{land: number[][], borders: number[][]}} ground differences in thousandths of a degree */
  constructor({ land, borders }) {
    this.land = decoded(land, true);
    this.borders = decoded(borders, false);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {View} view
   * @param {Paints} paints
   */
  paint(pen, view, paints) {
    const land = new Path2D(), borders = new Path2D();
    trace(land, this.land, view);
    trace(borders, this.borders, view);
    Object.assign(pen, { fillStyle: paints.of("land"), strokeStyle: paints.of("coast"), lineWidth: 0.8, lineJoin: "round" });
    pen.fill(land, "evenodd");
    pen.stroke(land);
    Object.assign(pen, { strokeStyle: paints.of("border"), lineWidth: 1.1 });
    pen.stroke(borders);
  }
}
