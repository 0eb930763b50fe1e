import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import { InputError } from "../../errors.ts";
import { writeWhole } from "../../write_whole.ts";
import { armDigest, type FullArm } from "./hypernetwork_arm.ts";
import { emptyRecords, type TrainingState } from "./training_state.ts";

const KIND = "hypernetwork-training", VERSION = 1;

/** Writes where a run stands, whole or not at all. Numbers keep their bits. */
export async function writeCheckpoint(path: string, arm: FullArm, state: TrainingState): Promise<void> {
  const file = { kind: KIND, version: VERSION, arm: armDigest(arm), state };
  await writeWhole(path, `${JSON.stringify(file, encode)}\n`);
}

/**
 * Where a run stood, or null when there is no file.
 *
 * @throws {InputError} when the file is none of a training run, or of another one
 */
export async function readCheckpoint(path: string, arm: FullArm): Promise<TrainingState | null> {
  const refuse = (reason: string): InputError =>
    new InputError(`Cannot go on from the checkpoint "${path}": ${reason}; remove the file or name another`);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return null;
    throw error;
  }
  let file: { kind?: unknown; version?: unknown; arm?: unknown; state?: TrainingState } | null;
  try {
    file = JSON.parse(text, decode);
  } catch {
    throw refuse("it is not JSON");
  }
  if (file?.kind !== KIND || file.version !== VERSION) throw refuse("it is not one of a training run");
  if (file.arm !== armDigest(arm)) throw refuse("it belongs to a run with other settings");
  const state = file.state, empty = emptyRecords(arm);
  const whole = state?.parameters instanceof Float64Array && Array.isArray(state.crossings) &&
    state.crossings.length === arm.levels.length &&
    Object.entries(empty).every(([name, room]) =>
      (state.records?.[name as keyof typeof empty] ?? null)?.length === room?.length
    );
  if (!whole) throw refuse("parts of it are missing");
  return state;
}

function encode(_: string, value: unknown): unknown {
  if (!(value instanceof Float64Array)) return value;
  return { float64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64") };
}

function decode(_: string, value: unknown): unknown {
  const text = (value as { float64?: unknown } | null)?.float64;
  if (typeof text !== "string") return value;
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  return new Float64Array(bytes.buffer, 0, bytes.length >>> 3);
}
