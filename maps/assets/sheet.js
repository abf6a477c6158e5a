// Sheet: a canvas that lies on the map, moves with it, and is painted anew when the map stands still.

/**
 * @typedef {{zoom: number, scale: number, x: number, y: number, box: number[]}} View
 *   `scale` pixels of the world, (x, y) its pixel at the origin of the pen, `box` [left, top, right, bottom] to be painted
 */

const Sheet = L.Renderer.extend({
  /**
   * @param {object} options of L.Renderer
   * @param {(pen: CanvasRenderingContext2D, view: View, paints: Paints) => void} paint
   */
  initialize(options, paint) {
    L.Renderer.prototype.initialize.call(this, options);
    this.paint = paint;
  },
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    this.pen = this._container.getContext("2d");
  },
  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this.redraw();
  },
  /** Paint again what is in view. */
  redraw() {
    const { min, max } = this._bounds, ratio = Math.min(2, devicePixelRatio || 1), canvas = this._container;
    if (this.paints?.ratio !== ratio || this.paints.theme !== document.documentElement.dataset.theme) {
      this.paints = new Paints(ratio);
      this.paints.theme = document.documentElement.dataset.theme;
    }
    const [wide, tall] = [max.x - min.x, max.y - min.y];
    canvas.width = wide * ratio;
    canvas.height = tall * ratio;
    Object.assign(canvas.style, { width: `${wide}px`, height: `${tall}px` });
    this.pen.setTransform(ratio, 0, 0, ratio, -min.x * ratio, -min.y * ratio);
    this.paint(this.pen, viewOf(this._map, [min.x, min.y, max.x, max.y]), this.paints);
  },
});

/** @param {L.Map} map @param {number[]} box in layer pixels @returns {View} */
function viewOf(map, box) {
  const { x, y } = map.getPixelOrigin(), zoom = map.getZoom();
  return { zoom, scale: 256 * 2 ** zoom, x, y, box };
}

/** @param {L.Map} map @returns {number[]} the box of the window in layer pixels */
function windowOf(map) {
  const { x, y } = map.containerPointToLayerPoint([0, 0]), size = map.getSize();
  return [x, y, x + size.x, y + size.y];
}
