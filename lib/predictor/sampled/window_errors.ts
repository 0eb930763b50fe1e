import { InputError } from "../../errors.ts";
import { type EnergyModel, observableCount } from "../../model/energy_model.ts";
import { checkInteger } from "../../random/check.ts";
import { ChainMeans } from "../../sampler/observers/chain_means.ts";
import { type PhaseOptions, phaseSampler, phaseStartOf } from "./phase_options.ts";
import type { PhaseMeans } from "./phase_means.ts";

/** The error of the burn-in + window estimator at one window length, from independent replicas. */
export interface WindowError {
  /** K in sweeps. */
  readonly window: number;
  readonly burnIn: number;
  /** R: independent chains. */
  readonly replicas: number;
  /** E‖f̄ − E f‖², less what the reference's own noise adds to it on average. */
  readonly meanSquaredError: number;
  /** Of `meanSquaredError`: spread of the replicas, and an upper bound for the reference's part. */
  readonly standardError: number;
  /** The mean of ‖f̄ − reference‖² as it comes. */
  readonly raw: number;
  /** The part of `meanSquaredError` that is variance, Σ_a Var[f̄_a]; the rest is bias². */
  readonly variance: number;
  /** Var̂[f̄_a] over the replicas, one per observable, with the divisor R − 1. */
  readonly variances: Float64Array;
}

/**
 * E‖f̄ − E f‖² of the estimator that averages the sweeps B + 1 … B + K of one chain, by independent chains held against a reference:
 * the denominator of Q_op, for one phase. All windows are read off the same chains. Memory does not depend on them.
 *
 * A reference that was sampled is itself wrong by its `noise` on average, which every squared distance holds too much: it is taken off.
 * What a reference has wrong for other reasons (see its change between halves) stays in. The seeds of replicas and reference must
 * differ; equal ones, parameters of another model and fewer than two chains are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { meanSquaredErrors } from "../mean_squared_error.ts";
 * import { knownMeans } from "./phase_means.ts";
 * const model = curieWeiss(2, 1), reference = knownMeans(Float64Array.of(-Math.tanh(0.5)));
 * const options = { scan: "forward", seed: 7, chains: 512, burnIn: 4, windows: [5, 20] } as const;
 * const errors = await windowErrors(model, reference, options);
 * const exact = meanSquaredErrors(model, "forward", { burnIn: 4, windows: [5, 20], unit: "sweep" });
 * errors.forEach((error, k) => assert.ok(Math.abs(error.meanSquaredError - exact[k]!) < 6 * error.standardError));
 * ```
 */
export async function windowErrors(
  model: EnergyModel,
  reference: PhaseMeans,
  options: PhaseOptions & { readonly windows: readonly number[] },
): Promise<WindowError[]> {
  const action = "Cannot measure the error of a window", { chains, burnIn, progress, signal } = options;
  checkInteger(chains, "chains", action, 2, 2 ** 20);
  checkInteger(burnIn, "burnIn", action, 0, 2 ** 32);
  const windows = [...options.windows].sort((a, b) => a - b), last = burnIn + (windows.at(-1) ?? 0);
  windows.forEach((window) => checkInteger(window, "a window", action, 1, 2 ** 32));
  checkReference(model, reference, options, action);
  const sampler = await phaseSampler(model, options);
  try {
    const { sampled } = reference;
    if (sampled !== null && sampled.weightsDigest !== sampler.weightsDigest) {
      throw new InputError(
        `${action}: the reference is of the parameters ${sampled.weightsDigest} and the model has ${sampler.weightsDigest}; ` +
          `take the reference again`,
      );
    }
    const observer = new ChainMeans(model, chains), errors = new Map<number, WindowError>();
    let state = sampler.init(chains, phaseStartOf(options)), done = 0;
    for (const window of windows) {
      const from = done,
        schedule = { burnIn: from === 0 ? burnIn : 0, samples: burnIn + window - Math.max(from, burnIn) };
      if (!errors.has(window)) {
        ({ state } = await sampler.run(state, schedule, {
          observers: [observer],
          ...(progress === undefined ? {} : { progress: (sweeps: number) => progress(from + sweeps, last) }),
          ...(signal === undefined ? {} : { signal }),
        }));
        signal?.throwIfAborted();
        done = burnIn + window;
        errors.set(window, readError(observer.result().means, reference, { window, burnIn, replicas: chains }));
      }
    }
    return options.windows.map((window) => errors.get(window)!);
  } finally {
    await sampler.close();
  }
}

function checkReference(model: EnergyModel, reference: PhaseMeans, { seed }: PhaseOptions, action: string): void {
  if (reference.means.length !== observableCount(model)) {
    throw new InputError(
      `${action}: the reference has ${reference.means.length} observables and the model ${
        observableCount(model)
      }; take ` +
        `both from the same model`,
    );
  }
  if (reference.sampled?.seed === seed) {
    throw new InputError(
      `${action}: seed is ${seed}, which the reference was drawn with; give another for independent chains`,
    );
  }
}

function readError(
  means: Float64Array,
  reference: PhaseMeans,
  at: Pick<WindowError, "window" | "burnIn" | "replicas">,
): WindowError {
  const observables = reference.means.length, { replicas } = at;
  const centres = new Float64Array(observables), variances = new Float64Array(observables);
  const distances = new Float64Array(replicas);
  for (let k = 0; k < means.length; k++) centres[k % observables]! += means[k]! / replicas;
  for (let c = 0, k = 0; c < replicas; c++) {
    for (let a = 0; a < observables; a++, k++) {
      distances[c]! += (means[k]! - reference.means[a]!) ** 2;
      variances[a]! += (means[k]! - centres[a]!) ** 2 / (replicas - 1);
    }
  }
  const raw = distances.reduce((sum, distance) => sum + distance, 0) / replicas;
  const spread = distances.reduce((sum, distance) => sum + (distance - raw) ** 2, 0) / (replicas - 1);
  const variance = variances.reduce((sum, value) => sum + value, 0), { noise, noiseError } = reference;
  const biasSquared = Math.max(0, raw - noise - variance);
  // ‖δ‖² of a reference that is off by δ varies by at most √2 times its mean, and 2⟨bias, δ⟩ by at most 2‖bias‖ times its root.
  const fromReference = noiseError ** 2 + 2 * noise ** 2 + 4 * biasSquared * noise;
  return {
    ...at,
    meanSquaredError: raw - noise,
    standardError: Math.sqrt(spread / replicas + fromReference),
    raw,
    variance,
    variances,
  };
}
