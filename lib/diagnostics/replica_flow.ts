import { InputError } from "../errors.ts";
import { checkInteger, describeValue, isList } from "../random/check.ts";

/** How replicas travel over the rungs of a tempering ladder. */
export interface ReplicaFlow {
  /** Completed journeys from the first rung to the last and back, per replica. */
  readonly roundTrips: readonly number[];
  /**
   * Of the visits to each rung by replicas that have been at an end, the share of those whose last end was the first rung
   * (Katzgraber et al. 2006): 1 at the first rung, 0 at the last, a straight line when the journey is equally hard everywhere.
   * NaN where no such replica came.
   */
  readonly flow: readonly number[];
  /** The number of times at which the places were recorded. */
  readonly length: number;
}

/**
 * The flow of replicas from their places: `places[r][t]` is the rung (0 … rungs − 1) of replica r at time t. At every time the
 * places are a permutation of the rungs; anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { roundTrips, flow } = replicaFlow([[0, 1, 2, 1, 0], [1, 0, 0, 0, 1], [2, 2, 1, 2, 2]]);
 * assert.deepEqual(roundTrips, [1, 0, 0]);
 * assert.deepEqual(flow, [1, 0.5, 0]);
 * ```
 */
export function replicaFlow(places: readonly ArrayLike<number>[]): ReplicaFlow {
  const action = "Cannot follow the replicas";
  if (!isList(places) || !Array.from<unknown>(places).every(isList)) {
    throw new InputError(`${action}: places is ${describeValue(places)}; give one array of rungs for each replica`);
  }
  const rungs = checkInteger(places.length, "the number of replicas", action, 2, 2 ** 20);
  const length = checkInteger(places[0]!.length, "the number of times", action, 1, 2 ** 30);
  const roundTrips = new Array<number>(rungs).fill(0);
  // Which end a replica saw last: +1 the first rung, −1 the last one; and whether it has left the first rung for the last.
  const end = new Int8Array(rungs), away = new Uint8Array(rungs);
  const fromFirst = new Float64Array(rungs), visits = new Float64Array(rungs);
  const seen = new Int32Array(rungs).fill(-1);
  for (let t = 0; t < length; t++) {
    for (let r = 0; r < rungs; r++) {
      const rung = places[r]![t];
      if (!Number.isInteger(rung) || rung! < 0 || rung! >= rungs || seen[rung!] === t || places[r]!.length !== length) {
        throw new InputError(
          `${action}: replica ${r} is at ${describeValue(rung)} at time ${t}; give each rung from 0 to ${
            rungs - 1
          } to one replica at every time`,
        );
      }
      seen[rung!] = t;
      if (rung === 0) {
        if (away[r]) roundTrips[r]!++;
        away[r] = 0;
        end[r] = 1;
      } else if (rung === rungs - 1) {
        // A journey counts from the first rung on.
        away[r] = end[r] === 1 || away[r] ? 1 : 0;
        end[r] = -1;
      }
      if (end[r] === 0) continue;
      visits[rung!]!++;
      if (end[r] === 1) fromFirst[rung!]!++;
    }
  }
  return { roundTrips, flow: Array.from(visits, (count, k) => fromFirst[k]! / count), length };
}
