import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import { denoisingTimes, type TimeGridName } from "./denoising_times.ts";
import { couplingStrength, noiseFlipProbability } from "./flip_process.ts";

/** A forward process and its steps. */
export interface NoiseOptions {
  /** Number T of steps, 1 to 1000. */
  readonly steps: number;
  readonly times: TimeGridName;
  /** How far the stretches of time of the training data reach over their ends, as a share of each end, in [0, 1). */
  readonly offset: number;
  readonly imageRate: number;
  readonly labelRate: number;
  /** A component keeps e^{−decayPerRate·rate·t} of its correlation: 2 in the paper's convention, 1 in the replication's. */
  readonly decayPerRate: 1 | 2;
}

/** One number for the pixels and one for the labels. */
export interface PerKind {
  readonly image: number;
  readonly label: number;
}

/** One step of the chain: what it undoes, and how its model is coupled to its input. */
export interface NoiseStep {
  /** 0 is the least noisy step. */
  readonly index: number;
  readonly from: number;
  /** Infinite in the last step of a logarithmic grid. */
  readonly to: number;
  /** Γ/2 over the time from `from` to `to`, without the offset. */
  readonly coupling: PerKind;
  /** Whether the step's law depends on its input at all. */
  readonly coupled: boolean;
  /** Probability that a component of the training target differs from the data. */
  readonly targetFlip: PerKind;
  /** Probability that a component of the training input differs from that target. */
  readonly inputFlip: PerKind;
}

/** What a reader of results must know about a schedule. */
export interface NoiseWarning {
  readonly code: "no-coupling";
  readonly message: string;
}

/** A checked forward process. */
export interface NoiseSchedule {
  readonly options: NoiseOptions;
  /** t_0 … t_T. */
  readonly times: Float64Array;
  readonly steps: readonly NoiseStep[];
  /** Whether any step depends on its input. One step on the logarithmic grid does not: it is no denoising model. */
  readonly coupled: boolean;
  readonly warnings: readonly NoiseWarning[];
}

/**
 * The steps of a forward process: step i leads from t_i to t_{i+1}. Its model is coupled by Γ/2 over that time; its training
 * data are the data noised up to t_i·(1 − offset) and from there on to t_{i+1}·(1 + offset). Where no step is coupled, as with
 * one step on the logarithmic grid, `coupled` is false and `warnings` says so. Values out of range are InputErrors.
 *
 * Source: dtm-replication, commit 7c22d19 (grid, offset); arXiv:2510.23972 (coupling).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const options = { steps: 1, times: "log", offset: 0.1, imageRate: 0.8, labelRate: 0.2, decayPerRate: 1 } as const;
 * const { steps, coupled, warnings } = noiseSchedule(options);
 * assert.deepEqual([steps[0]!.coupling, coupled, warnings[0]!.code], [{ image: 0, label: 0 }, false, "no-coupling"]);
 * assert.equal(noiseSchedule({ ...options, steps: 4 }).coupled, true);
 * ```
 */
export function noiseSchedule(options: NoiseOptions): NoiseSchedule {
  const action = "Cannot build a noise schedule";
  const { steps: count, times: grid, offset, imageRate, labelRate, decayPerRate } = options;
  const times = denoisingTimes(count, grid);
  if (typeof offset !== "number" || !(offset >= 0 && offset < 1)) {
    throw new InputError(`${action}: offset is ${describeValue(offset)}; give a number from 0 to below 1`);
  }
  for (const [name, rate] of [["imageRate", imageRate], ["labelRate", labelRate]] as const) {
    if (typeof rate !== "number" || !Number.isFinite(rate) || rate <= 0) {
      throw new InputError(`${action}: ${name} is ${describeValue(rate)}; give a finite number above 0`);
    }
  }
  if (decayPerRate !== 1 && decayPerRate !== 2) {
    throw new InputError(`${action}: decayPerRate is ${describeValue(decayPerRate)}; give 1 or 2`);
  }
  const perKind = (value: (decay: number) => number): PerKind => ({
    image: value(decayPerRate * imageRate),
    label: value(decayPerRate * labelRate),
  });
  const steps = Array.from({ length: count }, (_, index): NoiseStep => {
    const from = times[index]!, to = times[index + 1]!, start = from * (1 - offset), end = to * (1 + offset);
    const coupling = perKind((decay) => couplingStrength(decay, to - from));
    return {
      index,
      from,
      to,
      coupling,
      coupled: coupling.image > 0 || coupling.label > 0,
      targetFlip: perKind((decay) => noiseFlipProbability(decay, start)),
      inputFlip: perKind((decay) => noiseFlipProbability(decay, end - start)),
    };
  });
  const coupled = steps.some((step) => step.coupled);
  const message =
    `the coupling to the input is 0 in ${count === 1 ? "the only step" : `all ${count} steps`}: the model ` +
    `ignores its input and is a plain Boltzmann machine; take at least 2 steps`;
  return {
    options: { steps: count, times: grid, offset, imageRate, labelRate, decayPerRate },
    times,
    steps,
    coupled,
    warnings: coupled ? [] : [{ code: "no-coupling", message }],
  };
}
