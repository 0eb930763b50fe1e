import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileNative, type NativeWidth } from "./native.ts";
import { nativeTask } from "./native_task.ts";
import { programSession } from "./program_session.ts";
import type { Subject } from "./subject.ts";

const SEED = 2024;
const GROUP = 32;

/** A field of 784 weights leaves the 16-bit kernel a third of the updates to decide exactly: no ceiling of anything. */
const NEIGHBOURS = 100;

/**
 * The C sampler of the tests with the widest vectors of the machine ("c") and with 128 bits ("c-128"): ceilings for the WASM
 * backend, on one thread. It takes whole groups of 32 chains and sparse models.
 *
 * @param folder Where programs and tasks are put.
 * @param signal Kills the programs.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createWorkload } from "./workloads.ts";
 * const [widest] = nativeSubjects(".");
 * assert.deepEqual(["open-60", "single-chain"].map((name) => widest!.takes(createWorkload(name))), [true, false]);
 * ```
 */
export function nativeSubjects(folder: string, signal?: AbortSignal): readonly Subject[] {
  return (["native", "128"] as const).map((width: NativeWidth) => ({
    kind: "reference",
    name: width === "native" ? "c" : "c-128",
    threads: 1,
    takes: ({ model, chains }) =>
      chains % GROUP === 0 && 2 * model.couplings.length < NEIGHBOURS * model.graph.vertexCount,
    open: async (workload) => {
      const program = await compileNative("sampler.c", folder, width), task = join(folder, `${workload.name}.task`);
      writeFileSync(task, nativeTask(workload, SEED));
      return await programSession(program, [task], signal === undefined ? {} : { signal });
    },
  }));
}
