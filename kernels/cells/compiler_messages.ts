/** One error that `deno check` prints. */
export interface CompilerMessage {
  /** Such as `TS2322`; `error` for what ends the check itself. */
  readonly code: string;
  readonly message: string;
  /** The file's URL and the line, counted from 1, where the message names a place. */
  readonly file: string | null;
  readonly line: number | null;
}

/**
 * Reads what `deno check` prints without colours.
 *
 * @param text Its standard error.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const text = "Check file:///a.ts\nTS2322 [ERROR]: Type 'A' is not assignable to type 'B'.\n  Property 'p' is missing.\n" +
 *   "const a: B = x;\n      ^\n    at file:///a.ts:3:7\n\n    'p' is declared here.\n        p: 1\n        ^\n        at file:///b.ts:1:5\n\n" +
 *   "error: Type checking failed.\n\nStack backtrace:\n";
 * assert.deepEqual(compilerMessages(text), [{
 *   code: "TS2322",
 *   message: "Type 'A' is not assignable to type 'B'. Property 'p' is missing.",
 *   file: "file:///a.ts",
 *   line: 3,
 * }]);
 * ```
 */
export function compilerMessages(text: string): CompilerMessage[] {
  return text
    .split(/^(?=TS\d+ \[ERROR\]: |error: )/m)
    .filter((block) => /^(TS\d+ \[ERROR\]|error): /.test(block) && !/^error: Type checking failed/.test(block))
    .map((block) => {
      const [, code, rest] = /^(TS\d+|error)(?: \[ERROR\])?: ([^]*)$/.exec(block)!;
      const lines = rest!.replace(/\n+(Stack backtrace:|Found \d+ errors?\.)[^]*$/, "").trimEnd().split("\n");
      // Places further in belong to what the message refers to.
      const at = lines.findIndex((line) => /^ {4}at \S+:\d+:\d+$/.test(line));
      const marked = lines.findIndex((line, i) => i > 0 && i === at - 1 && /^\s*[~^]+$/.test(line));
      const words = lines.slice(0, marked > 0 ? marked - 1 : at < 0 ? lines.length : at);
      const place = at < 0 ? null : /at (\S+):(\d+):\d+$/.exec(lines[at]!)!;
      return {
        code: code!,
        message: words.map((line) => line.trim()).filter((line) => line !== "").join(" "),
        file: place?.[1] ?? null,
        line: place === null ? null : Number(place[2]),
      };
    });
}
