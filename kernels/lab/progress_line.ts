import process from "node:process";
import type { Terminal } from "./command.ts";

const PAUSE_MS = 200;

/** A line of progress that is written over again and leaves nothing behind; where nobody watches it is not written. */
export interface ProgressLine {
  show(text: string): void;
  clear(): void;
}

/**
 * A line of progress on the terminal, written at most five times a second.
 *
 * @param watched whether somebody looks at standard error
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * let written = "";
 * const line = progressLine({ err: (text) => void (written += text) }, true);
 * line.show("Sweep 1 of 9");
 * line.show("Sweep 2 of 9");
 * line.clear();
 * assert.equal(written, "\r\x1b[KSweep 1 of 9\r\x1b[K");
 * ```
 */
export function progressLine(terminal: Pick<Terminal, "err">, watched: boolean = process.stderr.isTTY): ProgressLine {
  let shownAt = -Infinity;
  return {
    show(text) {
      const now = performance.now();
      if (!watched || now - shownAt < PAUSE_MS) return;
      shownAt = now;
      terminal.err(`\r\x1b[K${text}`);
    },
    clear() {
      if (shownAt > -Infinity) terminal.err("\r\x1b[K");
      shownAt = -Infinity;
    },
  };
}
