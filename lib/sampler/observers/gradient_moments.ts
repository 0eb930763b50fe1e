import { InputError } from "../../errors.ts";
import { type EnergyModel, observableCount } from "../../model/energy_model.ts";
import { populationCount7 } from "../../population_count.ts";
import type { Observer, SampleBatch } from "../schedule/observer.ts";

/** Words of a spin that are counted at once. */
const ROWS = 7;

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
  /** The last words of a batch that are not seven times N, filled up with zeros. */
  readonly #rest: Uint32Array;
  #count = 0;

  constructor(model: EnergyModel) {
    this.#model = model;
    this.#minus = new Float64Array(model.graph.vertexCount);
    this.#unequal = new Float64Array(model.couplings.length);
    this.#rest = new Uint32Array(ROWS * model.graph.vertexCount);
  }

  /** Samples times chains seen. */
  get count(): number {
    return this.#count;
  }

  readonly observe = (batch: SampleBatch): void => {
    const { words, spinCount: n } = batch, { graph: { vertexCount } } = this.#model;
    if (n !== vertexCount) {
      throw new InputError(
        `Cannot add to the moments: the samples have ${n} spins and the model ${vertexCount}; give samples of the same model`,
      );
    }
    const whole = words.length - words.length % (ROWS * n), rest = this.#rest;
    for (let at = 0; at < whole; at += ROWS * n) this.#add(words, at);
    if (whole < words.length) {
      rest.fill(0).set(words.subarray(whole));
      this.#add(rest, 0);
    }
    this.#count += batch.samples * batch.chains;
  };

  /** Adds seven words of each spin, from `at` on. */
  #add(words: Uint32Array, at: number): void {
    const { graph: { from, to, vertexCount: n } } = this.#model, minus = this.#minus, unequal = this.#unequal;
    const b = at + n, c = b + n, d = c + n, e = d + n, f = e + n, g = f + n;
    for (let i = 0; i < n; i++) {
      minus[i]! += populationCount7(
        words[at + i]!,
        words[b + i]!,
        words[c + i]!,
        words[d + i]!,
        words[e + i]!,
        words[f + i]!,
        words[g + i]!,
      );
    }
    for (let k = 0; k < from.length; k++) {
      const i = from[k]!, j = to[k]!;
      unequal[k]! += populationCount7(
        words[at + i]! ^ words[at + j]!,
        words[b + i]! ^ words[b + j]!,
        words[c + i]! ^ words[c + j]!,
        words[d + i]! ^ words[d + j]!,
        words[e + i]! ^ words[e + j]!,
        words[f + i]! ^ words[f + j]!,
        words[g + i]! ^ words[g + j]!,
      );
    }
  }

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
