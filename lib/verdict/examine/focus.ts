import { evaluate } from "../evaluation/evaluate.ts";
import type { Evaluation } from "../evaluation/evaluation.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Preregistration, Verdict } from "../registration/preregistration.ts";
import { measuresReadBy } from "../registration/read_measures.ts";
import { conditionsOf, type Rule } from "./rules.ts";

/** A registration cut down to one rule and what can change beside it. */
export interface Focus {
  readonly registration: Preregistration;
  readonly measures: ReadonlySet<string>;
}

/**
 * One rule with those of its conditions that read a measure of it. On rows that differ from a passing ledger in these
 * measures alone, the rule has the same verdict here as in the whole registration.
 */
export function focusOn(registration: Preregistration, rule: Rule): Focus {
  const measures = new Set(measuresReadBy(rule));
  const kept = [
    rule,
    ...conditionsOf(registration, rule).filter((other) => measuresReadBy(other).some((one) => measures.has(one))),
  ];
  const ids = new Set(kept.map(({ id }) => id));
  const keep = <Kind extends Rule>(rules: readonly Kind[]): Kind[] =>
    rules.filter(({ id }) => ids.has(id)).map((one) =>
      one.after === undefined ? one : { ...one, after: one.after.filter((id) => ids.has(id)) }
    );
  const { projectionAt: _, ...budget } = registration.budget;
  return {
    registration: {
      ...registration,
      budget,
      gates: keep(registration.gates),
      predictions: keep(registration.predictions),
      outcomes: [],
      otherwise: "none",
    },
    measures: new Set(kept.flatMap((one) => measuresReadBy(one))),
  };
}

/** The verdict of one rule. */
export function verdictOf(registration: Preregistration, rows: readonly LedgerRow[], id: string): Verdict {
  return verdictIn(evaluate(registration, rows, "full"), id)!;
}

/** The verdict of a rule in an evaluation; undefined where it has no such rule. */
export function verdictIn({ predictions, gates }: Evaluation, id: string): Verdict | undefined {
  return [...gates, ...predictions].find((rule) => rule.id === id)?.verdict;
}

/** Whether two evaluations differ in the outcome or in the verdict of a rule that both have. */
export function differ(a: Evaluation, b: Evaluation): boolean {
  if (a.outcome !== b.outcome) return true;
  return [...a.gates, ...a.predictions].some(({ id, verdict }) => {
    const other = verdictIn(b, id);
    return other !== undefined && other !== verdict;
  });
}
