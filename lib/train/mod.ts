export { Adam, type AdamOptions, type AdamState } from "./adam.ts";
export {
  createDenoisingTrainer,
  type DenoisingTrainer,
  type DenoisingTrainingState,
  type TrainDenoisingOptions,
  type TrainingRows,
} from "./denoising/denoising_trainer.ts";
export { ImageProjections } from "./denoising/image_projections.ts";
export { nextPenalty, type PenaltyLaw, penaltyLaw, type PenaltyState } from "./denoising/penalty_law.ts";
export { type ProbeSettings } from "./denoising/probe_settings.ts";
export { resumedState } from "./denoising/resumed_state.ts";
export {
  decodeTraining,
  encodeTraining,
  isTraining,
  type TrainingFile,
  type TrainingFileOptions,
} from "./denoising/training_file.ts";
export { type BatchRecord, type EpochRecord, type TrainingPosition } from "./denoising/training_record.ts";
export { type DenoisingTrainingOptions, type TrainingSettings } from "./denoising/training_settings.ts";
export { ExactKl, exactKl, type KlGradient } from "./exact_kl/exact_kl.ts";
export { type TeacherLaw, teacherLaw } from "./exact_kl/teacher_law.ts";
export * from "./generation/mod.ts";
export { type HypernetworkArm } from "./hypernetwork/hypernetwork_arm.ts";
export {
  hypernetworkLaws,
  type HypernetworkQ,
  hypernetworkQ,
  hypernetworkQErrors,
  type TaughtNetwork,
} from "./hypernetwork/hypernetwork_q.ts";
export {
  type HypernetworkTraining,
  type TrainingBreak,
  type TrainingCheckpoint,
  type TrainingRecords,
} from "./hypernetwork/hypernetwork_training.ts";
export { type ArmsOptions, type ArmsProgress, type ArmsResult, trainArms } from "./hypernetwork/train_arms.ts";
export { trainHypernetwork, type TrainingOptions, type TrainingProgress } from "./hypernetwork/train_hypernetwork.ts";
export { TrainingError } from "./hypernetwork/training_error.ts";
export { constantRate, cosineRate, type RateSchedule } from "./rate_schedule.ts";
