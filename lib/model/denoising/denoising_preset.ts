import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import type { NoiseOptions } from "./noise_schedule.ts";

/** The conventions of one source: everything in which the paper and its published replication differ. */
export interface DenoisingPreset {
  readonly name: "paper" | "replication" | "replication-8";
  /** The grid, a name of GRID_PRESETS. */
  readonly grid: string;
  readonly placement: "paper" | "replication";
  readonly noise: NoiseOptions;
  /** Whether both phases of a batch see the same inputs, or inputs shuffled apart. */
  readonly conditioning: "shared" | "separate";
  /** What the penalty averages first: the products of the means of each input, or the means of the batch. */
  readonly penalty: "input" | "batch";
  readonly trainingBeta: number;
  /** Inverse temperature at the beginning and the end of a linear ramp in generation. */
  readonly generationBeta: readonly [number, number];
  readonly source: string;
  /** What the source leaves open and this preset settles. */
  readonly note: string;
}

const REPLICATION: Omit<DenoisingPreset, "name" | "noise" | "note"> = {
  grid: "60_12",
  placement: "replication",
  conditioning: "separate",
  penalty: "batch",
  trainingBeta: 1,
  generationBeta: [0.8, 1.2],
  source: "dtm-replication, commit 7c22d19c218ab353a770f7c2b1504570b7cbe3ba",
};

/**
 * The presets by name. `paper`: its conventions on the grid of its Fig. 1 machine, 8 steps. `replication`: the defaults of the
 * published program, one single step, which couples nothing to its input. `replication-8`: the same program as its
 * figure 5b sets it, 8 steps.
 */
export const DENOISING_PRESETS: Readonly<Record<DenoisingPreset["name"], DenoisingPreset>> = Object.freeze({
  paper: {
    name: "paper",
    grid: "paper-70_12",
    placement: "paper",
    // The paper's e^{−γMt} with M = 2 categories.
    noise: { steps: 8, times: "log", offset: 0, imageRate: 1, labelRate: 0.2, decayPerRate: 2 },
    conditioning: "shared",
    penalty: "input",
    trainingBeta: 1,
    generationBeta: [1, 1],
    source: "Jelinčič et al., arXiv:2510.23972",
    note: "the paper states image rates from 0.7 to 1.5 and neither its time grid nor labels: the image rate 1, the " +
      "logarithmic grid without overlap and the label rate are settled here",
  },
  replication: {
    ...REPLICATION,
    name: "replication",
    noise: { steps: 1, times: "log", offset: 0.1, imageRate: 0.8, labelRate: 0.2, decayPerRate: 1 },
    note: "the default of one step ends at infinite time: its coupling is 0 and the model is a plain Boltzmann machine",
  },
  "replication-8": {
    ...REPLICATION,
    name: "replication-8",
    grid: "70_12",
    noise: { steps: 8, times: "log", offset: 0.15, imageRate: 0.9, labelRate: 0.2, decayPerRate: 1 },
    note: "figure 5b: eight steps, of which the last one ends at infinite time",
  },
});

/**
 * The preset of a name of {@link DENOISING_PRESETS}; any other is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(denoisingPreset("replication").noise.steps, 1);
 * assert.throws(() => denoisingPreset("dtm"), /"dtm" names no preset; give one of paper, replication, replication-8/);
 * ```
 */
export function denoisingPreset(name: unknown): DenoisingPreset {
  if (typeof name === "string" && Object.hasOwn(DENOISING_PRESETS, name)) {
    return DENOISING_PRESETS[name as DenoisingPreset["name"]];
  }
  throw new InputError(
    `Cannot take a denoising preset: ${describeValue(name)} names no preset; give one of ${
      Object.keys(DENOISING_PRESETS).join(", ")
    }`,
  );
}
