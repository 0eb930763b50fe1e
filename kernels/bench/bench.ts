import { loadavg } from "node:os";
import { messageOf } from "../protocol/message_of.ts";
import { issueLimit, processorSpeed } from "./issue_limit.ts";
import { type MeasuredRow, type MeasureOptions, measureWorkload } from "./measure_workload.ts";
import { ratios } from "./ratios.ts";
import type { BenchReport, IssueLimit, NotRun, OtherRow, OwnRow } from "./report.ts";
import type { Subject } from "./subject.ts";
import type { Workload } from "./workload.ts";

/** What is timed, on what, and how. */
export interface BenchOptions extends MeasureOptions {
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
  for (const workload of workloads) {
    if (options.signal.aborted) break;
    const done = await measureWorkload(workload, subjects, options);
    rows.push(...done.rows);
    notRun.push(...done.notRun);
  }
  const results = rows.filter(({ subject }) => subject.kind === "ours").map(ownRow);
  const others = (kind: Subject["kind"]): OtherRow[] =>
    rows.filter(({ subject }) => subject.kind === kind).map(otherRow);
  const peers = others("peer"), references = others("reference");
  let limit: IssueLimit | null = null;
  if (workloads.length > 0 && !options.signal.aborted) {
    options.progress("the processor …");
    try {
      limit = issueLimit(await processorSpeed(folder), workloads, results);
    } catch (error) {
      notRun.push({ name: "issue limit", workload: "all", threads: 1, reason: messageOf(error) });
    }
  }
  return {
    schemaVersion: 1,
    machine,
    load: { before, after: loadavg()[0]! },
    results,
    peers,
    references,
    ratios: ratios(results, [...peers, ...references]),
    limit,
    notRun,
  };
}

function ownRow({ subject, version: _, ...row }: MeasuredRow): OwnRow {
  return { ...row, backend: subject.name };
}

function otherRow({ subject, version, ...row }: MeasuredRow): OtherRow {
  return { ...row, name: subject.name, version: version ?? "unknown", backend: "cpu" };
}
