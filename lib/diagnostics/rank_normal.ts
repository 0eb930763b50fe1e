import quantile from "@stdlib/stats-base-dists-normal-quantile";
import type { Draws } from "./draws.ts";

const normalQuantile = quantile.factory(0, 1);

/** The two halves of every chain; the middle draw of an odd chain is left out. */
export function splitChains(draws: Draws): Float64Array[] {
  const half = Math.floor(draws[0]!.length / 2);
  return [0, 1].flatMap((part) =>
    draws.map((chain) =>
      Float64Array.from({ length: half }, (_, t) => chain[part === 0 ? t : chain.length - half + t]!)
    )
  );
}

/** All draws in one sorted array. */
export function sortedDraws(draws: Draws): Float64Array {
  const all = new Float64Array(draws.length * draws[0]!.length);
  draws.forEach((chain, c) => all.set(chain, c * chain.length));
  return all.sort();
}

/** The function applied to every draw. */
export function mapDraws(draws: Draws, f: (value: number) => number): Float64Array[] {
  return draws.map((chain) => Float64Array.from(chain, f));
}

/** Normal scores of the ranks over all chains, ties by their average rank, with Blom's offset 3/8 (Vehtari et al. 2021, eq. 14). */
export function rankNormal(draws: Draws): Float64Array[] {
  const sorted = sortedDraws(draws), size = sorted.length;
  const scores = new Map<number, number>();
  for (let first = 0; first < size;) {
    let last = first;
    while (last + 1 < size && sorted[last + 1] === sorted[first]) last++;
    const rank = (first + last) / 2 + 1;
    scores.set(sorted[first]!, normalQuantile((rank - 3 / 8) / (size + 1 / 4)));
    first = last + 1;
  }
  return mapDraws(draws, (value) => scores.get(value)!);
}

/** The quantile of sorted values by linear interpolation (Hyndman and Fan 1996, type 7). */
export function sortedQuantile(sorted: ArrayLike<number>, probability: number): number {
  const at = probability * (sorted.length - 1), low = Math.min(Math.floor(at), sorted.length - 2);
  const a = sorted[low]!, b = sorted[low + 1]!, share = at - low;
  // Equal neighbours give themselves: a rounding error would put them beyond their own quantile.
  return a === b ? a : (1 - share) * a + share * b;
}

/** |x − median|. */
export function folded(draws: Draws): Float64Array[] {
  const median = sortedQuantile(sortedDraws(draws), 0.5);
  return mapDraws(draws, (value) => Math.abs(value - median));
}

/** The mean over all chains. */
export function meanOf(draws: Draws): number {
  let sum = 0;
  for (const chain of draws) for (let t = 0; t < chain.length; t++) sum += chain[t]!;
  return sum / (draws.length * draws[0]!.length);
}

/** The variance of the values around their own mean, with the divisor n − 1. */
export function sampleVariance(values: ArrayLike<number>): number {
  const mean = meanOf([values]);
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += (values[k]! - mean) ** 2;
  return sum / (values.length - 1);
}
