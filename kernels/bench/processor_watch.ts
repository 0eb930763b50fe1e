import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { messageOf } from "../protocol/message_of.ts";
import { compileNative } from "./native.ts";
import type { Workload } from "./workload.ts";

/** What `test/native/speed.c` prints. */
export interface ProcessorSpeed {
  readonly clockHz: number;
  readonly additionsPerCycle: Readonly<Record<string, number>>;
  /** Vector operations on 8 chains at one site: for each neighbour, and the rest. */
  readonly operationsPerVector: { readonly edge: number; readonly other: number };
  /** Seconds of these for one chain, measured. */
  readonly mixSeconds128: { readonly edge: number; readonly other: number };
}

/**
 * A way to measure the processor, by a C program of the tests, in about a third of a second each time.
 *
 * @param folder Where the program is put.
 * @throws {NativeError} When it cannot be compiled here.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * const measure = await processorMeter(folder).catch(() => null);
 * assert.ok(measure === null || (await measure()).clockHz > 1e8);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function processorMeter(folder: string): Promise<() => Promise<ProcessorSpeed>> {
  const program = await compileNative("speed.c", folder);
  return async () => {
    const { stdout } = await promisify(execFile)(program, [], { timeout: 60_000 });
    return JSON.parse(stdout) as ProcessorSpeed;
  };
}

/** What the processor could do while samplers were timed. */
export interface ProcessorWatch {
  /** Measures it once more, beside a workload that is watched. */
  readonly beside: (workload: Workload) => Promise<void>;
  /** All measurements so far, by the name of the workload. */
  readonly readings: ReadonlyMap<string, readonly ProcessorSpeed[]>;
  /** Why it could not be measured, or null. */
  readonly problem: () => string | null;
}

/**
 * Begins to watch the processor. Where it cannot be measured, the samplers are timed all the same.
 *
 * @param watched The workloads that it is measured beside.
 * @param folder Where the program is put.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const watch = await watchProcessor([], "/no such folder");
 * assert.deepEqual([watch.readings.size, watch.problem()], [0, null]);
 * ```
 */
export async function watchProcessor(watched: readonly Workload[], folder: string): Promise<ProcessorWatch> {
  const readings = new Map<string, ProcessorSpeed[]>();
  let problem: string | null = null;
  const fail = (error: unknown): null => {
    problem = messageOf(error);
    return null;
  };
  const measure = watched.length === 0 ? null : await processorMeter(folder).catch(fail);
  const beside = async (workload: Workload): Promise<void> => {
    if (measure === null || problem !== null || !watched.includes(workload)) return;
    const { name } = workload, speed = await measure().catch(fail);
    if (speed !== null) readings.set(name, [...readings.get(name) ?? [], speed]);
  };
  return { beside, readings, problem: () => problem };
}
