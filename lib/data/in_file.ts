import { InputError } from "../errors.ts";

/**
 * Runs `read` and puts the file's name before the message of an InputError, which keeps its class.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(inFile("m.json", () => 3), 3);
 * ```
 */
export function inFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) {
      error.message = `Cannot load ${JSON.stringify(path)}: ${error.message[0]!.toLowerCase()}${
        error.message.slice(1)
      }`;
    }
    throw error;
  }
}
