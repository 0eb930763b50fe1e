import { InputError } from "../../errors.ts";
import { boltzmannLaw } from "../../exact/law.ts";
import { observableMeans } from "../../exact/observables.ts";
import { gradient, squaredNorm } from "../signal.ts";
import { denseObservableTime } from "./dense_time.ts";
import type { QCode, QGradientOptions } from "./q_gradient.ts";

/**
 * log Q_pool by the matrices of the kernels and their LU factors, without gradient: the second evaluation that experiments 8, 9 and 11
 * hold the value of `QObjective` against (P1: to 1e−10). Seconds at N = 10.
 *
 * @throws {InputError} when there are no codes, or a code's moments do not match its model
 * @throws {SizeError} when the matrix of a model would have more than 1,024 states
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../model/rbm.ts";
 * import { logQGradient } from "./q_gradient.ts";
 * const codes = [{ model: rbm({ weights: [[0.5, 0.2], [0.1, -0.3]], beta: 1 }), moments: new Float64Array([0.5, 0, 0, 0.5]) }];
 * assert.ok(Math.abs(denseLogQ(codes) - logQGradient(codes).logQ) < 1e-12);
 * ```
 */
export function denseLogQ(codes: readonly QCode[], options: QGradientOptions = {}): number {
  if (codes.length === 0) throw new InputError("Cannot pool Q over 0 codes: give at least one");
  const { kernel = "single-site", unit = "sweep", window = 1000 } = options;
  let signal = 0, time = 0;
  for (const { model, moments } of codes) {
    signal += squaredNorm(gradient(moments, observableMeans(model, boltzmannLaw(model))));
    time += denseObservableTime(model, kernel, unit);
  }
  return Math.log(window / 2 * signal / time);
}
