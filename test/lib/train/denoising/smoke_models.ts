import { voteLabel } from "../../../../lib/data/label_spots.ts";
import { createDenoisingModel } from "../../../../lib/model/denoising/denoising_model.ts";
import { createDenoisingTrainer } from "../../../../lib/train/denoising/denoising_trainer.ts";
import { generateImages } from "../../../../lib/train/generation/generate_images.ts";

/** A toy problem of the published program's tests: one image per class, brightness in levels. */
export interface SmokeModel {
  readonly side: number;
  readonly offsets: readonly (readonly [number, number])[];
  readonly steps: number;
  /** Brightness of each pixel, class by class. */
  readonly images: readonly (readonly number[])[];
  readonly levels: number;
  readonly labelSpots: number;
  readonly warmUp: number;
  readonly generationSweeps: number;
}

/** One step: two pixels of two levels, two classes. The images are those of the published data. */
export const ONE_STEP: SmokeModel = {
  ...{
    side: 6,
    offsets: [[0, 1]],
    steps: 1,
    images: [[0, 0], [2, 2]],
    levels: 2,
    labelSpots: 3,
    warmUp: 10,
    generationSweeps: 20,
  },
};

/** Two steps: three pixels of one level, three classes. */
export const TWO_STEPS: SmokeModel = {
  ...{
    side: 8,
    offsets: [[0, 1], [4, 1]],
    steps: 2,
    images: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    levels: 1,
    labelSpots: 2,
  },
  ...{ warmUp: 20, generationSweeps: 40 },
};

const COPIES = 60, EPOCHS = 100;

/** Shares of generated images that are the training image of the class asked for, and of the class that their label votes for. */
export async function smokeAccuracies(smoke: SmokeModel, seed: number, epochs: number = EPOCHS) {
  const { images, levels, labelSpots } = smoke, classes = images.map((_, c) => c);
  // A pixel of brightness b is b spins up in front of the others.
  const pixels = images.map((image) => image.flatMap((b) => Array.from({ length: levels }, (_, k) => k < b ? 1 : -1)));
  const label = (c: number) =>
    Array.from({ length: labelSpots * images.length }, (_, k) => k % images.length === c ? 1 : -1);
  const row = (c: number) => [...pixels[c]!, ...label(c)];
  const [imageCount, labelCount] = [pixels[0]!.length, label(0).length];
  const model = createDenoisingModel({
    preset: "replication",
    grid: { width: smoke.side, height: smoke.side, offsets: smoke.offsets, boundary: "open" },
    ...{ imageCount, labelCount, steps: smoke.steps, labelRate: 0.5, seed },
  });
  const train = Int8Array.from({ length: COPIES }, (_, k) => k % images.length).reduce(
    (rows, c, k) => (rows.set(row(c), k * (imageCount + labelCount)), rows),
    new Int8Array(COPIES * (imageCount + labelCount)),
  );
  const trainer = createDenoisingTrainer(model, { train }, {
    ...{ seed, batchSize: COPIES, warmUp: smoke.warmUp, samples: 10, stride: 5, learningRate: 0.1, rateEpochs: 70 },
    backend: "wasm",
  });
  if (epochs > 0) await trainer.train({ epochs });
  await trainer.close();
  const count = 300, options = { count, sweeps: smoke.generationSweeps, backend: "wasm" } as const;
  const wanted = Array.from({ length: count }, (_, k) => k % images.length);
  const held = await generateImages(model, { ...options, seed, labels: wanted.flatMap(label) });
  const free = await generateImages(model, { ...options, seed: seed + 1 });
  const right = (rows: Int8Array, k: number, c: number) =>
    pixels[c]!.every((spin, i) => rows[k * (imageCount + labelCount) + i] === spin);
  const voted = (k: number) => {
    const at = k * (imageCount + labelCount) + imageCount;
    return voteLabel(free.rows.subarray(at, at + labelCount), classes);
  };
  return {
    conditional: wanted.filter((c, k) => right(held.rows, k, c)).length / count,
    free: wanted.filter((_, k) => right(free.rows, k, voted(k))).length / count,
  };
}
