import { takeRows } from "../../data/take_rows.ts";
import { clampedSites } from "../../model/denoising/clamped_sites.ts";
import type { DenoisingStep } from "../../model/denoising/denoising_step.ts";
import { noisePairs } from "../../model/denoising/noise_pairs.ts";
import { phaseStart } from "../../model/denoising/phase_start.ts";
import { jointModel } from "../../model/denoising/step_models.ts";
import { outputAutocorrelation } from "../../predictor/sampled/output_autocorrelation.ts";
import { createStream } from "../../random/stream.ts";
import { createSampler } from "../../sampler/create_sampler.ts";
import { ImageProjections } from "./image_projections.ts";
import { laneSeed } from "./lane_seed.ts";
import type { EngineChoice } from "./phase_sampler.ts";
import type { ProbeSettings } from "./probe_settings.ts";

/** What a reading depends on. */
export interface ReadingOptions {
  readonly probe: Required<ProbeSettings>;
  readonly seed: number;
  /** Tells the readings of a step apart. */
  readonly reading: number;
  readonly engine: EngineChoice;
}

/**
 * The autocorrelation of a step's law given the inputs of some examples: several chains for each, random projections of the
 * image, and of their series r at one lag or the mean over the last sixteenth of the lags up to half the length, not below 0.
 * Averages are taken over projections and inputs. The mean that is subtracted is that of all chains of an input, so that chains
 * that stay apart do not pass for mixed ones.
 *
 * Sources: arXiv:2510.23972, appendix on autocorrelation; dtm-replication, commit 7c22d19, whose inverse temperature rises to the one
 * taken here in the first sweeps, and which noises labels less.
 */
export async function readAutocorrelation(
  step: DenoisingStep,
  rows: Int8Array,
  { probe, seed: runSeed, reading, engine }: ReadingOptions,
): Promise<number> {
  const { inputs: count, chains: each, beta, warmUp, samples, stride, projections } = probe;
  const seed = laneSeed(runSeed, step.noise.index, "probe"), width = step.visible.length;
  const draws = createStream(seed, "probe", reading);
  const chosen = Array.from({ length: count }, () => draws.integer(rows.length / width));
  const options = { imageCount: step.placement.image.length, rowLength: width, stream: draws };
  const pairs = noisePairs(step.noise, takeRows(rows, width, chosen), options);
  const inputs = takeRows(pairs.inputs, width, Array.from({ length: count * each }, (_, c) => Math.floor(c / each)));
  const spins = phaseStart(step, { inputs, beta, stream: draws });
  const sites = step.placement.image.length > 0 ? step.placement.image : step.placement.label;
  const observer = new ImageProjections(sites, projections, count * each, samples, createStream(seed, "patterns"));
  const sweep = reading * (warmUp + samples * stride), clamped = clampedSites(step, "negative", "spins");
  const sampler = await createSampler(jointModel(step, beta), {
    ...{ scan: "forward", layout: "chains", clamped, seed },
    ...engine,
  });
  try {
    const state = { spins, chains: count * each, sweep, site: 0 };
    await sampler.run(state, { burnIn: warmUp, samples, stride }, { observers: [observer] });
  } finally {
    await sampler.close();
  }
  const curves = observer.series.flatMap((series) =>
    Array.from({ length: count }, (_, u) => series.subarray(u * each * samples, (u + 1) * each * samples))
  );
  return probe.reading === "lag"
    ? lagReading(curves, samples, probe.lag / stride)
    : Math.max(0, tailReading(curves, samples));
}

/**
 * r at one lag: the mean over series of `outputAutocorrelation`, each series being chains of `length` numbers one after the other, whose
 * common mean is taken off. Series that never change do not count.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * // Two chains that stay apart are correlated at every lag.
 * assert.equal(lagReading([Float64Array.of(1, 1, 1, -1, -1, -1)], 3, 2), 1);
 * assert.equal(lagReading([Float64Array.of(1, -1, 1, -1)], 4, 1), -1);
 * ```
 */
export function lagReading(series: readonly Float64Array[], length: number, lag: number): number {
  return average(series, (values) => {
    const chains = Array.from(
      { length: values.length / length },
      (_, c) => values.subarray(c * length, (c + 1) * length),
    );
    const curve = outputAutocorrelation(chains, lag);
    return curve[0] === 0 ? null : curve[lag]!;
  });
}

/**
 * The published program's scalar before its floor at 0: with n half the length, r[lag] = ⟨x_t·x_{t+lag}⟩ − ⟨x⟩·⟨x′⟩ over t < n, x
 * the series over its standard deviation, the first mean over the first n and the second over the last n/2 samples, averaged over
 * the last ⌊(n + 1)/16⌋ lags up to n.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const still = Float64Array.from({ length: 128 }, (_, t) => t < 64 ? 1 : -1);
 * // Two chains of 64 that stay apart: ⟨x·x⟩ is 1 and the means cancel.
 * assert.equal(tailReading([still], 64), 1);
 * ```
 */
export function tailReading(series: readonly Float64Array[], length: number): number {
  const half = Math.floor(length / 2), lags = Math.max(1, Math.floor((half + 1) / 16));
  return average(series, (values) => {
    const mean = meanOf(values, 0, values.length), chains = values.length / length;
    let variance = 0, sum = 0, early = 0, last = 0;
    for (let k = 0; k < values.length; k++) variance += (values[k]! - mean) ** 2 / values.length;
    if (variance === 0) return null;
    for (let first = 0; first < values.length; first += length) {
      early += meanOf(values, first, first + half) / chains;
      last += meanOf(values, first + length - Math.floor(half / 2), first + length) / chains;
      for (let lag = half - lags + 1; lag <= half; lag++) {
        for (let t = 0; t < half; t++) sum += values[first + t]! * values[first + t + lag]!;
      }
    }
    return (sum / (chains * half * lags) - early * last) / variance;
  });
}

function average(series: readonly Float64Array[], value: (values: Float64Array) => number | null): number {
  const found = series.map(value).filter((number) => number !== null);
  return found.length === 0 ? 0 : found.reduce((sum, number) => sum + number, 0) / found.length;
}

function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += values[k]!;
  return sum / (to - from);
}
