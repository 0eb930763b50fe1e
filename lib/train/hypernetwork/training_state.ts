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

/** Room for the numbers of every step, which are NaN until they are known. */
export function emptyRecords({ steps, codes, lambda }: FullArm): TrainingRecords {
  const room = (length: number): Float64Array => new Float64Array(length).fill(NaN);
  const ofObjective = (): Float64Array | null => lambda > 0 ? room(steps) : null;
  return {
    kl: room(steps + 1),
    codeKl: room((steps + 1) * codes.length),
    loss: room(steps),
    gradientNorm: room(steps),
    logQ: ofObjective(),
    signal: ofObjective(),
    totalObservableTime: ofObjective(),
  };
}
