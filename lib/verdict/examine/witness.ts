import type { LedgerRow } from "../ledger/ledger.ts";
import type { Witness } from "../freeze/freeze_record.ts";
import type { Preregistration, Verdict } from "../registration/preregistration.ts";
import { verdictIn } from "./focus.ts";
import { type ProvingGround, provingGround } from "./proving_ground.ts";
import type { Refusal } from "./refused_rule_error.ts";
import { isMeasureOnly, type Rule, rulesOf } from "./rules.ts";
import { budgetGateOf, haltedBudget } from "./table_ledgers.ts";
import { varied } from "./variation.ts";

/**
 * For each rule rows on which it passes and rows on which it fails, for a measure-only prediction rows on which it is
 * MEASURED. Each ledger is whole, and its verdict is what {@link evaluate} says of the registration on it.
 *
 * @returns no witness for a verdict for which no rows were found; {@link refusalsOf} names the rule.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const clause = {
 *   estimand: { measure: "gap", aggregate: "every" },
 *   comparison: "<=",
 *   threshold: 0.1,
 *   basis: { full: 2, quick: 1 },
 * } as const;
 * const plan = {
 *   budget: { capSeconds: 1 },
 *   grid: {},
 *   measures: { gap: { unit: "1", range: [0, 1], plannedError: 0 } },
 *   predictions: [{ id: "P1", statement: "s", mark: ["O"], published: null, clauses: [clause] }],
 *   gates: [],
 *   outcomes: [],
 *   otherwise: "OPEN",
 * };
 * const witnesses = witnessesOf(plan as never);
 * assert.deepEqual(witnesses.map(({ rule, verdict }) => [rule, verdict]), [["P1", "PASS"], ["P1", "FAIL"]]);
 * assert.equal(witnesses[0]!.rows.length, 2);
 * ```
 */
export function witnessesOf(registration: Preregistration): Witness[] {
  return witnessesOn(provingGround(registration));
}

/** {@link witnessesOf} on ledgers that are there already. */
export function witnessesOn(ground: ProvingGround): Witness[] {
  const witnesses = rulesOf(ground.registration).flatMap((rule) =>
    wantedOf(rule).flatMap((verdict) => witnessOf(ground, rule, verdict) ?? [])
  );
  return [...witnesses, ...budgetWitnesses(ground)];
}

/** The rules for which rows were not found on which they pass, or fail. */
export function unwitnessed(ground: ProvingGround, witnesses: readonly Witness[]): Refusal[] {
  return rulesOf(ground.registration).flatMap((rule) =>
    wantedOf(rule).filter((verdict) => !witnesses.some((one) => one.rule === rule.id && one.verdict === verdict))
      .map((verdict) => ({
        rule: rule.id,
        kind: "no-witness" as const,
        statement: `no rows were found on which it is ${verdict}`,
        witness: ground.slots !== null
          ? "none of the ledgers tried, on which its gates and the rules before it pass, gives that verdict"
          : "no set of rows gives every clause the number of rows that it is registered to stand on",
        rows: [],
      }))
  );
}

function wantedOf(rule: Rule): readonly Verdict[] {
  return isMeasureOnly(rule) ? ["MEASURED"] : ["PASS", "FAIL"];
}

function witnessOf(ground: ProvingGround, rule: Rule, verdict: Verdict): Witness | null {
  const base = ground.base(rule);
  if (base === null) return null;
  for (const trial of ground.trials(rule)) {
    if (trial.verdict !== verdict) continue;
    const rows = varied(base, trial.variation);
    if (verdictIn(ground.evaluated(rows), rule.id) !== verdict) continue;
    const statement = trial.clause < 0 ? valuesText(rule, rows) : trial.variation.statement;
    return { rule: rule.id, verdict, statement, rows };
  }
  return null;
}

function valuesText(rule: Rule, rows: readonly LedgerRow[]): string {
  const measures = [...new Set(rule.clauses.map((clause) => clause.estimand.measure))];
  const parts = measures.map((measure) => {
    const values = [...new Set(rows.filter((row) => row.measure === measure).map((row) => row.value))];
    const shown = values.length > 3 ? `${values.slice(0, 3).join(", ")}, …` : values.join(", ");
    return `${measure} at ${shown}`;
  });
  return parts.join("; ");
}

function budgetWitnesses(ground: ProvingGround): Witness[] {
  const rule = budgetGateOf(ground);
  const base = rulesOf(ground.registration).map((one) => ground.base(one)).find((one) => one !== null) ?? null;
  if (rule === null || base === null) return [];
  const halted = haltedBudget(base);
  const tried = [
    { statement: "budgetDecision at PROCEED", rows: varied(base) },
    { statement: halted.statement, rows: varied(base, halted) },
  ];
  return tried.map(({ statement, rows }) => ({
    rule,
    verdict: verdictIn(ground.evaluated(rows), rule)!,
    statement,
    rows,
  }));
}
