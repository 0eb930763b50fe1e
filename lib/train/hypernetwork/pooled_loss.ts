import type { EnergyModel } from "../../model/energy_model.ts";
import { HypernetworkPass } from "../../model/hypernetwork/hypernetwork_pass.ts";
import { rbm } from "../../model/rbm.ts";
import { type QCode, type QGradient, QObjective } from "../../predictor/gradient/q_gradient.ts";
import { ExactKl } from "../exact_kl/exact_kl.ts";
import { type TeacherLaw, teacherLaw } from "../exact_kl/teacher_law.ts";
import type { FullArm } from "./hypernetwork_arm.ts";

/** KL, log Q_pool and their slopes over the couplings of all codes, pulled back to φ; all memory is kept. */
export class PooledLoss {
  /** KL of each code. */
  readonly codeKl: Float64Array;
  /** ∂loss/∂φ of the last {@link differentiate}. */
  readonly gradient: Float64Array;
  readonly #codes: readonly ArrayLike<number>[];
  readonly #lambda: number;
  readonly #pass: HypernetworkPass;
  readonly #teachers: readonly TeacherLaw[];
  readonly #divergences: readonly ExactKl[];
  readonly #objective: QObjective;
  readonly #model: EnergyModel;
  /** Couplings and slopes, code after code. */
  readonly #couplings: Float64Array;
  readonly #slopes: Float64Array;

  constructor({ shape, teachers, codes, lambda, window, tolerance }: FullArm, parameterCount: number) {
    const { visible, hidden } = shape;
    this.#codes = codes;
    this.#lambda = lambda;
    this.#pass = new HypernetworkPass(shape);
    this.#teachers = teachers.map(teacherLaw);
    this.#divergences = this.#teachers.map((teacher) => new ExactKl(teacher));
    this.#objective = new QObjective({ window, tolerance });
    this.#model = rbm({ weights: Array.from({ length: visible }, () => new Float64Array(hidden)), beta: 1 });
    this.codeKl = new Float64Array(codes.length);
    this.gradient = new Float64Array(parameterCount);
    this.#couplings = new Float64Array(codes.length * visible * hidden);
    this.#slopes = new Float64Array(this.#couplings.length);
  }

  /** Mean KL over the codes; the slopes of it in the couplings are kept for {@link differentiate}. */
  divergence(parameters: Float64Array): number {
    const size = this.#pass.couplings.length, count = this.#codes.length;
    let mean = 0;
    for (let u = 0; u < count; u++) {
      this.#pass.forward(parameters, this.#codes[u]!);
      this.#couplings.set(this.#pass.couplings, u * size);
      const kl = this.#divergences[u]!.evaluate(this.#couplings, this.#slopes, u * size);
      this.codeKl[u] = kl;
      mean += kl / count;
    }
    for (let e = 0; e < this.#slopes.length; e++) this.#slopes[e]! /= count;
    return mean;
  }

  /** The laws of the last {@link divergence} beside the moments of their teachers; they move with the next. */
  laws(): QCode[] {
    const size = this.#pass.couplings.length;
    return this.#teachers.map(({ moments }, u) => ({
      model: { ...this.#model, couplings: this.#couplings.subarray(u * size, (u + 1) * size) },
      moments,
    }));
  }

  /** log Q_pool of these laws; −λ times its slope joins those of KL. */
  addObjective(): QGradient {
    const size = this.#pass.couplings.length, found = this.#objective.evaluate(this.laws());
    found.codes.forEach(({ gradient }, u) => {
      for (let e = 0; e < size; e++) this.#slopes[u * size + e]! -= this.#lambda * gradient[e]!;
    });
    return found;
  }

  /** Fills {@link gradient} with the slopes gathered since the last {@link divergence}. */
  differentiate(parameters: Float64Array): void {
    const size = this.#pass.couplings.length;
    this.gradient.fill(0);
    for (let u = 0; u < this.#codes.length; u++) {
      this.#pass.forward(parameters, this.#codes[u]!);
      this.#pass.pullback(parameters, this.#slopes, this.gradient, u * size);
    }
  }
}
