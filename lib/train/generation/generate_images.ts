import { InputError } from "../../errors.ts";
import { checkSpins } from "../../model/check.ts";
import { clampedSites } from "../../model/denoising/clamped_sites.ts";
import type { DenoisingModel } from "../../model/denoising/denoising_model.ts";
import type { DenoisingStep } from "../../model/denoising/denoising_step.ts";
import { phaseStart } from "../../model/denoising/phase_start.ts";
import { jointModel, stepDigest } from "../../model/denoising/step_models.ts";
import { checkInteger, describeValue } from "../../random/check.ts";
import { checkSeed } from "../../random/seed.ts";
import { createStream } from "../../random/stream.ts";
import { createSampler, type SamplerOptions } from "../../sampler/create_sampler.ts";

/** What is generated, and how. */
export interface GenerationOptions extends Pick<SamplerOptions, "backend" | "threads"> {
  /** Images, each in a chain of its own. */
  readonly count: number;
  readonly seed: number;
  /** Sweeps of each step; default 600, as published. */
  readonly sweeps?: number;
  /** β in the first and the last sweep of each step, linear between; default the preset's. */
  readonly beta?: readonly [number, number];
  /**
   * Values that β takes on its way, equally many sweeps each; default 60. The published program changes it with every sweep; a change
   * costs as much as some tens of thousands of updates.
   */
  readonly betaLevels?: number;
  /** Label spins to hold in every step, count × labelCount as `labelSpins` lays them out; by default labels are generated too. */
  readonly labels?: ArrayLike<number>;
  /** Called after every batch with the steps done and the sweeps done of the present one. */
  readonly progress?: (stepsDone: number, steps: number, sweepsDone: number, sweeps: number) => void;
  /** Stops with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What the chain of steps brought forth. */
export interface Generation {
  readonly count: number;
  /** Spins of an image, then of a label, in a row. */
  readonly imageCount: number;
  readonly labelCount: number;
  /** The noise that the noisiest step was given, count × (imageCount + labelCount) spins. */
  readonly noise: Int8Array;
  /** What each step brought forth, from the noisiest to the least noisy, in the same form. */
  readonly states: readonly {
    /** Index of the step in the model: T − 1 … 0. */
    readonly step: number;
    readonly rows: Int8Array;
    /** Digest of the parameters that were sampled. */
    readonly weightsDigest: string;
  }[];
  /** The last of the states: images and labels. */
  readonly rows: Int8Array;
}

/**
 * Draws images through the chain of T steps: fair coins go into the noisiest step; each step begins with spins drawn from its biases,
 * runs its sweeps while β rises, and hands its visible spins on as the input of the next. Seeds make the same images on every
 * backend. Where the model is one step without coupling these are samples of that step alone.
 *
 * Source: dtm-replication, commit 7c22d19 (start from σ(β·b) at the last β, β from 0.8 to 1.2, one sample handed on);
 * arXiv:2510.23972, Eqs. 7 and 8.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createDenoisingModel } from "thermolab";
 * const model = createDenoisingModel({ preset: "replication", grid: "8_8", imageCount: 9, labelCount: 3, steps: 2, seed: 1 });
 * // A bias on the first pixel of the least noisy step.
 * model.steps[0]!.biases[model.steps[0]!.visible[0]!] = 50;
 * const { rows, states } = await generateImages(model, { count: 4, seed: 7, sweeps: 5 });
 * assert.deepEqual(states.map(({ step }) => step), [1, 0]);
 * assert.deepEqual([rows[0], rows[12], rows[24], rows[36]], [1, 1, 1, 1]);
 * ```
 */
export async function generateImages(model: DenoisingModel, options: GenerationOptions): Promise<Generation> {
  const action = "Cannot generate images", { imageCount, labelCount } = model, width = imageCount + labelCount;
  const count = checkInteger(options.count, "count", action, 1, 2 ** 20), seed = checkSeed(options.seed);
  const sweeps = checkInteger(options.sweeps ?? 600, "sweeps", action, 1, 2 ** 24);
  const levels = checkInteger(options.betaLevels ?? 60, "betaLevels", action, 1, 2 ** 24);
  const beta = checkRamp(options.beta ?? model.preset.generationBeta, action);
  const labels = options.labels === undefined ? null : checkSpins(options.labels, "labels", action, count * labelCount);
  const stream = createStream(seed, "data");
  const noise = Int8Array.from({ length: count * width }, () => stream.sign());
  const states: Generation["states"][number][] = [];
  let inputs: Int8Array = noise;
  for (const step of model.steps.toReversed()) {
    const weightsDigest = stepDigest(step), done = states.length;
    inputs = await runStep(step, {
      ...options,
      inputs,
      labels,
      beta,
      levels: Math.min(levels, sweeps),
      sweeps,
      done,
      steps: model.steps.length,
    });
    states.push({ step: step.noise.index, rows: inputs, weightsDigest });
  }
  return { count, imageCount, labelCount, noise, states, rows: inputs };
}

interface StepRun extends Pick<GenerationOptions, "seed" | "backend" | "threads" | "progress" | "signal"> {
  readonly inputs: Int8Array;
  readonly labels: Int8Array | null;
  readonly beta: readonly [number, number];
  readonly levels: number;
  readonly sweeps: number;
  readonly done: number;
  readonly steps: number;
}

/** The visible spins after one step, row by row. */
async function runStep(step: DenoisingStep, run: StepRun): Promise<Int8Array> {
  const { inputs, labels, sweeps, levels, seed, done, steps, beta: [first, last], progress, signal } = run;
  const { visible, graph: { vertexCount: n }, noise: { index }, placement } = step;
  const width = visible.length, count = inputs.length / width, stride = n + width, labelCount = placement.label.length;
  const spins = phaseStart(step, { inputs, beta: last, stream: createStream(seed, "init", index) });
  if (labels !== null) {
    for (let c = 0, k = 0; c < count; c++) {
      for (let j = 0; j < labelCount; j++) spins[c * stride + placement.label[j]!] = labels[k++]!;
    }
  }
  const sampler = await createSampler(jointModel(step, last), {
    seed,
    scan: "forward",
    clamped: clampedSites(step, labels === null ? "negative" : "labelled", "spins"),
    ...(run.backend === undefined ? {} : { backend: run.backend }),
    ...(run.threads === undefined ? {} : { threads: run.threads }),
  });
  try {
    // Every step has sweeps of its own on the chains' clock, so that no random number is used twice.
    const start = { spins, chains: count, sweep: done * sweeps, site: 0 };
    const rise = levels === 1 ? 0 : (last - first) / (levels - 1);
    const ramp = (sweep: number) => levels === 1 ? last : first + rise * Math.floor(sweep * levels / sweeps);
    const { state } = await sampler.run(start, { burnIn: sweeps, samples: 0, beta: ramp }, {
      ...(progress === undefined ? {} : { progress: (now: number) => progress(done, steps, now, sweeps) }),
      ...(signal === undefined ? {} : { signal }),
    });
    signal?.throwIfAborted();
    const rows = new Int8Array(inputs.length);
    for (let c = 0, k = 0; c < count; c++) {
      for (let v = 0; v < width; v++) rows[k++] = state.spins[c * stride + visible[v]!]!;
    }
    return rows;
  } finally {
    await sampler.close();
  }
}

function checkRamp(beta: readonly [number, number], action: string): readonly [number, number] {
  if (Array.isArray(beta) && beta.length === 2 && beta.every((value) => Number.isFinite(value) && value >= 0)) {
    return beta;
  }
  throw new InputError(`${action}: beta is ${describeValue(beta)}; give the first and the last, two numbers from 0 on`);
}
