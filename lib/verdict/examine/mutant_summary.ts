import { evaluate } from "../evaluation/evaluate.ts";
import type { MutantSummary } from "../freeze/freeze_record.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Preregistration } from "../registration/preregistration.ts";
import { differ, focusOn, verdictOf } from "./focus.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";
import { outcomeOf } from "./outcome_ledgers.ts";
import { type ProvingGround, provingGround } from "./proving_ground.ts";
import { rulesOf } from "./rules.ts";
import { survivalReason } from "./survival_reason.ts";
import { tableLedgers } from "./table_ledgers.ts";

/**
 * How many of {@link mutantsOf} give, on some ledger made for the registration, another verdict or another outcome. Those
 * that give the same on all are listed with the reason.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const clause = {
 *   estimand: { measure: "gap", aggregate: "single" },
 *   comparison: "<=",
 *   threshold: 0.1,
 *   basis: { full: 1, quick: 1 },
 * } as const;
 * const plan = {
 *   budget: { capSeconds: 1 },
 *   grid: {},
 *   measures: { gap: { unit: "1", range: [0, 1], plannedError: 0 } },
 *   predictions: [{ id: "P1", statement: "s", mark: ["O"], published: null, clauses: [clause] }],
 *   gates: [],
 *   outcomes: [{ token: "SMALL", when: { P1: ["PASS"] } }],
 *   otherwise: "OPEN",
 * };
 * const { count, changed } = mutantSummary(plan as never);
 * assert.ok(count > 5 && changed === count);
 * ```
 */
export function mutantSummary(registration: Preregistration): MutantSummary {
  return mutantSummaryOn(provingGround(registration));
}

/** {@link mutantSummary} on ledgers that are there already. */
export function mutantSummaryOn(ground: ProvingGround): MutantSummary {
  let ledgers: readonly (readonly LedgerRow[])[] | null = null;
  const whole = (): readonly (readonly LedgerRow[])[] => ledgers ??= [...tableLedgers(ground)].map(({ rows }) => rows);
  return summarise(ground.registration, (mutant) => isTold(ground, mutant) || changedOn(ground, mutant, whole()));
}

/** The summary over the mutants of a registration, given what tells one from the registration. */
export function summarise(registration: Preregistration, isChanged: (mutant: Mutant) => boolean): MutantSummary {
  const mutants = mutantsOf(registration);
  const survivors = mutants.filter((mutant) => !isChanged(mutant));
  return {
    count: mutants.length,
    changed: mutants.length - survivors.length,
    survivors: survivors.map((mutant) => ({
      rule: mutant.rule,
      mutant: mutant.description,
      reason: survivalReason(registration, mutant),
    })),
  };
}

/** Whether a mutant gives another verdict or outcome on one of some whole ledgers. */
export function changedOn(ground: ProvingGround, mutant: Mutant, ledgers: Iterable<readonly LedgerRow[]>): boolean {
  for (const rows of ledgers) {
    // Another table gives the same verdicts, so most ledgers need not be evaluated again.
    if (mutant.rule === "outcomes" && sameOutcome(ground, mutant, rows)) continue;
    if (differ(ground.evaluated(rows), evaluate(mutant.registration, rows, "full"))) return true;
  }
  return false;
}

function sameOutcome(ground: ProvingGround, mutant: Mutant, rows: readonly LedgerRow[]): boolean {
  const verdicts = new Map(ground.evaluated(rows).predictions.map(({ id, verdict }) => [id, verdict]));
  return outcomeOf(ground.registration, verdicts) === outcomeOf(mutant.registration, verdicts);
}

/** Whether an altered clause gives its rule another verdict on one of the variations made for that rule. */
function isTold(ground: ProvingGround, mutant: Mutant): boolean {
  const rule = rulesOf(ground.registration).find((one) => one.id === mutant.rule);
  const altered = rulesOf(mutant.registration).find((one) => one.id === mutant.rule);
  if (mutant.clause === undefined || rule === undefined || altered === undefined) return false;
  const { registration } = focusOn(mutant.registration, altered);
  const trials = ground.trials(rule);
  const told = (clause: number | null): boolean => {
    for (const trial of trials) {
      const wanted = clause === null ? trial.clause !== mutant.clause : trial.clause === -1 || trial.clause === clause;
      // Where a gate halts the rule, its own verdict cannot be seen.
      if (!wanted || trial.verdict === "HALT") continue;
      if (verdictOf(registration, trial.rows, rule.id) !== trial.verdict) return true;
    }
    return false;
  };
  return told(mutant.clause) || told(null);
}
