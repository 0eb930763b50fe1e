import { type Comparison, holds, type Threshold } from "../data/comparison.ts";
import type { Estimand } from "../registration/preregistration.ts";
import { fractionsNear } from "./attainable.ts";
import { boundsOf, closed, cut, type Domain, isTexts, passing } from "./domain.ts";
import { permutationNear, rankCorrelation, rankStep } from "./permutation.ts";
import { pickSpaced } from "./pick.ts";
import type { ReadCell } from "./readings.ts";
import type { Goal, OpenRows, Way } from "./solver.ts";

/** The goal that the value over one group of cells satisfies a comparison. */
export function valueGoal(
  estimand: Estimand,
  cells: readonly ReadCell[],
  comparison: Comparison,
  threshold: Threshold,
): Goal {
  const all = (to: Domain, some = cells): Way["confine"] => some.map((cell) => [cell.row, to] as const);
  const pass = passing(comparison, threshold);
  switch (estimand.aggregate) {
    case "count":
    case "share":
      return (rows) => countWays(estimand, cells, comparison, threshold, rows);
    case "spearman":
      return (rows) => rankWays(cells, comparison, threshold, rows);
    case "max":
    case "min":
      return function* () {
        yield { confine: all(pass), goals: [] };
        const [lo, hi] = isTexts(pass) ? [0, 0] : [pass.lo, pass.hi];
        const rest = estimand.aggregate === "max" ? closed(-Infinity, hi) : closed(lo, Infinity);
        yield { confine: [...all(pass, cells.slice(0, 1)), ...all(rest, cells.slice(1))], goals: [] };
      };
    case "median":
      return function* () {
        yield { confine: all(pass), goals: [] };
        yield { confine: all(pass, cells.slice(0, (cells.length >> 1) + 1)), goals: [] };
      };
    default:
      return () => [{ confine: all(pass), goals: [] }];
  }
}

function* countWays(
  { aggregate, within }: Estimand,
  cells: readonly ReadCell[],
  comparison: Comparison,
  threshold: Threshold,
  rows: OpenRows,
): Generator<Way> {
  const per = aggregate === "share" ? cells.length : 1;
  const reachable = fractionsNear({ least: 0, most: cells.length, per }, boundsOf(threshold));
  const counts = reachable.filter((value) => holds(value, comparison, threshold)).map((value) =>
    Math.round(value * per)
  );
  const condition = within!;
  for (const count of counts.reverse()) {
    for (const first of [true, false]) {
      const inside = first ? cells.slice(0, count) : cells.slice(cells.length - count);
      const confine: (readonly [string, Domain])[] = [];
      for (const cell of cells) {
        const domain = rows.domain(cell.row);
        if (domain === undefined) continue;
        const { pass, fail } = cut(domain, condition.comparison, condition.threshold);
        const part = inside.includes(cell) ? pass : fail[0] ?? null;
        if (part !== null) confine.push([cell.row, part]);
      }
      if (confine.length === cells.length) yield { confine, goals: [] };
    }
  }
}

function* rankWays(
  cells: readonly ReadCell[],
  comparison: Comparison,
  threshold: Threshold,
  rows: OpenRows,
): Generator<Way> {
  if (cells.length < 2) return;
  const step = rankStep(cells.length);
  const bounds = boundsOf(threshold);
  const targets = [1, -1, ...bounds.flatMap((bound) => [bound + step / 2, bound - step / 2, bound])];
  for (const target of targets) {
    const order = permutationNear(Math.max(-1, Math.min(1, target)), cells.length);
    if (!holds(rankCorrelation(order), comparison, threshold)) continue;
    const [x, y] = [cells.map((cell) => cell.row), cells.map((cell) => cell.paired!)].map((ids) => common(ids, rows));
    if (x === null || y === null || x === undefined || y === undefined) return;
    yield {
      confine: cells.flatMap((cell, i) => {
        const [u, v] = [pickSpaced(x, i, cells.length), pickSpaced(y, order[i]!, cells.length)];
        return [[cell.row, closed(u, u)] as const, [cell.paired!, closed(v, v)] as const];
      }),
      goals: [],
    };
  }
}

/** What all these rows can be. */
function common(ids: readonly string[], rows: OpenRows) {
  let lo = -Infinity, hi = Infinity, loOpen = false, hiOpen = false;
  for (const id of ids) {
    const domain = rows.domain(id);
    if (domain === undefined || isTexts(domain)) return null;
    if (domain.lo > lo) [lo, loOpen] = [domain.lo, domain.loOpen];
    if (domain.hi < hi) [hi, hiOpen] = [domain.hi, domain.hiOpen];
  }
  return lo < hi ? { lo, hi, loOpen, hiOpen } : null;
}
