import { InputError, ThermolabError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { gradient as signalOf, squaredNorm } from "../signal.ts";
import { observableSum, parameterGradient, type StateSpace, stateSpace } from "./state_space.ts";
import { type GradientOptions, TimeEvaluator } from "./time_gradient.ts";

/** What Q is differentiated for. */
export interface QGradientOptions extends GradientOptions {
  /** K, in the unit of T_O; 1000 by default. */
  readonly window?: number;
}

/** A law and the data that it is compared with. */
export interface QCode {
  readonly model: EnergyModel;
  /** The data's moments in observable order (`parseData`), ⟨x_i x_j⟩ and then ⟨x_i⟩; they do not move with the model. */
  readonly moments: Float64Array;
}

/** One code's part in Q_pool. */
export interface QCodeGradient {
  /** ‖g_u‖². */
  readonly signal: number;
  /** T_O,u. */
  readonly totalObservableTime: number;
  /** E_π[f_a] of the code's law. */
  readonly means: Float64Array;
  /** ∂ log Q_pool/∂θ over the code's own couplings, then biases. */
  readonly gradient: Float64Array;
}

/** log Q_pool with its gradient, and the two sums that it is made of. */
export interface QGradient {
  /** log[(K/2) Σ_u ‖g_u‖²/Σ_u T_O,u]. */
  readonly logQ: number;
  /** Σ_u ‖g_u‖², the signal channel. */
  readonly signal: number;
  /** Σ_u T_O,u, the mixing channel. */
  readonly totalObservableTime: number;
  readonly codes: readonly QCodeGradient[];
}

/**
 * log Q_pool of a set of laws and its gradient in the parameters of each, step after step of a training run: the memory and the
 * series of the kernel are kept. One code gives log Q_struct^⊥ (Prasanna 2026).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../model/rbm.ts";
 * const objective = new QObjective({ window: 100 });
 * const moments = new Float64Array([0.5, 0, 0, 0.5]);
 * const codes = [0.1, 0.4].map((w) => ({ model: rbm({ weights: [[w, 0.2], [0.1, -w]], beta: 1 }), moments }));
 * const { logQ, signal, totalObservableTime } = objective.evaluate(codes);
 * assert.ok(Math.abs(logQ - Math.log(50 * signal / totalObservableTime)) < 1e-14);
 * ```
 */
export class QObjective {
  readonly #times: TimeEvaluator;
  readonly #window: number;

  /** @throws {InputError} when the window is not positive, or the kernel has no gradient */
  constructor(options: QGradientOptions = {}) {
    const { window = 1000 } = options;
    if (!(window > 0 && Number.isFinite(window))) {
      throw new InputError(`Cannot differentiate Q for the window ${window}: give a positive number`);
    }
    this.#window = window;
    this.#times = new TimeEvaluator(options);
  }

  /**
   * @throws {InputError} when there are no codes, or a code's moments do not match its model
   * @throws {ThermolabError} when log Q is not finite: the data's moments are those of the model, or nothing varies
   */
  evaluate(codes: readonly QCode[]): QGradient {
    if (codes.length === 0) throw new InputError("Cannot pool Q over 0 codes: give at least one");
    const parts = codes.map(({ model, moments }) => this.#part(stateSpace(model), moments));
    let signal = 0, totalObservableTime = 0;
    for (const part of parts) {
      signal += part.signal;
      totalObservableTime += part.totalObservableTime;
    }
    const logQ = Math.log(this.#window / 2 * signal / totalObservableTime);
    if (!Number.isFinite(logQ)) {
      throw new ThermolabError(
        `Cannot differentiate log Q where ‖g‖² is ${signal} and T_O is ${totalObservableTime}: both must be positive`,
      );
    }
    return {
      logQ,
      signal,
      totalObservableTime,
      codes: parts.map(({ signalGradient, timeGradient, ...part }) => ({
        ...part,
        gradient: signalGradient.map((slope, b) => slope / signal - timeGradient[b]! / totalObservableTime),
      })),
    };
  }

  #part(space: StateSpace, moments: Float64Array): Omit<QCodeGradient, "gradient"> & {
    readonly signalGradient: Float64Array;
    readonly timeGradient: Float64Array;
  } {
    const { size, means, masks } = space, g = signalOf(moments, means);
    // d‖g‖² = −2 Σ_a g_a dE_π[f_a].
    const slope = observableSum(masks, g, size).map((value) => -2 * value);
    const time = this.#times.slope(space);
    return {
      signal: squaredNorm(g),
      totalObservableTime: time.totalObservableTime,
      means,
      signalGradient: parameterGradient(space, slope),
      timeGradient: parameterGradient(space, time.slope),
    };
  }
}

/**
 * log Q_pool = log[(K/2) Σ_u ‖g_u‖²/Σ_u T_O,u] and its gradient, g_u = E_data f − E_model f; for one code log Q_struct^⊥. A training
 * run keeps a {@link QObjective} instead.
 *
 * @throws {InputError} when there are no codes, a code's moments do not match its model, or the kernel has no gradient
 * @throws {SizeError} when a model is too large
 * @throws {ThermolabError} when log Q is not finite
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../model/rbm.ts";
 * const moments = new Float64Array([0.5, 0, 0, 0.5]);
 * const at = (w: number) => logQGradient([{ model: rbm({ weights: [[w, 0.2], [0.1, -0.3]], beta: 1 }), moments }]);
 * const slope = (at(0.5 + 1e-5).logQ - at(0.5 - 1e-5).logQ) / 2e-5;
 * assert.ok(Math.abs(slope - at(0.5).codes[0]!.gradient[0]!) < 1e-8);
 * ```
 */
export function logQGradient(codes: readonly QCode[], options: QGradientOptions = {}): QGradient {
  return new QObjective(options).evaluate(codes);
}
