import type { Comparison, Threshold } from "../data/comparison.ts";
import type { Estimand, Preregistration } from "../registration/preregistration.ts";
import { fractionsNear, measureDomain } from "./attainable.ts";
import type { Rows } from "./base_ledger.ts";
import { criticalValues } from "./critical_values.ts";
import { boundsOf } from "./domain.ts";
import { readCells } from "./readings.ts";
import { valueText } from "./rule_text.ts";
import { counts, rowStep } from "./steps.ts";
import { ofValues, type Variation } from "./variation.ts";

type Value = number | string | undefined;

/** Variations that move cells across the condition `given` of an estimand, whose rows tell whether they are read. */
export function* givenVariations(
  registration: Preregistration,
  estimand: Estimand,
  comparison: Comparison,
  threshold: Threshold,
  base: Rows,
): Generator<Variation> {
  const given = estimand.given!;
  const cells = readCells(estimand, [...base.values()]).flat();
  const n = cells.length;
  const condition = criticalValues(
    measureDomain(registration, given.measure),
    given.comparison,
    given.threshold,
    (bound) => rowStep(registration, given.measure, bound),
  );
  const decisive = estimand.within ?? { comparison, threshold };
  const values = criticalValues(
    measureDomain(registration, estimand.measure),
    decisive.comparison,
    decisive.threshold,
    (bound) => rowStep(registration, estimand.measure, bound),
  );
  const make = (conditions: readonly Value[], rows: readonly Value[], statement: string): Variation =>
    ofValues(base, statement, cells.flatMap((cell, i) => [[cell.given!, conditions[i]], [cell.row, rows[i]]] as const));
  const out = condition.fail[0];
  const met = condition.pass ?? undefined;
  yield make(cells.map(() => met), [], `every cell inside ${given.measure}`);
  for (const count of counts(estimand) ? fractionsNear({ least: 0, most: n, per: 1 }, boundsOf(threshold)) : []) {
    yield make(cells.map((_, i) => i < count ? met : out), [], `${count} cells inside ${given.measure}`);
  }
  for (const bad of values.fail) {
    if (out !== undefined) {
      const half = cells.map((_, i) => i < n >> 1);
      yield make(
        half.map((is) => is ? out : undefined),
        half.map((is) => is ? bad : undefined),
        `the first ${n >> 1} cells outside ${given.measure} and failing`,
      );
    }
    for (const at of [...condition.near, ...condition.fail]) {
      const statement = `one cell with ${given.measure} at ${valueText(at)} and failing`;
      const rows = cells.map((_, i) => i === 0 ? bad : undefined);
      yield make(cells.map((_, i) => i === 0 ? at : undefined), rows, statement);
      if (out === undefined) continue;
      yield make(cells.map((_, i) => i === 0 ? at : out), rows, `${statement}, the others outside`);
    }
  }
  if (!counts(estimand) || values.pass === null || out === undefined) return;
  for (const at of [...condition.near, ...condition.fail]) {
    for (const count of fractionsNear({ least: 0, most: n - 1, per: 1 }, boundsOf(threshold))) {
      yield make(
        cells.map((_, i) => i === 0 ? at : i <= count ? undefined : out),
        cells.map(() => values.pass!),
        `${count} counted cells beside one with ${given.measure} at ${valueText(at)}`,
      );
    }
  }
}
