// Draws a small picture from shapes that know how far a point is from their edge: smooth at every
// size, without a library and without files.

export type Point = readonly [x: number, y: number];
/** How far a point is outside of a shape, in pixels; negative inside. */
export type Shape = (x: number, y: number) => number;
export type Colour = readonly [red: number, green: number, blue: number];

export function createCanvas(size: number) {
  /** Premultiplied, 0 to 1. */
  const pixels = new Float64Array(size * size * 4);

  function each(shape: Shape, paint: (at: number, cover: number) => void): void {
    for (let y = 0; y < size; y += 1)
      for (let x = 0; x < size; x += 1) {
        const cover = Math.min(Math.max(0.5 - shape(x + 0.5, y + 0.5), 0), 1);
        if (cover > 0) paint((y * size + x) * 4, cover);
      }
  }

  return {
    fill(shape: Shape, colour: Colour): void {
      const values = [...colour, 255].map((value) => value / 255);
      each(shape, (at, cover) => {
        for (let part = 0; part < 4; part += 1)
          pixels[at + part] = (values[part] ?? 0) * cover + (pixels[at + part] ?? 0) * (1 - cover);
      });
    },
    /** Makes what lies there see-through again. */
    cut(shape: Shape): void {
      each(shape, (at, cover) => {
        for (let part = 0; part < 4; part += 1)
          pixels[at + part] = (pixels[at + part] ?? 0) * (1 - cover);
      });
    },
    /** Rows of blue, green, red, alpha, as Electron takes a bitmap. */
    bitmap(): Buffer {
      const bytes = Buffer.alloc(pixels.length);
      for (let at = 0; at < pixels.length; at += 1) {
        const part = at % 4;
        const from = part === 3 ? at : at + 2 - part * 2;
        bytes[at] = Math.round((pixels[from] ?? 0) * 255);
      }
      return bytes;
    },
  };
}

export const disc =
  (centre: Point, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - centre[0], y - centre[1]) - radius;

/** A rectangle with round corners. */
export const slab = (left: number, top: number, right: number, bottom: number, radius: number) => {
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  const [halfX, halfY] = [(right - left) / 2 - radius, (bottom - top) / 2 - radius];
  return (x: number, y: number): number => {
    const [outX, outY] = [Math.abs(x - middleX) - halfX, Math.abs(y - middleY) - halfY];
    const outside = Math.hypot(Math.max(outX, 0), Math.max(outY, 0));
    return outside + Math.min(Math.max(outX, outY), 0) - radius;
  };
};

/** A line through these points, with round ends. */
export function stroke(points: readonly Point[], width: number): Shape {
  return (x, y) => {
    let nearest = Infinity;
    for (const [index, [toX, toY]] of points.entries()) {
      const [fromX, fromY] = points[Math.max(index - 1, 0)] ?? [toX, toY];
      const [alongX, alongY] = [toX - fromX, toY - fromY];
      const length = alongX * alongX + alongY * alongY;
      const part = length === 0 ? 0 : ((x - fromX) * alongX + (y - fromY) * alongY) / length;
      const near = Math.min(Math.max(part, 0), 1);
      nearest = Math.min(nearest, Math.hypot(x - fromX - alongX * near, y - fromY - alongY * near));
    }
    return nearest - width / 2;
  };
}
