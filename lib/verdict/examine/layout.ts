import type { Parameters } from "../ledger/ledger.ts";
import type { Estimand, ParameterValue, Preregistration } from "../registration/preregistration.ts";
import { BUILT_IN_MEASURES, measuresOf } from "../registration/read_measures.ts";
import { rowId } from "../ledger/row_id.ts";
import { matches } from "../evaluation/select_rows.ts";
import { listed } from "./attainable.ts";
import { countedMeasure } from "./bases.ts";
import { type Cell, type CellNames, cellsOf } from "./cells.ts";
import { cellCounts } from "./cell_counts.ts";
import { same } from "./implied.ts";
import { estimandsOf, rulesOf } from "./rules.ts";

/** A row to be given a value. */
export interface Slot {
  readonly id: string;
  readonly measure: string;
  readonly params: Parameters;
}

/** How many rows of a measure are demanded. */
interface Demand {
  readonly measure: string;
  readonly where: Estimand["where"];
  readonly rows: number;
}

/**
 * Rows for every rule of a registration at once, as many as each stands on in full mode, and beside them rows outside the
 * scope of each rule that has one.
 *
 * @returns null when no such rows were found: some rule stands on more or fewer rows than another leaves it.
 */
export function layOut(registration: Preregistration): readonly Slot[] | null {
  const slots: Slot[] = [];
  for (const measures of linkedMeasures(registration)) {
    const group = layOutGroup(registration, measures);
    if (group === null) return null;
    slots.push(...group);
  }
  if (registration.budget.projectionAt !== undefined) {
    slots.push(...BUILT_IN_MEASURES.map((measure) => ({ id: measure, measure, params: {} })));
  }
  return slots;
}

/** Measures that share their cells, because an estimand reads them in pairs. */
function linkedMeasures(registration: Preregistration): readonly (readonly string[])[] {
  const groups: Set<string>[] = [];
  for (const { estimand } of readings(registration)) {
    const measures = measuresOf(estimand);
    const joined = groups.filter((group) => measures.some((measure) => group.has(measure)));
    const merged = new Set([...joined.flatMap((group) => [...group]), ...measures]);
    groups.splice(0, groups.length, ...groups.filter((group) => !joined.includes(group)), merged);
  }
  return groups.map((group) => [...group]);
}

interface Reading {
  readonly estimand: Estimand;
  readonly basis: { readonly full: number; readonly per?: readonly string[] };
}

function readings(registration: Preregistration): Reading[] {
  return rulesOf(registration).flatMap((rule) =>
    rule.clauses.flatMap((clause) => estimandsOf(clause).map((estimand) => ({ estimand, basis: clause.basis })))
  );
}

function layOutGroup(registration: Preregistration, measures: readonly string[]): Slot[] | null {
  const read = readings(registration).filter(({ estimand }) => measures.includes(estimand.measure));
  const demands: Demand[] = [];
  for (const { estimand, basis } of read) {
    const demand = { measure: countedMeasure(estimand), where: estimand.where, rows: basis.full };
    if (!demands.some((other) => same(other, demand))) demands.push(demand);
  }
  const cells = cellsOf(names(registration, read));
  const together = kindsOf(cells, demands);
  const shared = cellCounts(together, demands.map((demand) => demand.rows));
  const sequences = together.map(({ cells }) => cells);
  const slots: Slot[] = [];
  for (const measure of measures) {
    const counts = shared ?? ownCounts(together, demands, measure, read);
    if (counts === null) return null;
    sequences.forEach((kind, k) => {
      for (let i = 0; i < counts[k]!; i++) slots.push(slotOf(measure, kind[i % kind.length]!, i, k));
    });
    slots.push(...strays(cells, measure, demands.filter((demand) => demand.measure === measure)));
  }
  const ids = new Map(slots.map((slot) => [slot.id, slot]));
  return [...ids.values()];
}

/** Counts for one measure by itself, where the measures of a group cannot all have the same cells. */
function ownCounts(
  kinds: readonly { readonly demands: readonly number[] }[],
  demands: readonly Demand[],
  measure: string,
  read: readonly Reading[],
): number[] | null {
  const solve = (counted: string): number[] | null => {
    const own = demands.map((demand, i) => demand.measure === counted ? i : -1).filter((i) => i >= 0);
    const restricted = kinds.map((kind) => ({
      demands: kind.demands.filter((i) => own.includes(i)).map((i) => own.indexOf(i)),
    }));
    return cellCounts(restricted, own.map((i) => demands[i]!.rows));
  };
  const own = solve(measure);
  if (own === null) return null;
  for (const { estimand } of read) {
    const counted = countedMeasure(estimand);
    if (counted === measure || !measuresOf(estimand).includes(measure)) continue;
    const needed = solve(counted);
    needed?.forEach((count, k) => {
      const free = kinds[k]!.demands.every((i) => demands[i]!.measure !== measure);
      if (free) own[k] = Math.max(own[k]!, count);
    });
  }
  return own;
}

function kindsOf(
  cells: readonly Cell[],
  demands: readonly Demand[],
): { readonly demands: readonly number[]; readonly cells: readonly Cell[] }[] {
  const kinds = new Map<string, { demands: number[]; cells: Cell[] }>();
  for (const cell of cells) {
    const met = demands.map((demand, i) => matches(cell.params, demand.where) ? i : -1).filter((i) => i >= 0);
    if (met.length === 0) continue;
    const key = met.join(",");
    const kind = kinds.get(key) ?? { demands: met, cells: [] };
    kinds.set(key, kind);
    kind.cells.push(cell);
  }
  return [...kinds.values()];
}

/** Rows of a measure that no rule counts, each just outside the scope of one. */
function strays(cells: readonly Cell[], measure: string, demands: readonly Demand[]): Slot[] {
  const outside = cells.filter(({ params }) => demands.every((demand) => !matches(params, demand.where)));
  const nearest = demands.flatMap(({ where = {} }) =>
    Object.keys(where).flatMap((name) => {
      const others = Object.fromEntries(Object.entries(where).filter(([other]) => other !== name));
      return outside.find(({ params }) => matches(params, others)) ?? [];
    })
  );
  return [...new Set(nearest)].map((cell) => slotOf(measure, cell, 0, -1));
}

function slotOf(measure: string, cell: Cell, index: number, kind: number): Slot {
  const params = { ...cell.params, ...cell.more(index), [cell.counter]: kind < 0 ? "outside" : `${kind}-${index}` };
  return { id: rowId(measure, params), measure, params };
}

function names(registration: Preregistration, read: readonly Reading[]): CellNames {
  const scoped = new Map<string, Set<ParameterValue>>();
  const extra = new Set<string>();
  for (const { estimand, basis } of read) {
    for (const [name, allowed] of Object.entries(estimand.where ?? {})) {
      const values = scoped.get(name) ?? new Set<ParameterValue>();
      scoped.set(name, values);
      for (const value of typeof allowed === "object" ? allowed : [allowed]) values.add(value);
    }
    for (const name of [...estimand.by ?? [], ...basis.per ?? []]) extra.add(name);
  }
  const free = [...extra].filter((name) => !scoped.has(name));
  return {
    scoped: [...scoped].map(([name, values]) => ({ name, values: [...values] })),
    free: free.map((name) => ({ name, values: listed(registration.grid, name) ?? [1, 2] })),
  };
}
