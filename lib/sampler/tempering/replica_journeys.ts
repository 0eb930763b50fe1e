import type { TemperingState } from "./tempering_state.ts";

/** Replicas' journeys from the hottest rung to the coldest and back, over all ladders. */
export interface RoundTrips {
  /** Begun: every visit to the hottest rung by a replica that is not on its way already. */
  readonly started: number;
  readonly finished: number;
  /** Finished ones per round and ladder, all replicas together; at best 1/(2 + 2Λ) (Syed et al. 2021). NaN before the first round. */
  readonly rate: number;
}

/**
 * Notes at the end of a round which replicas have come to an end of their ladder, in the state itself.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTempering } from "./tempering_state.ts";
 * const state = startTempering([0.5, 1], 1, [Uint32Array.of(0), Uint32Array.of(1)]);
 * for (const replicas of [[1, 0], [0, 1]]) {
 *   state.replicas.set(replicas);
 *   noteJourneys(state);
 * }
 * assert.deepEqual([...state.roundTrips], [1, 0]);
 * ```
 */
export function noteJourneys(
  { ladder: { length: rungs }, chains, replicas, directions, roundTrips }: TemperingState,
): void {
  if (rungs < 2) return;
  for (let base = 0; base < chains * rungs; base += rungs) {
    const hot = base + replicas[base]!, cold = base + replicas[base + rungs - 1]!;
    if (directions[hot] === -1) roundTrips[hot]!++;
    directions[hot] = 1;
    if (directions[cold] === 1) directions[cold] = -1;
  }
}

/**
 * The journeys of all replicas so far.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTempering } from "./tempering_state.ts";
 * const state = startTempering([0.5, 1], 3, [new Uint32Array(1), new Uint32Array(1)]);
 * assert.deepEqual(countRoundTrips(state), { started: 3, finished: 0, rate: NaN });
 * ```
 */
export function countRoundTrips(state: TemperingState): RoundTrips {
  const finished = state.roundTrips.reduce((sum, trips) => sum + trips, 0);
  const going = state.directions.reduce((sum, direction) => sum + Math.abs(direction), 0);
  return { started: finished + going, finished, rate: finished / (state.round * state.chains) };
}
