import { createHash } from "node:crypto";
import { type EnergyModel, observableCount } from "../model/energy_model.ts";
import { checkInteger } from "../random/check.ts";
import { type ChainSampler, createSampler, type SamplerOptions } from "../sampler/create_sampler.ts";
import type { BackendName } from "../sampler/engine/engine.ts";
import { chainEnergies } from "../sampler/observers/chain_energies.ts";
import { GradientMoments } from "../sampler/observers/gradient_moments.ts";
import type { Start } from "../sampler/sampler.ts";
import type { Observer, SampleBatch } from "../sampler/schedule/observer.ts";
import { GradientAutocorrelation } from "./gradient_autocorrelation.ts";
import { StreamingAutocorrelation } from "./streaming_autocorrelation.ts";

/** Fewer sweeps than this have no autocorrelation time and no split R̂. */
const SHORTEST = 4;

/** What is sampled: a sampler's options and how long. */
export interface SampleOptions extends SamplerOptions {
  readonly chains: number;
  /** Sweeps after the burn-in, all of which count. */
  readonly sweeps: number;
  /** Default 0. */
  readonly burnIn?: number;
  /** Default "uniform": independent for every spin and chain. */
  readonly start?: Start;
  readonly progress?: (sweepsDone: number, sweeps: number) => void;
  readonly signal?: AbortSignal;
}

/** What a sample says of a model, and what it is worth. */
export interface SampleReport {
  /** ⟨x_i⟩ of every spin. */
  readonly mean: Float64Array;
  /** ⟨x_i·x_j⟩ of every edge. */
  readonly pairMoments: Float64Array;
  readonly energyMean: number;
  /** Monte-Carlo standard error of the mean energy; null when there are too few sweeps for one. */
  readonly energyMcse: number | null;
  /** τ_a of every gradient observable in sweeps; null where it never changed. Null altogether below 4 sweeps. */
  readonly tau: readonly (number | null)[] | null;
  readonly tauMax: number | null;
  /** Whether some τ is only a lower bound: the chains are too short for it. */
  readonly tauCensored: boolean | null;
  /** Whether the chains are at least 50 τ_max long. */
  readonly admissible: boolean | null;
  /** The largest split R̂ of an observable; null for one chain or below 4 sweeps. */
  readonly rHatMax: number | null;
  /** SHA-256 of the last states, one signed byte ±1 per spin, chain by chain. */
  readonly stateDigest: string;
  readonly backend: BackendName;
  /** Why it is not a faster backend, or null. */
  readonly backendNote: string | null;
  readonly device: string;
  readonly threads: number;
  readonly chains: number;
  /** Sweeps that count: fewer than asked for when the run was stopped. */
  readonly sweeps: number;
  readonly burnIn: number;
  readonly seed: number;
  readonly updatesPerSecond: number;
  /** Share of the decisions that the kernel's first comparison left open. */
  readonly undecidedShare: number;
  readonly errorBound: number;
  readonly weightsDigest: string;
  /** Whether all sweeps were run. */
  readonly completed: boolean;
}

/**
 * Samples a model and reads off its moments, autocorrelation times, R̂ and the digest of the last states. Memory does not grow
 * with the number of sweeps.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * const options = { chains: 8, sweeps: 500, burnIn: 20, seed: 7, scan: "forward" } as const;
 * const report = await sampleModel(curieWeiss(4, 0.5), options);
 * assert.equal(report.pairMoments.length, 6);
 * assert.ok(report.tauMax! < 5 && report.rHatMax! < 1.1);
 * assert.equal(report.stateDigest, (await sampleModel(curieWeiss(4, 0.5), options)).stateDigest);
 * ```
 */
export async function sampleModel(model: EnergyModel, options: SampleOptions): Promise<SampleReport> {
  const { chains, seed } = options, action = "Cannot sample the model";
  const sweeps = checkInteger(options.sweeps, "sweeps", action, 1, 2 ** 32);
  const burnIn = checkInteger(options.burnIn ?? 0, "burnIn", action, 0, 2 ** 32);
  const sampler = await createSampler(model, options);
  try {
    const start = sampler.init(chains, options.start);
    const moments = new GradientMoments(model), energies = new StreamingAutocorrelation({ observables: 1, chains });
    const gradient = observableCount(model) === 0 ? null : new GradientAutocorrelation(model, { chains });
    const observers: Observer[] = [moments, chainEnergies(model, (values) => energies.push(values))];
    if (gradient !== null) observers.push({ observe: ({ words }: SampleBatch) => gradient.push(words) });
    const { state, samples, remaining, seconds } = await sampler.run(start, { burnIn, samples: sweeps }, {
      observers,
      ...(options.progress === undefined ? {} : { progress: options.progress }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const { undecided, updates } = await sampler.undecided();
    return {
      mean: moments.mean(),
      pairMoments: moments.pairMoments(),
      energyMean: meanEnergy(model, moments),
      energyMcse: energyError(energies, samples),
      ...timesOf(gradient, samples),
      stateDigest: `sha256:${createHash("sha256").update(state.spins).digest("hex")}`,
      ...deviceOf(sampler),
      chains,
      sweeps: samples,
      burnIn,
      seed,
      updatesPerSecond: updates / seconds,
      undecidedShare: undecided / updates,
      errorBound: sampler.errorBound,
      weightsDigest: sampler.weightsDigest,
      completed: remaining === null,
    };
  } finally {
    await sampler.close();
  }
}

function meanEnergy({ couplings, biases }: EnergyModel, moments: GradientMoments): number {
  const pairs = moments.pairMoments(), mean = moments.mean();
  let sum = 0;
  couplings.forEach((coupling, e) => sum -= coupling * pairs[e]!);
  biases?.forEach((bias, i) => sum -= bias * mean[i]!);
  return sum;
}

function energyError(energies: StreamingAutocorrelation, samples: number): number | null {
  if (samples < SHORTEST) return null;
  const { tau } = energies.reading(0, { short: "allow" });
  return Math.sqrt((2 * tau * energies.variance(0)) / (energies.chains * samples));
}

function timesOf(gradient: GradientAutocorrelation | null, samples: number) {
  if (gradient === null || samples < SHORTEST) {
    return { tau: null, tauMax: null, tauCensored: null, admissible: null, rHatMax: null };
  }
  const { taus, variances } = gradient.times();
  const { tauMax, censoredCount, admissible, rHatMax } = gradient.summary({ short: "allow" });
  return {
    tau: Array.from(taus, (tau, a) => variances[a] === 0 ? null : tau),
    tauMax: Number.isNaN(tauMax) ? null : tauMax,
    tauCensored: censoredCount > 0,
    admissible,
    rHatMax: Number.isNaN(rHatMax) ? null : rHatMax,
  };
}

function deviceOf({ backend, backendNote, device, threads }: ChainSampler) {
  return { backend, backendNote, device: device!, threads };
}
