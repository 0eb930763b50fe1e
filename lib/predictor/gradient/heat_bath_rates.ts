import { flipMask } from "./pair_resolvent.ts";
import type { StateSpace } from "./state_space.ts";

/** out[s·N + k] = heat-bath rate of flip k at state s; a rate and its reverse each keep their relative precision. */
export function heatBathRates({ model, size, logWeights }: StateSpace, out: Float64Array): void {
  const flips = model.graph.vertexCount;
  for (let s = 0; s < size; s++) {
    for (let k = 0; k < flips; k++) {
      const other = s ^ flipMask(size, k);
      if (other < s) continue;
      const z = logWeights[s]! - logWeights[other]!, small = Math.exp(-Math.abs(z));
      const rare = small / (1 + small), common = 1 / (1 + small);
      out[s * flips + k] = z > 0 ? rare : common;
      out[other * flips + k] = z > 0 ? common : rare;
    }
  }
}
