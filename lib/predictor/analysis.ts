import { InputError } from "../errors.ts";
import type { KernelName } from "../exact/kernel_name.ts";
import { kernelResiduals } from "../exact/kernel_residuals.ts";
import { kernelStructure } from "../exact/kernel_structure.ts";
import type { KernelStructure } from "../exact/kernel_structure.ts";
import { boltzmannLaw } from "../exact/law.ts";
import type { BoltzmannLaw } from "../exact/law.ts";
import { observableCount } from "../model/energy_model.ts";
import type { EnergyModel } from "../model/energy_model.ts";
import { type ClusterReading, readCluster } from "./cluster_reading.ts";
import { countClusterModes } from "./count_modes.ts";
import { meanSquaredErrors } from "./mean_squared_error.ts";
import { isNotComputed, type NotComputed, unlessTooLarge } from "./not_computed.ts";
import { projectedQ, singleGapQ } from "./q_formulas.ts";
import type { QPrediction, QRequest } from "./q_prediction.ts";
import { gradient, squaredNorm } from "./signal.ts";
import { checkObservable, singleObservable } from "./single_observable.ts";

/** A prediction with what it was computed from. */
export interface Analysis {
  readonly model: EnergyModel;
  readonly kernel: KernelName;
  readonly law: BoltzmannLaw;
  readonly structure: KernelStructure;
  /** Null for the kernels that are not reversible. */
  readonly reading: ClusterReading | null | NotComputed;
  /** ‖g‖², null without data. */
  readonly signal: number | null;
  /** E‖ĝ − g‖² of the negative phase, exact; null without data. */
  readonly squaredError: number | null | NotComputed;
  readonly prediction: QPrediction;
}

/** Most slow modes that are counted one by one where the spectrum is too large for a full diagonalisation. */
const COUNTED_MODES = 24;

/** Structure and predictors of a model, and what they were computed from; errors as of `predict`. */
export function analyse(model: EnergyModel, request: QRequest): Analysis {
  const { kernel = "single-site", window = 1000, moments = null } = request;
  if (!Number.isSafeInteger(window) || window < 1) {
    throw new InputError(`Cannot predict for the window ${window}: give a positive whole number of sweeps`);
  }
  if (request.burnIn !== undefined && !(Number.isSafeInteger(request.burnIn) && request.burnIn >= 0)) {
    throw new InputError(`Cannot predict for the burn-in ${request.burnIn}: give a whole number of sweeps, at least 0`);
  }
  // Before the work of minutes, not after it.
  for (const index of request.observables ?? []) checkObservable(model, index);
  const law = boltzmannLaw(model);
  const structure = kernelStructure(model, kernel, { law });
  // Where 5/gap is a whole number, rounding must not add one.
  const burnIn = request.burnIn ?? Math.ceil(5 / structure.gap * (1 - 1e-12));
  const residuals = kernelResiduals(model, kernel, law);
  const reading = readCluster(model, kernel, law, structure.orbits);
  const signal = moments === null ? null : squaredNorm(gradient(moments, structure.means));
  const squaredError = signal === null
    ? null
    : unlessTooLarge(() => meanSquaredErrors(model, kernel, { burnIn, windows: [window], unit: "sweep", law })[0]!);
  const prediction: QPrediction = {
    kernel,
    observableCount: observableCount(model),
    zeroVarianceCount: structure.zeroVarianceCount,
    totalObservableTime: structure.totalObservableTime,
    tauMax: structure.tauMax,
    tauMean: structure.tauMean,
    gap: structure.gap,
    ...clusterFigures(model, kernel, law, structure, reading),
    slowestModeParity: structure.slowestModeParity,
    window,
    burnIn,
    ...qFigures(structure, { window, signal, squaredError }),
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
  return { model, kernel, law, structure, reading, signal, squaredError, prediction };
}

function clusterFigures(
  model: EnergyModel,
  kernel: KernelName,
  law: BoltzmannLaw,
  { orbits }: KernelStructure,
  reading: Analysis["reading"],
): Pick<QPrediction, "gammaEff" | "clusterSize"> {
  if (reading === null) return { gammaEff: null, clusterSize: null };
  if (isNotComputed(reading)) return { gammaEff: reading, clusterSize: reading };
  const { cluster, steps } = reading;
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
  structure: KernelStructure,
  { window, signal, squaredError }: Pick<Analysis, "signal" | "squaredError"> & { readonly window: number },
): Pick<QPrediction, "qOp" | "qStruct" | "qStructPerp"> {
  if (signal === null || squaredError === null) return { qOp: null, qStruct: null, qStructPerp: null };
  let mass = 0;
  structure.slowestOverlaps.forEach((overlap, o) => mass += structure.orbits.multiplicities[o]! * overlap);
  return {
    qOp: isNotComputed(squaredError) ? squaredError : signal / squaredError,
    qStruct: singleGapQ({ window, signal, gap: structure.gap, mass }),
    qStructPerp: projectedQ({ window, signal, totalObservableTime: structure.totalObservableTime }),
  };
}
