import { InputError } from "../errors.ts";
import { checkInteger } from "../random/check.ts";
import { constantRate, type RateSchedule } from "./rate_schedule.ts";

/** How {@link Adam} goes down. */
export interface AdamOptions {
  /** α. */
  readonly learningRate: number;
  /** β₁, decay of the mean of the gradients; 0.9 by default. */
  readonly firstDecay?: number;
  /** β₂, decay of the mean of their squares; 0.999 by default. */
  readonly secondDecay?: number;
  /** ε, added to the root of the mean square; 1e−8 by default. */
  readonly epsilon?: number;
  /** The learning rate over the updates; constant by default. */
  readonly schedule?: RateSchedule;
}

/** What an {@link Adam} has gathered: with it, it goes on bit for bit. */
export interface AdamState {
  /** Updates done. */
  readonly updates: number;
  readonly firstMoments: Float64Array;
  readonly secondMoments: Float64Array;
}

/**
 * Adam (D. P. Kingma and J. Ba 2015, algorithm 1): parameters −= α m̂/(√v̂ + ε) with bias-corrected means m̂ and v̂ of the gradient and of
 * its square, in place and without allocation.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const parameters = Float64Array.of(1, 1), adam = new Adam(2, { learningRate: 0.1 });
 * // The first update goes by the learning rate along the sign, whatever the size of the gradient.
 * adam.update(parameters, Float64Array.of(1e6, -3));
 * assert.ok(Math.abs(parameters[0]! - 0.9) < 1e-8 && Math.abs(parameters[1]! - 1.1) < 1e-8);
 * ```
 */
export class Adam {
  readonly #rate: number;
  readonly #firstDecay: number;
  readonly #secondDecay: number;
  readonly #epsilon: number;
  readonly #schedule: RateSchedule;
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  #updates = 0;

  /**
   * @param length number of parameters
   * @param state of an earlier one of the same length, copied
   * @throws {InputError} when a number is out of its range, or the state has another length
   */
  constructor(length: number, options: AdamOptions, state?: AdamState) {
    const { learningRate, firstDecay = 0.9, secondDecay = 0.999, epsilon = 1e-8, schedule = constantRate } = options;
    checkInteger(length, "the number of parameters", ACTION, 1, 2 ** 32);
    check(learningRate, "learningRate", learningRate > 0 && learningRate < Infinity, "a positive number");
    check(firstDecay, "firstDecay", firstDecay >= 0 && firstDecay < 1, "a number from 0 to below 1");
    check(secondDecay, "secondDecay", secondDecay >= 0 && secondDecay < 1, "a number from 0 to below 1");
    check(epsilon, "epsilon", epsilon > 0 && epsilon < Infinity, "a positive number");
    this.#rate = learningRate;
    this.#firstDecay = firstDecay;
    this.#secondDecay = secondDecay;
    this.#epsilon = epsilon;
    this.#schedule = schedule;
    this.#first = new Float64Array(length);
    this.#second = new Float64Array(length);
    if (state !== undefined) this.#restore(state);
  }

  /** Updates done. */
  get updates(): number {
    return this.#updates;
  }

  /** One update, in place. Both arrays have the length that was given. */
  update(parameters: Float64Array, gradient: Float64Array): void {
    const first = this.#first, second = this.#second, a = this.#firstDecay, b = this.#secondDecay;
    const rate = this.#rate * this.#schedule(this.#updates), t = ++this.#updates, epsilon = this.#epsilon;
    const firstScale = 1 / (1 - a ** t), secondScale = 1 / (1 - b ** t);
    for (let p = 0; p < first.length; p++) {
      const slope = gradient[p]!;
      const m = first[p] = a * first[p]! + (1 - a) * slope;
      const v = second[p] = b * second[p]! + (1 - b) * slope * slope;
      parameters[p]! -= rate * (m * firstScale) / (Math.sqrt(v * secondScale) + epsilon);
    }
  }

  /** A copy of what was gathered so far. */
  state(): AdamState {
    return { updates: this.#updates, firstMoments: this.#first.slice(), secondMoments: this.#second.slice() };
  }

  #restore({ updates, firstMoments, secondMoments }: AdamState): void {
    const length = this.#first.length;
    if (firstMoments.length !== length || secondMoments.length !== length) {
      throw new InputError(
        `${ACTION}: the state has ${firstMoments.length} and ${secondMoments.length} moments; give ${length} of each`,
      );
    }
    this.#updates = checkInteger(updates, "updates", ACTION, 0, Number.MAX_SAFE_INTEGER);
    this.#first.set(firstMoments);
    this.#second.set(secondMoments);
  }
}

const ACTION = "Cannot start Adam";

function check(value: number, what: string, holds: boolean, remedy: string): void {
  if (!holds) throw new InputError(`${ACTION}: ${what} is ${value}; give ${remedy}`);
}
