import { checkInteger } from "../../random/check.ts";
import { equalisedLadder } from "./communication_barrier.ts";
import type { Tempering } from "./create_tempering.ts";
import { TemperingStatistics } from "./tempering_statistics.ts";
import type { TemperingState } from "./tempering_state.ts";

/** How a ladder is tuned. */
export interface TuningOptions {
  /** Tunings, each twice as long as the one before; default 8. */
  readonly tunings?: number;
  /** Rounds of the first tuning, default 4. */
  readonly firstRounds?: number;
  /** Called after every tuning. */
  readonly progress?: (done: number, tunings: number) => void;
  /** Stops after the round in hand; the tuning in hand is left out. */
  readonly signal?: AbortSignal;
}

/** One tuning: what was measured on which ladder. */
export interface Tuning {
  readonly ladder: Float64Array;
  readonly rounds: number;
  readonly rejections: Float64Array;
  /** Λ as measured on this ladder. */
  readonly barrier: number;
}

/** A tuned state and how it came about. */
export interface TunedLadder {
  /** The state after all tunings, with the ladder that the last of them gave. */
  readonly state: TemperingState;
  readonly tunings: readonly Tuning[];
}

/**
 * Moves the inner rungs of a ladder to equal shares of the communication barrier, in tunings of doubling length: each measures the
 * rejection rates afresh on the ladder that the one before gave. The ends stay as they are, the numbers of rungs and
 * ladders too; the same state and options give the same ladder. Rounds for tuning are not for measuring: run on with the ladder fixed.
 *
 * Source: S. Syed et al., J. R. Stat. Soc. B 84, 321 (2022).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { createTempering } from "./create_tempering.ts";
 * await using tempering = await createTempering(curieWeiss(8, 3), { ladder: [0.1, 0.9, 1], seed: 7, backend: "reference" });
 * const { state, tunings } = await tuneLadder(tempering, tempering.init(16), { tunings: 4 });
 * assert.deepEqual([state.ladder[0], state.ladder[2], state.round], [0.1, 1, 4 + 8 + 16 + 32]);
 * assert.ok(state.ladder[1]! < 0.8 && tunings.length === 4);
 * ```
 */
export async function tuneLadder(
  tempering: Tempering,
  state: TemperingState,
  options: TuningOptions = {},
): Promise<TunedLadder> {
  const action = "Cannot tune the ladder";
  const count = checkInteger(options.tunings ?? 8, "tunings", action, 1, 40);
  const firstRounds = checkInteger(options.firstRounds ?? 4, "firstRounds", action, 1, 2 ** 30);
  const tunings: Tuning[] = [];
  for (let k = 0; k < count; k++) {
    const statistics = new TemperingStatistics(), rounds = firstRounds * 2 ** k;
    const result = await tempering.run(state, { samples: rounds }, {
      roundObservers: [statistics],
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    state = result.state;
    if (result.remaining !== null) break;
    const rejections = Float64Array.from(statistics.rejections(), ({ mean }) => Math.min(1, mean));
    tunings.push({ ladder: state.ladder, rounds, rejections, barrier: rejections.reduce((a, b) => a + b, 0) });
    state = { ...state, ladder: equalisedLadder(state.ladder, rejections) };
    options.progress?.(k + 1, count);
  }
  return { state, tunings };
}
