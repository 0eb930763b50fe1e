import { InputError } from "../../errors.ts";
import { checkInteger, describeValue } from "../../random/check.ts";

/** When the chains of a run are looked at: after sweeps burnIn + stride, burnIn + 2·stride, … */
export interface Schedule {
  /** Sweeps before the first stride, default 0. */
  readonly burnIn?: number;
  /** Samples kept, at least 0. */
  readonly samples: number;
  /** Sweeps from sample to sample, default 1. */
  readonly stride?: number;
  /**
   * The inverse temperature of each sweep (annealing), counted from 0 at the state's present sweep: a list with an entry for
   * every sweep of the run, or a function of the sweep. Default: the model's beta throughout.
   */
  readonly beta?: ArrayLike<number> | ((sweep: number) => number);
}

/** A schedule with everything filled in. */
export interface FullSchedule {
  readonly burnIn: number;
  readonly samples: number;
  readonly stride: number;
  readonly sweeps: number;
  readonly beta: ((sweep: number) => number) | null;
}

/**
 * A schedule checked and filled in. Counts that are not whole numbers in range, and a list of inverse temperatures of the wrong
 * length, are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(checkSchedule({ burnIn: 10, samples: 5, stride: 2 }).sweeps, 20);
 * assert.throws(() => checkSchedule({ samples: 1.5 }), /samples is 1.5/);
 * ```
 */
export function checkSchedule(schedule: Schedule): FullSchedule {
  const action = "Cannot run the schedule";
  const burnIn = checkInteger(schedule.burnIn ?? 0, "burnIn", action, 0, 2 ** 32);
  const samples = checkInteger(schedule.samples, "samples", action, 0, 2 ** 32);
  const stride = checkInteger(schedule.stride ?? 1, "stride", action, 1, 2 ** 32);
  const sweeps = burnIn + samples * stride;
  return { burnIn, samples, stride, sweeps, beta: checkBeta(schedule.beta, sweeps, action) };
}

function checkBeta(beta: Schedule["beta"], sweeps: number, action: string): ((sweep: number) => number) | null {
  if (beta === undefined) return null;
  if (typeof beta !== "function" && beta.length !== sweeps) {
    throw new InputError(`${action}: beta has ${beta.length} entries; give one for each of the ${sweeps} sweeps`);
  }
  return (sweep) => {
    const value = typeof beta === "function" ? beta(sweep) : beta[sweep]!;
    if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
    throw new InputError(`${action}: beta of sweep ${sweep} is ${describeValue(value)}; give a number from 0 on`);
  };
}
