import type { Draws } from "../../diagnostics/draws.ts";
import { InputError } from "../../errors.ts";
import { checkInteger } from "../../random/check.ts";

/**
 * r_yy[k] = E[(y[j] − µ)(y[j+k] − µ)]/E[(y[j] − µ)²] at the lags 0 … maximumLag, of one projected output y = f(x): `draws[c][j]` is y
 * of chain c at sample j. µ and the denominator are taken over all chains, so that chains that stay apart do not pass for mixed;
 * each lag is averaged over the pairs that there are. All zero where y never changes. It is the autocorrelation of the denoising
 * models' paper, and another thing than the share of the gradient along the slowest direction (`SlowDirection`), which the program
 * calls r_yy too.
 *
 * Source: arXiv:2510.23972, appendix on autocorrelation.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...outputAutocorrelation([[1, -1, 1, -1]], 2)], [1, -1, 1]);
 * // Two chains that stay apart are correlated at every lag.
 * assert.deepEqual([...outputAutocorrelation([[1, 1, 1], [-1, -1, -1]], 2)], [1, 1, 1]);
 * ```
 */
export function outputAutocorrelation(draws: Draws, maximumLag: number): Float64Array {
  const action = "Cannot take the autocorrelation of an output";
  const length = draws[0]?.length ?? 0;
  if (length < 2 || draws.some((chain) => chain.length !== length)) {
    throw new InputError(
      `${action}: the chains have ${draws.map((chain) => chain.length)} samples; give one length, 2 or more`,
    );
  }
  checkInteger(maximumLag, "maximumLag", action, 0, length - 1);
  let mean = 0;
  for (const chain of draws) for (let j = 0; j < length; j++) mean += chain[j]! / (draws.length * length);
  const centred = draws.map((chain) => Float64Array.from(chain, (value) => value - mean));
  const curve = Float64Array.from({ length: maximumLag + 1 }, (_, lag) => {
    let sum = 0;
    for (const chain of centred) for (let j = lag; j < length; j++) sum += chain[j]! * chain[j - lag]!;
    return sum / (draws.length * (length - lag));
  });
  const zero = curve[0]!;
  return zero > 1e-26 * mean * mean ? curve.map((value) => value / zero) : new Float64Array(maximumLag + 1);
}
