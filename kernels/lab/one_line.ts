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

/**
 * The message of whatever was thrown.
 *
 * @param error What a `catch` has caught.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(messageOf(new Error("boo")), "boo");
 * assert.equal(messageOf("boo"), "boo");
 * ```
 */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
