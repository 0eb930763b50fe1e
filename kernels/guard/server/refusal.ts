import type { JsonObject } from "../../protocol/mod.ts";

/**
 * The content of a reply that refuses: without one, the client would wait for ever.
 *
 * @param message What was attempted, why it cannot be, and what to do.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(refusal("Cannot debug")["status"], "error");
 * ```
 */
export function refusal(message: string): JsonObject {
  return { status: "error", ename: "RequestError", evalue: message, traceback: [message] };
}

/**
 * The message type of the reply to a request; `null` when the message is no request.
 *
 * @param type A message type.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(replyType("execute_request"), "execute_reply");
 * assert.equal(replyType("comm_msg"), null);
 * ```
 */
export function replyType(type: string): string | null {
  return type.endsWith("_request") ? type.replace(/_request$/, "_reply") : null;
}
