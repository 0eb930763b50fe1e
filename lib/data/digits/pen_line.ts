import type { Stroke } from "./glyphs.ts";

/** Pieces of a straight line between two points of a stroke. */
const PIECES = 6;

/**
 * A stroke as a polyline of x and y in turn that runs smoothly through all its points (a Catmull–Rom spline; two points are
 * a straight line). Only sums and products are used, so it is the same to the last bit everywhere.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(penLine([0, 0, 6, 12]), Float64Array.of(0, 0, 6, 12));
 * const line = penLine([0, 0, 1, 1, 2, 0]);
 * assert.deepEqual([line[12], line[13]], [1, 1]);
 * ```
 */
export function penLine(stroke: Stroke): Float64Array {
  if (stroke.length <= 4) return Float64Array.from(stroke);
  const spans = stroke.length / 2 - 1;
  const line = new Float64Array(2 * (spans * PIECES + 1));
  // A closed stroke goes on smoothly where it ends; an open one has its ends doubled.
  const closed = stroke[0] === stroke.at(-2) && stroke[1] === stroke.at(-1);
  const at = (k: number, axis: number): number => {
    const inside = closed ? (k + spans) % spans : Math.min(Math.max(k, 0), spans);
    return stroke[2 * inside + axis]!;
  };
  for (let s = 0; s < spans; s++) {
    for (let axis = 0; axis < 2; axis++) {
      const a = at(s - 1, axis), b = at(s, axis), c = at(s + 1, axis), d = at(s + 2, axis);
      for (let piece = 0; piece < PIECES; piece++) {
        const t = piece / PIECES;
        const cubic = (3 * (b - c) + d - a) * t + 2 * a - 5 * b + 4 * c - d;
        line[2 * (s * PIECES + piece) + axis] = b + 0.5 * t * (c - a + t * cubic);
      }
    }
  }
  for (let axis = 0; axis < 2; axis++) line[line.length - 2 + axis] = at(spans, axis);
  return line;
}
