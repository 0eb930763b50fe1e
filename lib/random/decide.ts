/**
 * Whether a uniform number in [0, 1) lies below `probability`, exactly: `first` holds its first `width` bits, and only where
 * these equal the probability's own (with chance 2^−`width`) are further bits fetched from `fresh`, four 32-bit words. So a
 * probability far below the smallest uniform is accepted as often as it should be, and not never.
 *
 * The probability is any number; at most 0 never accepts, at least 1 always does. It is compared by exact arithmetic to
 * `width` + 128 bits; what is still open then (chance below 2^−128) is no.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const never = () => assert.fail("decided by the first bits");
 * assert.equal(uniformBelow(0.5, 0x7fff, 16, never), true);
 * assert.equal(uniformBelow(0.5, 0x8001, 16, never), false);
 * assert.equal(uniformBelow(2 ** -40, 0, 16, () => Uint32Array.of(2 ** 8 - 1, 0, 0, 0)), true);
 * assert.equal(uniformBelow(2 ** -40, 0, 16, () => Uint32Array.of(2 ** 8, 0, 0, 0)), false);
 * ```
 */
export function uniformBelow(
  probability: number,
  first: number,
  width: 16 | 32,
  fresh: () => Uint32Array,
): boolean {
  if (probability >= 1) return true;
  // Scaling by powers of two, taking the integer part and subtracting it are exact in double precision.
  const scaled = probability * 2 ** width;
  let cell = Math.floor(scaled);
  if (first !== cell) return first < cell;
  let rest = scaled - cell;
  if (rest === 0) return false;
  const words = fresh();
  for (let k = 0; k < 4 && rest > 0; k++) {
    rest *= 2 ** 32;
    cell = Math.floor(rest);
    if (words[k] !== cell) return words[k]! < cell;
    rest -= cell;
  }
  return false;
}
