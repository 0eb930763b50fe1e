/** Lines as the pen draws them. */
export interface PenLines {
  /** Polylines, x and y in turn, in pixels; the centre of the upper left pixel is (0, 0). */
  readonly lines: readonly Float64Array[];
  /** Half the width of the pen, in pixels. */
  readonly radius: number;
}

/**
 * Draws lines into a square image of `side` × `side` bytes: 255 within the pen, falling to 0 over one pixel at its edge.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const image = new Uint8Array(9);
 * drawLines({ lines: [Float64Array.of(1, 0, 1, 2)], radius: 0.5 }, 3, image);
 * assert.deepEqual([...image], [0, 255, 0, 0, 255, 0, 0, 255, 0]);
 * ```
 */
export function drawLines({ lines, radius }: PenLines, side: number, image: Uint8Array): void {
  const reach = radius + 0.5;
  for (const line of lines) {
    for (let k = 0; k + 3 < line.length; k += 2) {
      const x0 = line[k]!, y0 = line[k + 1]!, dx = line[k + 2]! - x0, dy = line[k + 3]! - y0;
      const square = dx * dx + dy * dy;
      const left = Math.max(0, Math.ceil(Math.min(x0, x0 + dx) - reach));
      const right = Math.min(side - 1, Math.floor(Math.max(x0, x0 + dx) + reach));
      const top = Math.max(0, Math.ceil(Math.min(y0, y0 + dy) - reach));
      const bottom = Math.min(side - 1, Math.floor(Math.max(y0, y0 + dy) + reach));
      for (let y = top; y <= bottom; y++) {
        for (let x = left; x <= right; x++) {
          const along = square === 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / square;
          const t = Math.min(Math.max(along, 0), 1);
          const ex = x - x0 - t * dx, ey = y - y0 - t * dy;
          const light = Math.round(255 * Math.min(1, reach - Math.sqrt(ex * ex + ey * ey)));
          if (light > image[y * side + x]!) image[y * side + x] = light;
        }
      }
    }
  }
}
