import { checkInteger } from "../random/check.ts";

/**
 * The two colours of a board of `height` rows and `width` columns (at least two squares): first the vertices
 * i·width + j with i + j even, then those with i + j odd, ascending in both.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(checkerboard(2, 3).map((block) => [...block]), [[0, 2, 4], [1, 3, 5]]);
 * ```
 */
export function checkerboard(height: number, width: number): readonly [even: Uint32Array, odd: Uint32Array] {
  const action = "Cannot colour a checkerboard";
  checkInteger(height, "height", action, 1, 2 ** 24);
  checkInteger(width, "width", action, height === 1 ? 2 : 1, Math.floor(2 ** 24 / height));
  const count = height * width;
  const blocks = [new Uint32Array(Math.ceil(count / 2)), new Uint32Array(Math.floor(count / 2))] as const;
  const used = [0, 0];
  for (let i = 0, v = 0; i < height; i++) {
    for (let j = 0; j < width; j++, v++) {
      const colour = (i + j) % 2;
      blocks[colour]![used[colour]!++] = v;
    }
  }
  return blocks;
}
