import { clearInterval, setInterval } from "node:timers";

/** A limit is made of so many turns at least; a halt counts as two of them at most. */
const TURNS = 10;
const LONGEST_TURN_MS = 1000;

/** A timer that counts only time in which this process could work. */
export interface AwakeTimer {
  /** Milliseconds since the start, without halts. */
  readonly elapsedMs: number;
  /** Ends the timer; its limit is never reached then. */
  stop(): void;
}

/** How a timer is started. */
export interface AwakeTimerOptions {
  /** Whether the process stays alive for it, as it does unless told. */
  readonly ref?: boolean;
}

/**
 * Starts a timer that stands still while this process is halted: by the system, by a debugger, or because the computer
 * sleeps. After a halt a plain timer is due before anything that has come meanwhile has been read, so that an answer in
 * time looks late.
 *
 * @param limitMs After how many milliseconds of work to call; it may come a tenth of that, or a second, late.
 * @param onLimit Called once, when the limit is reached.
 * @param options Whether the process stays alive for it.
 * @returns The running timer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const timer = await new Promise<AwakeTimer>((done) => {
 *   const started = awakeTimer(20, () => done(started));
 * });
 * assert.ok(timer.elapsedMs >= 20);
 * timer.stop();
 * ```
 */
export function awakeTimer(limitMs: number, onLimit: () => void, { ref = true }: AwakeTimerOptions = {}): AwakeTimer {
  const turnMs = Math.min(limitMs / TURNS, LONGEST_TURN_MS);
  let elapsed = 0, last = performance.now();
  const count = (): void => {
    const now = performance.now();
    elapsed += Math.min(now - last, 2 * turnMs);
    last = now;
  };
  const timer = setInterval(() => {
    count();
    if (elapsed < limitMs) return;
    clearInterval(timer);
    onLimit();
  }, turnMs);
  if (!ref) timer.unref();
  return {
    get elapsedMs() {
      count();
      return elapsed;
    },
    stop: () => clearInterval(timer),
  };
}

/**
 * Waits, without counting the time in which this process is halted, and without keeping it alive.
 *
 * @param milliseconds How long to wait.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const keptAlive = setTimeout(() => {}, 1000), began = performance.now();
 * await awakeSleep(20);
 * assert.ok(performance.now() - began >= 20);
 * clearTimeout(keptAlive);
 * ```
 */
export function awakeSleep(milliseconds: number): Promise<void> {
  return new Promise((done) => void awakeTimer(milliseconds, done, { ref: false }));
}
