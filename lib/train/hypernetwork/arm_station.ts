import type { HypernetworkArm } from "./hypernetwork_arm.ts";
import type { HypernetworkTraining } from "./hypernetwork_training.ts";
import { trainHypernetwork, type TrainingOptions } from "./train_hypernetwork.ts";

/** A place where one run is trained after the other, here or on another thread. */
export interface ArmStation {
  readonly train: (arm: HypernetworkArm, options: TrainingOptions) => Promise<HypernetworkTraining>;
  readonly close: () => Promise<void>;
}

/** This thread. */
export function localArmStation(): ArmStation {
  return { train: trainHypernetwork, close: () => Promise.resolve() };
}
