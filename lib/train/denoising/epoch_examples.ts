import { epochBatches } from "../../data/shuffle.ts";
import { takeRows } from "../../data/take_rows.ts";
import type { DenoisingStep } from "../../model/denoising/denoising_step.ts";
import { type NoisePairs, noisePairs } from "../../model/denoising/noise_pairs.ts";
import { laneSeed } from "./lane_seed.ts";
import type { TrainingSettings } from "./training_settings.ts";
import { WovenStream } from "./woven_stream.ts";

/** What the phases of one update are given, V spins per chain. */
export interface BatchExamples {
  /** Held in the positive phase. */
  readonly targets: Int8Array;
  readonly positiveInputs: Int8Array;
  readonly negativeInputs: Int8Array;
}

/** The examples of one step in one epoch: the data noised anew, in an order of their own. */
export class EpochExamples {
  readonly #pairs: NoisePairs;
  readonly #width: number;
  readonly #positive: readonly Uint32Array[];
  readonly #negative: readonly Uint32Array[];

  /**
   * The published program shuffles the inputs of the negative phase apart from those of the positive one; `shared` takes the same, as the
   * paper's gradient is written.
   */
  constructor(step: DenoisingStep, rows: Int8Array, epoch: number, settings: TrainingSettings) {
    const { seed, batchSize, conditioning } = settings, index = step.noise.index, width = step.visible.length;
    const stream = new WovenStream(laneSeed(seed, index, "noise"), epoch);
    const imageCount = step.placement.image.length;
    this.#width = width;
    this.#pairs = noisePairs(step.noise, rows, { imageCount, rowLength: width, stream });
    const batches = (lane: number) =>
      epochBatches({ count: rows.length / width, batchSize, seed, epoch, lane: 2 * index + lane });
    this.#positive = batches(0);
    this.#negative = conditioning === "shared" ? this.#positive : batches(1);
  }

  batch(batch: number): BatchExamples {
    const { targets, inputs } = this.#pairs, width = this.#width;
    const positive = this.#positive[batch]!, positiveInputs = takeRows(inputs, width, positive);
    const negative = this.#negative[batch]!;
    return {
      targets: takeRows(targets, width, positive),
      positiveInputs,
      negativeInputs: negative === positive ? positiveInputs : takeRows(inputs, width, negative),
    };
  }
}
