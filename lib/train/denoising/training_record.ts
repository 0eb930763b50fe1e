import type { PenaltyState } from "./penalty_law.ts";

/** Where a run stands: the update that is next. */
export interface TrainingPosition {
  readonly epoch: number;
  readonly step: number;
  readonly batch: number;
}

/** Numbers of one update, of the weights before it; `largestWeight` and those behind it belong to the weights after it. */
export interface UpdateFigures {
  /**
   * The learned energy of the positive phase less that of the negative one, times β, in nats: the part of the loss's slope along the
   * weights themselves, 0 for matched phases. A proxy of the loss, which itself cannot be had.
   */
  readonly contrast: number;
  /** Root mean square difference of ⟨s_i·s_j⟩ between the phases: how far the model is from matching the data. */
  readonly pairError: number;
  /** The same of ⟨s_k⟩ over the visible spins. */
  readonly visibleError: number;
  /** Euclidean norm of the gradient, the penalty's part included. */
  readonly gradientNorm: number;
  /** Euclidean norm of the update, ‖ΔW‖ with the biases. */
  readonly updateNorm: number;
  /** max |W|. Weights begin at 0, so it is also how far one has come. */
  readonly largestWeight: number;
  /** max |b|. */
  readonly largestBias: number;
}

/** One update. */
export interface BatchRecord extends TrainingPosition, UpdateFigures {
  /** Updates that the step's optimiser has done, this one included. */
  readonly updates: number;
}

/** One epoch of one step; figures are means over its updates, except for the largest weight and bias, which stand at its end. */
export interface EpochRecord extends UpdateFigures {
  readonly epoch: number;
  readonly step: number;
  readonly batches: number;
  /** Updates that the step's optimiser has done: epochs times batches. */
  readonly updates: number;
  /** λ, the strength of the penalty in this epoch. */
  readonly penalty: number;
  /** The reading of the autocorrelation after it, or null. */
  readonly autocorrelation: number | null;
  /** `stepDigest` after it: what a measurement of these weights has to show. */
  readonly digest: string;
}

/** The record of an epoch from those of its updates. */
export function epochRecord(
  batches: readonly BatchRecord[],
  rest: Pick<EpochRecord, "autocorrelation" | "digest"> & { readonly penalty: PenaltyState },
): EpochRecord {
  const last = batches.at(-1)!;
  const mean = (name: "contrast" | "pairError" | "visibleError" | "gradientNorm" | "updateNorm") =>
    batches.reduce((sum, record) => sum + record[name], 0) / batches.length;
  return {
    epoch: last.epoch,
    step: last.step,
    batches: batches.length,
    updates: last.updates,
    contrast: mean("contrast"),
    pairError: mean("pairError"),
    visibleError: mean("visibleError"),
    gradientNorm: mean("gradientNorm"),
    updateNorm: mean("updateNorm"),
    largestWeight: last.largestWeight,
    largestBias: last.largestBias,
    ...rest,
    penalty: rest.penalty.strength,
  };
}
