import { ThermolabError } from "../../errors.ts";

/** A number of a training run is not finite, or cannot be had. */
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
