/**
 * The unit of integer fields: a field z = 2·beta·(Σ J·x + h) is held as z·log2(e)·2^32, so that the upper word of the 64-bit
 * integer is the whole power of two of the Boltzmann factor and the lower word its fraction.
 */
export const FIELD_ONE: number = 2 ** 32;

/** Integer fields stay below 2^52 in absolute value, exact as doubles: |z| < 2^20·ln 2. */
export const FIELD_LIMIT: number = 2 ** 52;

/** Upper bound of the relative error of `logisticMantissa` and `boltzmannMantissa`. */
export const MANTISSA_ERROR: number = 2 ** -28;

/**
 * A parameter (coupling or bias) as an integer: 2·beta·value·log2(e)·2^32, rounded to nearest.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(fixedParameter(Math.LN2 / 2, 1), 2 ** 32);
 * ```
 */
export function fixedParameter(value: number, beta: number): number {
  return Math.round(exactParameter(value, beta));
}

/** The same before rounding, right to three roundings of double precision. */
export function exactParameter(value: number, beta: number): number {
  return 2 * beta * value * Math.LOG2E * FIELD_ONE;
}
