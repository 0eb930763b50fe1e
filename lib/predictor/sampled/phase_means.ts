import type { EnergyModel } from "../../model/energy_model.ts";
import { checkInteger } from "../../random/check.ts";
import { ChainMeans } from "../../sampler/observers/chain_means.ts";
import { type PhaseOptions, phaseSampler, phaseStartOf } from "./phase_options.ts";

/** What a phase's means say of the observables. */
export interface PhaseMeans {
  /** E[f_a], one per observable, over all chains and the whole window. */
  readonly means: Float64Array;
  /** The means over the first and over the second half of the window. */
  readonly halves: readonly [Float64Array, Float64Array];
  /**
   * E‖means − E f‖² as far as it is chance: Σ_a of the variance of the chains' means, over their number. What all chains have in
   * common, such as a burn-in that is too short, is not in it. 0 for means that are known; NaN for one chain.
   */
  readonly noise: number;
  /** Standard error of `noise`. */
  readonly noiseError: number;
  /** What was sampled; null for means that are known. */
  readonly sampled: {
    readonly chains: number;
    /** K_ref in sweeps. */
    readonly window: number;
    readonly burnIn: number;
    readonly seed: number;
    readonly weightsDigest: string;
  } | null;
}

/**
 * The means of all gradient observables of a phase over a long window K_ref of several chains: the reference that windows are held
 * against. The window is rounded down to an even number of sweeps. Memory does not depend on it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * const options = { scan: "forward", seed: 7, chains: 32, burnIn: 20, window: 2000 } as const;
 * const { means, noise } = await phaseMeans(curieWeiss(2, 1), options);
 * assert.ok(Math.abs(means[0]! + Math.tanh(0.5)) < 6 * Math.sqrt(noise));
 * ```
 */
export async function phaseMeans(
  model: EnergyModel,
  options: PhaseOptions & { readonly window: number },
): Promise<PhaseMeans> {
  const action = "Cannot take the means of a phase", { chains, burnIn, seed, progress, signal } = options;
  const half = Math.floor(checkInteger(options.window, "window", action, 2, 2 ** 32) / 2);
  checkInteger(burnIn, "burnIn", action, 0, 2 ** 32);
  const sampler = await phaseSampler(model, options);
  try {
    const observer = new ChainMeans(model, chains), all = burnIn + 2 * half;
    const run = (done: number) => ({
      observers: [observer],
      ...(progress === undefined ? {} : { progress: (sweeps: number) => progress(done + sweeps, all) }),
      ...(signal === undefined ? {} : { signal }),
    });
    const { state } = await sampler.run(sampler.init(chains, phaseStartOf(options)), { burnIn, samples: half }, run(0));
    signal?.throwIfAborted();
    const first = observer.result().means;
    await sampler.run(state, { samples: half }, run(burnIn + half));
    signal?.throwIfAborted();
    const { weightsDigest } = sampler;
    return summarized(first, observer.result().means, { chains, window: 2 * half, burnIn, seed, weightsDigest });
  } finally {
    await sampler.close();
  }
}

/**
 * Means that are known without sampling, such as those of data or of an exact law, in the form of a phase.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([knownMeans(Float64Array.of(-0.5)).noise, knownMeans(Float64Array.of(-0.5)).sampled], [0, null]);
 * ```
 */
export function knownMeans(means: Float64Array): PhaseMeans {
  return { means, halves: [means, means], noise: 0, noiseError: 0, sampled: null };
}

/** `first` and `whole` are the means of each chain over half of the window and over all of it. */
function summarized(
  first: Float64Array,
  whole: Float64Array,
  sampled: NonNullable<PhaseMeans["sampled"]>,
): PhaseMeans {
  const { chains } = sampled, observables = whole.length / chains;
  const means = new Float64Array(observables),
    early = new Float64Array(observables),
    spreads = new Float64Array(chains);
  for (let k = 0; k < whole.length; k++) {
    means[k % observables]! += whole[k]! / chains;
    early[k % observables]! += first[k]! / chains;
  }
  for (let k = 0; k < whole.length; k++) {
    spreads[Math.floor(k / observables)]! += (whole[k]! - means[k % observables]!) ** 2;
  }
  const late = means.map((mean, a) => 2 * mean - early[a]!);
  const average = spreads.reduce((sum, spread) => sum + spread, 0) / chains;
  const variance = spreads.reduce((sum, spread) => sum + (spread - average) ** 2, 0) / (chains - 1);
  return {
    means,
    halves: [early, late],
    noise: chains < 2 ? NaN : average / (chains - 1),
    noiseError: chains < 2 ? NaN : Math.sqrt(variance / chains) / (chains - 1),
    sampled,
  };
}
