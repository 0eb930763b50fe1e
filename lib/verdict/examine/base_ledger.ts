import type { LedgerRow } from "../ledger/ledger.ts";
import type { Clause, Measurement, Preregistration } from "../registration/preregistration.ts";
import { measureDomain } from "./attainable.ts";
import { clauseGoal } from "./clause_goal.ts";
import { madeRow, NOT_MEASURED } from "./example_row.ts";
import { failGoal } from "./fail_goal.ts";
import type { Slot } from "./layout.ts";
import { pickInside } from "./pick.ts";
import { conditionsOf, type Rule, rulesOf } from "./rules.ts";
import { solve } from "./solver.ts";

/** Rows by their ids. */
export type Rows = ReadonlyMap<string, LedgerRow>;

/**
 * Rows on which a rule passes, with the gates and the rules it comes after, and with as many of the other rules as can
 * pass beside it.
 *
 * @param rule null for as many rules as can pass at once.
 * @returns null when no such rows were found.
 */
export function baseLedger(registration: Preregistration, slots: readonly Slot[], rule: Rule | null): Rows | null {
  const needed = rule === null ? [] : [...conditionsOf(registration, rule), rule];
  const others = rulesOf(registration).filter((other) => !needed.includes(other));
  const whole = passingRows(registration, slots, [...needed, ...others]);
  if (whole !== null) return whole;
  let found = passingRows(registration, slots, needed);
  const held = [...needed];
  for (const other of found === null ? [] : others) {
    const more = passingRows(registration, slots, [...held, other]);
    if (more === null) continue;
    found = more;
    held.push(other);
  }
  return found;
}

/**
 * Rows on which some rules pass and others fail.
 *
 * @param missing ids of rows that are not measured.
 * @returns null when no such rows were found.
 */
export function passingRows(
  registration: Preregistration,
  slots: readonly Slot[],
  rules: readonly Rule[],
  failing: readonly Rule[] = [],
  missing: ReadonlySet<string> = new Set(),
): Rows | null {
  const clauses = rules.flatMap((rule) => [...rule.clauses]).sort((a, b) => choices(a) - choices(b));
  const goals = [
    ...clauses.map((clause) => clauseGoal(registration, clause)),
    ...failing.map((rule) => failGoal(registration, rule)),
  ];
  const domains = solve(registration, slots, goals, missing);
  if (domains === null) return null;
  return new Map(
    slots.map(({ id, measure, params }) => {
      const domain = domains.get(id) ?? measureDomain(registration, measure);
      const row = madeRow(registration, measure, params, pickInside(domain));
      return [id, missing.has(id) ? { ...row, ...NOT_MEASURED } : row];
    }),
  );
}

// A clause on some of the cells can leave those that others bind; a rank correlation fixes every value, so it comes last.
function choices({ estimand }: Clause | Measurement): number {
  if (estimand.aggregate === "spearman") return 2;
  return estimand.given === undefined ? 0 : 1;
}
