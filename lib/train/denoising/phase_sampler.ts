import type { PhaseMoments } from "../../model/denoising/denoising_gradient.ts";
import type { DenoisingStep } from "../../model/denoising/denoising_step.ts";
import { clampedSites, type DenoisingPhase } from "../../model/denoising/clamped_sites.ts";
import { phaseStart } from "../../model/denoising/phase_start.ts";
import { jointModel } from "../../model/denoising/step_models.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import type { BackendChoice } from "../../sampler/backend/choose_backend.ts";
import { createSampler } from "../../sampler/create_sampler.ts";
import { ChainMeans } from "../../sampler/observers/chain_means.ts";
import { GradientMoments } from "../../sampler/observers/gradient_moments.ts";
import { ConditionalMoments } from "./conditional_moments.ts";
import { laneSeed } from "./lane_seed.ts";
import type { TrainingSettings } from "./training_settings.ts";
import { WovenStream } from "./woven_stream.ts";

/** Where the chains of training run. */
export interface EngineChoice {
  readonly backend: BackendChoice;
  readonly threads: number;
}

/** What one phase of one update is made from. */
export interface PhaseRun {
  /** V spins per chain. */
  readonly inputs: Int8Array;
  /** V spins per chain in the positive phase, null in the negative one. */
  readonly targets: Int8Array | null;
  /** Updates of the step that came before. */
  readonly update: number;
  /** Whether the means of every chain by itself are wanted. */
  readonly ofChains: boolean;
}

/** What came of it. */
export interface PhaseResult extends PhaseMoments {
  readonly means: Float64Array;
  readonly pairs: Float64Array;
  /** The means of the N spins in each chain, where they are wanted. */
  readonly chainMeans: readonly Float64Array[] | null;
}

/** The chains of one phase of one step. They begin anew at every update; engine and weights stay. */
export interface PhaseSampler {
  /** Runs the chains on the weights that were registered last; other ones are a `StaleWeightsError`. */
  readonly moments: (run: PhaseRun) => Promise<PhaseResult>;
  /** Takes over the step's present weights. */
  readonly refresh: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openPhase(
  step: DenoisingStep,
  phase: Exclude<DenoisingPhase, "labelled">,
  settings: TrainingSettings,
  engine: EngineChoice,
): Promise<PhaseSampler> {
  const { beta, batchSize: chains, warmUp, samples, stride, conditionalMeans } = settings;
  const alone = step.inputCouplings.every((coupling) => coupling === 0);
  const seed = laneSeed(settings.seed, step.noise.index, phase);
  const clamped = clampedSites(step, phase, alone ? "fields" : "spins");
  const starts = laneSeed(settings.seed, step.noise.index, `${phase}Start`);
  const model = alone ? gridModel(step, beta) : jointModel(step, beta), learned = learnedPart(step, model);
  const n = step.graph.vertexCount;
  // The layout is part of what the chains are; the sampler's own choice depends on their number.
  const sampler = await createSampler(model, { scan: "forward", layout: "chains", clamped, seed, ...engine });
  const schedule = { burnIn: warmUp - stride, samples, stride }, sweeps = schedule.burnIn + samples * stride;
  return {
    moments: async ({ inputs, targets, update, ofChains }) => {
      const stream = new WovenStream(starts, update);
      const start = phaseStart(step, { inputs, ...(targets === null ? {} : { visible: targets }), beta, stream });
      const spins = alone ? withoutInputs(start, chains, n) : start;
      const moments = conditionalMeans ? new ConditionalMoments(step, beta, clamped) : new GradientMoments(learned);
      const means = ofChains ? new ChainMeans(spinsOf(learned), chains) : null;
      const observers = means === null ? [moments] : [moments, means];
      await sampler.run({ spins, chains, sweep: update * sweeps, site: 0 }, schedule, { observers });
      return {
        means: moments.mean().subarray(0, n),
        pairs: moments.pairMoments(),
        chainMeans: means === null ? null : rowsOf(means, chains, n),
      };
    },
    refresh: sampler.refresh,
    close: sampler.close,
  };
}

/**
 * The joint model without the input, for a step whose couplings to it are all 0: the same chains, bit for bit, with less to do. Its
 * parameters are the step's own.
 */
function gridModel(step: DenoisingStep, beta: number): EnergyModel {
  const { graph, weights: couplings, biases, placement: { blocks } } = step;
  return { ...jointModel(step, beta), graph, couplings, biases, blocks };
}

/** The first n spins of every chain. */
function withoutInputs(start: Int8Array, chains: number, n: number): Int8Array {
  const width = start.length / chains, spins = new Int8Array(chains * n);
  for (let c = 0; c < chains; c++) spins.set(start.subarray(c * width, c * width + n), c * n);
  return spins;
}

/** All spins with the edges of the grid only: the couplings to the input are not learned. */
function learnedPart(step: DenoisingStep, model: EnergyModel): EnergyModel {
  const { from, to } = step.graph;
  return { ...model, graph: { vertexCount: model.graph.vertexCount, from, to }, couplings: step.weights };
}

function spinsOf(model: EnergyModel): EnergyModel {
  const none = new Uint32Array(0);
  return { ...model, graph: { ...model.graph, from: none, to: none }, couplings: new Float64Array(0) };
}

function rowsOf(observer: ChainMeans, chains: number, n: number): Float64Array[] {
  const { means, observables } = observer.result();
  // The observables are −x_i.
  for (let k = 0; k < means.length; k++) means[k] = -means[k]!;
  return Array.from({ length: chains }, (_, c) => means.subarray(c * observables, c * observables + n));
}
