import type { EnergyModel } from "../../../model/energy_model.ts";
import { CounterGenerator } from "../../../random/counter.ts";
import type { BlockScan } from "../../scan.ts";
import { createField } from "./field.ts";
import type { OnFlip, SweepKernel } from "./kernel.ts";
import { plusProbability } from "./probability.ts";

/**
 * One sweep of heat-bath updates over the model's blocks. Spin i draws from the address (seed, chain, sweep, i), on the way
 * back of the palindrome from N + i; the coin of the symmetric scan has 2N.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { plantedRbm } from "../../../model/planted_rbm.ts";
 * const sweep = createBlockSweep(plantedRbm([[1, 1]], [[1, 1]], 100), "forward", 7);
 * const spins = Int8Array.of(-1, 1, 1, 1);
 * sweep(spins, 0, 0, () => {});
 * assert.deepEqual([...spins], [1, 1, 1, 1]);
 * ```
 */
export function createBlockSweep(model: EnergyModel, scan: BlockScan, seed: number): SweepKernel {
  const { beta, blocks, graph: { vertexCount } } = model;
  const field = createField(model);
  const random = new CounterGenerator(seed, "chain");
  const last = blocks.length - 1;

  const visit = (spins: Int8Array, b: number, chain: number, sweep: number, address: number, onFlip: OnFlip) => {
    for (const i of blocks[b]!) {
      const plus = random.uniform(chain, sweep, address + i) < plusProbability(beta, field(spins, i));
      if (plus !== (spins[i] === 1)) {
        spins[i] = plus ? 1 : -1;
        onFlip(i);
      }
    }
  };

  return (spins, chain, sweep, onFlip) => {
    const backward = scan === "reverse" ||
      (scan === "symmetric" && random.fill(chain, sweep, 2 * vertexCount)[0]! >>> 31 === 1);
    if (backward) {
      for (let b = last; b >= 0; b--) visit(spins, b, chain, sweep, 0, onFlip);
      return;
    }
    for (let b = 0; b <= last; b++) visit(spins, b, chain, sweep, 0, onFlip);
    if (scan === "palindromic") {
      for (let b = last - 1; b >= 0; b--) visit(spins, b, chain, sweep, vertexCount, onFlip);
    }
  };
}
