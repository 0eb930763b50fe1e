import { estimateSignTau } from "../../diagnostics/estimate_sign_tau.ts";
import { SignHistory } from "../../diagnostics/sign_history.ts";
import { ADMISSIBLE_TIMES } from "../../diagnostics/tau_reading.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { checkInteger } from "../../random/check.ts";
import type { Observer, SampleBatch } from "../../sampler/schedule/observer.ts";
import { eventLoopTurns } from "../../sampler/schedule/event_loop_turns.ts";
import type { ProgramTimes } from "./ladder_rung.ts";

/**
 * The program's own estimator for chosen observables: their spins are stored as bits, one per sweep and chain, and each observable is
 * formed from them in turn. All 25,200 observables of 3,600 spins × 32 chains × 8,000 sweeps take 115 MB.
 */
export class ProgramEstimator implements Observer {
  readonly #observables: Int32Array;
  readonly #pairs: readonly (readonly number[])[];
  readonly #spins: Int32Array;
  readonly #history: SignHistory;

  constructor(
    model: EnergyModel,
    observables: Int32Array,
    size: { readonly chains: number; readonly capacity: number },
  ) {
    const { from, to } = model.graph, edges = from.length;
    const spinsOf = (a: number) => a < edges ? [from[a]!, to[a]!] : [a - edges];
    this.#observables = observables;
    this.#spins = Int32Array.from(new Set(Array.from(observables, spinsOf).flat())).sort();
    const place = new Map(Array.from(this.#spins, (spin, k) => [spin, k]));
    this.#pairs = Array.from(observables, (a) => spinsOf(a).map((spin) => place.get(spin)!));
    this.#history = new SignHistory({ spins: this.#spins.length, ...size });
  }

  readonly observe = ({ words, samples, chains, spinCount }: SampleBatch): void => {
    const groups = Math.ceil(chains / 32), chosen = new Uint32Array(samples * groups * this.#spins.length);
    for (let row = 0, k = 0; row < samples * groups; row++) {
      for (let i = 0; i < this.#spins.length; i++) chosen[k++] = words[row * spinCount + this.#spins[i]!]!;
    }
    this.#history.recordPacked(chosen);
  };

  /** The times of the chosen observables; `streamed` are the streaming ones of all observables. */
  async read(streamed: Float64Array, signal?: AbortSignal): Promise<ProgramTimes> {
    const turn = eventLoopTurns(), { length } = this.#history;
    const apart: number[] = [];
    let tauMax = NaN, sum = 0, varying = 0, censored = 0, total = 0, streamedTotal = 0;
    for (let k = 0; k < this.#observables.length; k++) {
      await turn();
      signal?.throwIfAborted();
      const reading = estimateSignTau(this.#history.series(this.#pairs[k]!), { short: "allow" });
      if (reading.variance === 0) continue;
      varying++;
      sum += reading.tau;
      if (reading.censored) censored++;
      if (!(reading.tau <= tauMax)) tauMax = reading.tau;
      const other = streamed[this.#observables[k]!]!;
      total += reading.tau * reading.variance;
      streamedTotal += other * reading.variance;
      if (length >= ADMISSIBLE_TIMES * reading.tau) apart.push(Math.abs(other / reading.tau - 1));
    }
    apart.sort((a, b) => a - b);
    return {
      observables: this.#observables.length,
      all: this.#observables.length === streamed.length,
      tauMax,
      tauMean: sum / varying,
      censored: { count: censored, share: censored / varying },
      totalObservableTime: total,
      totalTimeDisagreement: Math.abs(streamedTotal / total - 1),
      medianDisagreement: apart[Math.floor(apart.length / 2)] ?? null,
      worstDisagreement: apart.at(-1) ?? null,
    };
  }
}

/** The observables as distinct indices in ascending order; anything else is an InputError. */
export function checkObservables(observables: ArrayLike<number>, count: number, action: string): Int32Array {
  const indices = Array.from(observables, (a, k) => checkInteger(a, `subset[${k}]`, action, 0, count - 1));
  return Int32Array.from(new Set(indices)).sort();
}
