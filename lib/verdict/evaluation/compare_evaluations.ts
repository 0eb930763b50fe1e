import canonicalize from "canonicalize";
import type { Evaluation, RuleEvaluation } from "./evaluation.ts";

/** One thing in which a recorded verdict and the recomputed one differ. */
export interface EvaluationDifference {
  /** The prediction's or gate's id, or null for the outcome. */
  readonly id: string | null;
  /** Which part: `verdict`, `measure`, `threshold`, …, `outcome`, or `presence` when one side lacks the rule. */
  readonly field: string;
  readonly recorded: unknown;
  readonly recomputed: unknown;
  /** The difference as one line. */
  readonly message: string;
}

/**
 * Where a recorded verdict and the one recomputed from the ledger differ; an empty list when they are equal. Measures are
 * compared exactly, because both sides are computed from the same rows in the same order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const a = { predictions: [], gates: [], outcome: "TRACKS" };
 * assert.deepEqual(compareEvaluations(a, a), []);
 * assert.equal(compareEvaluations(a, { ...a, outcome: "OPEN" })[0]!.message, 'outcome: recorded "TRACKS", recomputed "OPEN"');
 * ```
 */
export function compareEvaluations(recorded: Evaluation, recomputed: Evaluation): EvaluationDifference[] {
  const differences = [
    ...compareRules(recorded.gates, recomputed.gates),
    ...compareRules(recorded.predictions, recomputed.predictions),
  ];
  if (recorded.outcome !== recomputed.outcome) {
    differences.push(difference(null, "outcome", recorded.outcome, recomputed.outcome));
  }
  return differences;
}

function compareRules(
  recorded: readonly RuleEvaluation[],
  recomputed: readonly RuleEvaluation[],
): EvaluationDifference[] {
  const left = new Map(recorded.map((rule) => [rule.id, rule]));
  const right = new Map(recomputed.map((rule) => [rule.id, rule]));
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((id) => {
    const a = left.get(id), b = right.get(id);
    if (a === undefined || b === undefined) {
      return [difference(id, "presence", a === undefined ? null : id, b === undefined ? null : id)];
    }
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof RuleEvaluation)[];
    return keys.filter((key) => text(a[key]) !== text(b[key])).map((key) => difference(id, key, a[key], b[key]));
  });
}

function difference(id: string | null, field: string, recorded: unknown, recomputed: unknown): EvaluationDifference {
  const place = id === null ? field : `${id} ${field}`;
  const message = `${place}: recorded ${text(recorded)}, recomputed ${text(recomputed)}`;
  return { id, field, recorded, recomputed, message };
}

function text(value: unknown): string {
  return canonicalize(value) ?? "nothing";
}
