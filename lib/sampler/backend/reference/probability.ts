/**
 * The heat-bath probability P(x_i = +1 | rest) = 1 / (1 + exp(−2·beta·field)), where field = Σ_j J_ij·x_j + h_i.
 *
 * Source: R. J. Glauber, J. Math. Phys. 4, 294 (1963).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(plusProbability(1, 0), 0.5);
 * assert.ok(Math.abs(plusProbability(0.5, Math.log(3)) - 0.75) < 1e-15);
 * ```
 */
export function plusProbability(beta: number, field: number): number {
  return 1 / (1 + Math.exp(-2 * beta * field));
}

/**
 * The Metropolis probability of flipping a spin, min(1, exp(−2·beta·spin·field)).
 *
 * Source: N. Metropolis et al., J. Chem. Phys. 21, 1087 (1953).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(flipProbability(1, -1, 0.5), 1);
 * assert.ok(Math.abs(flipProbability(0.5, 1, Math.log(3)) - 1 / 3) < 1e-15);
 * ```
 */
export function flipProbability(beta: number, spin: number, field: number): number {
  return Math.min(1, Math.exp(-2 * beta * spin * field));
}
