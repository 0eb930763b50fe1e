import { InputError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import type { Observer, SampleBatch } from "../schedule/observer.ts";

/**
 * The energy of every chain at every sample, handed on as it comes: `receive(energies)` gets one number per chain, E = −Σ J·x·x −
 * Σ h·x without beta, in an array that is used again.
 *
 * Terms are added in the order of the edges, then of the spins: the same sums on every machine.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { packSpins } from "../engine/packed_spins.ts";
 * const seen: number[] = [];
 * const energies = chainEnergies(curieWeiss(2, 1), (values) => seen.push(...values));
 * const words = packSpins(Int8Array.of(1, 1, 1, -1), 2, 2);
 * energies.observe({ words, samples: 1, chains: 2, spinCount: 2, sweep: 1, stride: 1 });
 * assert.deepEqual(seen, [-0.5, 0.5]);
 * ```
 */
export function chainEnergies(model: EnergyModel, receive: (energies: Float64Array) => void): Observer {
  const { graph: { from, to, vertexCount }, couplings, biases } = model;
  let energies = new Float64Array(0);
  return {
    observe: ({ words, samples, chains, spinCount: n }: SampleBatch) => {
      if (n !== vertexCount) {
        throw new InputError(
          `Cannot compute energies: the samples have ${n} spins and the model ${vertexCount}; give samples of the same model`,
        );
      }
      if (energies.length !== chains) energies = new Float64Array(chains);
      const groups = Math.ceil(chains / 32);
      for (let s = 0; s < samples; s++) {
        energies.fill(0);
        for (let g = 0; g < groups; g++) {
          const at = (s * groups + g) * n, first = 32 * g, lanes = Math.min(32, chains - first);
          const add = (bits: number, value: number) => {
            for (let c = 0; c < lanes; c++, bits >>>= 1) energies[first + c]! += (bits & 1) === 1 ? value : -value;
          };
          for (let e = 0; e < from.length; e++) add(words[at + from[e]!]! ^ words[at + to[e]!]!, couplings[e]!);
          if (biases !== null) { for (let i = 0; i < n; i++) add(words[at + i]!, biases[i]!); }
        }
        receive(energies);
      }
    },
  };
}
