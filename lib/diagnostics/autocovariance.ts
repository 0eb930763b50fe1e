import { checkDraws } from "./draws.ts";
import type { Draws } from "./draws.ts";
import { FourierTransform, powerOfTwo } from "./fourier.ts";

/**
 * The autocovariance of one observable at the lags 0 … L − 1: each chain's own mean is subtracted, the sum over t is divided by
 * L (biased), and the chains are averaged; by zero-padded Fourier transforms in O(C·L·log L). A chain that never changes adds
 * exact zeros. Draws that are not finite numbers are an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const [zero, one, two] = autocovariance([[1, -1, 1, -1]]);
 * assert.ok(Math.abs(zero! - 1) < 1e-12 && Math.abs(one! + 3 / 4) < 1e-12 && Math.abs(two! - 2 / 4) < 1e-12);
 * ```
 */
export function autocovariance(draws: Draws): Float64Array {
  const { chains, length } = checkDraws(draws, "Cannot compute the autocovariance", 1);
  const transform = new FourierTransform(powerOfTwo(2 * length)), { size } = transform;
  const real = new Float64Array(size), imaginary = new Float64Array(size), power = new Float64Array(size);
  // Two chains share one transform: their cross terms are odd in the frequency and leave the real part below.
  for (let c = 0; c < chains; c += 2) {
    const a = centre(draws[c]!, real), b = c + 1 < chains && centre(draws[c + 1]!, imaginary);
    if (!b) imaginary.fill(0);
    if (!a && !b) continue;
    transform.forward(real, imaginary);
    for (let k = 0; k < size; k++) power[k]! += real[k]! ** 2 + imaginary[k]! ** 2;
  }
  imaginary.fill(0);
  transform.forward(power, imaginary);
  const result = new Float64Array(length);
  for (let t = 0; t < length; t++) result[t] = power[t]! / (size * length * chains);
  return result;
}

/** Writes the chain less its mean, then zeros; false, and zeros only, for a chain that never changes. */
function centre(chain: ArrayLike<number>, target: Float64Array): boolean {
  const first = chain[0]!;
  let sum = 0, changes = false;
  for (let t = 0; t < chain.length; t++) {
    const shifted = chain[t]! - first;
    target[t] = shifted;
    sum += shifted;
    if (shifted !== 0) changes = true;
  }
  const mean = sum / chain.length;
  for (let t = 0; t < chain.length; t++) target[t]! -= mean;
  target.fill(0, changes ? chain.length : 0);
  return changes;
}

/**
 * ρ(t) = acov(t)/acov(0); all zero when the observable never changes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...normalized([4, 2, 1])], [1, 0.5, 0.25]);
 * assert.deepEqual([...normalized([0, 0])], [0, 0]);
 * ```
 */
export function normalized(autocovariances: ArrayLike<number>): Float64Array {
  const zero = autocovariances[0]!;
  return Float64Array.from(autocovariances, (value) => zero === 0 ? 0 : value / zero);
}
