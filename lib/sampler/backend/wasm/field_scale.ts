import type { IntegerWeights } from "../../plan/integer_weights.ts";
import type { SiteOrder } from "../../plan/site_order.ts";
import { FIELD_ONE } from "../../acceptance/fixed_field.ts";
import { createThresholdTable, thresholdError, UNIT } from "./threshold_table.ts";

/** How a site's fields are held for the first, cheap comparison. */
export interface FieldScale {
  /** Lanes of 16 or 32 bits. */
  readonly width: 16 | 32;
  /** z is held times this. */
  readonly scale: number;
  /** A random number this close to the approximate threshold (both of 16 bits, signed) is left to the exact routine. */
  readonly margin: number;
}

/**
 * Above this share of undecided decisions, 32-bit fields cost less than the exact routine does. The first 16 bits are
 * uniform, so the share is known beforehand: at most (2·margin + 1)/2^16, whatever the state.
 */
export const WIDE_SHARE = 0.012;

/** The margin that leaves every decision open: distances have 16 bits and a sign. */
export const OPEN_MARGIN = 32767;

/** Scales whose fields fit without being cut, from the finest on, a fourth root of 2 apart; each has a table of its own. */
export const FINE_SCALES: readonly number[] = Array.from({ length: 8 }, (_, k) => 2 ** (14 - k / 4));

/** Scales that need no other table: UNIT divided by 1, 2, 3, 4, 6, 8, 12 … 2^12. */
export const COARSE_SCALES: readonly number[] = Array.from({ length: 12 }, (_, k) => [2 ** k, 3 * 2 ** (k - 1)])
  .flat().filter(Number.isInteger).concat(2 ** 12).map((factor) => UNIT / factor);

/**
 * The first of the 16-bit scales that the fields of position p fit. The margin covers the rounding of every parameter, the
 * error of the threshold and that of the exact routine's own digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { integerWeights } from "../../plan/integer_weights.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const model = curieWeiss(4, 1), sites = siteOrder(model), weights = integerWeights(model, sites);
 * assert.equal(narrowScale(sites, weights, 0, COARSE_SCALES).scale, 4096);
 * assert.equal(narrowScale(sites, weights, 0, FINE_SCALES).scale, 16384);
 * ```
 */
export function narrowScale(
  sites: SiteOrder,
  weights: IntegerWeights,
  p: number,
  scales: readonly number[],
): FieldScale {
  for (const scale of scales) {
    const { reach, rounding } = roundedRow(sites, weights, p, scale);
    if (reach > 32767) continue;
    return { width: 16, scale, margin: margin(scaleError(scale) + rounding * (16384 / scale)) };
  }
  return { width: 16, scale: 1, margin: OPEN_MARGIN };
}

/**
 * The narrow scale of position p, or a 32-bit one where that leaves less open and the narrow one more than `WIDE_SHARE`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { integerWeights } from "../../plan/integer_weights.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const model = curieWeiss(5, 1234), sites = siteOrder(model);
 * assert.equal(fieldScale(sites, integerWeights(model, sites), 0, COARSE_SCALES).width, 32);
 * ```
 */
export function fieldScale(
  sites: SiteOrder,
  weights: IntegerWeights,
  p: number,
  scales: readonly number[],
): FieldScale {
  const narrow = narrowScale(sites, weights, p, scales);
  if ((2 * narrow.margin + 1) / 65536 <= WIDE_SHARE) return narrow;
  const wide = wideScale(sites, weights, p);
  return wide.margin < narrow.margin ? wide : narrow;
}

/**
 * The finest 32-bit scale, from `scale` on, that the fields of position p fit; without one, everything is left open.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { integerWeights } from "../../plan/integer_weights.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const model = curieWeiss(4, 1), sites = siteOrder(model);
 * assert.equal(wideScale(sites, integerWeights(model, sites), 0).scale, 2 ** 27);
 * ```
 */
export function wideScale(
  sites: SiteOrder,
  weights: IntegerWeights,
  p: number,
  finest: number = UNIT * 2 ** 15,
): FieldScale {
  for (let scale = finest; scale >= UNIT; scale /= 2) {
    const { reach, rounding } = roundedRow(sites, weights, p, scale);
    if (reach > 2 ** 31 - 1 - scale / UNIT) continue;
    // Half a unit more is lost when the sum is cut to 16 bits.
    return {
      width: 32,
      scale,
      margin: margin(scaleError(UNIT / 2) + (rounding * (UNIT / scale) + 0.5) * (16384 / UNIT)),
    };
  }
  return { width: 32, scale: UNIT, margin: OPEN_MARGIN };
}

/** Half a unit of what is cut off a field of 32 bits, so that cutting rounds. */
export function halfCut(scale: number): number {
  return scale >= 2 * UNIT ? scale / UNIT / 2 : 0;
}

/** What multiplies a field of this 16-bit scale to a size of the table's unit. */
export function factorOf(scale: number): number {
  return scale >= UNIT ? 1 : Math.round(UNIT / scale);
}

/** The largest size before it is multiplied: larger fields are cut to it. */
export function cutOf(scale: number): number {
  return Math.floor(32767 / factorOf(scale));
}

const errors = new Map<number, number>();

/** Upper bound of the error of the threshold for fields of this 16-bit scale. */
export function scaleError(scale: number): number {
  let error = errors.get(scale);
  if (error === undefined) {
    const last = scale >= UNIT ? Infinity : cutOf(scale) * factorOf(scale);
    error = thresholdError(createThresholdTable(Math.max(scale, UNIT)), last);
    errors.set(scale, error);
  }
  return error;
}

/** A parameter in the units of a scale. */
export function scaled(parameter: number, scale: number): number {
  return Math.round(parameter * (scale * Math.LN2 / FIELD_ONE));
}

/** A number of 16 bits in both halves of a word. */
export function twice(value: number): number {
  return (value & 0xffff) * 0x10001;
}

function margin(distance: number): number {
  // The exact routine's threshold is the real one's integer part, and 2^−12 more covers its own error and these sums'.
  return Math.min(OPEN_MARGIN, Math.ceil(distance + 1 + 2 ** -12));
}

function roundedRow({ rows }: SiteOrder, { couplings, biases }: IntegerWeights, p: number, scale: number) {
  const unit = scale * Math.LN2 / FIELD_ONE;
  let reach = 0, rounding = 0;
  const add = (parameter: number) => {
    const exact = parameter * unit, rounded = Math.round(exact);
    reach += Math.abs(rounded);
    // The last term covers the roundings of the product itself.
    rounding += Math.abs(rounded - exact) + Math.abs(exact) * 2 ** -50;
  };
  add(biases[p]!);
  for (let k = rows[p]!; k < rows[p + 1]!; k++) add(couplings[k]!);
  return { reach, rounding };
}
