import { encodeValue } from "../data/encoded_value.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { OutcomeRow, Prediction, Verdict } from "../registration/preregistration.ts";
import { BUDGET_GATE } from "../registration/preregistration_references.ts";
import type { Rows } from "./base_ledger.ts";
import { namedPredictions, possibleVerdicts } from "./decision_table.ts";
import { verdictIn } from "./focus.ts";
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
 * Whole ledgers: one on which rules pass, for each rule ones on which it does not, and the combinations of verdicts at and
 * beside each row of the decision table.
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
  const [shared] = bases;
  if (shared !== undefined) yield* combined(ground, shared);
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

function* combined(ground: ProvingGround, base: Rows): Generator<TableLedger> {
  const { registration } = ground;
  const whole = ground.evaluated(varied(base));
  const named = namedPredictions(registration);
  const held = new Map(named.map((id) => [id, verdictIn(whole, id)!]));
  const done = new Set<string>();
  for (const wanted of wantedVerdicts(ground, held)) {
    const key = JSON.stringify([...wanted]);
    if (done.has(key)) continue;
    done.add(key);
    const moved = [...wanted].filter(([id, verdict]) => held.get(id) !== verdict);
    const choices = moved.map(([id, verdict]) => variationsTo(ground, id, verdict));
    if (choices.some((list) => list.length === 0)) continue;
    for (let attempt = 0; attempt < KEPT ** Math.min(2, moved.length); attempt++) {
      const variations = choices.map((list, i) => list[Math.floor(attempt / KEPT ** (i % 2)) % list.length]!);
      const rows = varied(base, ...variations);
      const found = ground.evaluated(rows);
      if ([...wanted].some(([id, verdict]) => verdictIn(found, id) !== verdict)) continue;
      yield { statement: [...wanted].map(([id, verdict]) => `${id} ${verdict}`).join(", "), rows };
      break;
    }
  }
}

/** At each row of the table, and with each verdict of one prediction altered, the other predictions as they pass. */
function* wantedVerdicts(
  { registration }: ProvingGround,
  held: ReadonlyMap<string, Verdict>,
): Generator<ReadonlyMap<string, Verdict>> {
  const choose = (row: OutcomeRow, last: boolean): Map<string, Verdict> => {
    const wanted = new Map(held);
    for (const [id, allowed] of Object.entries(row.when)) wanted.set(id, last ? allowed.at(-1)! : allowed[0]!);
    return settled(registration.predictions, wanted);
  };
  for (const row of registration.outcomes) {
    for (const last of [false, true]) {
      yield choose(row, last);
      for (const id of Object.keys(row.when)) {
        for (const verdict of possibleVerdicts(registration, id)) {
          const wanted = choose(row, last).set(id, verdict);
          yield settled(registration.predictions, wanted);
        }
      }
    }
  }
}

/** A prediction that waits for one that does not pass is NOT-CHECKED. */
function settled(predictions: readonly Prediction[], wanted: Map<string, Verdict>): Map<string, Verdict> {
  for (let round = 0; round < wanted.size; round++) {
    for (const { id, after = [] } of predictions) {
      const barred = after.some((other) => !["PASS", "MEASURED"].includes(wanted.get(other) ?? "PASS"));
      if (barred && wanted.has(id)) wanted.set(id, "NOT-CHECKED");
    }
  }
  return wanted;
}

/** The id of the gate that a projection adds, where the registration has one. */
export function budgetGateOf({ registration }: ProvingGround): string | null {
  return registration.budget.projectionAt === undefined ? null : BUDGET_GATE;
}
