import type { ChainUniforms } from "../../../random/chain_uniforms.ts";
import { becomesPlus } from "../../acceptance/accept.ts";
import type { Pass } from "../../engine/sweep_passes.ts";
import type { IntegerWeights } from "../../plan/integer_weights.ts";
import type { SiteOrder } from "../../plan/site_order.ts";
import { integerField } from "./integer_field.ts";

/**
 * One pass through the blocks of one chain: the layout "sites", whose random numbers come 32 sites at a time, for runs of few
 * chains. Otherwise as `chainGroupPass`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { ChainUniforms } from "../../../random/chain_uniforms.ts";
 * import { integerWeights } from "../../plan/integer_weights.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const model = curieWeiss(2, 100), sites = siteOrder(model), spins = Int8Array.of(-1, 1);
 * const pass = { backward: true, first: 0, visit: 0 } as const;
 * singleChainPass(sites, integerWeights(model, sites), new ChainUniforms(7, "sites"), spins, 0, 0, pass);
 * assert.deepEqual([...spins], [-1, -1]);
 * ```
 */
export function singleChainPass(
  sites: SiteOrder,
  weights: IntegerWeights,
  uniforms: ChainUniforms,
  spins: Int8Array,
  chain: number,
  sweep: number,
  pass: Pass,
): number {
  const { spinCount: n, blockStarts } = sites, offset = chain * n;
  const blocks = blockStarts.length - 1, bits = new Uint16Array(32);
  let open = 0, filled = -1;
  for (let k = pass.first; k < blocks; k++) {
    const block = pass.backward ? blocks - 1 - k : k;
    for (let p = blockStarts[block]!; p < blockStarts[block + 1]!; p++) {
      const site = p + pass.visit * n;
      if (site >>> 5 !== filled) {
        filled = site >>> 5;
        uniforms.fill16(filled, sweep, chain, bits);
      }
      const field = integerField(sites, weights, spins, offset, p);
      const plus = becomesPlus(field, bits[site & 31]! ^ 0x8000, 16, () => {
        open++;
        return uniforms.fresh(chain, sweep, site);
      });
      spins[offset + p] = plus ? 1 : -1;
    }
  }
  return open;
}
