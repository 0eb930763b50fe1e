import { InputError } from "../../errors.ts";
import { type EnergyModel, observableCount } from "../../model/energy_model.ts";
import { populationCount } from "../../population_count.ts";
import type { Observer, SampleBatch } from "../schedule/observer.ts";

/**
 * The moments of a model over all samples and chains: ⟨x_i⟩ of every spin and ⟨x_i·x_j⟩ of every edge, by counting bits. The
 * counts are whole numbers, so the moments are exact to one rounding, whatever the order; memory does not depend on the length.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { createSampler } from "../create_sampler.ts";
 * const model = curieWeiss(3, 100), moments = new GradientMoments(model);
 * const sampler = await createSampler(model, { scan: "forward", seed: 7 });
 * await sampler.run(sampler.init(4, [1, 1, 1]), { samples: 10 }, { observers: [moments] });
 * assert.deepEqual([moments.count, ...moments.mean(), ...moments.pairMoments()], [40, 1, 1, 1, 1, 1, 1]);
 * await sampler.close();
 * ```
 */
export class GradientMoments implements Observer {
  readonly #model: EnergyModel;
  readonly #minus: Float64Array;
  readonly #unequal: Float64Array;
  #count = 0;

  constructor(model: EnergyModel) {
    this.#model = model;
    this.#minus = new Float64Array(model.graph.vertexCount);
    this.#unequal = new Float64Array(model.couplings.length);
  }

  /** Samples times chains seen. */
  get count(): number {
    return this.#count;
  }

  readonly observe = (batch: SampleBatch): void => {
    const { words, spinCount: n } = batch, { graph: { from, to, vertexCount } } = this.#model;
    if (n !== vertexCount) {
      throw new InputError(
        `Cannot add to the moments: the samples have ${n} spins and the model ${vertexCount}; give samples of the same model`,
      );
    }
    for (let at = 0; at < words.length; at += n) {
      for (let i = 0; i < n; i++) this.#minus[i]! += populationCount(words[at + i]!);
      for (let e = 0; e < from.length; e++) {
        this.#unequal[e]! += populationCount(words[at + from[e]!]! ^ words[at + to[e]!]!);
      }
    }
    this.#count += batch.samples * batch.chains;
  };

  /** ⟨x_i⟩, N entries. */
  mean(): Float64Array {
    return this.#minus.map((minus) => (this.#count - 2 * minus) / this.#count);
  }

  /** ⟨x_i·x_j⟩, one per edge. */
  pairMoments(): Float64Array {
    return this.#unequal.map((unequal) => (this.#count - 2 * unequal) / this.#count);
  }

  /** The mean of the gradient observables f_a in their order: −⟨x_i·x_j⟩ per edge, then −⟨x_i⟩ when the model has biases. */
  gradientMean(): Float64Array {
    const mean = new Float64Array(observableCount(this.#model));
    mean.set(this.pairMoments());
    if (this.#model.biases !== null) mean.set(this.mean(), this.#model.couplings.length);
    return mean.map((value) => -value);
  }
}
