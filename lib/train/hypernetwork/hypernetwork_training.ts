import type { HypernetworkShape } from "../../model/hypernetwork/hypernetwork_shape.ts";

/**
 * The numbers of every step. Those of step t belong to the parameters before update t, step 0 being the start. After a step that broke
 * off they are NaN.
 */
export interface TrainingRecords {
  /** Mean over the codes of KL(teacher ‖ model), in nats; `steps` + 1 of them, the last after the last update. */
  readonly kl: Float64Array;
  /** KL of each code: (`steps` + 1) × codes, step by step. */
  readonly codeKl: Float64Array;
  /** KL − λ log Q_pool; `steps` of them, and so are those below. */
  readonly loss: Float64Array;
  /** Euclidean norm of the gradient in φ. */
  readonly gradientNorm: Float64Array;
  /** log Q_pool where it is part of the loss, null for λ = 0. */
  readonly logQ: Float64Array | null;
  /** Σ_u ‖g_u‖², the signal channel, or null. */
  readonly signal: Float64Array | null;
  /** Σ_u T_O,u, the mixing channel, or null. */
  readonly totalObservableTime: Float64Array | null;
}

/** The network at the first step whose KL is at most a level, or at the end. */
export interface TrainingCheckpoint {
  /** In nats; null for the end. */
  readonly level: number | null;
  /** False when the level was never crossed: then this is the end. */
  readonly reached: boolean;
  /** Updates done. */
  readonly step: number;
  readonly parameters: Float64Array;
  /** Mean over the codes; NaN where the run broke off because of it. */
  readonly kl: number;
  readonly codeKl: Float64Array;
}

/** Where and why a run broke off before its last step. */
export interface TrainingBreak {
  /** Updates done. */
  readonly step: number;
  /** What was not finite: "KL", "log Q", "loss" or "gradient". */
  readonly quantity: string;
  readonly message: string;
}

/** What a training run leaves. */
export interface HypernetworkTraining {
  readonly shape: HypernetworkShape;
  readonly codes: readonly Float64Array[];
  readonly lambda: number;
  readonly steps: number;
  /** Null when every step had finite numbers. */
  readonly brokeOff: TrainingBreak | null;
  /** φ after the last update. */
  readonly parameters: Float64Array;
  readonly records: TrainingRecords;
  /** One for each level in the order given, then the end. */
  readonly checkpoints: readonly TrainingCheckpoint[];
  /** Evaluations of Q_pool with its gradient: one for each step, or 0 for λ = 0. */
  readonly qEvaluations: number;
}
