/**
 * A smooth curve through points with rising x and y that never falls, by cubic pieces: at x, with the end values beyond the ends.
 *
 * Source: F. N. Fritsch and J. Butland, SIAM J. Sci. Stat. Comput. 5, 300 (1984).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const curve = monotoneCurve([0, 1, 3], [0, 2, 2]);
 * assert.deepEqual([curve(-1), curve(1), curve(2), curve(9)], [0, 2, 2, 2]);
 * assert.deepEqual(monotoneCurve([0, 1, 2], [0, 1, 2])(1.5), 1.5);
 * ```
 */
export function monotoneCurve(x: ArrayLike<number>, y: ArrayLike<number>): (at: number) => number {
  const last = x.length - 1, width = (k: number) => x[k + 1]! - x[k]!;
  const secant = (k: number) => (y[k + 1]! - y[k]!) / width(k);
  const slopes = Float64Array.from({ length: x.length }, (_, k) => {
    if (last === 0) return 0;
    if (k === 0) return secant(0);
    if (k === last) return secant(last - 1);
    const before = secant(k - 1), after = secant(k);
    if (before <= 0 || after <= 0) return 0;
    // The weighted harmonic mean is at most three times the smaller secant, which keeps a cubic from falling.
    const a = 2 * width(k) + width(k - 1), b = width(k) + 2 * width(k - 1);
    return (a + b) / (a / before + b / after);
  });
  return (at) => {
    if (at <= x[0]!) return y[0]!;
    if (at >= x[last]!) return y[last]!;
    let k = 0;
    while (x[k + 1]! <= at) k++;
    const h = width(k), t = (at - x[k]!) / h, s = 1 - t;
    return s * s * (1 + 2 * t) * y[k]! + t * t * (3 - 2 * t) * y[k + 1]! +
      h * t * s * (s * slopes[k]! - t * slopes[k + 1]!);
  };
}
