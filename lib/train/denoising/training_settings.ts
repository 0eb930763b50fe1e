import { InputError } from "../../errors.ts";
import { checkBeta } from "../../model/check.ts";
import type { DenoisingPreset } from "../../model/denoising/denoising_preset.ts";
import { checkInteger, describeValue } from "../../random/check.ts";
import { checkSeed } from "../../random/seed.ts";
import type { BackendChoice } from "../../sampler/backend/choose_backend.ts";
import { type PenaltyLaw, penaltyLaw } from "./penalty_law.ts";
import { type ProbeSettings, probeSettings } from "./probe_settings.ts";

/** How a denoising model is trained; the numbers not given are the published program's. */
export interface DenoisingTrainingOptions {
  /** 0 to 2^53 − 1: batches, noise, starts and chains all follow from it and from the position. */
  readonly seed: number;
  /** Examples per update, one chain each. Default 400. */
  readonly batchSize?: number;
  /** Sweeps to the first sample. Default 400. */
  readonly warmUp?: number;
  /** Samples of each chain that are averaged. Default 50. */
  readonly samples?: number;
  /** Sweeps from sample to sample. Default 8. */
  readonly stride?: number;
  /** Inverse temperature of the phases. Default: the preset's. */
  readonly beta?: number;
  /** Whether both phases see the same inputs. Default: the preset's. */
  readonly conditioning?: DenoisingPreset["conditioning"];
  /** Adam's learning rate at the beginning. Default 0.05. */
  readonly learningRate?: number;
  /** Epochs within which it falls along half a cosine. Default 50. */
  readonly rateEpochs?: number;
  /** The share of it that is left then. Default 0.2. */
  readonly rateFloor?: number;
  /** The total-correlation penalty. Default: none. */
  readonly penalty?: PenaltyLaw;
  /** The reading of the autocorrelation after every epoch. Default: none, but where the penalty's law needs it. */
  readonly probe?: ProbeSettings | null;
  /** Whether free spins enter the moments by their conditional means (Rao and Blackwell). Default false. */
  readonly conditionalMeans?: boolean;
  /** Default "auto". Changes no result. */
  readonly backend?: BackendChoice;
  /** Worker threads of the WASM backend. Default 1. Changes no result. */
  readonly threads?: number;
}

/** Everything that decides what a training run gives. */
export type TrainingSettings =
  & Required<Omit<DenoisingTrainingOptions, "backend" | "threads" | "penalty" | "probe">>
  & { readonly penalty: Required<PenaltyLaw>; readonly probe: Required<ProbeSettings> | null };

/**
 * The settings with their defaults filled in. Numbers out of range are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { denoisingPreset } from "thermolab";
 * const settings = trainingSettings({ seed: 1 }, denoisingPreset("replication"));
 * assert.deepEqual([settings.batchSize, settings.learningRate, settings.conditioning], [400, 0.05, "separate"]);
 * ```
 */
export function trainingSettings(options: DenoisingTrainingOptions, preset: DenoisingPreset): TrainingSettings {
  const action = "Cannot train a denoising model";
  const whole = (name: "batchSize" | "warmUp" | "samples" | "stride" | "rateEpochs", standard: number) =>
    checkInteger(options[name] ?? standard, name, action, 1, 2 ** 20);
  const { conditioning = preset.conditioning, learningRate = 0.05, rateFloor = 0.2, conditionalMeans = false } =
    options;
  if (conditioning !== "shared" && conditioning !== "separate") {
    throw new InputError(`${action}: conditioning is ${describeValue(conditioning)}; give "shared" or "separate"`);
  }
  if (!(Number.isFinite(learningRate) && learningRate > 0)) {
    throw new InputError(`${action}: learningRate is ${describeValue(learningRate)}; give a positive number`);
  }
  if (!(Number.isFinite(rateFloor) && rateFloor >= 0 && rateFloor <= 1)) {
    throw new InputError(`${action}: rateFloor is ${describeValue(rateFloor)}; give a number from 0 to 1`);
  }
  if (typeof conditionalMeans !== "boolean") {
    throw new InputError(`${action}: conditionalMeans is ${describeValue(conditionalMeans)}; give true or false`);
  }
  const warmUp = whole("warmUp", 400), stride = whole("stride", 8);
  if (warmUp < stride) {
    throw new InputError(`${action}: warmUp is ${warmUp} and stride ${stride}; warm up for one stride at least`);
  }
  const penalty = penaltyLaw(options.penalty ?? { law: "fixed" });
  const samples = whole("samples", 50), sweeps = warmUp + (samples - 1) * stride;
  const wanted = options.probe ?? (penalty.law === "fixed" ? null : {});
  return {
    seed: checkSeed(options.seed),
    batchSize: whole("batchSize", 400),
    warmUp,
    samples,
    stride,
    beta: checkBeta(options.beta ?? preset.trainingBeta, action),
    conditioning,
    learningRate,
    rateEpochs: whole("rateEpochs", 50),
    rateFloor,
    penalty,
    probe: wanted === null ? null : probeSettings(wanted, preset, sweeps),
    conditionalMeans,
  };
}
