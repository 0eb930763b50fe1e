import { holds, type Threshold } from "../data/comparison.ts";
import type { Comparison } from "../data/comparison.ts";
import type { Clause, Estimand, Measurement, Preregistration } from "../registration/preregistration.ts";
import { attainable, ends, fractionsNear, measureDomain } from "./attainable.ts";
import { boundsOf, closed, cut, type Domain, EVERY_NUMBER, isTexts, passing } from "./domain.ts";
import { permutationNear, rankCorrelation, rankStep } from "./permutation.ts";
import { pickInside, pickSpaced } from "./pick.ts";
import { type ReadCell, readCells } from "./readings.ts";
import { isEstimand } from "../evaluation/clause_threshold.ts";
import { isRuled } from "./rule_text.ts";
import type { Goal, OpenRows, Way } from "./solver.ts";

/** Up to as many cells, a count tries to read any number of them. */
const MOST_COUNTED = 64;

/** The goal that a clause holds, or that it can be measured; each row that its condition reads satisfies it. */
export function clauseGoal(registration: Preregistration, clause: Clause | Measurement): Goal {
  if (!isRuled(clause)) return () => selections(clause.estimand, (cells) => measurable(clause.estimand, cells));
  const { estimand, comparison, threshold } = clause;
  if (!isEstimand(threshold)) {
    return () => selections(estimand, (cells) => [valueGoal(estimand, cells, comparison, threshold)]);
  }
  return () => levels(registration, clause, threshold);
}

/** Which cells satisfy the condition of an estimand: the first few of each group, one number after another. */
function* selections(estimand: Estimand, goals: (cells: ReadCell[]) => readonly Goal[]): Generator<Way> {
  const { given } = estimand;
  yield {
    confine: [],
    goals: [function* (rows: OpenRows): Generator<Way> {
      const groups = readCells(estimand, rows.slots);
      if (given === undefined) {
        yield { confine: [], goals: groups.flatMap((group) => goals([...group])) };
        return;
      }
      for (const fewer of fewerCells(estimand, Math.max(...groups.map((group) => group.length)))) {
        const chosen = groups.map((group) => group.slice(0, fewer(group.length)));
        const condition = passing(given.comparison, given.threshold);
        const others = groups.flatMap((group, g) => group.slice(chosen[g]!.length));
        const outside = others.map((cell) => {
          const domain = rows.domain(cell.given!);
          return domain === undefined ? [] : cut(domain, given.comparison, given.threshold).fail;
        });
        if (outside.some((parts) => parts.length === 0)) continue;
        yield {
          confine: [
            ...chosen.flat().map((cell) => [cell.given!, condition] as const),
            ...others.map((cell, i) => [cell.given!, outside[i]![0]!] as const),
          ],
          goals: chosen.flatMap((group) => goals(group)),
        };
      }
    }],
  };
}

/** How many cells of a group are read: all, half, one; for a count of few, any number. */
function fewerCells({ aggregate }: Estimand, most: number): ((cells: number) => number)[] {
  const few = [(cells: number) => cells, (cells: number) => Math.ceil(cells / 2), () => 1];
  if (aggregate !== "count") return few;
  return [...few, ...Array.from({ length: Math.min(most, MOST_COUNTED) }, (_, i) => () => i)];
}

/** An estimand against another: both against a level between them, which one may also reach. */
function* levels(registration: Preregistration, clause: Clause, threshold: Estimand): Generator<Way> {
  const { estimand, comparison, basis } = clause;
  const opposite = { "<=": ">=", "<": ">=", ">=": "<=", ">": "<=", "==": "==", "in": "in" }[comparison] as Comparison;
  const ranges = [estimand, threshold].map((part) => {
    const range = attainable(registration, part, basis.full, measureDomain(registration, part.measure));
    return "reason" in range ? null : range;
  });
  const [a, b] = ranges;
  if (!a || !b) return;
  const limits = [a, b].map((range) => ends(range));
  const lo = Math.max(...limits.map((limit) => limit?.lo ?? 0)),
    hi = Math.min(...limits.map((limit) => limit?.hi ?? 0));
  const middle = lo > hi ? [] : [lo + (hi - lo) / 2, lo + (hi - lo) / 4, lo + 3 * (hi - lo) / 4, lo, hi];
  const candidates = "domain" in a
    ? [Number(pickInside(isTexts(a.domain) ? EVERY_NUMBER : a.domain)), ...middle]
    : fractionsNear(a, middle);
  for (const level of candidates.filter(Number.isFinite)) {
    yield {
      confine: [],
      goals: [
        () => selections(threshold, (cells) => [valueGoal(threshold, cells, opposite, level)]),
        () => selections(estimand, (cells) => [valueGoal(estimand, cells, comparison, level)]),
      ],
    };
  }
}

function measurable(estimand: Estimand, cells: readonly ReadCell[]): readonly Goal[] {
  return estimand.aggregate === "spearman" ? [valueGoal(estimand, cells, ">=", -1)] : [];
}

/** The goal that the value over one group of cells satisfies a comparison. */
function valueGoal(
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
