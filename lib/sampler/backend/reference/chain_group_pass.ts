import type { ChainUniforms } from "../../../random/chain_uniforms.ts";
import { becomesPlus } from "../../acceptance/accept.ts";
import type { Pass } from "../../engine/sweep_passes.ts";
import type { IntegerWeights } from "../../plan/integer_weights.ts";
import type { SiteOrder } from "../../plan/site_order.ts";
import { integerField } from "./integer_field.ts";

/** The chains of one call: `from` … `to − 1`, and of these only those whose bit is set in `mask` (bit c mod 32). */
export interface ChainRange {
  readonly from: number;
  readonly to: number;
  readonly mask: number;
}

/**
 * One pass through the blocks of up to 32 chains (`from` a multiple of 32), site by site: the layout "chains", whose random
 * numbers come 32 chains at a time. The first 16 bits of an update's uniform number are `uniform16` exclusive-or 0x8000, the
 * further ones `fresh`, at the address (chain, sweep, position + visit·N). Spins are by position, chain by chain. Returns how
 * many updates needed further bits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { ChainUniforms } from "../../../random/chain_uniforms.ts";
 * import { integerWeights } from "../../plan/integer_weights.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const model = curieWeiss(2, 100), sites = siteOrder(model), spins = Int8Array.of(-1, 1);
 * const pass = { backward: false, first: 0, visit: 0 } as const;
 * chainGroupPass(sites, integerWeights(model, sites), new ChainUniforms(7), spins, { from: 0, to: 1, mask: -1 }, 0, pass);
 * assert.deepEqual([...spins], [1, 1]);
 * ```
 */
export function chainGroupPass(
  sites: SiteOrder,
  weights: IntegerWeights,
  uniforms: ChainUniforms,
  spins: Int8Array,
  range: ChainRange,
  sweep: number,
  pass: Pass,
): number {
  const { spinCount: n, blockStarts } = sites, { from, to, mask } = range;
  const blocks = blockStarts.length - 1, bits = new Uint16Array(32);
  let open = 0;
  for (let k = pass.first; k < blocks; k++) {
    const block = pass.backward ? blocks - 1 - k : k;
    for (let p = blockStarts[block]!; p < blockStarts[block + 1]!; p++) {
      const site = p + pass.visit * n;
      uniforms.fill16(from >>> 5, sweep, site, bits);
      for (let c = from; c < to; c++) {
        if ((mask >>> (c & 31) & 1) === 0) continue;
        const field = integerField(sites, weights, spins, c * n, p);
        const plus = becomesPlus(field, bits[c & 31]! ^ 0x8000, 16, () => {
          open++;
          return uniforms.fresh(c, sweep, site);
        });
        spins[c * n + p] = plus ? 1 : -1;
      }
    }
  }
  return open;
}
