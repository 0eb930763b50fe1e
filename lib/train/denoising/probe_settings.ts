import { InputError } from "../../errors.ts";
import { checkBeta } from "../../model/check.ts";
import type { DenoisingPreset } from "../../model/denoising/denoising_preset.ts";
import { checkInteger, describeValue } from "../../random/check.ts";

/** How the autocorrelation of a step is read. */
export interface ProbeSettings {
  /**
   * `lag`: r_yy at one lag, as the paper's law asks. `tail`: the mean over the last sixteenth of the lags, as the published program
   * takes it. Default: the preset's source.
   */
  readonly reading?: "lag" | "tail";
  /** Sweeps of the lag; default: those that a gradient's chains run. A multiple of `stride`, less than half the samples' sweeps. */
  readonly lag?: number;
  /** Examples whose inputs are given. Default 16. */
  readonly inputs?: number;
  /** Chains for each. Default 16. */
  readonly chains?: number;
  /** Sweeps before the first stride. Default 200. */
  readonly warmUp?: number;
  /** Samples of each chain. Default 600. */
  readonly samples?: number;
  /** Sweeps from sample to sample. Default 4. */
  readonly stride?: number;
  /** Random projections of the visible image that are looked at. Default 8. */
  readonly projections?: number;
  /** Inverse temperature. Default: the last one of the preset's generation, which the published program measures at. */
  readonly beta?: number;
}

/**
 * The settings with their defaults filled in; `trainingSweeps` are the sweeps that a gradient's chains run. Numbers out of range are
 * InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { denoisingPreset } from "thermolab";
 * assert.equal(probeSettings({}, denoisingPreset("replication"), 792).reading, "tail");
 * assert.equal(probeSettings({}, denoisingPreset("paper"), 792).lag, 792);
 * ```
 */
export function probeSettings(
  options: ProbeSettings,
  preset: DenoisingPreset,
  trainingSweeps: number,
): Required<ProbeSettings> {
  const action = "Cannot read the autocorrelation";
  const { reading = preset.name === "paper" ? "lag" : "tail" } = options;
  if (reading !== "lag" && reading !== "tail") {
    throw new InputError(`${action}: reading is ${describeValue(reading)}; give "lag" or "tail"`);
  }
  const whole = (
    name: "inputs" | "chains" | "warmUp" | "samples" | "stride" | "projections",
    standard: number,
    low = 1,
  ) => checkInteger(options[name] ?? standard, name, action, low, 2 ** 20);
  const samples = whole("samples", 600, 32), stride = whole("stride", 4);
  const lag = checkInteger(options.lag ?? Math.round(trainingSweeps / stride) * stride, "lag", action, 1, 2 ** 32);
  if (reading === "lag" && (lag % stride !== 0 || 2 * lag >= samples * stride)) {
    throw new InputError(
      `${action}: lag is ${lag} sweeps, with ${samples} samples ${stride} sweeps apart; give a multiple of ${stride} below ` +
        `${samples * stride / 2}, or more samples`,
    );
  }
  return {
    reading,
    lag,
    inputs: whole("inputs", 16),
    chains: whole("chains", 16),
    warmUp: whole("warmUp", 200, 0),
    samples,
    stride,
    projections: whole("projections", 8),
    beta: checkBeta(options.beta ?? preset.generationBeta[1], action),
  };
}
