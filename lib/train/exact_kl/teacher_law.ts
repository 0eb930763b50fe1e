import { InputError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { RbmSums } from "./rbm_sums.ts";

/** What the divergence from a teacher needs of it: taken once, before training. */
export interface TeacherLaw {
  /** m and n. */
  readonly visible: number;
  readonly hidden: number;
  /** −Σ π log π over the joint states (v, h), in nats. */
  readonly entropy: number;
  /** ⟨v_i h_j⟩, m·n in row order: also the data's moments of the objective Q. */
  readonly moments: Float64Array;
}

/**
 * Entropy and moments of a teacher, an RBM at any beta, by sums over the states of its visible layer.
 *
 * @throws {InputError} when the model is not an RBM
 * @throws {SizeError} when the visible layer has more than 22 spins
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../model/rbm.ts";
 * // Without couplings every state is as likely as every other.
 * const { entropy, moments } = teacherLaw(rbm({ weights: [[0, 0], [0, 0]], beta: 3 }));
 * assert.ok(Math.abs(entropy - 4 * Math.LN2) < 1e-14 && moments.every((moment) => moment === 0));
 * ```
 */
export function teacherLaw(teacher: EnergyModel): TeacherLaw {
  const { visibleCount: visible, beta, couplings, biases } = teacher;
  if (teacher.kind !== "rbm" || visible === null) {
    throw new InputError(`Cannot take a model of kind "${teacher.kind}" as a teacher: give an RBM`);
  }
  const hidden = teacher.graph.vertexCount - visible, sums = new RbmSums(visible, hidden);
  sums.evaluate({ couplings, start: 0, biases, beta });
  let energy = 0;
  for (let e = 0; e < couplings.length; e++) energy -= couplings[e]! * sums.pairMoments[e]!;
  for (let k = 0; k < (biases?.length ?? 0); k++) energy -= biases![k]! * sums.means[k]!;
  return { visible, hidden, entropy: sums.logPartition + beta * energy, moments: sums.pairMoments.slice() };
}
