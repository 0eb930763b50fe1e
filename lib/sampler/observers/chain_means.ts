import { InputError } from "../../errors.ts";
import { type EnergyModel, observableCount } from "../../model/energy_model.ts";
import type { Observer, SampleBatch } from "../schedule/observer.ts";
import type { WindowMeans } from "../window_means.ts";
import { LaneCounters } from "./lane_counters.ts";

/**
 * The mean of every gradient observable f_a (−x_i·x_j per edge, then −x_i per spin when the model has biases) over the samples
 * of each chain: with a burn-in and a window it is the estimator whose mean squared error is in Q_op. Memory does not depend on
 * the window; the counts are whole numbers, so the means are exact to one rounding.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { createSampler } from "../create_sampler.ts";
 * const model = curieWeiss(3, 100), means = new ChainMeans(model, 4);
 * const sampler = await createSampler(model, { scan: "forward", seed: 7 });
 * await sampler.run(sampler.init(4, [1, 1, 1]), { burnIn: 5, samples: 10 }, { observers: [means] });
 * assert.deepEqual([...means.result().means.subarray(0, 3)], [-1, -1, -1]);
 * await sampler.close();
 * ```
 */
export class ChainMeans implements Observer {
  readonly #model: EnergyModel;
  readonly #chains: number;
  readonly #counters: LaneCounters;
  #samples = 0;

  constructor(model: EnergyModel, chains: number) {
    this.#model = model;
    this.#chains = chains;
    this.#counters = new LaneCounters(Math.ceil(chains / 32) * observableCount(model));
  }

  readonly observe = (batch: SampleBatch): void => {
    const { graph: { from, to, vertexCount: n }, biases } = this.#model;
    if (batch.spinCount !== n || batch.chains !== this.#chains) {
      throw new InputError(
        `Cannot average over the chains: the samples are of ${batch.chains} chains of ${batch.spinCount} spins; ` +
          `give ${this.#chains} chains of ${n} spins`,
      );
    }
    const { words } = batch, groups = Math.ceil(this.#chains / 32);
    for (let s = 0, at = 0; s < batch.samples; s++) {
      for (let g = 0, k = 0; g < groups; g++, at += n) {
        for (let e = 0; e < from.length; e++) this.#counters.add(k++, words[at + from[e]!]! ^ words[at + to[e]!]!);
        if (biases !== null) { for (let i = 0; i < n; i++) this.#counters.add(k++, words[at + i]!); }
      }
    }
    this.#samples += batch.samples;
  };

  /** The means so far. */
  result(): WindowMeans {
    const chains = this.#chains, observables = observableCount(this.#model);
    const means = new Float64Array(chains * observables);
    for (let a = 0; a < observables; a++) {
      for (let first = 0; first < chains; first += 32) {
        const counts = this.#counters.counts((first >>> 5) * observables + a);
        for (let c = first; c < Math.min(chains, first + 32); c++) {
          means[c * observables + a] = (2 * counts[c - first]! - this.#samples) / this.#samples;
        }
      }
    }
    return { means, chains, observables };
  }
}
