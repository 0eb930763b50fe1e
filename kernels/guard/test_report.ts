import { awakeSleep } from "./awake_timer.ts";
import type { Finding } from "./inside.ts";

/** A report is written before the cell's reply; what is not there by then is only on its way. */
const REPORT_MS = 1000;
const SUMMARY = /^(?:ok|FAILED) \| \d+ passed.* \| \d+ failed.*\n/m;

/** The kernel process's standard output, on which nothing comes but the reports of its test runner. */
export class TestReports {
  #text = "";
  #changed: () => void = () => {};

  /** @param text The next piece of standard output. */
  take(text: string): void {
    this.#text += text;
    this.#changed();
  }

  /**
   * Waits for the report of a cell that has defined tests.
   *
   * @returns The report, without the empty lines around it; what there is of it when it does not end within a second.
   */
  async next(): Promise<string> {
    const late = awakeSleep(REPORT_MS).then(() => "late");
    while (!SUMMARY.test(this.#text)) {
      if (await Promise.race([new Promise<void>((done) => this.#changed = done), late]) === "late") break;
    }
    const text = this.#text.trim();
    this.#text = "";
    return text === "" ? "" : `${text}\n`;
  }
}

/**
 * Looks for failures in what Deno's test runner prints. The kernel runs the tests that a cell has defined when the cell
 * has ended, and tells nobody but its own standard output how they went.
 *
 * @param text Standard output, without colours.
 * @param cell The label of the cell.
 * @returns A finding per report that has failed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const report = "adds ... FAILED (1ms)\n\n FAILURES \n\nadds => <anonymous>:1:6\n\nFAILED | 2 passed | 1 failed (3ms)\n";
 * assert.deepEqual(failedTests(report, 4).map(({ message }) => message), ["1 failed, 2 passed: adds"]);
 * assert.deepEqual(failedTests("ok | 3 passed | 0 failed (3ms)\n", 4), []);
 * ```
 */
export function failedTests(text: string, cell: number | null): Finding[] {
  const findings: Finding[] = [];
  let names: string[] = [];
  let begun = 0;
  for (const match of text.matchAll(/^FAILED \| (\d+) passed.*? \| (\d+) failed.*$|^ FAILURES \n\n((?:.+\n)+)/gm)) {
    if (match[3] !== undefined) {
      names = match[3].trimEnd().split("\n").map((line) => line.replace(/ => \S*$/, ""));
      continue;
    }
    const stack = text.slice(begun, match.index + match[0].length).trim();
    begun = match.index + match[0].length;
    const message = `${match[2]} failed, ${match[1]} passed${names.length === 0 ? "" : `: ${names.join(", ")}`}`;
    findings.push({ kind: "test", cell, name: "Deno.test", message, stack });
    names = [];
  }
  return findings;
}
