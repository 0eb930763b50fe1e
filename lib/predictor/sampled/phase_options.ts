import { InputError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { weightsDigest } from "../../model/weights_digest.ts";
import { type ChainSampler, createSampler, type SamplerOptions } from "../../sampler/create_sampler.ts";
import { StaleWeightsError } from "../../sampler/engine/stale_weights.ts";
import type { Start } from "../../sampler/sampler.ts";

/** How the chains of one phase are run. A phase is a model and the spins that are held: none, or those of the data. */
export interface PhaseOptions extends SamplerOptions {
  readonly chains: number;
  /** Default "uniform"; with clamped spins give their values, as {@link clampedStart} does. */
  readonly start?: Start;
  /** `weightsDigest` of the parameters that were registered; sampling others is a StaleWeightsError before the first sweep. */
  readonly weightsDigest?: string;
  /** B: sweeps left out at the beginning. */
  readonly burnIn: number;
  readonly progress?: (sweepsDone: number, sweeps: number) => void;
  /** Stops the run with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The start of a phase; clamped spins that would be drawn at random are an InputError. */
export function phaseStartOf({ start = "uniform", clamped }: Pick<PhaseOptions, "start" | "clamped">): Start {
  if (start === "uniform" && clamped !== undefined && clamped.length > 0) {
    throw new InputError(
      `Cannot start the chains of a phase: start is "uniform" and ${clamped.length} spins are clamped, which would be held at ` +
        `random values; give a start with their values (clampedStart)`,
    );
  }
  return start;
}

/** A sampler of the phase, when the model's parameters are those that were registered. */
export async function phaseSampler(
  model: EnergyModel,
  options: Omit<PhaseOptions, "burnIn" | "progress">,
): Promise<ChainSampler> {
  const found = weightsDigest(model), registered = options.weightsDigest ?? found;
  if (found !== registered) {
    throw new StaleWeightsError(
      `Cannot measure a phase: the parameters have the digest ${found} and ${registered} was registered; build the model from ` +
        `the registered parameters`,
    );
  }
  return await createSampler(model, options);
}
