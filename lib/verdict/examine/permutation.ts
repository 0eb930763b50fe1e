import { spearman } from "../data/spearman.ts";

/** Above this, only rank correlations that need no search are made. */
const MOST_SEARCHED = 64;

/** Distance between neighbouring rank correlations of `count` pairs without ties: 12/(n(n² − 1)). */
export function rankStep(count: number): number {
  return 12 / (count * (count * count - 1));
}

/**
 * A permutation of 0 … count − 1 whose rank correlation with the order itself is as near to `target` as a descent by
 * exchanges finds. Without ties the rank correlation is 1 − 6 Σd²/(n(n² − 1)) (Spearman 1904).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(permutationNear(1, 3), [0, 1, 2]);
 * assert.deepEqual(permutationNear(-1, 3), [2, 1, 0]);
 * assert.deepEqual(permutationNear(0.5, 3), [1, 0, 2]);
 * ```
 */
export function permutationNear(target: number, count: number): number[] {
  const wanted = Math.round((1 - target) / rankStep(count));
  const order = Array.from({ length: count }, (_, i) => i);
  const halves = (): number => order.reduce((sum, place, i) => sum + (place - i) ** 2, 0) / 2;
  let turned = 0;
  for (let size = 2; size <= count && size * (size * size - 1) / 6 <= wanted; size++) turned = size;
  order.splice(0, turned, ...order.slice(0, turned).reverse());
  let gap = wanted - halves();
  while (gap !== 0 && count <= MOST_SEARCHED) {
    let best = Math.abs(gap), swap: readonly [number, number] | null = null;
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        // Exchanging two places changes half the sum of squares by the product of the two distances.
        const change = (j - i) * (order[j]! - order[i]!);
        if (Math.abs(gap - change) < best) {
          best = Math.abs(gap - change);
          swap = [i, j];
        }
      }
    }
    if (swap === null) break;
    const [i, j] = swap;
    gap -= (j - i) * (order[j]! - order[i]!);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** The rank correlation of a permutation with the order itself. */
export function rankCorrelation(permutation: readonly number[]): number {
  return spearman(permutation.map((_, i) => i), permutation);
}
