import type { DenoisingStep } from "../../model/denoising/denoising_step.ts";
import type { Observer, SampleBatch } from "../../sampler/schedule/observer.ts";

/**
 * The moments of a step over all samples and chains in which free spins stand with their conditional means (Rao and Blackwell):
 * ⟨s_i⟩ by m_i = E[s_i | all others] = tanh(β·field), and ⟨s_i·s_j⟩ by ½(m_i·s_j + s_i·m_j), where only one of the two is free by
 * that one's mean. The expectation is that of the plain moments, the variance of independent samples is smaller; a sample costs as
 * much as some fifty sweeps of one chain. Spins that are clamped stand as they are.
 *
 * Source: A. E. Gelfand and A. F. M. Smith, J. Am. Stat. Assoc. 85, 398 (1990), section 2.2.
 */
export class ConditionalMoments implements Observer {
  readonly #step: DenoisingStep;
  readonly #beta: number;
  /** 1 for spins that are free. */
  readonly #free: Uint8Array;
  readonly #spins: Int8Array;
  readonly #fields: Float64Array;
  readonly #means: Float64Array;
  readonly #pairs: Float64Array;
  #count = 0;

  constructor(step: DenoisingStep, beta: number, clamped: ArrayLike<number>) {
    const { vertexCount } = step.jointGraph;
    this.#step = step;
    this.#beta = beta;
    this.#free = new Uint8Array(vertexCount).fill(1);
    for (let k = 0; k < clamped.length; k++) this.#free[clamped[k]!] = 0;
    this.#spins = new Int8Array(vertexCount);
    this.#fields = new Float64Array(vertexCount);
    this.#means = new Float64Array(step.graph.vertexCount);
    this.#pairs = new Float64Array(step.weights.length);
  }

  readonly observe = ({ words, samples, chains, spinCount }: SampleBatch): void => {
    const groups = Math.ceil(chains / 32), spins = this.#spins;
    for (let s = 0, at = 0; s < samples; s++) {
      for (let g = 0; g < groups; g++, at += spinCount) {
        for (let c = 0, lanes = Math.min(32, chains - 32 * g); c < lanes; c++) {
          for (let i = 0; i < spinCount; i++) spins[i] = 1 - 2 * ((words[at + i]! >>> c) & 1);
          this.#add();
        }
      }
    }
    this.#count += samples * chains;
  };

  /** ⟨s_i⟩, N entries. */
  mean(): Float64Array {
    return this.#means.map((sum) => sum / this.#count);
  }

  /** ⟨s_i·s_j⟩, one per edge of the grid. */
  pairMoments(): Float64Array {
    return this.#pairs.map((sum) => sum / this.#count);
  }

  #add(): void {
    const { graph, jointGraph: { from, to }, parameters, weights, biases } = this.#step;
    const spins = this.#spins, fields = this.#fields, free = this.#free, means = this.#means, pairs = this.#pairs;
    const n = graph.vertexCount, beta = this.#beta;
    fields.fill(0);
    fields.set(biases);
    for (let e = 0; e < from.length; e++) {
      const i = from[e]!, j = to[e]!, coupling = parameters[e]!;
      fields[i]! += coupling * spins[j]!;
      fields[j]! += coupling * spins[i]!;
    }
    for (let i = 0; i < n; i++) {
      const mean = free[i] === 1 ? Math.tanh(beta * fields[i]!) : spins[i]!;
      fields[i] = mean;
      means[i]! += mean;
    }
    for (let e = 0; e < weights.length; e++) {
      const i = from[e]!, j = to[e]!;
      pairs[e]! += free[i] === free[j]
        ? (fields[i]! * spins[j]! + spins[i]! * fields[j]!) / 2
        : free[i] === 1
        ? fields[i]! * spins[j]!
        : spins[i]! * fields[j]!;
    }
  }
}
