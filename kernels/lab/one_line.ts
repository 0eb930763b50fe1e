/**
 * A message as one line, however many it had.
 *
 * @param message Any text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(oneLine("Cannot read\n  the file\n"), "Cannot read the file");
 * ```
 */
export function oneLine(message: string): string {
  return message.trim().replace(/\s*[\r\n\u2028\u2029]+\s*/g, " ");
}
