/**
 * Ranks from 1, equal values sharing the average of their places.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(averageRanks([10, 30, 20, 20]), [1, 4, 2.5, 2.5]);
 * ```
 */
export function averageRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : 0);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

/**
 * Spearman's rank correlation: Pearson's correlation of the {@link averageRanks} (Spearman 1904; the form with ties,
 * Kendall & Gibbons, Rank Correlation Methods, ch. 3). NaN when either side is constant, when there are fewer than two
 * pairs, or when a value is NaN; infinities rank at the ends.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(spearman([1, 2, 3], [10, 100, Infinity]), 1);
 * ```
 */
export function spearman(x: readonly number[], y: readonly number[]): number {
  if (x.some(Number.isNaN) || y.some(Number.isNaN)) return NaN;
  const a = averageRanks(x), b = averageRanks(y);
  const centre = (x.length + 1) / 2;
  let ab = 0, aa = 0, bb = 0;
  for (let i = 0; i < a.length; i++) {
    const u = a[i]! - centre, v = b[i]! - centre;
    ab += u * v;
    aa += u * u;
    bb += v * v;
  }
  return ab / Math.sqrt(aa * bb);
}
