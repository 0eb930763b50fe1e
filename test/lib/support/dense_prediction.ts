import type { KernelName } from "../../../lib/exact/kernel_name.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { applicationMatrix, denseModel, matrixPower, stepsPerSweep } from "./dense_model.ts";
import { denseCluster, eigenspaces, reversibleModes, slowestOfKernel, slowestOfModes } from "./dense_spectrum.ts";
import { denseMeanSquaredError, denseResiduals, denseTimes } from "./dense_times.ts";

/** Everything that `predict()` prints, from dense matrices. */
export interface DensePrediction {
  readonly totalObservableTime: number;
  readonly tauMax: number;
  readonly tauMean: number;
  readonly gap: number;
  readonly slowestModeParity: "even" | "odd" | "none";
  readonly gammaEff: number | null;
  readonly clusterSize: number | null;
  /** Σ_a |⟨f_a, φ⟩|² over the slowest eigenspace. */
  readonly overlap: number;
  /** Relative distance from the slowest gap to the next. */
  readonly separation: number;
  /** How far the cluster is from another selection (see `denseCluster`); Infinity without one. */
  readonly margin: number;
  readonly burnIn: number;
  readonly qOp: number;
  readonly qStruct: number;
  readonly qStructPerp: number;
  /** Of one application of the kernel. */
  readonly residuals: ReturnType<typeof denseResiduals>;
}

/** One model under one kernel; `burnIn` is the B at which qOp is wanted. */
export function densePrediction(
  model: EnergyModel,
  kernel: KernelName,
  window: number,
  moments: ArrayLike<number>,
  burnIn: number,
): DensePrediction {
  const dense = denseModel(model), steps = stepsPerSweep(dense, kernel);
  const application = applicationMatrix(dense, kernel), sweep = matrixPower(application, steps);
  const reversible = kernel !== "forward" && kernel !== "reverse";
  const modes = reversible ? reversibleModes(dense, application) : [];
  const slowest = reversible ? slowestOfModes(dense, modes, steps) : slowestOfKernel(dense, sweep);
  const cluster = reversible ? denseCluster(eigenspaces(dense, modes), steps) : null;
  const times = denseTimes(dense, sweep);
  const signal = dense.means.reduce((sum, mean, a) => sum + (-moments[a]! - mean) ** 2, 0);
  const overlap = slowest.overlaps.reduce((a, b) => a + b, 0);
  return {
    totalObservableTime: times.totalObservableTime,
    tauMax: times.tauMax,
    tauMean: times.tauMean,
    gap: slowest.gap,
    slowestModeParity: slowest.parities.length === 1 ? slowest.parities[0]! : "none",
    overlap,
    separation: slowest.separation,
    gammaEff: cluster === null ? null : cluster.gammaEff,
    clusterSize: cluster === null ? null : cluster.modes,
    margin: cluster === null ? Infinity : cluster.margin,
    burnIn: Math.ceil(5 / slowest.gap),
    qOp: signal / denseMeanSquaredError(dense, sweep, burnIn, window),
    qStruct: slowest.gap * window / 2 * signal / overlap,
    qStructPerp: window / 2 * signal / times.totalObservableTime,
    residuals: denseResiduals(application, dense.pi),
  };
}
