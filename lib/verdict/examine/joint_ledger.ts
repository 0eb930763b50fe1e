import type { Evaluation } from "../evaluation/evaluation.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Preregistration } from "../registration/preregistration.ts";
import { rowsReadBy } from "./adequacy_variations.ts";
import { passingRows } from "./base_ledger.ts";
import type { Verdicts } from "./decision_table.ts";
import { verdictIn } from "./focus.ts";
import type { Slot } from "./layout.ts";
import type { Rule } from "./rules.ts";

/** At most as many rows of a rule are tried for the one that is not measured, where other rules read them as well. */
const MOST_ROWS = 16;

/** A registration with rows for it that have no values yet. */
export interface JointGround {
  readonly registration: Preregistration;
  /** Null where no set of rows suits every rule. */
  readonly slots: readonly Slot[] | null;
  evaluated(rows: readonly LedgerRow[]): Evaluation;
}

/**
 * A whole ledger on which the gates pass and predictions have these verdicts, proved by evaluating it.
 *
 * @param wanted verdicts by the ids of predictions; the others may have any.
 * @returns null when none was found.
 */
export function jointLedger(ground: JointGround, wanted: Verdicts): readonly LedgerRow[] | null {
  const { registration, slots } = ground;
  if (slots === null) return null;
  const of = (...verdicts: string[]): Rule[] =>
    registration.predictions.filter(({ id }) => verdicts.includes(wanted.get(id) ?? ""));
  const passing = [...registration.gates, ...of("PASS", "MEASURED")], failing = of("FAIL");
  const open = registration.predictions.filter(({ id }) => !wanted.has(id));
  const unchecked = of("NOT-CHECKED");
  const read = unchecked.map((rule) => rowsReadBy(rule, slots));
  const tried = read.some((ids) => ids.length > 1)
    ? Math.min(MOST_ROWS, Math.max(...read.map((ids) => ids.length)))
    : 1;
  // The other rules pass where they can, so that no verdict hangs on rows that were left to chance.
  for (const more of open.length > 0 ? [open, []] : [[]]) {
    for (let k = 0; k < tried; k++) {
      const missing = new Set(read.flatMap((ids) => ids[k % ids.length] ?? []));
      const rows = passingRows(registration, slots, [...passing, ...more], failing, missing);
      if (rows === null) continue;
      const found = [...rows.values()], evaluation = ground.evaluated(found);
      if ([...wanted].every(([id, verdict]) => verdictIn(evaluation, id) === verdict)) return found;
    }
  }
  return null;
}
