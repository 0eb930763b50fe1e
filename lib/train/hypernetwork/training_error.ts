import { ThermolabError } from "../../errors.ts";

/**
 * A number of a training run is not finite, or cannot be had.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../model/rbm.ts";
 * import { trainHypernetwork } from "./train_hypernetwork.ts";
 * const shape = { codeLength: 1, width: 2, visible: 1, hidden: 1, rank: 1 };
 * const run = trainHypernetwork({ shape, seed: 7, teachers: [rbm({ weights: [[1]], beta: 1 })], learningRate: 1e200 });
 * await assert.rejects(run, (error) => error instanceof TrainingError && error.step === 1 && error.quantity === "KL");
 * ```
 */
export class TrainingError extends ThermolabError {
  override name = "TrainingError";
  /** Updates that were done before. */
  readonly step: number;
  /** What failed: "KL", "log Q", "loss" or "gradient". */
  readonly quantity: string;

  constructor(message: string, step: number, quantity: string) {
    super(message);
    this.step = step;
    this.quantity = quantity;
  }
}

/** The error of a run that cannot go on because of one number. */
export function trainingError(step: number, quantity: string, reason: string): TrainingError {
  return new TrainingError(
    `Cannot train on after step ${step}: ${quantity} ${reason}; lower the learning rate, lambda or the couplings of the start`,
    step,
    quantity,
  );
}
