import { InputError } from "../errors.ts";

/**
 * The gradient g_a = E_data[f_a] − E_π[f_a] from the data's moments ⟨x_i x_j⟩ (then ⟨x_i⟩), which are −E_data[f_a].
 *
 * @throws {InputError} when the numbers of moments and observables differ
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...gradient(new Float64Array([0.75]), new Float64Array([-0.5]))], [-0.25]);
 * ```
 */
export function gradient(moments: Float64Array, modelMeans: Float64Array): Float64Array {
  if (moments.length !== modelMeans.length) {
    throw new InputError(
      `Cannot form the gradient from ${moments.length} data moments: the model has ${modelMeans.length} observables; give one moment for each`,
    );
  }
  return moments.map((moment, a) => -moment - modelMeans[a]!);
}

/**
 * ‖g‖².
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(squaredNorm(new Float64Array([3, 4])), 25);
 * ```
 */
export function squaredNorm(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return sum;
}
