import { readFile, stat } from "node:fs/promises";
import { InputError } from "../../errors.ts";
import { parseJsonText } from "../../model/json_text.ts";
import { writeWhole } from "../../write_whole.ts";
import type { FreezeRecord } from "./freeze_record.ts";
import { FreezeRecordError } from "./freeze_record_error.ts";
import { checkFreezeRecord, formatFreezeRecord } from "./freeze_record_text.ts";
import { verifyFreezeRecord } from "./verify_freeze_record.ts";

const MAX_BYTES = 16 * 2 ** 20;

/**
 * Reads a freeze record and verifies it (see {@link verifyFreezeRecord}). The bytes count too, but for line ends: only
 * freezing writes this file.
 *
 * @throws {InputError} in one line, when the file is missing, empty, longer than 16 MiB, not JSON (cut off, say), repeats
 * a key or is no freeze record.
 * @throws {FreezeRecordError} when it was edited; each place is named.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(readFreezeRecord("no-such-file.json"), /Reading the freeze record "no-such-file.json" failed/);
 * ```
 */
export async function readFreezeRecord(path: string): Promise<FreezeRecord> {
  const what = `the freeze record ${JSON.stringify(path)}`;
  const text = await textOf(path, what);
  const record = checkFreezeRecord(parseJsonText(text, what), what);
  const problems = verifyFreezeRecord(record);
  if (problems.length === 0) problems.push(...layoutProblems(text, formatFreezeRecord(record)));
  if (problems.length > 0) throw new FreezeRecordError(what, problems);
  return record;
}

/**
 * Writes a freeze record, whole or not at all, in the form of {@link formatFreezeRecord}.
 *
 * @throws {InputError} when it is not a freeze record; nothing is written then.
 * @throws {FreezeRecordError} when it does not hold together; nothing is written then.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(writeFreezeRecord("out/never.json", {} as never), /Checking the freeze record failed/);
 * ```
 */
export async function writeFreezeRecord(path: string, record: FreezeRecord): Promise<void> {
  const text = formatFreezeRecord(record);
  const problems = verifyFreezeRecord(record);
  if (problems.length > 0) throw new FreezeRecordError("the freeze record", problems);
  await writeWhole(path, text);
}

async function textOf(path: string, what: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      throw new InputError(`Reading ${what} failed: it holds ${size} bytes; a freeze record has at most 16 MiB`);
    }
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as { code?: unknown }).code;
    const why = code === "ENOENT" ? "there is no such file; lab freeze makes it" : String(code ?? error);
    throw new InputError(`Reading ${what} failed: ${why}`);
  }
}

function layoutProblems(text: string, written: string): string[] {
  const lines = text.replace(/\r\n?/g, "\n").split("\n"), expected = written.split("\n");
  const at = expected.findIndex((line, i) => lines[i] !== line);
  const line = at >= 0 ? at : expected.length === lines.length ? -1 : expected.length;
  return line < 0 ? [] : [`line ${line + 1}: its layout is not what freezing writes`];
}
