/**
 * The upper 32 bits of the 64-bit product of two unsigned words, as a signed word (`>>> 0` makes it unsigned).
 *
 * From 16-bit halves: every partial sum stays below 2^53, so the doubles are exact.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(highProduct(0xffffffff, 0xffffffff) >>> 0, 0xfffffffe);
 * ```
 */
export function highProduct(a: number, b: number): number {
  const aLow = a & 0xffff, aHigh = a >>> 16;
  const bLow = b & 0xffff, bHigh = b >>> 16;
  const middle = Math.imul(aLow, bHigh) >>> 0;
  const cross = (Math.imul(aLow, bLow) >>> 16) + (Math.imul(aHigh, bLow) >>> 0) + (middle & 0xffff);
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + Math.floor(cross / 0x10000)) | 0;
}
