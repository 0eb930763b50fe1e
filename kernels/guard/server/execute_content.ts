import type { JsonObject } from "../../protocol/mod.ts";
import type { ExecuteRequest } from "../guarded_kernel.ts";

/**
 * Reads the content of an `execute_request`; what is left out has the protocol's default.
 *
 * @param content The message's content.
 * @returns What is to run, or `null` when there is no code.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const request = readExecuteRequest({ code: "1", silent: true });
 * assert.deepEqual([request?.storeHistory, request?.stopOnError], [false, true]);
 * assert.equal(readExecuteRequest({}), null);
 * ```
 */
export function readExecuteRequest(content: JsonObject): ExecuteRequest | null {
  const { code, silent, store_history, allow_stdin, stop_on_error, user_expressions } = content;
  if (typeof code !== "string") return null;
  const isObject = user_expressions !== null && typeof user_expressions === "object" &&
    !Array.isArray(user_expressions);
  const expressions = isObject ? Object.entries(user_expressions) : [];
  return {
    code,
    silent: silent === true,
    storeHistory: store_history !== false && silent !== true,
    allowStdin: allow_stdin !== false,
    stopOnError: stop_on_error !== false,
    userExpressions: Object.fromEntries(
      expressions.filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    ),
  };
}
