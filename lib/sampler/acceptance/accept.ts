import { boltzmannMantissa } from "./boltzmann_factor.ts";
import { isBelow, isBelowFurther } from "./compare.ts";
import { FIELD_ONE } from "./fixed_field.ts";
import { logisticMantissa } from "./logistic_mantissa.ts";

/** Fetches the four further words of the uniform number in hand. */
export type FetchFurther = () => Uint32Array;

/**
 * The heat-bath decision: whether the spin becomes +1, that is whether the uniform number lies below σ(z), where
 * z·log2(e) = field/2^32. `first` holds its first `width` bits; `further` is asked for 128 more only where these do not decide.
 *
 * For fields below 0 the bits are compared with σ(z), for others their complements with σ(−z): the smaller of the two
 * probabilities is the one that is held to a relative error: 2^−28 down to probabilities of 2^−112 (|z| ≤ 77), below which only the
 * 144 bits of the uniform number count, so that less than 2^−144 is never. For given bits the decision is monotone in the
 * field but for one last unit of the mantissa. Integers only: the same decision on every backend.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const never = () => assert.fail("decided by the first bits");
 * assert.equal(becomesPlus(0, 0x7ffe, 16, never), true);
 * assert.equal(becomesPlus(0, 0x8000, 16, never), false);
 * assert.equal(becomesPlus(100 * 2 ** 32, 0xfffe, 16, never), true);
 * ```
 */
export function becomesPlus(field: number, first: number, width: 16 | 32, further: FetchFurther): boolean {
  const size = Math.abs(field), whole = Math.floor(size / FIELD_ONE);
  const mantissa = logisticMantissa(whole, (size - whole * FIELD_ONE) >>> 0);
  const negative = field < 0;
  const bits = negative ? first : (width === 16 ? first ^ 0xffff : ~first >>> 0);
  const decided = isBelow(mantissa, whole, bits, width);
  const unlikely = decided === -1
    ? isBelowFurther(mantissa, whole, width, further(), negative ? 0 : -1)
    : decided === 1;
  return unlikely === negative;
}

/**
 * The Metropolis decision: whether a uniform number lies below min(1, 2^(−cost/2^32)), where cost is the rise in beta·E times
 * log2(e)·2^32. Nothing above 0 costs more than it is worth: cost ≤ 0 is always accepted.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const never = () => assert.fail("decided by the first bits");
 * assert.equal(acceptsCost(0, 0xffffffff, 32, never), true);
 * assert.deepEqual([0x7fffffff, 0x80000001].map((u) => acceptsCost(2 ** 32, u, 32, never)), [true, false]);
 * ```
 */
export function acceptsCost(cost: number, first: number, width: 16 | 32, further: FetchFurther): boolean {
  if (cost <= 0) return true;
  const whole = Math.floor(cost / FIELD_ONE);
  const mantissa = boltzmannMantissa((cost - whole * FIELD_ONE) >>> 0);
  if (mantissa === 2 ** 31) {
    if (whole === 0) return true;
    return decide(2 ** 30, whole - 1, first, width, further);
  }
  return decide(mantissa, whole, first, width, further);
}

function decide(mantissa: number, whole: number, first: number, width: 16 | 32, further: FetchFurther): boolean {
  const decided = isBelow(mantissa, whole, first, width);
  return decided === -1 ? isBelowFurther(mantissa, whole, width, further(), 0) : decided === 1;
}
