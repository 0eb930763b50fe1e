import { FIELD_ONE } from "../../acceptance/fixed_field.ts";
import type { IntegerWeights } from "../../plan/integer_weights.ts";
import type { SiteOrder } from "../../plan/site_order.ts";
import { CURVE_ERROR, CURVE_PIECE_BITS, CURVE_SLOPE } from "./threshold_curve.ts";

const LEAST_BITS = CURVE_PIECE_BITS, MOST_BITS = 22;

/** Farther than any threshold can be from any number. */
const ALL_IN_DOUBT = 2 ** 20;

/** A model's integer parameters rounded to 32 bits, for the first comparison, with what the rounding leaves in doubt. */
export interface CoarseWeights {
  /** Fractional bits of the coarse integers in the row of each position. */
  readonly fractionBits: Uint8Array;
  /** Twice the coarse coupling of each entry of the rows, which is what a spin −1 takes away from the base. */
  readonly doubled: Int32Array;
  /** The coarse field of each position when all its neighbours are +1. */
  readonly base: Int32Array;
  /**
   * For each position, how far eight times a uniform number's 16 bits must be from `approximateThreshold` of the coarse field
   * for the exact decision to be known from it: the curve's own error and the steepest slope times the roundings of the row.
   */
  readonly doubt: Uint32Array;
}

/**
 * Rounds a model's parameters, each row to as many fractional bits as leave its field below 2^31, at most 22.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { integerWeights } from "../../plan/integer_weights.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const model = curieWeiss(4, 1), sites = siteOrder(model);
 * const coarse = coarseWeights(sites, integerWeights(model, sites));
 * assert.deepEqual([...coarse.fractionBits], [22, 22, 22, 22]);
 * assert.deepEqual([...coarse.doubt], [19, 19, 19, 19]);
 * ```
 */
export function coarseWeights(sites: SiteOrder, weights: IntegerWeights): CoarseWeights {
  const { rows, spinCount } = sites, { couplings, biases } = weights;
  const fractionBits = new Uint8Array(spinCount), doubled = new Int32Array(couplings.length);
  const base = new Int32Array(spinCount), doubt = new Uint32Array(spinCount);
  for (let p = 0; p < spinCount; p++) {
    let size = Math.abs(biases[p]!);
    for (let k = rows[p]!, end = rows[p + 1]!; k < end; k++) size += Math.abs(couplings[k]!);
    // What is left below 2^31 takes up the roundings.
    const bits = Math.max(LEAST_BITS, Math.min(MOST_BITS, 29 - Math.ceil(Math.log2(size / FIELD_ONE + 1))));
    const unit = FIELD_ONE / 2 ** bits;
    let sum = Math.round(biases[p]! / unit), error = Math.abs(sum * unit - biases[p]!);
    for (let k = rows[p]!, end = rows[p + 1]!; k < end; k++) {
      const coupling = Math.round(couplings[k]! / unit);
      doubled[k] = 2 * coupling;
      sum += coupling;
      error += Math.abs(coupling * unit - couplings[k]!);
    }
    fractionBits[p] = bits;
    base[p] = sum;
    doubt[p] = Math.min(CURVE_ERROR + Math.ceil(CURVE_SLOPE * (error / FIELD_ONE)), ALL_IN_DOUBT);
  }
  return { fractionBits, doubled, base, doubt };
}
