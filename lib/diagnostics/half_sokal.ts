/**
 * The half-Sokal time τ = ½ + Σ_{t≥1} ρ(t), cut by the pair rule (Geyer 1992): the pairs Γ_k = ρ(2k+1) + ρ(2k+2) are added
 * until the first that is not positive, and at most ⌊(L − 1)/2⌋ of them. `rho[t]` is ρ(t) at the lags 0 … L − 1. Never below ½.
 * Of a series of length L it is at most about L/6 for one switch between two values and 0.174·L for a drift.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(halfSokalTime([1, 0.5, 0.25, 0.125, 0.125, -0.5, 0.25, 9, 9]), 0.5 + 0.75 + 0.25);
 * ```
 */
export function halfSokalTime(rho: ArrayLike<number>): number {
  const pairs = Math.floor((rho.length - 1) / 2);
  let tau = 0.5;
  for (let k = 0; k < pairs; k++) {
    const pair = rho[2 * k + 1]! + rho[2 * k + 2]!;
    if (!(pair > 0)) break;
    tau += pair;
  }
  return tau;
}
