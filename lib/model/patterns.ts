import { InputError } from "../errors.ts";
import { MAXIMUM_VERTICES } from "../graph/create_graph.ts";
import { checkInteger, describeValue } from "../random/check.ts";
import type { Stream } from "../random/stream.ts";
import { checkRows, checkSpins, type Matrix } from "./check.ts";

/**
 * `count` random patterns of n entries ±1, drawn pattern by pattern from the stream.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createStream } from "../random/stream.ts";
 * const patterns = randomPatterns(2, 5, createStream(7, "patterns"));
 * assert.ok(patterns.length === 2 && patterns.every((row) => row.length === 5 && row.every((x) => x * x === 1)));
 * ```
 */
export function randomPatterns(count: number, n: number, stream: Stream): number[][] {
  const action = "Cannot draw random patterns";
  checkInteger(count, "count", action, 1, MAXIMUM_VERTICES);
  checkInteger(n, "n", action, 1, MAXIMUM_VERTICES);
  return Array.from({ length: count }, () => Array.from({ length: n }, () => stream.sign()));
}

/**
 * The patterns as rows of spins, when there is at least one, all of one length, every entry +1 or −1. Anything else is an
 * InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkPatterns([[1, 2]], "patterns", "Cannot build a Hopfield model"), /patterns\[0\]\[1\] is 2/);
 * ```
 */
export function checkPatterns(patterns: Matrix, what: string, action: string): Int8Array[] {
  const [, width] = checkRows(patterns, what, action);
  return patterns.map((row, p) => checkSpins(row, `${what}[${p}]`, action, width));
}

/**
 * Refuses two sets of patterns of different number.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkPaired([[1]], [[1], [1]], "Cannot plant the patterns"), /1 visible and 2 hidden/);
 * ```
 */
export function checkPaired(visible: Matrix, hidden: Matrix, action: string): void {
  if (visible.length === hidden.length) return;
  throw new InputError(
    `${action}: there are ${
      describeValue(visible.length)
    } visible and ${hidden.length} hidden patterns; give as many of each`,
  );
}
