import { InputError } from "../../errors.ts";
import { HittingSolver } from "./hitting_solver.ts";
import type { LandscapeSpace } from "./landscape_space.ts";

/** A mean hitting time with bounds. */
export interface HittingTime {
  /** In single-site steps. */
  readonly steps: number;
  /** In sweeps of N steps. */
  readonly sweeps: number;
  /** The time in sweeps is at least this: proven, rounding of the solve included. */
  readonly lower: number;
  /** And at most this; infinite where the solve is too inexact to tell, which only times beyond about 1e14 steps are. */
  readonly upper: number;
  /** Conjugate-gradient iterations. */
  readonly iterations: number;
}

/** Hitting times on one space, for one pair of sets after another. */
export interface HittingTimes {
  /** The mean number of steps from π restricted to one set until the other is entered. */
  between(from: ArrayLike<number>, to: ArrayLike<number>): HittingTime;
}

/**
 * Mean hitting times of one step of the space's kernel: t solves (I − P_{S∖C}) t = 1 with t = 0 on the target C, and is averaged
 * over π restricted to the starting set. The bounds come from the comparison principle of M-matrices and hold for the chain
 * whose flip rates are the rounded ones, which differ by about 1e−15 from the true.
 *
 * Sets are lists of state indices of the space, not empty; states that are both in the start and in the target count as hit
 * at time 0. An empty set, a target that is everything and an index outside of the space are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { landscapeSpace } from "./landscape_space.ts";
 * // Two free spins: from ++ a step leads away with probability ½, so that −− is entered after 8 steps in the mean.
 * const space = landscapeSpace(curieWeiss(2, 0), { states: "full" });
 * const { steps, sweeps, lower, upper } = hittingTimes(space).between([0], [3]);
 * assert.ok(Math.abs(steps - 8) < 1e-12 && Math.abs(sweeps - 4) < 1e-12);
 * assert.ok(lower <= 4 && 4 <= upper && upper - lower < 1e-12);
 * ```
 */
export function hittingTimes(space: LandscapeSpace): HittingTimes {
  const solver = new HittingSolver(space), { weights, size } = space.sector;
  return {
    between(from, to) {
      checkStates(from, size, "from");
      checkStates(to, size, "to");
      if (new Set(Array.from(to)).size === size) {
        throw new InputError(`Cannot take a hitting time: the target holds all ${size} states; leave some out`);
      }
      const { time, smallest, largest, iterations } = solver.solve(to);
      let sum = 0, mass = 0;
      for (let k = 0; k < from.length; k++) {
        sum += weights[from[k]!]! * time[from[k]!]!;
        mass += weights[from[k]!]!;
      }
      const steps = sum / mass, sweeps = steps / space.spins;
      // All terms are positive: the sums and the quotients are within this of exact.
      const slack = 2 * (from.length + 4) * 2 ** -53;
      return {
        steps,
        sweeps,
        lower: sweeps / largest * (1 - slack),
        upper: smallest > 0 ? sweeps / smallest * (1 + slack) : Infinity,
        iterations,
      };
    },
  };
}

function checkStates(states: ArrayLike<number>, size: number, what: string): void {
  if (states.length === 0) {
    throw new InputError(`Cannot take a hitting time: "${what}" is empty; give at least one state`);
  }
  for (let k = 0; k < states.length; k++) {
    const s = states[k]!;
    if (!Number.isInteger(s) || s < 0 || s >= size) {
      throw new InputError(`Cannot take a hitting time: ${what}[${k}] is ${s}; states are 0 to ${size - 1}`);
    }
  }
}
