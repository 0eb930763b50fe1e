/**
 * The 32 binary digits that follow the first `from` digits of the probability mantissa · 2^−(31 + whole), mantissa < 2^31.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(probabilityWord(2 ** 30, 0, 0), 2 ** 31);
 * assert.equal(probabilityWord(2 ** 30, 40, 16), 2 ** 7);
 * ```
 */
export function probabilityWord(mantissa: number, whole: number, from: number): number {
  const shift = from + 1 - whole;
  if (shift >= 32 || shift <= -32) return 0;
  return shift >= 0 ? (mantissa << shift) >>> 0 : mantissa >>> -shift;
}

/**
 * Whether a uniform number lies below mantissa · 2^−(31 + whole), from its first `width` bits: 1 yes, 0 no, −1 when these
 * bits are the probability's own and further ones must decide (`isBelowFurther`).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([0x7fff, 0x8000, 0x8001].map((first) => isBelow(2 ** 30, 0, first, 16)), [1, -1, 0]);
 * ```
 */
export function isBelow(mantissa: number, whole: number, first: number, width: 16 | 32): 1 | 0 | -1 {
  const digits = probabilityWord(mantissa, whole, 0) >>> (32 - width);
  return first < digits ? 1 : first > digits ? 0 : -1;
}

/**
 * The decision that `isBelow` left open, by four further 32-bit words of the uniform number (each exclusive-or `flip`).
 * What is still open after these 128 bits is no.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(isBelowFurther(2 ** 30, 24, 16, Uint32Array.of(2 ** 23 - 1, 0, 0, 0), 0), true);
 * assert.equal(isBelowFurther(2 ** 30, 24, 16, Uint32Array.of(2 ** 23, 0, 0, 0), 0), false);
 * ```
 */
export function isBelowFurther(
  mantissa: number,
  whole: number,
  width: 16 | 32,
  words: Uint32Array,
  flip: 0 | -1,
): boolean {
  for (let k = 0; k < 4; k++) {
    const digits = probabilityWord(mantissa, whole, width + 32 * k), word = (words[k]! ^ flip) >>> 0;
    if (word !== digits) return word < digits;
  }
  return false;
}
