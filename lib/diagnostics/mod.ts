export { estimateTau } from "./estimate_tau.ts";
export { autocovariance, normalized } from "./autocovariance.ts";
export {
  calStable,
  DOUBLING_RULE,
  doublingRule,
  type DoublingStep,
  nextWarmUp,
  type Rung,
  type StabilityStep,
} from "./doubling.ts";
export { type Draws } from "./draws.ts";
export { effectiveSampleSize, type EssMethod, quantileSampleSize } from "./effective_sample_size.ts";
export { halfSokalTime } from "./half_sokal.ts";
export { summarizeTimes, type TimeSummary } from "./observable_times.ts";
export {
  autocorrelationCurve,
  type EssEvolution,
  essEvolution,
  type RankHistogram,
  rankHistogram,
} from "./plot_data.ts";
export { rHat, type RHatMethod } from "./r_hat.ts";
export { mcseMean, mcseQuantile, mcseStandardDeviation } from "./standard_error.ts";
export {
  ADMISSIBLE_TIMES,
  CENSORED_SHARE,
  requireLength,
  ShortChainError,
  type ShortChains,
  type TauReading,
  tauReading,
} from "./tau_reading.ts";
export { estimateSignTau, type SignTime } from "./estimate_sign_tau.ts";
export { SignHistory, SignSeries } from "./sign_history.ts";
export { type StreamedCurve, StreamingAutocorrelation, type StreamingOptions } from "./streaming_autocorrelation.ts";
export {
  type EstimatedMeans,
  GradientAutocorrelation,
  type GradientAutocorrelationOptions,
  type GradientRHats,
  type GradientSummary,
  type GradientTimes,
} from "./gradient_autocorrelation.ts";
export type { SignEngine } from "./sign_batch.ts";
export { sampleModel, type SampleOptions, type SampleReport } from "./sample_model.ts";
export { type ReplicaFlow, replicaFlow } from "./replica_flow.ts";
