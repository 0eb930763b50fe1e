import { type Comparison, holds, type Threshold } from "../data/comparison.ts";
import { decodeValue } from "../data/encoded_value.ts";
import { evaluateClause } from "../evaluation/evaluate_clause.ts";
import type { Clause, Estimand, Measurement, Preregistration } from "../registration/preregistration.ts";
import { measureDomain } from "./attainable.ts";
import type { Rows } from "./base_ledger.ts";
import { type CriticalValues, criticalValues } from "./critical_values.ts";
import { type ReadCell, readCells } from "./readings.ts";
import { isEstimand } from "../evaluation/clause_threshold.ts";
import { isRuled } from "./rule_text.ts";
import { counts, rowStep, valueStep } from "./steps.ts";
import { distributions, rankings, tallies, tally } from "./value_variations.ts";
import { givenVariations } from "./given_variations.ts";
import type { Variation } from "./variation.ts";

/**
 * Variations of a ledger on which a clause holds that bring its value on its bounds, beside them and far from them, in
 * even and uneven sets.
 */
export function* clauseVariations(
  registration: Preregistration,
  clause: Clause | Measurement,
  base: Rows,
): Generator<Variation> {
  if (!isRuled(clause)) return;
  const { estimand, threshold } = clause;
  const rows = [...base.values()];
  if (!isEstimand(threshold)) {
    yield* ofEstimand(registration, clause, estimand, threshold, base);
    return;
  }
  const reached = evaluateClause(clause, rows, "full");
  const mirrored = { ...clause, comparison: MIRROR[clause.comparison] };
  for (
    const [part, compared, bound] of [[estimand, clause, reached.threshold], [
      threshold,
      mirrored,
      reached.measure,
    ]] as const
  ) {
    const value = typeof bound === "number" || typeof bound === "string" ? decodeValue(bound) : null;
    if (value !== null) yield* ofEstimand(registration, compared, part, value, base);
  }
  if (counts(estimand) && counts(threshold)) yield* twoTallies(registration, estimand, threshold, base);
}

const MIRROR: Readonly<Record<Comparison, Comparison>> = {
  "<=": ">=",
  "<": ">",
  ">=": "<=",
  ">": "<",
  "==": "==",
  "in": "in",
};

function* ofEstimand(
  registration: Preregistration,
  clause: Clause,
  estimand: Estimand,
  threshold: Threshold,
  base: Rows,
): Generator<Variation> {
  const groups = readCells(estimand, [...base.values()]);
  const all = groups.flat();
  const sets = groups.length > 1 ? [all, groups[0]!, groups.at(-1)!] : [all];
  const domain = measureDomain(registration, estimand.measure);
  for (const cells of sets) {
    if (estimand.within !== undefined) {
      yield* tallies(base, estimand, cells, threshold, rowValues(registration, estimand, base, cells));
    } else if (estimand.aggregate === "spearman") yield* rankings(base, estimand, cells, threshold);
    else {
      const step = (bound: number): number => valueStep(registration, { ...clause, estimand }, bound);
      yield* distributions(base, estimand, cells, criticalValues(domain, clause.comparison, threshold, step));
    }
  }
  if (estimand.given !== undefined) yield* givenVariations(registration, estimand, clause.comparison, threshold, base);
}

/** Critical values of the rows of a count; inside is the value that the base has, when it is inside. */
function rowValues(
  registration: Preregistration,
  estimand: Estimand,
  base: Rows,
  cells: readonly ReadCell[],
): CriticalValues {
  const { comparison, threshold } = estimand.within!;
  const domain = measureDomain(registration, estimand.measure);
  const values = criticalValues(
    domain,
    comparison,
    threshold,
    (bound) => rowStep(registration, estimand.measure, bound),
  );
  const found = cells.map((cell) => base.get(cell.row)?.value).filter((value) => value !== undefined && value !== null);
  const inside = found.map(decodeValue).find((value) => holdsInside(value, values, comparison, threshold));
  return inside === undefined ? values : { ...values, pass: inside };
}

function holdsInside(
  value: number | string,
  { near }: CriticalValues,
  comparison: Comparison,
  threshold: Threshold,
): boolean {
  return !near.includes(value) && holds(value, comparison, threshold);
}

/** Two counts that differ by one row at a critical value, at several levels. */
function* twoTallies(
  registration: Preregistration,
  estimand: Estimand,
  threshold: Estimand,
  base: Rows,
): Generator<Variation> {
  const rows = [...base.values()];
  const [a, b] = [estimand, threshold].map((part) => {
    const cells = readCells(part, rows).flat();
    return { part, cells, values: rowValues(registration, part, base, cells) };
  });
  for (const [moved, fixed] of [[a!, b!], [b!, a!]] as const) {
    const n = moved.cells.length;
    for (const count of new Set([n - 1, n >> 1, 1])) {
      for (const critical of moved.values.near) {
        for (const outside of moved.values.fail) {
          for (const other of [count, count + 1]) {
            const one = tally(base, moved.part, moved.cells, moved.values, { count, outside, critical });
            const two = tally(base, fixed.part, fixed.cells, fixed.values, {
              count: other,
              outside: fixed.values.fail[0],
              critical: undefined,
            });
            yield { statement: `${one.statement}; ${two.statement}`, rows: new Map([...one.rows, ...two.rows]) };
          }
        }
      }
    }
  }
}
