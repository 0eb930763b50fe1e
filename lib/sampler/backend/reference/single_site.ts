import type { EnergyModel } from "../../../model/energy_model.ts";
import { CounterGenerator } from "../../../random/counter.ts";
import { uniform53 } from "../../../random/uniform.ts";
import { createField } from "./field.ts";
import type { StepKernel } from "./kernel.ts";
import { flipProbability, plusProbability } from "./probability.ts";

/**
 * One step of the random scan: a uniformly random spin is resampled from its conditional law (`rule` "heat-bath") or
 * proposed to flip ("metropolis"). Step `site` of a sweep uses the address (seed, chain, sweep, site): its first two words
 * decide, the other two choose the spin.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * const step = createSingleSiteStep(curieWeiss(4, 100), "heat-bath", 7);
 * const spins = Int8Array.of(1, 1, 1, 1);
 * step(spins, 0, 0, 0, () => assert.fail());
 * assert.deepEqual([...spins], [1, 1, 1, 1]);
 * ```
 */
export function createSingleSiteStep(model: EnergyModel, rule: "heat-bath" | "metropolis", seed: number): StepKernel {
  const { beta, graph: { vertexCount } } = model;
  const field = createField(model);
  const random = new CounterGenerator(seed, "chain");
  return (spins, chain, sweep, site, onFlip) => {
    const words = random.fill(chain, sweep, site);
    const decision = uniform53(words[0]!, words[1]!);
    const i = Math.floor(uniform53(words[2]!, words[3]!) * vertexCount);
    const spin = spins[i]!;
    const flips = rule === "heat-bath"
      ? (decision < plusProbability(beta, field(spins, i))) !== (spin === 1)
      : decision < flipProbability(beta, spin, field(spins, i));
    if (flips) {
      spins[i] = -spin;
      onFlip(i);
    }
  };
}
