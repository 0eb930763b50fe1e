/** A test, a hook or a file that has failed. */
export interface Failure {
  /** The test file, relative to the repository; empty for an error outside of all tests. */
  readonly file: string;
  /** The full name of the test or of the group whose hook has failed; empty for a file that cannot be loaded. */
  readonly name: string;
  /** The first error's message with its trace. */
  readonly message: string;
}

/** Of a message, enough to see what went wrong. */
const SHOWN_LINES = 15;
// deno-lint-ignore no-control-regex -- colours are sequences of control characters
const COLOURS = /\x1b\[[0-9;]*m/g;

/**
 * The lines that name what has failed under one runtime, each with the beginning of its message.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const failure = { file: "test/a.test.ts", name: "a() > adds", message: "expected 3 to be 4\n  at a.test.ts:1" };
 * assert.deepEqual(failureLines("Node", [failure]), [
 *   "FAILED test/a.test.ts > a() > adds (Node)",
 *   "    expected 3 to be 4",
 *   "      at a.test.ts:1",
 * ]);
 * ```
 */
export function failureLines(runtime: string, failures: readonly Failure[]): string[] {
  return failures.flatMap(({ file, name, message }) => {
    const place = [file, name].filter((part) => part !== "").join(" > ");
    const lines = message.replace(COLOURS, "").trimEnd().split("\n").slice(0, SHOWN_LINES);
    return [`FAILED ${place} (${runtime})`, ...lines.map((line) => `    ${line}`)];
  });
}
