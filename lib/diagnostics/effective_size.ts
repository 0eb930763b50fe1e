import { autocovariance } from "./autocovariance.ts";
import type { Draws } from "./draws.ts";
import { meanOf, sampleVariance } from "./rank_normal.ts";

/**
 * The effective sample size of checked draws: the multi-chain autocorrelation with the between-chain variance in it, summed by
 * Geyer's initial positive and monotone sequences (Vehtari et al. 2021, eqs. 10–13), at most n·log10(n). Draws that are all
 * equal count in full, as in ArviZ.
 */
export function effectiveSize(draws: Draws): number {
  const chains = draws.length, length = draws[0]!.length, total = chains * length;
  if (isConstant(draws)) return total;
  const covariance = autocovariance(draws);
  const within = (covariance[0]! * length) / (length - 1);
  const between = chains > 1 ? sampleVariance(draws.map((chain) => meanOf([chain]))) : 0;
  const variance = covariance[0]! + between;
  const rho = (t: number) => 1 - (within - covariance[t]!) / variance;

  // Pairs ρ(2k) + ρ(2k+1), cut to a monotone sequence, while they stay positive; of the pair that ends it the even half counts once.
  let even = 1, pair = 1 + rho(1), least = Infinity, sum = 0;
  for (let t = 1; t < length - 3 && pair > 0; t += 2) {
    least = Math.min(least, pair);
    sum += least;
    even = rho(t + 1);
    pair = even + rho(t + 2);
  }
  const tau = 2 * sum - 1 + (even > 0 || pair >= 0 ? even : 0);
  return total / Math.max(tau, 1 / Math.log10(total));
}

function isConstant(draws: Draws): boolean {
  const first = draws[0]![0]!;
  return draws.every((chain) => {
    for (let t = 0; t < chain.length; t++) if (Math.abs(chain[t]! - first) >= 1e-15) return false;
    return true;
  });
}
