import type { Estimand } from "../registration/preregistration.ts";
import { cut, type Domain, intersect, passing } from "./domain.ts";
import { type ReadCell, readCells } from "./readings.ts";
import type { Goal, OpenRows, Way } from "./solver.ts";

/** Up to as many cells, a count tries to read any number of them. */
const MOST_COUNTED = 64;

/**
 * Which cells satisfy the condition of an estimand: all, those whose rows can still be what is wanted of them, half, one;
 * for a count of few, any number. The others are put outside the condition, so that rules that share rows can part them.
 *
 * @param wanted what the rows of the cells should be, null where that is open.
 */
export function cellChoices(
  estimand: Estimand,
  wanted: Domain | null,
  goals: (cells: ReadCell[]) => readonly Goal[],
): Goal {
  return function* (rows: OpenRows): Generator<Way> {
    const groups = readCells(estimand, rows.slots);
    const { given } = estimand;
    if (given === undefined) {
      if (groups.flat().some((cell) => rows.domain(cell.row) === undefined)) return;
      yield { confine: [], goals: groups.flatMap((group) => goals([...group])) };
      return;
    }
    const condition = passing(given.comparison, given.threshold);
    const ranked = groups.map((group) => ranking(estimand, group, wanted, rows));
    for (const count of counts(estimand, Math.max(...groups.map((group) => group.length)))) {
      for (const backwards of [false, true]) {
        const orders = ranked.map((one) => backwards ? [...one.cells].reverse() : one.cells);
        const chosen = orders.map((cells, g) => cells.slice(0, count(cells.length, ranked[g]!.fitting)));
        if (backwards && chosen.every((cells, g) => cells.length === orders[g]!.length)) continue;
        if (estimand.aggregate !== "count" && chosen.some((cells) => cells.length === 0)) continue;
        const others = groups.flatMap((group, g) => group.filter((cell) => !chosen[g]!.includes(cell)));
        const outside = others.map((cell) => outsideOf(estimand, cell, rows)[0]);
        if (outside.some((part) => part === undefined)) continue;
        yield {
          confine: [
            ...chosen.flat().map((cell) => [cell.given!, condition] as const),
            ...others.map((cell, i) => [cell.given!, outside[i]!] as const),
          ],
          goals: chosen.flatMap((group) => goals(group)),
        };
      }
    }
  };
}

/** The cells of a group that can be read, those first that cannot leave the condition, then those that fit. */
function ranking(
  estimand: Estimand,
  group: readonly ReadCell[],
  wanted: Domain | null,
  rows: OpenRows,
): { readonly cells: readonly ReadCell[]; readonly fitting: number } {
  const given = estimand.given!;
  const condition = passing(given.comparison, given.threshold);
  const rank = (cell: ReadCell): number => {
    const domain = rows.domain(cell.given!), row = rows.domain(cell.row);
    if (domain === undefined || row === undefined || intersect(domain, condition) === null) return 3;
    if (outsideOf(estimand, cell, rows).length === 0) return 0;
    return wanted === null || intersect(row, wanted) !== null ? 1 : 2;
  };
  const ranks = group.map((cell) => ({ cell, rank: rank(cell) }));
  return {
    cells: ranks.filter((one) => one.rank < 3).sort((a, b) => a.rank - b.rank).map(({ cell }) => cell),
    fitting: ranks.filter((one) => one.rank < 2).length,
  };
}

function outsideOf({ given }: Estimand, cell: ReadCell, rows: OpenRows): readonly Domain[] {
  const domain = rows.domain(cell.given!);
  return domain === undefined ? [] : cut(domain, given!.comparison, given!.threshold).fail;
}

function counts({ aggregate }: Estimand, most: number): ((cells: number, fitting: number) => number)[] {
  const few = [
    (cells: number) => cells,
    (_: number, fitting: number) => aggregate === "count" ? fitting : Math.max(1, fitting),
    (cells: number) => Math.ceil(cells / 2),
    () => 1,
  ];
  if (aggregate !== "count") return few;
  return [...few, ...Array.from({ length: Math.min(most, MOST_COUNTED) }, (_, i) => () => i)];
}
