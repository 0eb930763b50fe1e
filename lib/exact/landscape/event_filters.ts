import { InputError } from "../../errors.ts";

/** What an event has to reach to count as a crossable, separate basin that the gradient sees. */
export interface EventFilters {
  /** Least π(A). */
  readonly mass: number;
  /** Least barrier B* = beta (E_s − E_A), in natural logarithms. */
  readonly barrier: number;
  /** Longest mean hitting time in sweeps, in both directions. */
  readonly crossing: number;
  /** Least share of the observables' variance that the indicator of A explains. */
  readonly relevance: number;
}

/** The filters of experiment 7: 0.004, log 2, 250 sweeps and 0.03. */
export const EVENT_FILTERS: EventFilters = { mass: 0.004, barrier: Math.LN2, crossing: 250, relevance: 0.03 };

/** Other relevances under which the verdict is read beside that of {@link EVENT_FILTERS}. */
export const RELEVANCE_RIDERS: readonly number[] = [0.003, 0.01, 0.1];

/**
 * How far each figure lies from its threshold: the logarithm of their ratio, positive where the filter is passed (for the
 * barrier, a logarithm already, the difference). `crossing` is null where the hitting times were not asked for.
 */
export interface FilterMargins {
  readonly mass: number;
  readonly barrier: number;
  readonly crossing: number | null;
  readonly relevance: number;
}

/**
 * The margins of one event.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const margins = filterMargins({ mass: 0.008, barrier: Math.log(8), crossing: 500, relevance: 0.03 }, EVENT_FILTERS);
 * assert.ok(Math.abs(margins.mass - Math.LN2) < 1e-15);
 * assert.ok(Math.abs(margins.barrier - Math.log(4)) < 1e-15);
 * assert.ok(Math.abs(margins.crossing! + Math.LN2) < 1e-15);
 * assert.equal(margins.relevance, 0);
 * ```
 */
export function filterMargins(
  figures: Omit<EventFilters, "crossing"> & { readonly crossing: number | null },
  filters: EventFilters,
): FilterMargins {
  return {
    mass: Math.log(figures.mass / filters.mass),
    barrier: figures.barrier - filters.barrier,
    crossing: figures.crossing === null ? null : Math.log(filters.crossing / figures.crossing),
    relevance: Math.log(figures.relevance / filters.relevance),
  };
}

/**
 * The filter whose threshold is nearest, with the margin to it: how little would have to change for that filter to decide
 * otherwise.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const margins = { mass: 1, barrier: 2, crossing: -0.5, relevance: 3 };
 * assert.deepEqual(nearestMargin(margins), { filter: "crossing", margin: -0.5 });
 * ```
 */
export function nearestMargin(
  margins: FilterMargins,
): { readonly filter: keyof EventFilters; readonly margin: number } {
  let filter: keyof EventFilters = "mass";
  for (const other of ["barrier", "crossing", "relevance"] as const) {
    if (Math.abs(margins[other] ?? Infinity) < Math.abs(margins[filter]!)) filter = other;
  }
  return { filter, margin: margins[filter]! };
}

/** The thresholds with those that the caller changes; a threshold that is not a number of at least 0 is an InputError. */
export function completeFilters(changes: Partial<EventFilters> = {}): EventFilters {
  const filters = { ...EVENT_FILTERS, ...changes };
  for (const name of ["mass", "barrier", "crossing", "relevance"] as const) {
    if (!(filters[name] >= 0)) {
      throw new InputError(
        `Cannot filter events: the threshold "${name}" is ${filters[name]}; give a number of at least 0`,
      );
    }
  }
  return filters;
}
