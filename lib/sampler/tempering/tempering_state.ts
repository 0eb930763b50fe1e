import { InputError } from "../../errors.ts";
import { checkInteger } from "../../random/check.ts";
import { packedLength } from "../engine/packed_spins.ts";
import { checkLadder } from "./ladder.ts";

/** Everything that the future of a tempering run depends on beside its options: plain data, to be kept, copied and resumed from. */
export interface TemperingState {
  /** Multiples of the model's inverse temperature, hottest rung first. */
  readonly ladder: Float64Array;
  /** How many independent ladders run side by side. */
  readonly chains: number;
  /** Rounds completed. */
  readonly round: number;
  /** The spins of each rung, packed: bit c belongs to ladder c. */
  readonly spins: readonly Uint32Array[];
  /** The replica on rung r of ladder c at c·R + r; replica k is the one that began on rung k. */
  readonly replicas: Uint16Array;
  /** By ladder and replica: +1 after the hottest rung, −1 after the coldest one that followed, 0 before the first visit to the hottest. */
  readonly directions: Int8Array;
  /** Completed journeys from the hottest rung to the coldest and back, by ladder and replica. */
  readonly roundTrips: Float64Array;
}

/**
 * The state of replicas before the first round, `spins` as packed words of each rung.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const state = startTempering([0.5, 1], 2, [Uint32Array.of(0), Uint32Array.of(3)]);
 * assert.deepEqual([...state.replicas], [0, 1, 0, 1]);
 * assert.deepEqual([...state.directions], [1, 0, 1, 0]);
 * ```
 */
export function startTempering(
  ladder: ArrayLike<number>,
  chains: number,
  spins: readonly Uint32Array[],
): TemperingState {
  const checked = checkLadder(ladder), rungs = checked.length;
  return {
    ladder: checked,
    chains,
    round: 0,
    spins,
    replicas: Uint16Array.from({ length: chains * rungs }, (_, k) => k % rungs),
    directions: Int8Array.from({ length: chains * rungs }, (_, k) => k % rungs === 0 ? 1 : 0),
    roundTrips: new Float64Array(chains * rungs),
  };
}

/**
 * A copy of a state that shares nothing with it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const state = startTempering([1], 1, [Uint32Array.of(1)]), copy = copyTempering(state);
 * copy.spins[0]![0] = 0;
 * assert.equal(state.spins[0]![0], 1);
 * ```
 */
export function copyTempering(state: TemperingState): TemperingState {
  const { ladder, spins, replicas, directions, roundTrips } = state;
  return {
    ...state,
    ladder: ladder.slice(),
    spins: spins.map((words) => words.slice()),
    replicas: replicas.slice(),
    directions: directions.slice(),
    roundTrips: roundTrips.slice(),
  };
}

/**
 * Checks that a state belongs to ladders of `rungs` rungs on `spinCount` spins, else an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const state = startTempering([0.5, 1], 1, [Uint32Array.of(0), Uint32Array.of(1)]);
 * checkTempering(state, 2, 1);
 * assert.throws(() => checkTempering(state, 3, 1), /it has 2 rungs; give one with 3/);
 * ```
 */
export function checkTempering(state: TemperingState, rungs: number, spinCount: number): void {
  const action = "Cannot temper from the state";
  checkLadder(state.ladder);
  if (state.ladder.length !== rungs) {
    throw new InputError(`${action}: it has ${state.ladder.length} rungs; give one with ${rungs}, made by init()`);
  }
  checkInteger(state.chains, "chains", action, 1, 2 ** 20);
  checkInteger(state.round, "round", action, 0, 2 ** 32);
  const size = packedLength(state.chains, spinCount), count = state.chains * rungs;
  if (state.spins.length !== rungs || state.spins.some((words) => words.length !== size)) {
    throw new InputError(`${action}: its spins are not ${rungs} times ${size} words; give a state made by init()`);
  }
  if ([state.replicas, state.directions, state.roundTrips].some((list) => list.length !== count)) {
    throw new InputError(`${action}: it does not follow ${count} replicas; give a state made by init()`);
  }
  const seen = new Uint8Array(rungs);
  for (let c = 0; c < state.chains; c++) {
    seen.fill(0);
    for (let r = 0; r < rungs; r++) seen[state.replicas[c * rungs + r]!] = 1;
    if (seen.includes(0)) {
      throw new InputError(`${action}: the replicas of ladder ${c} are not all different; give a state made by init()`);
    }
  }
}
