import { autocovariance, normalized } from "./autocovariance.ts";
import type { Draws } from "./draws.ts";
import { checkDraws } from "./draws.ts";
import { halfSokalTime } from "./half_sokal.ts";
import { requireLength, tauReading } from "./tau_reading.ts";
import type { ShortChains, TauReading } from "./tau_reading.ts";

/**
 * The integrated autocorrelation time of one observable by the research program's own estimator: per chain the mean is
 * subtracted, the biased autocovariances are averaged over the chains and normalised, and the half-Sokal sum is cut at the first
 * non-positive pair. In units of draws; Var[mean of K] ≈ 2τ·Var/K.
 *
 * @throws {ShortChainError} when L < 50·τ, unless `short` is "allow"
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const alternating = Float64Array.from({ length: 100 }, (_, t) => t % 2);
 * assert.equal(estimateTau([alternating]).tau, 0.5);
 * const oneSwitch = Float64Array.from({ length: 1200 }, (_, t) => t < 600 ? -1 : 1);
 * assert.throws(() => estimateTau([oneSwitch]), /censored/);
 * const { tau, censored } = estimateTau([oneSwitch], { short: "allow" });
 * assert.ok(censored && Math.abs(tau / 1200 - 1 / 6) < 0.01);
 * ```
 */
export function estimateTau(draws: Draws, options: { readonly short?: ShortChains } = {}): TauReading {
  const { length } = checkDraws(draws, "Cannot estimate an autocorrelation time", 3);
  return requireLength(tauReading(halfSokalTime(normalized(autocovariance(draws))), length), options.short);
}
