import { readFileSync } from "node:fs";
import { InputError } from "../errors.ts";

const REASONS: Record<string, string> = {
  ENOENT: "there is no such file; check the path",
  ENOTDIR: "there is no such file; check the path",
  EISDIR: "it is a folder; give the path of a file",
  EACCES: "permission to read it is denied; change its permissions",
  EPERM: "permission to read it is denied; change its permissions",
};

/**
 * The bytes of a file; a file that is missing, a folder or not readable is an InputError. `what` names it in the message.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => readBytes("none.json", 'the model "none.json"'), /there is no such file/);
 * ```
 */
export function readBytes(path: string, what: string): Uint8Array {
  if (typeof path !== "string" || path === "") {
    throw new InputError(`Cannot read ${what}: the path is empty; give the path of a file`);
  }
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    const reason = REASONS[code] ?? `the file system answers ${code || String(error)}; check the file`;
    throw new InputError(`Cannot read ${what}: ${reason}`, { cause: error });
  }
}

/**
 * The text of a UTF-8 file; bytes that are not UTF-8 are an InputError, as are those of `readBytes`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => readText("none.json", 'the model "none.json"'), /there is no such file/);
 * ```
 */
export function readText(path: string, what: string): string {
  const bytes = readBytes(path, what);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new InputError(`Cannot read ${what}: it is not UTF-8 text; save it as UTF-8`, { cause: error });
  }
}
