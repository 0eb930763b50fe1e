/** A run does not hold the event loop for longer than this. */
const PAUSE_MS = 50;

/**
 * A function for a long loop to await: now and then it gives the event loop a turn, so that a signal, a timer or an interrupt is
 * heard.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const turn = eventLoopTurns();
 * let heard = false;
 * setTimeout(() => heard = true);
 * while (!heard) await turn();
 * assert.ok(heard);
 * ```
 */
export function eventLoopTurns(): () => Promise<void> {
  let rested = performance.now();
  return async () => {
    if (performance.now() - rested <= PAUSE_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    rested = performance.now();
  };
}
