import chiSquareQuantile from "@stdlib/stats-base-dists-chisquare-quantile";
import { packedLength } from "../../../../lib/sampler/engine/packed_spins.ts";
import type { Engine } from "../../../../lib/sampler/engine/engine.ts";
import { ALPHA } from "../../random/statistics.ts";
import type { Matrix } from "../exact_matrices.ts";

/**
 * How often an engine goes from each state to each in one sweep: chain c starts in state c mod 2^n and counts once. Bit i of a
 * state is set where spin i is −1.
 */
export async function countTransitions(engine: Engine, n: number, chains: number, sweep: number): Promise<Matrix> {
  const size = 2 ** n, packed = new Uint32Array(packedLength(chains, n));
  for (let c = 0; c < chains; c++) {
    for (let i = 0; i < n; i++) packed[(c >>> 5) * n + i]! |= (((c % size) >> i) & 1) << (c & 31);
  }
  await engine.load(packed);
  await engine.run(sweep, 1);
  await engine.store(packed);
  const counts = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let c = 0; c < chains; c++) counts[c % size]![stateAt(packed, c, n)]!++;
  return counts;
}

/** The state of chain c in packed words. */
export function stateAt(packed: Uint32Array, c: number, n: number): number {
  let state = 0;
  for (let i = 0; i < n; i++) state |= ((packed[(c >>> 5) * n + i]! >>> (c & 31)) & 1) << i;
  return state;
}

/**
 * Pearson's statistic of all rows together over the limit that the true matrix exceeds with probability ALPHA: above 1 rejects.
 * Entries with fewer than 50 expected counts are pooled in each row, and left out with the row's rest where the pool is as small.
 */
export function matrixRatio(counts: Matrix, P: Matrix): number {
  let statistic = 0, freedom = 0;
  counts.forEach((row, s) => {
    const total = row.reduce((a, b) => a + b);
    let cells = 0, pooledCount = 0, pooledExpected = 0;
    row.forEach((count, t) => {
      const expected = total * P[s]![t]!;
      if (expected >= 50) {
        statistic += (count - expected) ** 2 / expected;
        cells++;
      } else {
        pooledCount += count;
        pooledExpected += expected;
      }
    });
    if (pooledExpected >= 50) {
      statistic += (pooledCount - pooledExpected) ** 2 / pooledExpected;
      cells++;
      // A Poisson number of mean below 50 never gets here.
    } else if (pooledCount > 50 + 20 * Math.sqrt(50)) statistic = Infinity;
    freedom += cells - 1;
  });
  return statistic / chiSquareQuantile(1 - ALPHA, freedom);
}
