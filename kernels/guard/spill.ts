import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type JsonObject, type JupyterMessage, messageOf, ProtocolError } from "../protocol/mod.ts";
import { SPILL_KEY } from "./inside_outputs.ts";

/**
 * Puts the content of a message back that the kernel handed over in a file because it was too large for its socket.
 *
 * @param message Any iopub message.
 * @param folder The kernel's private folder.
 * @returns The message as the cell meant it; the file is gone.
 * @throws {ProtocolError} When the message names a file that the kernel would not have named, or that is not there.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { newMessage } from "../protocol/mod.ts";
 * const folder = mkdtempSync(`${tmpdir()}/thermolab-`);
 * writeFileSync(`${folder}/0.json`, '{"data":{"text/plain":"large"}}');
 * const message = unspilled(newMessage("display_data", { "thermolab.spill": "0.json" }, "s"), folder);
 * assert.deepEqual(message.content, { data: { "text/plain": "large" } });
 * assert.equal(existsSync(`${folder}/0.json`), false);
 * rmSync(folder, { recursive: true });
 * ```
 */
export function unspilled(message: JupyterMessage, folder: string): JupyterMessage {
  const name = message.content[SPILL_KEY];
  if (name === undefined) return message;
  if (typeof name !== "string" || !/^\d+\.json$/.test(name)) {
    throw new ProtocolError(`Cannot read a large output: ${JSON.stringify(name)} is no name that the kernel gives`);
  }
  const file = join(folder, name);
  let content: JsonObject;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ProtocolError(`Cannot read a large output: ${messageOf(error)}`);
  }
  rmSync(file, { force: true });
  return { ...message, content };
}
