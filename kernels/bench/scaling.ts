import { median } from "./measure_workload.ts";
import type { OtherRow, OwnRow, Scaling } from "./report.ts";

/** The name of the row of separate samplers. */
export const APART = "wasm-apart";

/**
 * How many times as fast a backend is on several threads as on one, and beside it as many separate samplers: what the computer
 * itself gives. Medians of the ratios within a repetition, whose turns follow each other.
 *
 * @param results Rows of the backends.
 * @param references Rows of references; those named `wasm-apart` are the separate samplers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const row = { workload: "open-60", chains: 32, updatesPerSecond: 1, updatesPerCpuSecond: 1, undecidedShare: null };
 * const same = { ...row, energyPerSpin: -1, energyError: 1, law: "agrees", formulation: "" } as const;
 * const one = { ...same, backend: "wasm", threads: 1, repetitions: [1e9, 2e9, 1e9] };
 * const two = { ...same, backend: "wasm", threads: 2, repetitions: [1.8e9, 3.6e9, 1.9e9] };
 * const apart = { ...same, name: APART, version: "2 samplers", backend: "cpu", threads: 2, repetitions: [2e9, 4e9, 2e9] } as const;
 * assert.deepEqual(scaling([one, two], [apart]), [{ workload: "open-60", backend: "wasm", threads: 2, speedup: 1.8, apart: 2 }]);
 * ```
 */
export function scaling(results: readonly OwnRow[], references: readonly OtherRow[]): Scaling[] {
  return results.filter(({ threads }) => threads > 1).flatMap((row) => {
    const { workload, backend, threads } = row;
    const alone = results.find((other) =>
      other.workload === workload && other.backend === backend && other.threads === 1
    );
    if (alone === undefined) return [];
    const times = (rates: readonly number[]): number => median(rates.map((rate, k) => rate / alone.repetitions[k]!));
    const separate = references.find((other) =>
      other.workload === workload && other.name === APART && other.threads === threads
    );
    return [{
      workload,
      backend,
      threads,
      speedup: times(row.repetitions),
      apart: separate === undefined ? null : times(separate.repetitions),
    }];
  });
}
