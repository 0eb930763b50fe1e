import type { EnergyModel } from "../model/energy_model.ts";
import { analyse } from "./analysis.ts";
import type { QPrediction, QRequest } from "./q_prediction.ts";

export type { NotComputed } from "./not_computed.ts";
export type { QPrediction, QRequest } from "./q_prediction.ts";

/**
 * Structure and predictors of a model, exact (Prasanna 2026; definitions in the project's science reference).
 *
 * @throws {SizeError} when the model cannot be enumerated
 * @throws {InputError} when a requested observable does not exist, the window is not a positive whole number, the burn-in is not
 * a whole number, or the moments do not match the model
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
  return analyse(model, request).prediction;
}
