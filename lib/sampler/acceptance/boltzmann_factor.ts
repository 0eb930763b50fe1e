import { highProduct } from "../../random/high_product.ts";
import { POWER_TABLE } from "./power_table.ts";

// ln 2 / 2^8, (ln 2)^2 / (2·2^16) and (ln 2)^3 / (6·2^24), over 2^32.
const LINEAR = 11629080, QUADRATIC = 15744, CUBIC = 14;

/**
 * 2^(−f/2^32) as an integer over 2^31, for a 32-bit fraction f: the mantissa of the Boltzmann factor whose exponent has
 * the fraction f. From 2^30 to 2^31; its relative error is below 2^−29 (measured and bounded in the tests).
 *
 * The table gives the first eight bits, a cubic in the other 24 the rest. Only 32-bit products, sums and shifts: the same
 * bits in TypeScript, WebAssembly and WGSL.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(boltzmannMantissa(0), 2 ** 31);
 * assert.equal(Math.round(boltzmannMantissa(2 ** 31) / 8), Math.round(2 ** 27.5 ));
 * ```
 */
export function boltzmannMantissa(fraction: number): number {
  const power = POWER_TABLE[fraction >>> 24]!;
  const x = (fraction << 8) >>> 0;
  const square = highProduct(x, x) >>> 0;
  const cube = highProduct(x, square) >>> 0;
  const less = highProduct(x, LINEAR) - highProduct(square, QUADRATIC) + highProduct(cube, CUBIC);
  return power - highProduct(power, less >>> 0);
}
