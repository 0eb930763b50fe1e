import { median } from "./measure_workload.ts";
import type { ProcessorSpeed } from "./processor_watch.ts";
import type { IssueLimit, OwnRow } from "./report.ts";
import type { Workload } from "./workload.ts";

/** 16-bit lanes of a vector of 128 bits. */
const LANES = 8;

/**
 * The shortest time of an update with 128-bit vectors: its vector operations, counted from the 16-bit kernel (two for each
 * neighbour of a spin, the threshold and the comparison, a quarter of a weave), at the rate at which the processor adds; and
 * the time of these very operations, measured without loads, stores and waiting. Dense models are left out: their kernel is
 * another one. The clock changes from second to second, so the processor is measured in turns with the samplers, and medians are
 * compared with medians.
 *
 * @param readings The processor, as often as it was measured beside each workload.
 * @param workloads The workloads; those that the processor was not measured beside are left out.
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
 * const readings = new Map([["60_12", [speed]]]);
 * const { workloads: [torus] } = issueLimit(readings, [createWorkload("60_12")], []);
 * assert.deepEqual([torus!.counted, torus!.measured, torus!.reached], [56 / (8 * 4 * 4), 0.5, null]);
 * ```
 */
export function issueLimit(
  readings: ReadonlyMap<string, readonly ProcessorSpeed[]>,
  workloads: readonly Workload[],
  results: readonly OwnRow[],
): IssueLimit {
  const all = [...readings.values()].flat(), widths = Object.keys(all[0]!.additionsPerCycle);
  return {
    clockHz: median(all.map(({ clockHz }) => clockHz)),
    additionsPerCycle: Object.fromEntries(
      widths.map((width) => [width, median(all.map(({ additionsPerCycle }) => additionsPerCycle[width]!))]),
    ),
    workloads: workloads.flatMap(({ name, model }) => {
      const speeds = readings.get(name) ?? [];
      if (speeds.length === 0) return [];
      const degree = 2 * model.couplings.length / model.graph.vertexCount;
      const counted = median(speeds.map((speed) => countedSeconds(speed, degree))) * 1e9;
      const ours = results.find((row) => row.workload === name && row.backend === "wasm" && row.threads === 1);
      return [{
        workload: name,
        counted,
        measured: median(speeds.map(({ mixSeconds128: mix }) => mix.edge * degree + mix.other)) * 1e9,
        // Processor time: on one thread it is the wall time without what else the machine does.
        reached: ours === undefined ? null : counted * 1e-9 * ours.updatesPerCpuSecond,
      }];
    }),
  };
}

/** Whether the limit holds for a workload: the kernel of sparse models, with a vector of chains to fill. */
export function isSparse({ model, chains }: Workload): boolean {
  return model.visibleCount === null && chains >= LANES;
}

function countedSeconds({ clockHz, additionsPerCycle, operationsPerVector }: ProcessorSpeed, degree: number): number {
  const operations = operationsPerVector.edge * degree + operationsPerVector.other;
  return operations / (LANES * additionsPerCycle["128"]! * clockHz);
}
