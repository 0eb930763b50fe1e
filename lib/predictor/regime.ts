import { ConvergenceError, SizeError } from "../errors.ts";
import type { EnergyModel } from "../model/energy_model.ts";
import { analyse } from "./analysis.ts";
import { type QFactors, qFactors } from "./q_factors.ts";
import type { QPrediction, QRequest } from "./q_prediction.ts";
import { type RegimeCondition, regimeConditions } from "./regime_conditions.ts";
import { noFigures, regimeFigures } from "./regime_figures.ts";

/** What to judge: the prediction's request, and of the data also how many states there are. */
export interface RegimeRequest extends QRequest {
  /** Number of data states that count alike (`parseData`), for F4; null when only moments are known. */
  readonly stateCount?: number | null;
}

/** A prediction with the regime that it holds in and the factors that it is made of. */
export interface Trainability {
  readonly prediction: QPrediction;
  readonly regime: readonly RegimeCondition[];
  readonly factors: QFactors;
}

/**
 * The conditions A2 to A8, the plateau and F4 for one model under one kernel, each with the number behind it (Prasanna 2026, the
 * assumption package of the proof program): met, unmet, or NOT-CHECKED with the reason. A model that is too large is
 * NOT-CHECKED throughout.
 *
 * @throws {InputError} when the request does not fit the model, as of `predict`
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../model/rbm.ts";
 * const model = rbm({ weights: [[0.4, -0.2], [0.1, 0.3]], beta: 1 });
 * const of = (kernel: "symmetric" | "forward") =>
 *   Object.fromEntries(regime(model, { kernel, window: 20 }).map((c) => [c.id, c.status]));
 * assert.deepEqual([of("symmetric").A2, of("symmetric").A6, of("symmetric").F4], ["met", "unmet", "NOT-CHECKED"]);
 * assert.deepEqual([of("forward").A2, of("forward").A7], ["unmet", "NOT-CHECKED"]);
 * ```
 */
export function regime(model: EnergyModel, request: RegimeRequest = {}): RegimeCondition[] {
  try {
    const { moments = null, stateCount = null } = request;
    return regimeConditions(regimeFigures(analyse(model, request), { moments, stateCount }));
  } catch (error) {
    if (!(error instanceof SizeError || error instanceof ConvergenceError)) throw error;
    return regimeConditions(noFigures(error.message));
  }
}

/**
 * Prediction, regime and factors of one model from one analysis; what `lab q` prints.
 *
 * @throws {SizeError} when the model cannot be enumerated
 * @throws {InputError} as of `predict`
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { plantedRbm } from "../model/planted_rbm.ts";
 * const xi = [[1, 1, 1, 1], [-1, 1, 1, 1]], eta = [[1, 1, 1, 1], [-1, -1, 1, 1]];
 * const moments = new Float64Array(16).fill(0.5);
 * const { prediction, factors } = trainability(plantedRbm(xi, eta, 3), { kernel: "symmetric", moments });
 * // The slow cluster carries nearly all of T_O here, so that the factors give the predictor back.
 * assert.ok(Math.abs((factors.product as number) / prediction.qStructPerp! - 1) < 0.05);
 * ```
 */
export function trainability(model: EnergyModel, request: RegimeRequest = {}): Trainability {
  const { moments = null, stateCount = null } = request;
  const analysis = analyse(model, request);
  return {
    prediction: analysis.prediction,
    regime: regimeConditions(regimeFigures(analysis, { moments, stateCount })),
    factors: qFactors(analysis),
  };
}
