import { highProduct } from "../../random/high_product.ts";
import { boltzmannMantissa } from "./boltzmann_factor.ts";

// 24/17 − 1 and 16/17, over 2^32: the best line for 1/d on [1, 2], at most 1/17 off.
const START = 1768515945, SLOPE = 4042322160;

/**
 * The mantissa of q/(1 + q), q = 2^−(n + f/2^32), the smaller of the two probabilities of a heat-bath update: the
 * probability is mantissa · 2^−(31 + n). `whole` = n is at least 0, `fraction` = f a 32-bit word.
 *
 * The reciprocal comes from three Newton steps on integers: the same bits in TypeScript, WebAssembly and WGSL. The relative
 * error is below 2^−28 at every argument (bounded in the tests), and at n = f = 0 the result is ½ exactly.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(logisticMantissa(0, 0), 2 ** 30);
 * assert.ok(Math.abs(logisticMantissa(1, 0) / 2 ** 32 - 1 / 3) < 1e-9);
 * ```
 */
export function logisticMantissa(whole: number, fraction: number): number {
  const factor = boltzmannMantissa(fraction);
  if (whole > 31) return factor;
  if (whole === 0 && fraction === 0) return factor >>> 1;
  // 1 + q, over 2^31. Only q = 1 would not fit, and q is less here or rounds to one unit less.
  const sum = Math.min(2 ** 31 + (factor >>> whole), 2 ** 32 - 1);
  let inverse = (START - highProduct(SLOPE, sum)) >>> 0;
  for (let step = 0; step < 3; step++) {
    const rest = -highProduct(sum, inverse) >>> 0;
    inverse = (highProduct(inverse, rest) << 1) >>> 0;
  }
  return highProduct(factor, inverse);
}
