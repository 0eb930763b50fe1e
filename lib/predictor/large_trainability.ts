import { InputError, SizeError } from "../errors.ts";
import { isReversible, isSingleSite, type KernelName } from "../exact/kernel_name.ts";
import {
  type ExactProgress,
  largeTwoBlock,
  MAXIMUM_SINGLE_SITE_SPINS,
  MAXIMUM_TWO_BLOCK_SPINS,
  type ScanName,
  singleSiteTime,
} from "../exact/large/mod.ts";
import { MAXIMUM_EXACT_SPINS } from "../exact/law.ts";
import { type EnergyModel, observableCount } from "../model/energy_model.ts";
import { isNotComputed, type NotComputed } from "./not_computed.ts";
import type { QFactors } from "./q_factors.ts";
import type { QPrediction } from "./q_prediction.ts";
import type { RegimeRequest } from "./regime.ts";
import { type RegimeCondition, regimeConditions } from "./regime_conditions.ts";
import { noFigures } from "./regime_figures.ts";
import { checkObservable } from "./single_observable.ts";

type OrNotComputed<T> = { readonly [Key in keyof T]: T[Key] | NotComputed };

type Certain = "kernel" | "observableCount" | "window" | "kernelResiduals" | "observables";

/** A prediction for a model that is too large to analyse whole: what is missing says why. */
export type LargePrediction =
  & OrNotComputed<Omit<QPrediction, Certain>>
  & Pick<QPrediction, "kernel" | "observableCount" | "window">
  & {
    readonly kernelResiduals: OrNotComputed<QPrediction["kernelResiduals"]>;
    /** Present when observables were asked for; `tauError` bounds the error of τ. */
    readonly observables?: readonly (NonNullable<QPrediction["observables"]>[number] & { readonly tauError: number })[];
  };

/** What `trainability` is for smaller models, as far as it can be had. */
export interface LargeTrainability {
  readonly prediction: LargePrediction;
  readonly regime: readonly RegimeCondition[];
  readonly factors: OrNotComputed<Omit<QFactors, "budget">> & { readonly budget: OrNotComputed<QFactors["budget"]> };
}

/** What to compute of a large model. */
export interface LargeRequest extends RegimeRequest {
  /** Told now and then how far the computation is. */
  readonly progress?: ExactProgress;
}

/**
 * Exact figures of a model whose states are too many to analyse it whole: τ of the observables asked for, under a scan of two
 * blocks also the gap and the parity of the slowest mode. Everything else is not computed, with the reason.
 *
 * @throws {SizeError} when the model is too large for everything that is asked
 * @throws {InputError} when a requested observable does not exist, or the window or the burn-in is not a whole number
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../model/rbm.ts";
 * // One of twelve pairs of spins, each apart from the others: the cosine of a pair is t = tanh(1/2).
 * const weights = Array.from({ length: 12 }, (_, i) => Array.from({ length: 12 }, (_, j) => i === j ? 0.5 : 0));
 * const { prediction } = largeTrainability(rbm({ weights, beta: 1 }), { kernel: "forward", observables: [0] });
 * assert.ok(Math.abs((prediction.gap as number) - (1 - Math.tanh(0.5) ** 2)) < 1e-12);
 * assert.equal(prediction.slowestModeParity, "odd");
 * assert.ok(Math.abs(prediction.observables![0]!.tau - 0.5) < 1e-11);
 * assert.ok(typeof prediction.tauMax === "object" && "notComputed" in prediction.tauMax);
 * ```
 */
export function largeTrainability(model: EnergyModel, request: LargeRequest = {}): LargeTrainability {
  const { kernel = "single-site", window = 1000, moments = null, observables = [], progress } = request;
  checkWholeNumbers(window, request.burnIn);
  for (const index of observables) checkObservable(model, index);
  const { structure, times } = isSingleSite(kernel)
    ? ofSingleSite(model, kernel as "single-site" | "metropolis", observables, progress)
    : ofTwoBlocks(model, kernel as ScanName, observables, progress);
  const missing: NotComputed = { notComputed: reasonOf(model, kernel) };
  const gap = structure === null ? missing : resolved(structure);
  const burnIn = request.burnIn ?? (isNotComputed(gap) ? gap : Math.ceil(5 / gap * (1 - 1e-12)));
  // Without data, or without orthogonal modes, there is nothing that a smaller model would have had.
  const withData = moments === null ? null : missing, withModes = isReversible(kernel) ? missing : null;
  return {
    prediction: {
      kernel,
      observableCount: observableCount(model),
      zeroVarianceCount: missing,
      totalObservableTime: missing,
      tauMax: missing,
      tauMean: missing,
      gap,
      gammaEff: withModes,
      clusterSize: withModes,
      slowestModeParity: structure?.slowestModeParity ?? missing,
      window,
      burnIn,
      qOp: withData,
      qStruct: withData,
      qStructPerp: withData,
      kernelResiduals: { rowSum: missing, stationarity: missing, detailedBalance: missing },
      ...(request.observables === undefined ? {} : { observables: times }),
    },
    regime: regimeConditions({
      ...noFigures(missing.notComputed),
      A3: gap,
    }),
    factors: {
      gammaEff: withModes,
      projectedSignal: moments === null ? withData : withModes,
      budget: { window, burnIn, effectiveSamples: withModes },
      product: moments === null ? withData : withModes,
      qStructPerp: withData,
    },
  };
}

interface Found {
  /** Null where only times are known. */
  readonly structure: {
    readonly gap: number;
    readonly gapError: number;
    readonly slowestModeParity: QPrediction["slowestModeParity"];
  } | null;
  readonly times: NonNullable<LargePrediction["observables"]>;
}

function ofSingleSite(
  model: EnergyModel,
  kernel: "single-site" | "metropolis",
  observables: readonly (number | "magnetization")[],
  progress: ExactProgress = () => {},
): Found {
  const spins = model.graph.vertexCount;
  if (observables.length === 0 && spins <= MAXIMUM_SINGLE_SITE_SPINS) {
    throw new SizeError(
      `Cannot analyse a model of ${spins} spins whole: use at most ${MAXIMUM_EXACT_SPINS} spins, or ask for single observables, whose times are computed up to ${MAXIMUM_SINGLE_SITE_SPINS} spins`,
    );
  }
  // Above the limit the first one says so.
  const asked = observables.length === 0 ? ["magnetization" as const] : observables;
  const times = asked.map((index) => {
    const { tau, tauError, variance } = singleSiteTime(model, index, {
      kernel,
      progress: (stage, share) => progress(`observable ${index}: ${stage}`, share),
    });
    return { index, tau, variance, tauError };
  });
  return { structure: null, times };
}

function ofTwoBlocks(
  model: EnergyModel,
  kernel: ScanName,
  observables: readonly (number | "magnetization")[],
  progress: ExactProgress = () => {},
): Found {
  const spins = model.graph.vertexCount;
  if (model.blocks.length !== 2) {
    throw new SizeError(
      `Cannot enumerate a model of ${spins} spins in ${model.blocks.length} blocks: use at most ${MAXIMUM_EXACT_SPINS} spins, or ${MAXIMUM_TWO_BLOCK_SPINS} in two blocks, or sample instead`,
    );
  }
  const found = largeTwoBlock(model, kernel, { observables, progress });
  return {
    structure: found,
    times: found.observables.map(({ observable: index, tau, variance, tauError }) => ({
      index,
      tau,
      variance,
      tauError,
    })),
  };
}

function resolved({ gap, gapError }: NonNullable<Found["structure"]>): number | NotComputed {
  return gap > gapError ? gap : { notComputed: `The gap ${gap} cannot be told from 0 in double precision` };
}

function reasonOf(model: EnergyModel, kernel: KernelName): string {
  const spins = model.graph.vertexCount;
  const had = isSingleSite(kernel)
    ? "only τ of single observables is computed there"
    : "only the gap and τ of single observables are computed there";
  return `2^${spins} states are more than the 2^${MAXIMUM_EXACT_SPINS} that can be analysed whole; ${had}`;
}

function checkWholeNumbers(window: number, burnIn: number | undefined): void {
  if (!Number.isSafeInteger(window) || window < 1) {
    throw new InputError(`Cannot predict for the window ${window}: give a positive whole number of sweeps`);
  }
  if (burnIn !== undefined && !(Number.isSafeInteger(burnIn) && burnIn >= 0)) {
    throw new InputError(`Cannot predict for the burn-in ${burnIn}: give a whole number of sweeps, at least 0`);
  }
}
