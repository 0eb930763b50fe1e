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
