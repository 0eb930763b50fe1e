import { denoisingGradient } from "../../model/denoising/denoising_gradient.ts";
import type { DenoisingStep } from "../../model/denoising/denoising_step.ts";
import { meanProducts } from "../../model/denoising/mean_products.ts";
import { Adam, type AdamState } from "../adam.ts";
import { trainingError } from "../hypernetwork/training_error.ts";
import { cosineRate } from "../rate_schedule.ts";
import type { BatchExamples } from "./epoch_examples.ts";
import { type EngineChoice, openPhase, type PhaseResult, type PhaseRun, type PhaseSampler } from "./phase_sampler.ts";
import type { UpdateFigures } from "./training_record.ts";
import type { TrainingSettings } from "./training_settings.ts";

/** How one update is done. */
export interface StepUpdate {
  readonly examples: BatchExamples;
  /** λ of the penalty. */
  readonly penalty: number;
  /** What the penalty averages first. */
  readonly over: "input" | "batch";
}

/** The optimiser of a step and, while it is trained, the chains of its phases. */
export class StepTrainer {
  readonly #step: DenoisingStep;
  readonly #settings: TrainingSettings;
  readonly #adam: Adam;
  readonly #gradient: Float64Array;
  readonly #before: Float64Array;
  readonly #after: Float64Array;
  /** The parameters that the last update has left, null where the chains have begun on the present ones. */
  #left: Float64Array | null = null;
  #phases: readonly [PhaseSampler, PhaseSampler] | null = null;

  constructor(step: DenoisingStep, settings: TrainingSettings, batches: number, state?: AdamState) {
    const { learningRate, rateEpochs, rateFloor } = settings;
    this.#step = step;
    this.#settings = settings;
    const schedule = cosineRate(rateEpochs * batches, rateFloor);
    this.#adam = new Adam(step.parameters.length, { learningRate, schedule }, state);
    this.#gradient = new Float64Array(step.parameters.length);
    this.#before = new Float64Array(step.parameters.length);
    this.#after = new Float64Array(step.parameters.length);
  }

  /** Updates done. */
  get updates(): number {
    return this.#adam.updates;
  }

  state(): AdamState {
    return this.#adam.state();
  }

  async open(engine: EngineChoice): Promise<void> {
    if (this.#phases !== null) return;
    const open = (phase: "positive" | "negative") => openPhase(this.#step, phase, this.#settings, engine);
    this.#phases = [await open("positive"), await open("negative")];
    this.#left = null;
  }

  async close(): Promise<void> {
    const phases = this.#phases;
    this.#phases = null;
    for (const phase of phases ?? []) await phase.close();
  }

  /** One update of an open trainer. */
  async update({ examples, penalty, over }: StepUpdate): Promise<UpdateFigures> {
    const step = this.#step, { beta } = this.#settings, phases = this.#phases!, update = this.updates;
    const { targets, positiveInputs, negativeInputs } = examples;
    const ofChains = penalty > 0 && over === "input";
    // Weights that somebody else has changed are not taken over: the chains refuse to run on them.
    const refreshes = this.#left !== null && same(this.#left, step.parameters);
    const run = async (phase: PhaseSampler, options: Omit<PhaseRun, "update">) => {
      if (refreshes) await phase.refresh();
      return phase.moments({ ...options, update });
    };
    // Side by side, so that the chains of one phase run while the other is prepared and its moments are counted.
    const first = run(phases[0], { inputs: positiveInputs, targets, ofChains: false });
    const second = new Promise((resolve) => setTimeout(resolve, 0)).then(() =>
      run(phases[1], { inputs: negativeInputs, targets: null, ofChains })
    );
    const [positive, negative] = await both(first, second);
    const products = () => meanProducts(step.graph, negative.chainMeans ?? [negative.means], over);
    const { weights, biases } = denoisingGradient(step.graph, {
      positive,
      negative,
      beta,
      ...(penalty > 0 ? { penalty: { strength: penalty, products: products() } } : {}),
    });
    // The couplings to the input keep their zero gradient, and with it their value.
    this.#gradient.set(weights);
    this.#gradient.set(biases, step.jointGraph.from.length);
    const gradientNorm = Math.hypot(norm(weights), norm(biases));
    if (!Number.isFinite(gradientNorm)) throw trainingError(update, "gradient", "is not finite");
    const proxies = this.#proxies(positive, negative);
    this.#before.set(step.parameters);
    this.#adam.update(step.parameters, this.#gradient);
    this.#left = this.#after;
    this.#after.set(step.parameters);
    return {
      ...proxies,
      gradientNorm,
      updateNorm: distance(step.parameters, this.#before),
      largestWeight: largest(step.weights),
      largestBias: largest(step.biases),
    };
  }

  #proxies(
    positive: PhaseResult,
    negative: PhaseResult,
  ): Pick<UpdateFigures, "contrast" | "pairError" | "visibleError"> {
    const { weights, biases, visible } = this.#step;
    let energy = 0, pairs = 0, means = 0;
    for (let e = 0; e < weights.length; e++) {
      const difference = positive.pairs[e]! - negative.pairs[e]!;
      energy -= weights[e]! * difference;
      pairs += difference * difference;
    }
    for (let i = 0; i < biases.length; i++) energy -= biases[i]! * (positive.means[i]! - negative.means[i]!);
    for (let k = 0; k < visible.length; k++) {
      means += (positive.means[visible[k]!]! - negative.means[visible[k]!]!) ** 2;
    }
    return {
      contrast: this.#settings.beta * energy,
      pairError: Math.sqrt(pairs / Math.max(1, weights.length)),
      visibleError: Math.sqrt(means / visible.length),
    };
  }
}

/** Waits for both even where one fails, so that nothing of them goes on unwatched. */
async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return [await a, await b];
}

function same(a: Float64Array, b: Float64Array): boolean {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}

function norm(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]! * values[k]!;
  return Math.sqrt(sum);
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2;
  return Math.sqrt(sum);
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(values[k]!));
  return most;
}
