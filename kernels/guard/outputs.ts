import type { JupyterMessage } from "../protocol/mod.ts";

/** The iopub messages that make up a cell's outputs; the rest is the protocol's own traffic. */
const OUTPUT_TYPES: ReadonlySet<string> = new Set([
  "stream",
  "display_data",
  "update_display_data",
  "execute_result",
  "error",
  "clear_output",
]);

/**
 * Whether an iopub message is output of a cell.
 *
 * @param message Any iopub message.
 * @returns `false` for status, execute_input and the like.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { newMessage } from "../protocol/mod.ts";
 * assert.equal(isOutput(newMessage("stream", { name: "stdout", text: "1" }, "s")), true);
 * assert.equal(isOutput(newMessage("status", { execution_state: "idle" }, "s")), false);
 * ```
 */
export function isOutput(message: JupyterMessage): boolean {
  return OUTPUT_TYPES.has(message.header.msg_type);
}
