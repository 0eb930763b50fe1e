import { loadavg } from "node:os";
import { isSparse, issueLimit } from "./issue_limit.ts";
import { type MeasuredRow, type MeasureOptions, measureWorkload } from "./measure_workload.ts";
import { watchProcessor } from "./processor_watch.ts";
import { ratios } from "./ratios.ts";
import { scaling } from "./scaling.ts";
import type { BenchReport, NotRun, OtherRow, OwnRow } from "./report.ts";
import type { Subject } from "./subject.ts";
import type { Workload } from "./workload.ts";

/** What is timed, on what, and how. */
export interface BenchOptions extends Omit<MeasureOptions, "beside"> {
  readonly workloads: readonly Workload[];
  readonly subjects: readonly Subject[];
  /** The machine, in named facts. */
  readonly machine: Readonly<Record<string, string | number>>;
  /** For compiled programs. */
  readonly folder: string;
}

/**
 * Times samplers on workloads and compares them.
 *
 * @param options What, on what, and how.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const options = { repetitions: 1, seconds: 0.01, progress: () => {}, signal: new AbortController().signal };
 * const report = await bench({ ...options, workloads: [], subjects: [], machine: { cpu: "abacus" }, folder: "." });
 * assert.deepEqual([report.machine, report.results], [{ cpu: "abacus" }, []]);
 * ```
 */
export async function bench(options: BenchOptions): Promise<BenchReport> {
  const { workloads, subjects, machine, folder } = options;
  const before = loadavg()[0]!, rows: MeasuredRow[] = [], notRun: NotRun[] = [];
  const processor = await watchProcessor(workloads.filter(isSparse), folder);
  for (const workload of workloads) {
    if (options.signal.aborted) break;
    const done = await measureWorkload(workload, subjects, { ...options, beside: processor.beside });
    rows.push(...done.rows);
    notRun.push(...done.notRun);
  }
  const problem = processor.problem(), { readings } = processor;
  if (problem !== null) notRun.push({ name: "issue limit", workload: "all", threads: 1, reason: problem });
  const results = rows.filter(({ subject }) => subject.kind === "ours").map(ownRow);
  const others = (kind: Subject["kind"]): OtherRow[] =>
    rows.filter(({ subject }) => subject.kind === kind).map(otherRow);
  const peers = others("peer"), references = others("reference");
  return {
    schemaVersion: 1,
    machine,
    load: { before, after: loadavg()[0]! },
    results,
    peers,
    references,
    ratios: ratios(results, [...peers, ...references]),
    scaling: scaling(results, references),
    limit: readings.size === 0 ? null : issueLimit(readings, workloads, results),
    notRun,
  };
}

function ownRow({ subject, version: _, ...row }: MeasuredRow): OwnRow {
  return { ...row, backend: subject.name };
}

function otherRow({ subject, version, ...row }: MeasuredRow): OtherRow {
  return { ...row, name: subject.name, version: version ?? "unknown", backend: "cpu" };
}
