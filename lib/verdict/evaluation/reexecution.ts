import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { decodeValue } from "../data/encoded_value.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Ledger, LedgerRow } from "../ledger/ledger.ts";

/** The family-wise probability that honest noise makes a re-execution with new seeds disagree. */
export const REEXECUTION_ALPHA = 1e-6;

/** Time on the wall is no result: it differs from run to run. */
const WALL_CLOCK: readonly string[] = ["projectedSeconds"];

/** What a re-execution is compared by. */
export interface ReexecutionOptions {
  /** Whether the sampling seeds were others than those of the record. */
  readonly newSeeds: boolean;
  /** Family-wise false-alarm rate over all rows with a Monte-Carlo error; only with new seeds. */
  readonly alpha?: number;
}

/** How a re-execution compares with the record. */
export interface Reexecution {
  /** Rows that stand in both. */
  readonly compared: number;
  /** Those of them that carry a Monte-Carlo error. */
  readonly sampled: number;
  /** One sentence per row, prediction or gate that disagrees. */
  readonly problems: readonly string[];
}

/**
 * Compares a re-execution with the recorded run, row by row and verdict by verdict. With the same seeds every row that
 * stands in both must hold the same bits. With new sampling seeds a row with a Monte-Carlo error may differ by
 * z·√(e₁² + e₂²), with z the two-sided normal quantile at α divided by the number of such rows (Bonferroni), and every
 * other row must hold the same bits. A row that stands on another number of samples in the two runs, a verdict that the
 * re-execution did not check, and time on the wall contradict nothing.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const row = { id: "q", params: {}, measure: "q", value: 1, mcse: 0.1, n: 100, unit: "1", status: "ok", reason: null } as const;
 * const ledger = (value: number) => ({ rows: [{ ...row, value }], verdict: null }) as never;
 * assert.equal(compareReexecution(ledger(1), ledger(1.2), { newSeeds: true }).problems.length, 0);
 * assert.equal(compareReexecution(ledger(1), ledger(2), { newSeeds: true }).problems.length, 1);
 * assert.equal(compareReexecution(ledger(1), ledger(1.2), { newSeeds: false }).problems.length, 1);
 * ```
 */
export function compareReexecution(
  recorded: Pick<Ledger, "rows" | "verdict">,
  again: Pick<Ledger, "rows" | "verdict">,
  options: ReexecutionOptions,
): Reexecution {
  const { newSeeds, alpha = REEXECUTION_ALPHA } = options;
  const known = new Map(recorded.rows.map((row) => [row.id, row]));
  const pairs = again.rows.flatMap((row) => {
    const before = known.get(row.id);
    return before === undefined || before.n !== row.n || WALL_CLOCK.includes(row.measure)
      ? []
      : [[before, row] as const];
  });
  const noisy = pairs.filter(([before, now]) => newSeeds && isSampled(before) && isSampled(now));
  const z = noisy.length === 0 ? 0 : normalQuantile(1 - alpha / (2 * noisy.length), 0, 1);
  const problems = pairs.flatMap(([before, now]) => {
    if (before.status === now.status && before.value === now.value && before.mcse === now.mcse) return [];
    if (newSeeds && isSampled(before) && isSampled(now)) return noiseProblem(before, now, z, alpha);
    const why = newSeeds ? "an exact row must not depend on a sampling seed" : "the same seeds must give the same bits";
    return [`row ${before.id}: recorded ${shown(before)}, now ${shown(now)}; ${why}`];
  });
  return {
    compared: pairs.length,
    sampled: pairs.filter(([before]) => isSampled(before)).length,
    problems: [...problems, ...verdictProblems(recorded.verdict, again.verdict)],
  };
}

function isSampled(row: LedgerRow): boolean {
  return row.status === "ok" && row.mcse !== null && row.mcse > 0 && Number.isFinite(row.value);
}

function noiseProblem(before: LedgerRow, now: LedgerRow, z: number, alpha: number): string[] {
  const error = Math.hypot(before.mcse!, now.mcse!);
  const distance = Math.abs((decodeValue(before.value!) as number) - (decodeValue(now.value!) as number)) / error;
  if (distance <= z) return [];
  return [
    `row ${before.id}: recorded ${shown(before)}, now ${shown(now)}: ${distance.toFixed(1)} standard errors apart, ` +
    `${z.toFixed(1)} are allowed at a family-wise false-alarm rate of ${alpha}`,
  ];
}

function verdictProblems(recorded: Evaluation | null, again: Evaluation | null): string[] {
  if (recorded === null || again === null) return [];
  const known = new Map([...recorded.gates, ...recorded.predictions].map(({ id, verdict }) => [id, verdict]));
  return [...again.gates, ...again.predictions].flatMap(({ id, verdict }) => {
    if (verdict === "NOT-CHECKED" || verdict === known.get(id)) return [];
    return [`${id}: the re-execution gives ${verdict}, recorded is ${known.get(id) ?? "nothing"}`];
  });
}

function shown({ value, mcse, status }: LedgerRow): string {
  return `${status === "ok" ? value : status}${mcse === null ? "" : ` ± ${mcse}`}`;
}
