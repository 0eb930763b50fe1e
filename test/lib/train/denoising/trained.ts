import {
  createDenoisingTrainer,
  type DenoisingTrainer,
  type DenoisingTrainingState,
  type TrainingRows,
} from "../../../../lib/train/denoising/denoising_trainer.ts";
import { createDenoisingModel, type DenoisingModel } from "../../../../lib/model/denoising/denoising_model.ts";
import type { DenoisingTrainingOptions } from "../../../../lib/train/denoising/training_settings.ts";

/** Two steps on 8 × 8 spins with four pixels and two label spins. */
export function untrained(seed = 5): DenoisingModel {
  return createDenoisingModel({ preset: "replication", grid: "8_8", imageCount: 4, labelCount: 2, steps: 2, seed });
}

/** Two classes of two images each, 104 rows of which 4 do not fill a batch of 20. */
export const ROWS: Int8Array = Int8Array.from({ length: 104 }, (_, k) => k % 4).reduce((rows, kind, k) => {
  rows.set([[1, 1, -1, -1, 1, -1], [1, 1, 1, -1, 1, -1], [-1, -1, 1, 1, -1, 1], [-1, 1, 1, 1, -1, 1]][kind]!, 6 * k);
  return rows;
}, new Int8Array(6 * 104));

/** Short phases, five updates an epoch. */
export const SHORT: DenoisingTrainingOptions = {
  ...{ seed: 9, batchSize: 20, warmUp: 6, samples: 4, stride: 2, rateEpochs: 3, backend: "wasm" },
};

/** A short reading. */
export const PROBE = { inputs: 3, chains: 11, warmUp: 4, samples: 40, stride: 2, projections: 2, lag: 8 } as const;

export function trainer(
  options: Partial<DenoisingTrainingOptions> = {},
  model = untrained(),
  state?: DenoisingTrainingState,
  rows: TrainingRows = { train: ROWS },
): DenoisingTrainer {
  return createDenoisingTrainer(model, rows, { ...SHORT, ...options }, state);
}

/** All parameters of a model. */
export function parametersOf(model: DenoisingModel): number[] {
  return model.steps.flatMap((step) => [...step.parameters]);
}

/** The parameters and the record after some epochs. */
export async function trained(options: Partial<DenoisingTrainingOptions>, epochs = 2) {
  const run = trainer(options);
  await run.train({ epochs });
  await run.close();
  return { parameters: parametersOf(run.model), records: run.records };
}
