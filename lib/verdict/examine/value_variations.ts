import type { Threshold } from "../data/comparison.ts";
import { decodeValue } from "../data/encoded_value.ts";
import type { Estimand } from "../registration/preregistration.ts";
import type { Rows } from "./base_ledger.ts";
import type { CriticalValues } from "./critical_values.ts";
import { boundsOf } from "./domain.ts";
import { fractionsNear } from "./attainable.ts";
import { permutationNear, rankStep } from "./permutation.ts";
import type { ReadCell } from "./readings.ts";
import { valueText } from "./rule_text.ts";
import { ofValues, type Variation } from "./variation.ts";

type Value = number | string | undefined;

/** Rows with critical values: all, one, all but one, fewer and more than half. `undefined` keeps the value of the base. */
export function* distributions(
  base: Rows,
  estimand: Estimand,
  cells: readonly ReadCell[],
  { near, pass, fail, ends }: CriticalValues,
): Generator<Variation> {
  const n = cells.length;
  const few = (n - 1) >> 1;
  const shape = (values: readonly Value[], ordered = cells): Variation =>
    ofValues(base, shapeText(estimand, values), ordered.map((cell, i) => [cell.row, values[i]]));
  // The rows nearest to the value are moved first, so that a rank correlation over them changes least.
  const first = (count: number, value: number | string, rest: Value): Variation =>
    shape(Array.from({ length: n }, (_, i) => i < count ? value : rest), nearestFirst(base, cells, value));
  for (const value of [...near, ...fail]) {
    yield estimand.aggregate === "mean" ? shape(exactMean(n, value)) : first(n, value, undefined);
    if (n > 1) yield first(1, value, undefined);
  }
  if (n === 1) return;
  for (const value of [...fail, ...ends, ...near]) {
    yield first(few, value, undefined);
    yield first(n - few, value, undefined);
    yield first(n - 1, value, undefined);
    for (const rest of near) {
      if (rest !== value) yield first(few, value, rest);
    }
    if (pass !== null) yield first(1, value, pass);
  }
}

/** Rows of which as many satisfy the condition of a count as make its comparison change, one of them at a critical value. */
export function* tallies(
  base: Rows,
  estimand: Estimand,
  cells: readonly ReadCell[],
  threshold: Threshold,
  row: CriticalValues,
): Generator<Variation> {
  const n = cells.length;
  const per = estimand.aggregate === "share" ? n : 1;
  const reachable = fractionsNear({ least: 0, most: n, per }, boundsOf(threshold)).map((value) =>
    Math.round(value * per)
  );
  const counts = [...new Set([...reachable, 1, n - 1, n >> 1])];
  const outsides = row.fail.length === 0 ? [undefined] : row.fail;
  for (const outside of outsides) {
    for (const count of counts) {
      yield tally(base, estimand, cells, row, { count, outside, critical: undefined });
      for (const critical of row.near) yield tally(base, estimand, cells, row, { count, outside, critical });
    }
  }
}

/** Rows of which `count` satisfy the condition beside a first one at the critical value, if there is one. */
export function tally(
  base: Rows,
  estimand: Estimand,
  cells: readonly ReadCell[],
  row: CriticalValues,
  { count, outside, critical }: { readonly count: number; readonly outside: Value; readonly critical: Value },
): Variation {
  const from = critical === undefined ? 0 : 1;
  const inside = row.pass ?? undefined;
  const values = cells.map((_, i) => i < from ? critical : i < from + count ? inside : outside);
  return ofValues(base, shapeText(estimand, values), cells.map((cell, i) => [cell.row, values[i]]));
}

/** Pairs whose rank correlation is on and beside each bound, the values as in the base but for their order. */
export function* rankings(
  base: Rows,
  estimand: Estimand,
  cells: readonly ReadCell[],
  threshold: Threshold,
): Generator<Variation> {
  const step = rankStep(cells.length);
  const numberOf = (id: string): number => Number(decodeValue(base.get(id)?.value ?? 0));
  const rising = [...cells].sort((a, b) => numberOf(a.row) - numberOf(b.row));
  const values = cells.map((cell) => numberOf(cell.paired!)).sort((a, b) => a - b);
  const near = boundsOf(threshold).flatMap((bound) => [0, -0.5, 0.5, -1, 1, -1.5, 1.5].map((k) => bound + k * step));
  for (const target of [...near, 1, 0, -1]) {
    const order = permutationNear(Math.max(-1, Math.min(1, target)), cells.length);
    const statement = `${estimand.measure} against ${estimand.against} with a rank correlation near ${
      valueText(target)
    }`;
    yield ofValues(base, statement, rising.map((cell, i) => [cell.paired!, values[order[i]!]]));
  }
}

function nearestFirst(base: Rows, cells: readonly ReadCell[], value: number | string): readonly ReadCell[] {
  if (typeof value === "string") return cells;
  const distance = ({ row }: ReadCell): number => Math.abs(Number(decodeValue(base.get(row)?.value ?? 0)) - value);
  const measured = cells.map((cell) => ({ cell, at: distance(cell) }));
  return measured.sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0).map(({ cell }) => cell);
}

/** Values whose mean is this value to the last bit, where the rounding of the sum allows it. */
function exactMean(count: number, value: number | string): Value[] {
  const values = new Array<Value>(count).fill(value);
  if (typeof value === "string" || !Number.isFinite(value)) return values;
  const rest = value * (count - 1);
  for (let k = 0; k < 8; k++) {
    const last = value * count - rest + (k >> 1) * (k % 2 === 0 ? 1 : -1) * Math.abs(value) * Number.EPSILON;
    values[count - 1] = last;
    if ((values as number[]).reduce((total, one) => total + one, 0) / count === value) return values;
  }
  values[count - 1] = value;
  return values;
}

function shapeText(estimand: Estimand, values: readonly Value[]): string {
  const groups = new Map<Value, number>();
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1);
  const parts = [...groups].map(([value, count]) =>
    `${count} ${value === undefined ? "as in the passing ledger" : `at ${valueText(value)}`}`
  );
  return `${estimand.measure}: ${parts.join(", ")}`;
}
