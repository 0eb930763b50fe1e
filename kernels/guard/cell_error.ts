import type { JsonObject } from "../protocol/mod.ts";
import { INTERRUPT_NAME } from "./inside_interrupt.ts";
import { syntaxMessage } from "./syntax_message.ts";

/** The error that ended a cell. */
export interface CellError {
  readonly name: string;
  readonly message: string;
  readonly traceback: readonly string[];
}

/**
 * The error of a reply whose status is `error`. Where Deno's kernel says only "Execution failed", the parser is asked.
 *
 * @param reply The content of the reply.
 * @param code The cell's source.
 * @param deno Path of the Deno executable.
 * @param sawError Whether the kernel has sent an `error` output.
 * @returns The error.
 */
export async function errorOfReply(
  reply: JsonObject,
  code: string,
  deno: string,
  sawError: boolean,
): Promise<CellError> {
  const traceback = reply["traceback"] as string[] | undefined ?? [];
  const asReplied = { name: String(reply["ename"]), message: String(reply["evalue"]), traceback };
  if (sawError || traceback.length > 0) return asReplied;
  const message = await syntaxMessage(deno, code);
  if (message === null) return asReplied;
  return { name: "SyntaxError", message: message.split("\n")[0]!, traceback: [`SyntaxError: ${message}`] };
}

/**
 * The error of a cell that was interrupted.
 *
 * @param lost Whether the kernel had to be ended.
 * @returns The error, under the name that Jupyter's users know.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(interruptError(false).message, "the cell was interrupted; all variables are kept");
 * ```
 */
export function interruptError(lost: boolean): CellError {
  const message = lost
    ? "the cell could not be stopped, so its kernel was ended: all variables are lost"
    : "the cell was interrupted; all variables are kept";
  return { name: INTERRUPT_NAME, message, traceback: [`${INTERRUPT_NAME}: ${message}`] };
}
