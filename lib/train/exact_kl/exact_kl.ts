import { InputError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { RbmSums } from "./rbm_sums.ts";
import { type TeacherLaw, teacherLaw } from "./teacher_law.ts";

/**
 * KL(teacher ‖ RBM without biases) of the joint laws over (v, h) and its slope in the couplings, in memory that is kept:
 * KL = log Z − β Σ_ij W_ij ⟨v_i h_j⟩_teacher − H_teacher, ∂KL/∂W_ij = β(⟨v_i h_j⟩_model − ⟨v_i h_j⟩_teacher) (D. H. Ackley, G. E. Hinton
 * and T. J. Sejnowski 1985, with nothing clamped). Equal laws give 0 up to rounding, of either sign.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../model/rbm.ts";
 * import { teacherLaw } from "./teacher_law.ts";
 * const divergence = new ExactKl(teacherLaw(rbm({ weights: [[1]], beta: 1 }))), gradient = new Float64Array(1);
 * // From uniform spins: Σ p log(4p), and the slope is −⟨vh⟩.
 * const p = 1 / (2 + 2 * Math.exp(-2)), q = 0.5 - p;
 * const kl = 2 * p * Math.log(4 * p) + 2 * q * Math.log(4 * q);
 * assert.ok(Math.abs(divergence.evaluate(new Float64Array(1), gradient) - kl) < 1e-15);
 * assert.ok(Math.abs(gradient[0]! + Math.tanh(1)) < 1e-15);
 * ```
 */
export class ExactKl {
  readonly #teacher: TeacherLaw;
  readonly #beta: number;
  readonly #sums: RbmSums;

  /** @param beta of the RBM, 1 by default */
  constructor(teacher: TeacherLaw, beta = 1) {
    this.#teacher = teacher;
    this.#beta = beta;
    this.#sums = new RbmSums(teacher.visible, teacher.hidden);
  }

  /** KL in nats; the slope replaces what is in `gradient`. Both arrays are read and written from `start` on. */
  evaluate(couplings: Float64Array, gradient: Float64Array, start = 0): number {
    const { moments, entropy } = this.#teacher, sums = this.#sums, beta = this.#beta;
    sums.evaluate({ couplings, start, biases: null, beta });
    let overlap = 0;
    for (let e = 0; e < moments.length; e++) {
      overlap += couplings[start + e]! * moments[e]!;
      gradient[start + e] = beta * (sums.pairMoments[e]! - moments[e]!);
    }
    return sums.logPartition - beta * overlap - entropy;
  }
}

/** KL between two RBMs, and its slope in the couplings of the second. */
export interface KlGradient {
  /** In nats. */
  readonly kl: number;
  /** ∂KL/∂W, m·n in row order. */
  readonly gradient: Float64Array;
}

/**
 * KL(teacher ‖ model) of the joint laws of two RBMs of one shape, the model without biases. A training run keeps an {@link ExactKl}.
 *
 * @throws {InputError} when one is not an RBM, the shapes differ, or the model has biases
 * @throws {SizeError} when the visible layer has more than 22 spins
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../model/rbm.ts";
 * const teacher = rbm({ weights: [[0.5, -1], [2, 0]], beta: 3 });
 * assert.ok(Math.abs(exactKl(teacher, rbm({ weights: [[1.5, -3], [6, 0]], beta: 1 })).kl) < 1e-13);
 * assert.ok(exactKl(teacher, rbm({ weights: [[0, 0], [0, 0]], beta: 1 })).kl > 1);
 * ```
 */
export function exactKl(teacher: EnergyModel, model: EnergyModel): KlGradient {
  const law = teacherLaw(teacher), { couplings, biases, beta, visibleCount, graph } = model;
  const hidden = graph.vertexCount - law.visible;
  if (model.kind !== "rbm" || visibleCount !== law.visible || hidden !== law.hidden || biases !== null) {
    throw new InputError(
      `Cannot compare with a teacher of ${law.visible} visible and ${law.hidden} hidden spins: give an RBM of that shape without biases`,
    );
  }
  const gradient = new Float64Array(couplings.length);
  return { kl: new ExactKl(law, beta).evaluate(couplings, gradient), gradient };
}
