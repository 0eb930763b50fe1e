import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { compileNative } from "./native.ts";
import type { IssueLimit, OwnRow } from "./report.ts";
import type { Workload } from "./workload.ts";

/** 16-bit lanes of a vector of 128 bits. */
const LANES = 8;

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
 * Measures the processor by a C program of the tests.
 *
 * @param folder Where the program is put.
 * @throws {NativeError} When it cannot be compiled here.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * const speed = await processorSpeed(folder).catch(() => null);
 * assert.ok(speed === null || speed.clockHz > 1e8);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function processorSpeed(folder: string): Promise<ProcessorSpeed> {
  const program = await compileNative("speed.c", folder);
  const { stdout } = await promisify(execFile)(program, [], { timeout: 60_000 });
  return JSON.parse(stdout) as ProcessorSpeed;
}

/**
 * The shortest time of an update with 128-bit vectors: its vector operations, counted from the 16-bit kernel (two for each
 * neighbour of a spin, the threshold and the comparison, a quarter of a weave), at the rate at which the processor adds; and
 * the time of these very operations, measured without loads, stores and waiting. Dense models are left out: their kernel is
 * another one.
 *
 * @param speed The processor.
 * @param workloads The workloads.
 * @param results Rows of the backends, for the share that the WASM backend reaches.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createWorkload } from "./workloads.ts";
 * const speed = {
 *   clockHz: 4e9,
 *   additionsPerCycle: { "128": 4 },
 *   operationsPerVector: { edge: 2, other: 32 },
 *   mixSeconds128: { edge: 0, other: 5e-10 },
 * };
 * const { workloads: [torus] } = issueLimit(speed, [createWorkload("60_12")], []);
 * assert.deepEqual([torus!.counted, torus!.measured, torus!.reached], [56 / (8 * 4 * 4), 0.5, null]);
 * ```
 */
export function issueLimit(
  { clockHz, additionsPerCycle, operationsPerVector: count, mixSeconds128: mix }: ProcessorSpeed,
  workloads: readonly Workload[],
  results: readonly OwnRow[],
): IssueLimit {
  const sparse = workloads.filter(({ model, chains }) => model.visibleCount === null && chains >= LANES);
  return {
    clockHz,
    additionsPerCycle,
    workloads: sparse.map(({ name, model }) => {
      const degree = 2 * model.couplings.length / model.graph.vertexCount;
      const operations = count.edge * degree + count.other;
      const counted = operations * 1e9 / (LANES * additionsPerCycle["128"]! * clockHz);
      const ours = results.find((row) => row.workload === name && row.backend === "wasm" && row.threads === 1);
      return {
        workload: name,
        counted,
        measured: (mix.edge * degree + mix.other) * 1e9,
        // Processor time: on one thread it is the wall time without what else the machine does.
        reached: ours === undefined ? null : counted * 1e-9 * ours.updatesPerCpuSecond,
      };
    }),
  };
}
