import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";

/**
 * The probability that a binary component differs from what it was `elapsed` earlier, ½(1 − e^{−rate·elapsed}): the forward
 * process replaces it by a fair coin at the rate `rate`. An infinite time gives ½. Rates that are not positive numbers and
 * negative times are InputErrors.
 *
 * Source: arXiv:2510.23972, the forward jump process, with two categories; there rate = 2γ.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.ok(Math.abs(noiseFlipProbability(1, Math.log(2)) - 0.25) < 1e-15);
 * assert.equal(noiseFlipProbability(0.9, Infinity), 0.5);
 * ```
 */
export function noiseFlipProbability(rate: number, elapsed: number): number {
  return -Math.expm1(-exponent(rate, elapsed, "Cannot take a flip probability")) / 2;
}

/**
 * The probability that a binary component is after `elapsed` what it was before, ½(1 + e^{−rate·elapsed}).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(noiseKeepProbability(2, 0), 1);
 * ```
 */
export function noiseKeepProbability(rate: number, elapsed: number): number {
  return 1 - noiseFlipProbability(rate, elapsed);
}

/**
 * The coupling Γ/2 = −½ ln tanh(rate·elapsed/2) between a component and what becomes of it: σ(2·Γ/2) is the probability to
 * keep its value, so that exp(Γ/2·x·x′) is the forward kernel up to a factor. Both spins gain by being equal; the sign printed
 * in the paper's appendix is the opposite and gives the complement. An infinite time couples nothing: 0 exactly. A time of
 * zero, where the coupling would be infinite, and rates that are not positive numbers are InputErrors.
 *
 * Source: arXiv:2510.23972, Γ(t) with two categories and γ = rate/2; forward energy of its appendix on the denoising
 * architecture, sign corrected.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const coupling = couplingStrength(0.9, 0.3);
 * assert.ok(Math.abs(1 / (1 + Math.exp(-2 * coupling)) - noiseKeepProbability(0.9, 0.3)) < 1e-15);
 * assert.equal(couplingStrength(0.9, Infinity), 0);
 * ```
 */
export function couplingStrength(rate: number, elapsed: number): number {
  const action = "Cannot take a coupling strength";
  const product = exponent(rate, elapsed, action);
  if (product === 0) {
    throw new InputError(`${action}: elapsed is ${elapsed}, which would couple without limit; give a later time`);
  }
  // Γ/2 = artanh(e^{−x}); each form of ln(1 − e^{−x}) keeps its accuracy on one side of ln 2 only.
  const decay = Math.exp(-product);
  const logGone = product < Math.LN2 ? Math.log(-Math.expm1(-product)) : Math.log1p(-decay);
  return (Math.log1p(decay) - logGone) / 2;
}

function exponent(rate: number, elapsed: number, action: string): number {
  if (typeof rate !== "number" || !Number.isFinite(rate) || rate <= 0) {
    throw new InputError(`${action}: rate is ${describeValue(rate)}; give a finite number above 0`);
  }
  if (typeof elapsed !== "number" || !(elapsed >= 0)) {
    throw new InputError(`${action}: elapsed is ${describeValue(elapsed)}; give a time from 0 on`);
  }
  return rate * elapsed;
}
