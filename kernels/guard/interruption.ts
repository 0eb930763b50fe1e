import { setTimeout as sleep } from "node:timers/promises";
import { awakeTimer } from "./awake_timer.ts";

/**
 * A thread that does not answer for this many turns of the guard's own event loop is kept busy by the cell. Turns and not
 * time, because a guard that was halted finds its timers due before it reads the answer.
 */
const ANSWER_TURNS = 10;
/** One that has answered has no time for another answer while it collects garbage, long where there is much. */
const DONE_TURNS = 60;
const TURN_MS = 25;
/** What a cell gets to end after it has been stopped, before it is stopped again. */
const PAUSE_MS = 150;
/** After this time the work of earlier cells, for which the cell may wait, is stopped too. */
const ALL_AFTER_MS = 1000;
const GIVE_UP_AFTER_MS = 3000;

/** What the kernel says of being asked. */
export interface Asked {
  /** Settles once the kernel has heard of it. */
  readonly heard: Promise<void>;
  /** Settles once it has done what it can. */
  readonly done: Promise<void>;
}

/** The ways in which a running cell can be stopped. */
export interface StopWays {
  /** Asks the kernel to stop what the cell, or every cell, waits for. */
  stopWaiting(scope: "cell" | "all"): Asked;
  /**
   * Terminates the code that keeps the kernel's thread busy. On an idle thread that hits what comes next, which may be
   * the event loop's own: its timers and messages never come back.
   */
  terminate(): Promise<void>;
}

/**
 * Stops a running cell, by turns, until it has ended: what it waits for when the kernel's thread answers, the code itself
 * when it does not.
 *
 * @param ended Settles when the cell has ended.
 * @param ways How to stop it.
 * @returns Whether the cell has ended, which it gets 3 s for.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * let end = () => {};
 * const ended = new Promise<void>((done) => end = done);
 * const never = new Promise<void>(() => {});
 * const busy = { stopWaiting: () => ({ heard: never, done: never }), terminate: () => Promise.resolve(end()) };
 * assert.equal(await stopCell(ended, busy), true);
 * ```
 */
export async function stopCell(ended: Promise<void>, ways: StopWays): Promise<boolean> {
  const first = (milliseconds: number, ...others: Promise<unknown>[]): Promise<unknown> =>
    Promise.race([ended.then(() => "ended"), ...others, sleep(milliseconds, "late")]);
  const patience = awakeTimer(GIVE_UP_AFTER_MS, () => {}, { ref: false });
  const within = async (turns: number, said: Promise<void>): Promise<unknown> => {
    const come = said.then(() => "come");
    for (let turn = 0; turn < turns; turn++) {
      const answer = await first(TURN_MS, come);
      if (answer !== "late") return answer;
    }
    return "late";
  };
  try {
    while (patience.elapsedMs < GIVE_UP_AFTER_MS) {
      const { heard, done } = ways.stopWaiting(patience.elapsedMs < ALL_AFTER_MS ? "cell" : "all");
      let answer = await within(ANSWER_TURNS, heard);
      if (answer === "come") answer = await within(DONE_TURNS, done);
      if (answer === "late") await first(PAUSE_MS, ways.terminate());
      if (answer === "ended" || await first(PAUSE_MS) === "ended") return true;
    }
    return false;
  } finally {
    patience.stop();
  }
}
