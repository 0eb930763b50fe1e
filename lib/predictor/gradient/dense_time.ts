import { LuDecomposition, Matrix } from "ml-matrix";
import { SizeError } from "../../errors.ts";
import { isSingleSite, type KernelName } from "../../exact/kernel_name.ts";
import type { TimeUnit } from "../../exact/kernel_structure.ts";
import { boltzmannLaw } from "../../exact/law.ts";
import { centredProduct, observableSpins, productParity } from "../../exact/observables.ts";
import { sectors } from "../../exact/sector.ts";
import { TransitionOperator } from "../../exact/transition_operator.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { observableCount } from "../../model/energy_model.ts";

/** Largest sector whose transition matrix is factorised: some ten seconds. */
const MAXIMUM_STATES = 1024;

/**
 * T_O = Σ_a [⟨f_a, (I − P + 1πᵀ)⁻¹ f_a⟩ − ½ Var_a] by the matrix of P (of P₁^N for a single-site kernel in sweeps) and its LU
 * factors, sector by sector: the slow evaluation that the value beside the gradient is held against.
 *
 * @throws {SizeError} when a sector has more than 1,024 states
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * // Two spins: a step decorrelates x₁x₂ at once, so that τ = ½ and T_O = ½ Var.
 * const variance = 1 / Math.cosh(0.5) ** 2;
 * assert.ok(Math.abs(denseObservableTime(curieWeiss(2, 1), "single-site") - variance / 2) < 1e-15);
 * ```
 */
export function denseObservableTime(model: EnergyModel, kernel: KernelName, unit: TimeUnit = "sweep"): number {
  let total = 0;
  for (const sector of sectors(model, boltzmannLaw(model))) {
    const functions: Float64Array[] = [];
    for (let a = 0; a < observableCount(model); a++) {
      const spins = observableSpins(model, a);
      if (productParity(model, spins) === sector.parity) functions.push(centredProduct(spins, sector));
    }
    if (functions.length === 0) continue;
    const { size, weights } = sector;
    if (size > MAXIMUM_STATES) {
      throw new SizeError(
        `Cannot factorise the transition matrix over ${size} states: use a model with at most ${MAXIMUM_STATES}`,
      );
    }
    const operator = new TransitionOperator(model, kernel, sector);
    let matrix = Matrix.from1DArray(size, size, operator.matrix());
    if (unit === "sweep" && isSingleSite(kernel)) matrix = power(matrix, operator.stepsPerSweep);
    const system = matrix.neg();
    for (let i = 0; i < size; i++) {
      system.set(i, i, system.get(i, i) + 1);
      if (sector.parity === "odd") continue;
      for (let j = 0; j < size; j++) system.set(i, j, system.get(i, j) + weights[j]!);
    }
    const right = Matrix.zeros(size, functions.length);
    functions.forEach((f, a) => f.forEach((value, s) => right.set(s, a, value)));
    const solved = new LuDecomposition(system).solve(right);
    functions.forEach((f, a) => {
      for (let s = 0; s < size; s++) total += weights[s]! * f[s]! * (solved.get(s, a) - 0.5 * f[s]!);
    });
  }
  return total;
}

function power(matrix: Matrix, exponent: number): Matrix {
  let result: Matrix | null = null, square = matrix;
  for (let rest = exponent; rest > 0; rest >>>= 1) {
    if (rest & 1) result = result === null ? square : result.mmul(square);
    if (rest > 1) square = square.mmul(square);
  }
  return result!;
}
