import { InputError } from "../../errors.ts";
import type { SamplerOptions } from "../../sampler/create_sampler.ts";
import type { Start } from "../../sampler/sampler.ts";

/** How the chains of one phase are run. A phase is a model and the spins that are held: none, or those of the data. */
export interface PhaseOptions extends SamplerOptions {
  readonly chains: number;
  /** Default "uniform"; with clamped spins give their values, as {@link clampedStart} does. */
  readonly start?: Start;
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
