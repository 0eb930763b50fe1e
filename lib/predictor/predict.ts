import { InputError, SizeError } from "../errors.ts";
import { isReversible, isSingleSite } from "../exact/kernel_name.ts";
import type { KernelName } from "../exact/kernel_name.ts";
import { kernelResiduals } from "../exact/kernel_residuals.ts";
import { autocorrelationTime, kernelStructure } from "../exact/kernel_structure.ts";
import type { KernelStructure } from "../exact/kernel_structure.ts";
import { boltzmannLaw } from "../exact/law.ts";
import type { BoltzmannLaw } from "../exact/law.ts";
import { sectors } from "../exact/sector.ts";
import { spectralResolution } from "../exact/spectral_resolution.ts";
import { observableCount } from "../model/energy_model.ts";
import type { EnergyModel } from "../model/energy_model.ts";
import { countClusterModes } from "./count_modes.ts";
import { meanSquaredErrors } from "./mean_squared_error.ts";
import { projectedQ, singleGapQ } from "./q_formulas.ts";
import { gradient, squaredNorm } from "./signal.ts";
import { CLUSTER_RULE, slowCluster } from "./slow_cluster.ts";

/** A figure that the model is too large for, with the reason. */
export interface NotComputed {
  readonly notComputed: string;
}

/** Structure and predictors of one model under one kernel, times and gaps per sweep; the object that `lab q --json` prints. */
export interface QPrediction {
  readonly kernel: KernelName;
  readonly observableCount: number;
  readonly zeroVarianceCount: number;
  /** T_O = Σ_a τ_a Var_a. */
  readonly totalObservableTime: number;
  readonly tauMax: number;
  readonly tauMean: number;
  /** 1 − σ₂ over all parities. */
  readonly gap: number;
  /** γ_eff over C*(O); null for the kernels that are not reversible, or when no mode is relevant. */
  readonly gammaEff: number | null | NotComputed;
  /** |C*(O)|; null likewise. */
  readonly clusterSize: number | null | NotComputed;
  readonly slowestModeParity: "odd" | "even" | "none";
  /** K, in sweeps. */
  readonly window: number;
  /** B = ⌈5/gap⌉. */
  readonly burnIn: number;
  /** Exact, for the burn-in + window estimator from a uniform start; null without data. */
  readonly qOp: number | null | NotComputed;
  readonly qStruct: number | null;
  readonly qStructPerp: number | null;
  readonly kernelResiduals: {
    readonly rowSum: number;
    readonly stationarity: number;
    readonly detailedBalance: number | NotComputed;
  };
  /** Present when observables were asked for. */
  readonly observables?: readonly {
    readonly index: number | "magnetization";
    readonly tau: number;
    readonly variance: number;
  }[];
}

/** What to predict. */
export interface QRequest {
  readonly kernel?: KernelName;
  /** K in sweeps; 1000 by default. */
  readonly window?: number;
  /** The data's moments in observable order (`parseData`), or null. */
  readonly moments?: Float64Array | null;
  /** Observables whose τ is wanted by itself. */
  readonly observables?: readonly (number | "magnetization")[];
}

/** Most slow modes that are counted one by one where the spectrum is too large for a full diagonalisation. */
const COUNTED_MODES = 24;

/**
 * Structure and predictors of a model, exact (Prasanna 2026; definitions in the project's science reference).
 *
 * @throws {SizeError} when the model cannot be enumerated
 * @throws {InputError} when a requested observable does not exist, the window is not a positive whole number, or the moments do
 * not match the model
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../model/rbm.ts";
 * const model = rbm({ weights: [[0.4, -0.2], [0.1, 0.3]], beta: 1 });
 * const moments = new Float64Array([0.5, 0, 0, 0.5]);
 * const q = predict(model, { kernel: "symmetric", window: 200, moments });
 * assert.equal(q.slowestModeParity, "odd");
 * assert.equal(q.qStruct, Infinity);
 * // The window is long against τ, so that the predictor meets the exact value.
 * assert.ok(Math.abs(q.qStructPerp! / (q.qOp as number) - 1) < 0.01);
 * ```
 */
export function predict(model: EnergyModel, request: QRequest = {}): QPrediction {
  const { kernel = "single-site", window = 1000, moments = null } = request;
  if (!Number.isSafeInteger(window) || window < 1) {
    throw new InputError(`Cannot predict for the window ${window}: give a positive whole number of sweeps`);
  }
  // Before the work of minutes, not after it.
  for (const index of request.observables ?? []) checkObservable(model, index);
  const law = boltzmannLaw(model);
  const structure = kernelStructure(model, kernel, { law });
  // Where 5/gap is a whole number, rounding must not add one.
  const burnIn = Math.ceil(5 / structure.gap * (1 - 1e-12));
  const residuals = kernelResiduals(model, kernel, law);
  return {
    kernel,
    observableCount: observableCount(model),
    zeroVarianceCount: structure.zeroVarianceCount,
    totalObservableTime: structure.totalObservableTime,
    tauMax: structure.tauMax,
    tauMean: structure.tauMean,
    gap: structure.gap,
    ...clusterFigures(model, kernel, law, structure),
    slowestModeParity: structure.slowestModeParity,
    window,
    burnIn,
    ...qFigures(model, kernel, law, structure, { window, burnIn, moments }),
    kernelResiduals: {
      rowSum: residuals.rowSum,
      stationarity: residuals.stationarity,
      detailedBalance: residuals.detailedBalance ?? {
        notComputed: `The flows of a scan over ${model.graph.vertexCount} spins are too many to compare one by one`,
      },
    },
    ...(request.observables === undefined ? {} : {
      observables: request.observables.map((index) => singleObservable(model, kernel, law, structure, index)),
    }),
  };
}

/** The figure, or the reason why the model is too large for it. */
function unlessTooLarge<T>(compute: () => T): T | NotComputed {
  try {
    return compute();
  } catch (error) {
    if (error instanceof SizeError) return { notComputed: error.message };
    throw error;
  }
}

function isNotComputed(value: unknown): value is NotComputed {
  return typeof value === "object" && value !== null && "notComputed" in value;
}

function clusterFigures(
  model: EnergyModel,
  kernel: KernelName,
  law: BoltzmannLaw,
  { orbits }: KernelStructure,
): Pick<QPrediction, "gammaEff" | "clusterSize"> {
  if (!isReversible(kernel)) return { gammaEff: null, clusterSize: null };
  const steps = isSingleSite(kernel) ? model.graph.vertexCount : 1;
  const cluster = unlessTooLarge(() => {
    const resolution = spectralResolution(model, kernel, {
      law,
      orbits,
      relevance: CLUSTER_RULE.epsilon ** 2,
      slowRange: CLUSTER_RULE.kappa,
    });
    return slowCluster(resolution, orbits.multiplicities, steps);
  });
  if (isNotComputed(cluster)) return { gammaEff: cluster, clusterSize: cluster };
  if (cluster === null) return { gammaEff: null, clusterSize: 0 };
  return {
    gammaEff: cluster.gammaEff,
    clusterSize: cluster.modes ??
      countClusterModes(model, kernel, {
        law,
        orbits,
        largestGap: cluster.largestGap,
        stepsPerUnit: steps,
        limit: COUNTED_MODES,
      }) ??
      { notComputed: `The slow cluster spans more than ${COUNTED_MODES} modes of a spectrum too large to diagonalise` },
  };
}

function qFigures(
  model: EnergyModel,
  kernel: KernelName,
  law: BoltzmannLaw,
  structure: KernelStructure,
  { window, burnIn, moments }: { window: number; burnIn: number; moments: Float64Array | null },
): Pick<QPrediction, "qOp" | "qStruct" | "qStructPerp"> {
  if (moments === null) return { qOp: null, qStruct: null, qStructPerp: null };
  const signal = squaredNorm(gradient(moments, structure.means));
  const error = unlessTooLarge(() =>
    meanSquaredErrors(model, kernel, { burnIn, windows: [window], unit: "sweep", law })[0]!
  );
  let mass = 0;
  structure.slowestOverlaps.forEach((overlap, o) => mass += structure.orbits.multiplicities[o]! * overlap);
  return {
    qOp: isNotComputed(error) ? error : signal / error,
    qStruct: singleGapQ({ window, signal, gap: structure.gap, mass }),
    qStructPerp: projectedQ({ window, signal, totalObservableTime: structure.totalObservableTime }),
  };
}

function checkObservable(model: EnergyModel, index: number | "magnetization"): void {
  const count = observableCount(model);
  if (index === "magnetization" || (Number.isSafeInteger(index) && index >= 0 && index < count)) return;
  throw new InputError(
    `Cannot read observable ${index}: the model has the observables 0 to ${count - 1}, or magnetization`,
  );
}

function singleObservable(
  model: EnergyModel,
  kernel: KernelName,
  law: BoltzmannLaw,
  { orbits, tau, variances }: KernelStructure,
  index: number | "magnetization",
): { index: number | "magnetization"; tau: number; variance: number } {
  if (index === "magnetization") return { index, ...magnetizationTime(model, kernel, law) };
  const orbit = orbits.orbitOf[index]!;
  return { index, tau: tau[orbit]!, variance: variances[orbit]! };
}

/** τ and variance of the magnetisation per spin, (1/N) Σ_i x_i. */
function magnetizationTime(
  model: EnergyModel,
  kernel: KernelName,
  law: BoltzmannLaw,
): { tau: number; variance: number } {
  const spins = model.graph.vertexCount;
  const sector = sectors(model, law).at(-1)!;
  const m = new Float64Array(sector.size);
  for (let s = 0; s < sector.size; s++) {
    let down = 0;
    for (let v = s; v !== 0; v &= v - 1) down++;
    m[s] = (spins - 2 * down) / spins;
  }
  const { tau, variance } = autocorrelationTime(model, kernel, sector, m);
  return { tau, variance };
}
