import { FIELD_ONE } from "../../acceptance/fixed_field.ts";
import { logisticMantissa } from "../../acceptance/logistic_mantissa.ts";

/** Fields, as whole powers of two, run from −CURVE_SPAN to CURVE_SPAN on the curve; beyond, a spin's 16 bits are all alike. */
export const CURVE_SPAN = 16;

/** Straight pieces of the curve per whole power of two, as a power of two itself. */
export const CURVE_PIECE_BITS = 4;

/**
 * The largest distance, in eighths, of `approximateThreshold` from eight times the threshold on which the exact decision turns,
 * for a field that has no rounding error.
 *
 * The exact threshold lies within ½ + 2^−12 of 65536·σ − ½. A chord over 1/16 of a power of two is at most
 * (1/16)²/8·65536·(ln 2)²/(6√3) = 1.48 off, the knots ½ an eighth and the product's lost bits one: 17.4 eighths together. The
 * tests go through every field with 16 fractional bits.
 */
export const CURVE_ERROR = 18;

/** The steepest rise of eight times the threshold over one whole power of two: 8·65536·(ln 2)/4. */
export const CURVE_SLOPE: number = 2 * 65536 * Math.LN2;

/** The curve's pieces: the value at the left end in eighths of 2^−16, times 2^13, plus the rise up to the next piece. */
export const THRESHOLD_CURVE: Uint32Array = pieces();

function pieces(): Uint32Array {
  const count = 2 * CURVE_SPAN << CURVE_PIECE_BITS, curve = new Uint32Array(count);
  for (let k = 0; k < count; k++) curve[k] = (knot(k) << 13 | knot(k + 1) - knot(k)) >>> 0;
  return curve;
}

/** 8·(65536·σ − ½) at the left end of a piece, from the integer routine, hence the same on every machine. */
function knot(piece: number): number {
  const field = piece / 2 ** CURVE_PIECE_BITS - CURVE_SPAN, size = Math.abs(field), whole = Math.floor(size);
  const unlikely = logisticMantissa(whole, (size - whole) * FIELD_ONE) / 2 ** (31 + whole);
  return Math.round(8 * (65536 * (field < 0 ? unlikely : 1 - unlikely) - 0.5));
}

/**
 * About eight times the number that the 16 bits of an update's uniform number lie below when the spin becomes +1, from a
 * field that is an integer with `fractionBits` (4 to 22) fractional bits: with fields this coarse, a decision is safe where
 * eight times the bits are more than the site's doubt away from it (`coarseWeights`).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(approximateThreshold(0, 16), 8 * 32768 - 4);
 * assert.equal(approximateThreshold(-(2 ** 30), 16), approximateThreshold(-(2 ** 20), 16));
 * ```
 */
export function approximateThreshold(field: number, fractionBits: number): number {
  const limit = CURVE_SPAN << fractionBits, pieceBits = fractionBits - CURVE_PIECE_BITS;
  const from = Math.min(Math.max(field, -limit), limit - 1) + limit;
  const piece = THRESHOLD_CURVE[from >>> pieceBits]!;
  return (piece >>> 13) + (Math.imul(piece & 0x1fff, from & ((1 << pieceBits) - 1)) >>> pieceBits);
}
