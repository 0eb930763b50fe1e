import type { OtherRow, OwnRow, Ratio } from "./report.ts";

/**
 * Each backend against each other sampler on the same workload: against the fastest row of the other with at most as many threads.
 * A sampler of another law is no measure of speed and has no ratio.
 *
 * @param results Rows of the backends.
 * @param others Rows of other samplers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const row = { workload: "open-60", chains: 32, updatesPerCpuSecond: 1, repetitions: [1], undecidedShare: null };
 * const same = { ...row, energyPerSpin: -1, energyError: 1, law: "agrees", formulation: "" } as const;
 * const ours = { ...same, backend: "wasm", threads: 2, updatesPerSecond: 6e9 };
 * const other = { ...same, name: "jax", version: "1", backend: "cpu" } as const;
 * const theirs = [{ ...other, threads: 1, updatesPerSecond: 3e8 }, { ...other, threads: 2, updatesPerSecond: 2e8 }];
 * const [first] = ratios([ours], theirs);
 * assert.deepEqual([first!.against, first!.againstThreads, first!.ratio], ["jax", 1, 20]);
 * ```
 */
export function ratios(results: readonly OwnRow[], others: readonly OtherRow[]): Ratio[] {
  const right = others.filter(({ law }) => law !== "WRONG LAW");
  return results.filter(({ law }) => law !== "WRONG LAW").flatMap((ours) => {
    const { workload, backend, threads } = ours;
    const beside = right.filter((other) => other.workload === workload && other.threads <= threads);
    return [...new Set(beside.map(({ name }) => name))].map((against) => {
      const rows = beside.filter(({ name }) => name === against);
      const best = rows.reduce((a, b) => b.updatesPerSecond > a.updatesPerSecond ? b : a);
      const ratio = ours.updatesPerSecond / best.updatesPerSecond;
      return { workload, backend, threads, against, againstThreads: best.threads, ratio };
    });
  });
}
