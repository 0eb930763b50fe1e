// γ_bulk, the robustness of C*(O) and the absolute gap from dense matrices alone.
import type { KernelName } from "../../../lib/exact/kernel_name.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { applicationMatrix, denseModel, matrixPower, stepsPerSweep } from "../support/dense_model.ts";
import { eigenspaces, reversibleModes, sweepGap } from "../support/dense_spectrum.ts";
import { denseMeanSquaredError, denseResiduals } from "../support/dense_times.ts";

export interface DenseRegime {
  readonly detailedBalance: number;
  /** 1 − max |σ| per sweep. */
  readonly absoluteGap: number;
  readonly largestVariance: number;
  readonly gammaEff: number;
  readonly tauMax: number;
  readonly gammaBulk: number;
  /** Largest relative change of γ_eff at ε/10 and 10ε. */
  readonly change: number;
  /** Σ μ_j over C*. */
  readonly clusterMass: number;
  /** How near (in logarithms) an eigenspace comes to a threshold of the selection. */
  readonly margin: number;
}

const KAPPA = 3, EPSILON = 1e-4;

export function denseRegime(model: EnergyModel, kernel: KernelName): DenseRegime {
  const dense = denseModel(model), steps = stepsPerSweep(dense, kernel);
  const application = applicationMatrix(dense, kernel);
  const modes = reversibleModes(dense, application);
  const lines = eigenspaces(dense, modes).map(({ stepGap, weights }) => ({
    gap: sweepGap(1 - stepGap, steps),
    relevance: Math.sqrt(Math.max(...weights)),
    weights,
    mass: weights.reduce((a, b) => a + b, 0),
  }));
  const select = (epsilon: number): typeof lines => {
    const relevant = lines.filter((line) => line.relevance > epsilon);
    const limit = KAPPA * Math.min(...relevant.map((line) => line.gap));
    return relevant.filter((line) => line.gap <= limit);
  };
  const gammaEff = (epsilon: number): number => {
    const cluster = select(epsilon);
    return cluster.reduce((sum, line) => sum + line.mass, 0) /
      cluster.reduce((sum, line) => sum + line.mass / line.gap, 0);
  };
  const cluster = select(EPSILON), main = gammaEff(EPSILON);
  const limit = KAPPA * Math.min(...cluster.map((line) => line.gap));
  return {
    detailedBalance: denseResiduals(application, dense.pi).detailedBalance,
    absoluteGap: Math.min(...modes.map((mode) => 1 - Math.abs(mode.sigma) ** steps)),
    largestVariance: Math.max(...dense.variances),
    gammaEff: main,
    // τ_a Var_a = Σ_j f̂²_{a,j} (1/γ_j − ½) over all modes, which is ⟨f_a, (I − P)⁻¹ f_a⟩ − ½ Var_a.
    tauMax: Math.max(
      ...dense.variances.map((variance, a) =>
        lines.reduce((sum, line) => sum + line.weights[a]! / line.gap, 0) / variance - 0.5
      ),
    ),
    gammaBulk: Math.min(
      ...lines.filter((line) => line.relevance > 1e-10 && !cluster.includes(line)).map((line) => line.gap),
    ),
    change: Math.max(...[EPSILON / 10, 10 * EPSILON].map((epsilon) => Math.abs(gammaEff(epsilon) - main) / main)),
    clusterMass: cluster.reduce((sum, line) => sum + line.mass, 0),
    margin: Math.min(
      ...lines.flatMap((line) =>
        [EPSILON / 10, EPSILON, 10 * EPSILON, 1e-10].map((epsilon) => Math.abs(Math.log(line.relevance / epsilon)))
      ),
      ...lines.map((line) => Math.abs(Math.log(line.gap / limit))),
    ),
  };
}

/** E‖ĝ − g‖² of the negative phase. */
export function denseNegativeError(model: EnergyModel, kernel: KernelName, burnIn: number, window: number): number {
  const dense = denseModel(model);
  const sweep = matrixPower(applicationMatrix(dense, kernel), stepsPerSweep(dense, kernel));
  return denseMeanSquaredError(dense, sweep, burnIn, window);
}
