import type { Adequacy, LedgerRow } from "../ledger/ledger.ts";
import type { Clause, Measurement, Requirement } from "../registration/preregistration.ts";
import { rowId } from "../ledger/row_id.ts";
import type { Rows } from "./base_ledger.ts";
import { NOT_MEASURED } from "./example_row.ts";
import type { Slot } from "./layout.ts";
import { readCells } from "./readings.ts";
import { estimandsOf, type Rule } from "./rules.ts";
import type { Variation } from "./variation.ts";

/** Adequacy that breaks one requirement and no other. */
const BROKEN: Readonly<Record<Requirement, Adequacy>> = {
  "uncensored": { length: 4 },
  "window-50-tau": { window: 49 },
  "burn-in-5-tau": { burnIn: 4 },
  "reference": { referenceChange: 0.2 },
  "fresh-weights": {},
};

/** The rows that a rule reads by their ids, the first and the last of each clause before the others. */
export function rowsReadBy(rule: Rule, rows: readonly Slot[]): readonly string[] {
  const ids = rule.clauses.map((clause) => idsOf(clause, rows));
  return [...new Set([...ids.flatMap((list) => [list[0]!, list.at(-1)!]), ...ids.flat()])];
}

/** Variations of what the rows of a clause stand on: averaged over a parameter, not adequate, not measured, stale. */
export function* adequacyVariations(clause: Clause | Measurement, base: Rows): Generator<Variation> {
  const ids = idsOf(clause, [...base.values()]);
  const first = ids[0];
  if (first === undefined) return;
  const row = base.get(first)!;
  const one = (statement: string, changes: Partial<LedgerRow>): Variation => ({
    statement: `${first} ${statement}`,
    rows: new Map([[first, { ...row, ...changes }]]),
  });
  yield one("not checked", NOT_MEASURED);
  for (const name of new Set([...clause.basis.per ?? [], ...clause.estimand.by ?? []])) {
    yield { statement: `rows averaged over ${name}`, rows: averagedOver(name, ids, base) };
  }
  for (const requirement of clause.requires ?? []) {
    const { weightsUsed: _, ...rest } = row.adequacy ?? {};
    const adequacy = requirement === "fresh-weights" ? rest : { ...row.adequacy, ...BROKEN[requirement] };
    yield one(`not ${requirement}`, { adequacy });
  }
  const stale = { ...row.adequacy, weightsUsed: `sha256:${"1".repeat(64)}` };
  yield one("on stale weights", { adequacy: stale });
}

function idsOf(clause: Clause | Measurement, rows: readonly Slot[]): readonly string[] {
  const there = new Set(rows.map(({ id }) => id));
  const cells = estimandsOf(clause).flatMap((estimand) => readCells(estimand, rows).flat());
  const read = cells.flatMap(({ row, given, paired }) => [row, given, paired]);
  return [...new Set(read)].filter((id) => id !== null && there.has(id)) as string[];
}

function averagedOver(name: string, ids: readonly string[], base: Rows): ReadonlyMap<string, LedgerRow | null> {
  const rows = new Map<string, LedgerRow | null>(ids.map((id) => [id, null]));
  for (const id of ids) {
    const row = base.get(id)!;
    const { [name]: _, ...params } = row.params;
    const averaged = rowId(row.measure, params);
    rows.set(averaged, { ...row, id: averaged, params });
  }
  return rows;
}
