import type { IntegerWeights } from "../../plan/integer_weights.ts";
import type { SiteOrder } from "../../plan/site_order.ts";

/**
 * The integer field of position p among the spins ±1 of one chain (by position, from `offset` on): bias + Σ coupling·x. All
 * sums are integers below 2^53, so the order does not matter and doubles are exact.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { integerWeights } from "../../plan/integer_weights.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const model = curieWeiss(2, 1), sites = siteOrder(model);
 * const weights = integerWeights(model, sites);
 * assert.equal(integerField(sites, weights, Int8Array.of(1, -1), 0, 0), -weights.couplings[0]!);
 * ```
 */
export function integerField(
  sites: SiteOrder,
  weights: IntegerWeights,
  spins: Int8Array,
  offset: number,
  p: number,
): number {
  const { rows, columns } = sites, { couplings } = weights;
  let field = weights.biases[p]!;
  for (let k = rows[p]!, end = rows[p + 1]!; k < end; k++) {
    field += spins[offset + columns[k]!]! < 0 ? -couplings[k]! : couplings[k]!;
  }
  return field;
}
