import type { Preregistration } from "../registration/preregistration.ts";
import { measureDomain } from "./attainable.ts";
import { type Domain, intersect } from "./domain.ts";
import type { Slot } from "./layout.ts";

/** What must be true of the rows: one way after another to make it so. */
export type Goal = (rows: OpenRows) => Iterable<Way>;

/** A way to reach a goal: rows confined to domains, and goals that remain. */
export interface Way {
  readonly confine: readonly (readonly [id: string, to: Domain])[];
  readonly goals: readonly Goal[];
}

/** Rows whose values are still open, each within a domain. */
export interface OpenRows {
  readonly slots: readonly Slot[];
  domain(id: string): Domain | undefined;
}

const MOST_STEPS = 400;

/**
 * Domains of rows within which all goals hold, found by trying the ways of each goal in turn.
 *
 * @param missing ids of rows without a value, which no goal may read.
 * @returns the domain of each row by its id, or null when none were found.
 */
export function solve(
  registration: Preregistration,
  slots: readonly Slot[],
  goals: readonly Goal[],
  missing: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, Domain> | null {
  const valued = slots.filter(({ id }) => !missing.has(id));
  const domains = new Map(valued.map((slot) => [slot.id, measureDomain(registration, slot.measure)]));
  const rows: OpenRows = { slots, domain: (id) => domains.get(id) };
  let steps = MOST_STEPS;

  const reach = (open: readonly Goal[]): boolean => {
    const [goal, ...rest] = open;
    if (goal === undefined) return true;
    for (const way of goal(rows)) {
      if (steps-- <= 0) return false;
      const undo: (readonly [string, Domain])[] = [];
      const confined = way.confine.every(([id, to]) => {
        const before = domains.get(id);
        const after = before === undefined ? null : intersect(before, to);
        if (after === null) return false;
        undo.push([id, before!]);
        domains.set(id, after);
        return true;
      });
      if (confined && reach([...way.goals, ...rest])) return true;
      for (const [id, before] of undo.reverse()) domains.set(id, before);
    }
    return false;
  };
  return reach(goals) ? domains : null;
}
