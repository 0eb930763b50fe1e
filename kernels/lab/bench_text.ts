import type { BenchReport, BenchRow, NotRun } from "../bench/mod.ts";
import { type Column, textTable } from "./text_table.ts";

const COLUMNS: readonly Column[] = [
  { title: "sampler", width: 24 },
  { title: "threads", width: 7 },
  { title: "Mupd/s", width: 8 },
  { title: "ns", width: 8 },
  { title: "CPU ns", width: 8 },
  { title: "spread", width: 6 },
  { title: "undecided", width: 9 },
  { title: "E/spin", width: 10 },
  { title: "law", width: 12 },
  { title: "× thrml", width: 8 },
  { title: "× jax", width: 8 },
];

/**
 * The report as text: the machine, a table for each workload, the limit of the processor, and what was not run.
 *
 * @param report The report.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const nothing = { results: [], peers: [], references: [], ratios: [], scaling: [], limit: null, notRun: [] };
 * const report = { schemaVersion: 1, machine: { cpu: "abacus", cores: 1 }, load: { before: 0, after: 1 }, ...nothing } as const;
 * assert.match(benchText(report), /^abacus, 1 core, load 0\.00 before and 1\.00 after\n/);
 * ```
 */
export function benchText(report: BenchReport): string {
  const { machine: { cpu, cores }, load, results, peers, references, limit } = report;
  const clock = limit === null ? "" : `, ${(limit.clockHz / 1e9).toFixed(2)} GHz measured`;
  const head = `${cpu}, ${cores} core${cores === 1 ? "" : "s"}${clock}, load ${load.before.toFixed(2)} before and ${
    load.after.toFixed(2)
  } after\nA repetition of each sampler in turn; medians of wall time and of processor time for an update of one spin.\n`;
  const names = [...new Set([...results, ...references, ...peers].map(({ workload }) => workload))];
  return head + names.map((name) => workloadText(name, report)).join("") + limitText(report) +
    notRunText(report.notRun);
}

function workloadText(workload: string, { results, peers, references, ratios, scaling }: BenchReport): string {
  const against = (backend: string, threads: number, name: string): string => {
    const found = ratios.find((ratio) =>
      ratio.workload === workload && ratio.backend === backend && ratio.threads === threads && ratio.against === name
    );
    return found === undefined ? "" : found.ratio.toPrecision(3);
  };
  const rows = [
    ...results.map((row) => ({
      row,
      name: row.backend,
      thrml: against(row.backend, row.threads, "thrml"),
      jax: against(row.backend, row.threads, "jax"),
    })),
    ...[...references, ...peers].map((row) => ({ row, name: `${row.name} ${row.version}`, thrml: "", jax: "" })),
  ].filter(({ row }) => row.workload === workload);
  const { chains } = rows[0]!.row;
  const table = textTable(COLUMNS, rows.map(({ row, name, thrml, jax }) => [name, ...cells(row), thrml, jax]));
  const gains = scaling.filter((row) => row.workload === workload).map(({ backend, threads, speedup, apart }) => {
    const beside = apart === null ? "" : `; ${threads} separate samplers ${apart.toFixed(2)} times`;
    return `  ${backend}, ${threads} threads: ${speedup.toFixed(2)} times the rate of one${beside}\n`;
  });
  const how = peers.filter((row) => row.workload === workload)
    .map(({ name, threads, formulation }) => `  ${name}, ${threads}: ${formulation.split(" (")[0]}\n`);
  return `\n${workload}, ${chains} chain${chains === 1 ? "" : "s"}\n${table}${gains.join("")}${how.join("")}`;
}

function cells(row: BenchRow): string[] {
  const { threads, updatesPerSecond, updatesPerCpuSecond, repetitions, undecidedShare, energyPerSpin, law } = row;
  const spread = (Math.max(...repetitions) - Math.min(...repetitions)) / updatesPerSecond;
  return [
    String(threads),
    (updatesPerSecond / 1e6).toPrecision(4),
    (1e9 / updatesPerSecond).toPrecision(3),
    (1e9 / updatesPerCpuSecond).toPrecision(3),
    `${Math.round(100 * spread)} %`,
    undecidedShare === null ? "" : `${(100 * undecidedShare).toPrecision(2)} %`,
    energyPerSpin.toFixed(5),
    law,
  ];
}

function limitText({ limit }: BenchReport): string {
  if (limit === null) return "";
  const rates = Object.entries(limit.additionsPerCycle).map(([bits, rate]) => `${rate.toFixed(1)} of ${bits} bits`);
  const lines = limit.workloads.map(({ workload, counted, measured, reached }) => {
    const share = reached === null
      ? ""
      : `; one WASM thread reaches ${Math.round(100 * reached)} % of the rate by count`;
    return `  ${workload}: ${counted.toFixed(3)} ns by count, ${
      measured.toFixed(3)
    } ns by the operations alone${share}\n`;
  });
  return `\nIssue limit of 128-bit vectors (vector additions a cycle: ${rates.join(", ")})\n${lines.join("")}`;
}

/** One line for each reason, not one for each workload. */
function notRunText(notRun: readonly NotRun[]): string {
  const lines = new Map<string, Set<string>>();
  for (const { name, workload, threads, reason } of notRun) {
    const key = `NOT RUN ${name}, ${threads} thread${threads === 1 ? "" : "s"}: ${reason}`;
    lines.set(key, (lines.get(key) ?? new Set()).add(workload));
  }
  if (lines.size === 0) return "";
  return `\n${[...lines].map(([line, workloads]) => `${line} (${[...workloads].join(", ")})\n`).join("")}`;
}
