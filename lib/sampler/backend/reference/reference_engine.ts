import { ChainUniforms } from "../../../random/chain_uniforms.ts";
import type { Engine, EngineTask, KeptSamples } from "../../engine/engine.ts";
import { packedLength, packSpins } from "../../engine/packed_spins.ts";
import { type Pass, SweepCoins, sweepPasses } from "../../engine/sweep_passes.ts";
import { updatesPerSweep } from "../../engine/updates_per_sweep.ts";
import { chainGroupPass } from "./chain_group_pass.ts";
import { singleChainPass } from "./single_chain_pass.ts";
import { createSingleSiteSweep } from "./single_site_sweep.ts";

/**
 * The backend that defines the chains: plain TypeScript, one update after the other. The others give the same bits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { integerWeights } from "../../plan/integer_weights.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const model = curieWeiss(3, 100), sites = siteOrder(model), weights = integerWeights(model, sites);
 * const engine = createReferenceEngine({ sites, weights, scan: "forward", coin: "chain", seed: 7, layout: "chains", chains: 2 });
 * const packed = Uint32Array.of(0b01, 0b00, 0b00);
 * engine.load(packed);
 * engine.run(0, 3);
 * engine.store(packed);
 * assert.deepEqual([...packed], [0, 0, 0]);
 * ```
 */
export function createReferenceEngine(task: EngineTask): Engine {
  const { sites, scan, seed, layout, chains } = task, { spinCount: n, order } = sites;
  const spins = new Int8Array(chains * n), uniforms = new ChainUniforms(seed, layout);
  let weights = task.weights, undecided = 0, updates = 0;

  const store = (packed: Uint32Array) => {
    const byVertex = new Int8Array(spins.length);
    for (let c = 0; c < chains; c++) for (let p = 0; p < n; p++) byVertex[c * n + order[p]!] = spins[c * n + p]!;
    packed.set(packSpins(byVertex, chains, n));
  };

  const sweepAll = createSweep();
  function createSweep(): (sweep: number) => void {
    if (scan === "single-site" || scan === "metropolis") {
      const sweepChain = createSingleSiteSweep(sites, scan, seed);
      return (sweep) => {
        for (let c = 0; c < chains; c++) undecided += sweepChain(weights, spins, c, sweep);
        updates += chains * updatesPerSweep(task);
      };
    }
    const passes = sweepPasses(scan), coins = scan === "symmetric" ? new SweepCoins(seed, chains, task.coin) : null;
    return (sweep) => {
      const sides = coins?.fill(sweep) ?? null;
      passes.forEach((pass, k) => {
        for (let from = 0; from < chains; from += 32) {
          const side = sides === null ? 0 : sides[from >>> 5]!;
          visit(pass, from, sides === null ? -1 : k === 0 ? ~side : side, sweep);
        }
      });
      updates += chains * updatesPerSweep(task);
    };
  }

  function visit(pass: Pass, from: number, mask: number, sweep: number): void {
    const to = Math.min(from + 32, chains);
    if (layout === "chains") {
      undecided += chainGroupPass(sites, weights, uniforms, spins, { from, to, mask }, sweep, pass);
      return;
    }
    for (let c = from; c < to; c++) {
      if ((mask >>> (c & 31) & 1) === 1) {
        undecided += singleChainPass(sites, weights, uniforms, spins, c, sweep, pass);
      }
    }
  }

  return {
    backend: "reference",
    device: "TypeScript",
    threads: 1,
    load: (packed) => {
      for (let c = 0; c < chains; c++) {
        for (let p = 0; p < n; p++) {
          spins[c * n + p] = 1 - 2 * ((packed[(c >>> 5) * n + order[p]!]! >>> (c & 31)) & 1);
        }
      }
    },
    store,
    setWeights: (other) => {
      weights = other;
    },
    run: (from: number, sweeps: number, keep?: KeptSamples) => {
      const size = packedLength(chains, n);
      for (let k = 0; k < sweeps; k++) {
        sweepAll(from + k);
        if (keep !== undefined && (k + 1) % keep.stride === 0) {
          const sample = (k + 1) / keep.stride - 1;
          store(keep.out.subarray(sample * size, (sample + 1) * size));
        }
      }
    },
    undecided: () => ({ undecided, updates }),
    close: () => {},
  };
}
