import type { HypernetworkArm } from "./hypernetwork_arm.ts";
import type { HypernetworkTraining } from "./hypernetwork_training.ts";
import type { TrainingOptions, TrainingProgress } from "./train_hypernetwork.ts";

/** What a thread is told. */
export type ArmRequest =
  | { readonly arm: HypernetworkArm; readonly options: Omit<TrainingOptions, "onProgress" | "signal"> }
  | "stop";

/** What a thread says: how far it is, and once how a run has ended. */
export type ArmAnswer =
  | { readonly progress: TrainingProgress }
  | { readonly training: HypernetworkTraining }
  | { readonly stopped: true }
  | { readonly failure: { readonly message: string; readonly step: number | null; readonly quantity: string | null } };
