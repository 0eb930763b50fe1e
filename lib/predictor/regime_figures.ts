import { isReversible, isSingleSite } from "../exact/kernel_name.ts";
import { observableCount } from "../model/energy_model.ts";
import { acceptsEverything, metropolisAbsoluteGap } from "./absolute_gap.ts";
import type { Analysis } from "./analysis.ts";
import { type AtLeast, bulkGap } from "./bulk_gap.ts";
import { isNotComputed, type NotComputed } from "./not_computed.ts";
import { REGIME_RULES, type RegimeFigures } from "./regime_conditions.ts";
import { squaredNorm } from "./signal.ts";
import { thresholdRobustness } from "./threshold_robustness.ts";

/** Below this a gap that was taken as 1 − σ is rounding. */
const UNRESOLVED = 1e-13;

/** What the data are, beyond their moments. */
export interface DataFacts {
  readonly moments: Float64Array | null;
  /** Number of states that count alike, null when it is not known. */
  readonly stateCount: number | null;
}

/** The number behind every condition of the regime. */
export function regimeFigures(analysis: Analysis, data: DataFacts): RegimeFigures {
  const { prediction, structure, kernel } = analysis;
  const heatBath = kernel !== "metropolis";
  const largestVariance = structure.variances.reduce((a, b) => Math.max(a, b), 0);
  const bulk = wrapped(bulkGap(analysis));
  return {
    A2: prediction.kernelResiduals.detailedBalance,
    A3: heatBath ? resolved(prediction.gap, isSingleSite(kernel)) : resolvedAbsoluteGap(analysis),
    A4: largestVariance,
    A5: unlessNull(prediction.gammaEff, analysis, (gammaEff) => prediction.burnIn * gammaEff),
    A6: Number.isNaN(prediction.tauMax)
      ? { notComputed: "No observable varies, so that there is no τ" }
      : prediction.window / prediction.tauMax,
    A7: unlessNull("atLeast" in bulk ? enough(bulk.atLeast) : bulk.gap, analysis, (gap) => gap),
    A8: unlessNull(thresholdRobustness(analysis), analysis, (change) => change),
    plateau: prediction.qOp ?? { notComputed: "Q_op needs data" },
    F4: phaseRatio(analysis, data),
    known: {
      ...(heatBath
        ? { A3: "a heat-bath update reaches every value of its spin, the present one too, with positive probability" }
        : {}),
      A4: "every observable is +1 or −1",
      ...("atLeast" in bulk ? { A7: "at least this; the spectrum is too large to diagonalise" } : {}),
    },
  };
}

/** The reason that stands for every figure of a model that could not be analysed at all. */
export function noFigures(reason: string): RegimeFigures {
  const none = { notComputed: reason };
  return { A2: none, A3: none, A4: none, A5: none, A6: none, A7: none, A8: none, plateau: none, F4: none };
}

/** A bound from below decides A7 only where it meets the bound. */
function enough(atLeast: number): number | NotComputed {
  const bound = REGIME_RULES.find(({ id }) => id === "A7")!.bound;
  if (atLeast >= bound) return atLeast;
  return {
    notComputed: `It is at least ${atLeast}, too little to tell, and the spectrum is too large to diagonalise`,
  };
}

function wrapped(bulk: ReturnType<typeof bulkGap>): AtLeast | { readonly gap: number | null | NotComputed } {
  return typeof bulk === "object" && bulk !== null && "atLeast" in bulk ? bulk : { gap: bulk };
}

function unlessNull(
  figure: number | null | NotComputed,
  { kernel }: Analysis,
  of: (figure: number) => number,
): number | NotComputed {
  if (figure === null) {
    return {
      notComputed: isReversible(kernel)
        ? "No mode is relevant to the observables, so that C* is empty"
        : `C* needs orthogonal modes, and the ${kernel} kernel is not reversible`,
    };
  }
  return isNotComputed(figure) ? figure : of(figure);
}

function resolved(gap: number, fromGenerator: boolean): number | NotComputed {
  if (fromGenerator || gap > UNRESOLVED) return gap;
  return { notComputed: `The gap ${gap} cannot be told from 0 in double precision` };
}

function resolvedAbsoluteGap(analysis: Analysis): number | NotComputed {
  return acceptsEverything(analysis.model) ? 0 : resolved(metropolisAbsoluteGap(analysis), false);
}

/** F4: error of the data's mean over n states against that of the chain's. */
function phaseRatio({ model, squaredError }: Analysis, { moments, stateCount }: DataFacts): number | NotComputed {
  if (moments === null || squaredError === null) return { notComputed: "F4 needs data" };
  if (stateCount === null) {
    return { notComputed: "F4 needs the number of data states; give states that count alike, not moments or weights" };
  }
  if (isNotComputed(squaredError)) return squaredError;
  // f_a² = 1, so that the variances of the data are 1 − ⟨f_a⟩².
  return (observableCount(model) - squaredNorm(moments)) / stateCount / squaredError;
}
