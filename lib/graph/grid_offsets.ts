import { InputError } from "../errors.ts";
import { describeValue } from "../random/check.ts";

/**
 * A rule (a, b) of a grid: vertex (i, j) joins (i + a, j + b) and its rotations by quarter turns, (i − b, j + a),
 * (i − a, j − b) and (i + b, j − a) (Jelinčič et al., arXiv:2510.23972, the connectivity table).
 */
export type GridOffset = readonly [a: number, b: number];

/** How a grid ends: `open` drops what would leave it, `torus` comes back in on the other side. */
export type GridBoundary = "open" | "torus";

/**
 * Half of the displacements of a list of offsets: (a, b) and (−b, a) for each, in order. The other two rotations are the
 * same edges seen from their other ends.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(gridDisplacements([[4, 1]]), [[4, 1], [-1, 4]]);
 * ```
 */
export function gridDisplacements(offsets: readonly GridOffset[]): readonly GridOffset[] {
  return offsets.flatMap(([a, b]): GridOffset[] => [[a, b], [0 - b, a]]);
}

/**
 * Refuses offsets that a grid of `height` rows and `width` columns cannot use: none at all, anything but pairs of integers,
 * (0, 0), one that equals an earlier one or a rotation of it, on a torus one that reaches round a side, and on an open grid
 * one that joins nothing. All are InputErrors that quote the offset.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkOffsets([[0, 1], [1, 0]], 6, 6, "open"), /offset 1, \[1,0\], repeats offset 0/);
 * ```
 */
export function checkOffsets(
  offsets: readonly GridOffset[],
  height: number,
  width: number,
  boundary: GridBoundary,
): void {
  const action = "Cannot build a grid graph";
  if (!Array.isArray(offsets) || offsets.length === 0) {
    throw new InputError(`${action}: offsets is ${describeValue(offsets)}; give a list of at least one pair [a, b]`);
  }
  const seen = new Map<string, number>();
  offsets.forEach((offset: unknown, k) => {
    const name = `offset ${k}, ${describeValue(offset)},`;
    if (!Array.isArray(offset) || offset.length !== 2 || !offset.every(Number.isSafeInteger)) {
      throw new InputError(`${action}: ${name} is not a pair of integers; write each offset as [a, b]`);
    }
    const [a, b] = offset as [number, number];
    if (a === 0 && b === 0) throw new InputError(`${action}: ${name} joins every vertex to itself; leave it out`);
    // Distances are compared by axis: (a, b) goes a rows and b columns, and its quarter turn b rows and a columns.
    const rows = Math.abs(a), columns = Math.abs(b), size = `a grid of ${height} × ${width}`;
    if (boundary === "torus" && Math.max(rows, columns) >= Math.min(height, width)) {
      throw new InputError(`${action}: ${name} reaches round ${size}; give a larger torus or a shorter offset`);
    }
    const fits = (rows < height && columns < width) || (columns < height && rows < width);
    if (!fits) throw new InputError(`${action}: ${name} joins nothing on ${size}; give a larger grid or leave it out`);
    const earlier = seen.get(`${a},${b}`);
    if (earlier !== undefined) {
      throw new InputError(
        `${action}: ${name} repeats offset ${earlier}, up to a rotation; give each of the four rotations once`,
      );
    }
    for (const [c, d] of [[a, b], [0 - b, a], [0 - a, 0 - b], [b, 0 - a]]) seen.set(`${c},${d}`, k);
  });
}
