import type { ProgressStream } from "../runner/mod.ts";

const PLAIN_PAUSE_MS = 5000;

/** The progress of a sweep, one line, whichever engine makes the cells. */
export interface SweepProgress {
  /** What is going on while no cells are made. */
  phase(text: string): void;
  /** A round begins in which cells are made; the rate is counted from here. */
  round(done: number, total: number): void;
  /** Who is working. */
  state(text: string): void;
  /** So many cells are complete. */
  done(count: number): void;
  /** Lets something else be written, so that it and the line do not run into each other. */
  above(write: () => void): void;
  /** Ends the line. */
  end(): void;
}

/**
 * Live progress of a sweep: one line that is rewritten in place in a terminal; elsewhere one line every few seconds.
 *
 * @param stream Where to write.
 * @param name What is swept.
 * @param clock Milliseconds since any moment.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * let written = "", now = 0;
 * const progress = createSweepProgress({ write: (text) => written += text }, "07-barrier", () => now);
 * progress.round(4, 64);
 * progress.state("2 workers");
 * now += 10_000;
 * progress.done(24);
 * assert.match(written, /\[07-barrier\] 24 of 64 cells · 2.0 cells\/s · 20 s left · 2 workers\n$/);
 * ```
 */
export function createSweepProgress(
  stream: ProgressStream,
  name: string,
  clock: () => number = () => performance.now(),
): SweepProgress {
  const inPlace = stream.isTTY === true;
  let text = "", shown = "", last = -Infinity, drawn = false;
  let began = 0, before = 0, done = 0, total = 0, who = "", complete = false;
  const draw = (now = false): void => {
    if (text === "" || (text === shown && !now)) return;
    if (inPlace) {
      const width = Math.max(20, (stream.columns ?? 80) - 1);
      stream.write(`\r\x1b[K${`[${name}] ${text}`.slice(0, width)}`);
      drawn = true;
    } else {
      if (text === shown || (!now && clock() - last < PLAIN_PAUSE_MS)) return;
      stream.write(`[${name}] ${text}\n`);
    }
    shown = text;
    last = clock();
  };
  const counted = (now = false): void => {
    text = roundText({ seconds: (clock() - began) / 1000, made: done - before, done, total, who });
    // The last figures are written at once, however soon after the others.
    const first = done === total && !complete;
    complete = done === total;
    draw(first || now);
  };
  return {
    phase(what) {
      text = what;
      draw();
    },
    round(count, all) {
      [began, before, done, total, who] = [clock(), count, count, all, ""];
      text = roundText({ seconds: 0, made: 0, done, total, who });
      draw(true);
    },
    state(what) {
      const first = who === "";
      who = what;
      counted(first);
    },
    done(count) {
      done = count;
      total = Math.max(total, count);
      counted();
    },
    above(write) {
      if (drawn) stream.write("\r\x1b[K");
      drawn = false;
      write();
      if (inPlace) draw(true);
    },
    end() {
      if (drawn) stream.write("\r\x1b[K");
      [drawn, text] = [false, ""];
    },
  };
}

interface RoundFigures {
  readonly seconds: number;
  readonly made: number;
  readonly done: number;
  readonly total: number;
  readonly who: string;
}

function roundText({ seconds, made, done, total, who }: RoundFigures): string {
  const rate = made / seconds, left = total - done;
  const figures = made > 0 && seconds > 0
    ? [
      rate >= 1 ? `${rate.toFixed(1)} cells/s` : `${(1 / rate).toFixed(1)} s per cell`,
      `${duration(left / rate)} left`,
    ]
    : [];
  return [`${done} of ${total} cells`, ...figures, ...(who === "" ? [] : [who])].join(" · ");
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 120) return `${whole} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${(seconds / 3600).toFixed(1)} h`;
}
