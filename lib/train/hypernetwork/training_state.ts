import type { AdamState } from "../adam.ts";
import type { FullArm } from "./hypernetwork_arm.ts";
import type { TrainingCheckpoint, TrainingRecords } from "./hypernetwork_training.ts";

/** Everything that a run goes on from. */
export interface TrainingState {
  readonly adam: AdamState;
  readonly parameters: Float64Array;
  readonly records: TrainingRecords;
  /** One for each level, null for those not crossed yet. */
  readonly crossings: readonly (TrainingCheckpoint | null)[];
}

/** Room for the numbers of every step. */
export function emptyRecords({ steps, codes, lambda }: FullArm): TrainingRecords {
  const ofObjective = (): Float64Array | null => lambda > 0 ? new Float64Array(steps) : null;
  return {
    kl: new Float64Array(steps + 1),
    codeKl: new Float64Array((steps + 1) * codes.length),
    loss: new Float64Array(steps),
    gradientNorm: new Float64Array(steps),
    logQ: ofObjective(),
    signal: ofObjective(),
    totalObservableTime: ofObjective(),
  };
}
