import { encodeValue } from "../data/encoded_value.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Verdict } from "../registration/preregistration.ts";
import { BUDGET_GATE } from "../registration/preregistration_references.ts";
import type { Rows } from "./base_ledger.ts";
import { verdictsText } from "./outcome_ledgers.ts";
import type { ProvingGround } from "./proving_ground.ts";
import { rulesOf } from "./rules.ts";
import { type Variation, varied } from "./variation.ts";

/** How many variations of a rule are kept for each of its verdicts. */
const KEPT = 3;

/** A whole ledger in which chosen rules have chosen verdicts. */
export interface TableLedger {
  readonly statement: string;
  readonly rows: readonly LedgerRow[];
}

/**
 * Whole ledgers: one on which rules pass, for each rule ones on which it does not, and for each outcome one with it and ones
 * on which one prediction has another verdict.
 */
export function* tableLedgers(ground: ProvingGround): Generator<TableLedger> {
  const { registration } = ground;
  const rules = rulesOf(registration);
  const bases = new Set(rules.map((rule) => ground.base(rule)).filter((base) => base !== null));
  for (const base of bases) {
    yield { statement: "every rule passes", rows: varied(base) };
    if (registration.budget.projectionAt !== undefined) {
      const halted = haltedBudget(base);
      yield { statement: halted.statement, rows: varied(base, halted) };
    }
  }
  for (const rule of rules) {
    const base = ground.base(rule);
    if (base === null) continue;
    for (const verdict of ["FAIL", "NOT-CHECKED"] as const) {
      for (const variation of variationsTo(ground, rule.id, verdict)) {
        yield { statement: variation.statement, rows: varied(base, variation) };
      }
    }
  }
  for (const { ledger, neighbours } of ground.outcomes()) {
    for (const { verdicts, rows } of [...ledger === null ? [] : [ledger], ...neighbours()]) {
      yield { statement: verdictsText(verdicts), rows };
    }
  }
}

/** The variation in which the projection of the budget says HALT. */
export function haltedBudget(base: Rows): Variation {
  const decision = base.get("budgetDecision")!;
  return {
    statement: "budgetDecision at HALT",
    rows: new Map([[decision.id, { ...decision, value: encodeValue("HALT") }]]),
  };
}

/** Variations that give a rule a verdict, from each of its clauses in turn. */
function variationsTo(ground: ProvingGround, id: string, verdict: Verdict): readonly Variation[] {
  const rule = rulesOf(ground.registration).find((one) => one.id === id)!;
  const found = new Map<number, Variation>();
  for (const trial of ground.trials(rule)) {
    if (trial.verdict !== verdict || found.has(trial.clause)) continue;
    found.set(trial.clause, trial.variation);
    if (found.size === Math.min(KEPT, rule.clauses.length)) break;
  }
  return [...found.values()];
}

/** The id of the gate that a projection adds, where the registration has one. */
export function budgetGateOf({ registration }: ProvingGround): string | null {
  return registration.budget.projectionAt === undefined ? null : BUDGET_GATE;
}
