/** A kind of cell, told apart by the demands that count it. */
export interface Kind {
  /** Indices of the demands whose rows it is among. */
  readonly demands: readonly number[];
}

// Registrations have a few nested selections, for which the first try succeeds; this only bounds the hopeless ones.
const MOST_TRIES = 5000;

/**
 * How many cells of each kind there are, so that each demand counts exactly its number of rows; null when no numbers were
 * found.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const kinds = [{ demands: [0] }, { demands: [0, 1] }];
 * assert.deepEqual(cellCounts(kinds, [80, 48]), [32, 48]);
 * assert.equal(cellCounts(kinds, [10, 48]), null);
 * ```
 */
export function cellCounts(kinds: readonly Kind[], wanted: readonly number[]): number[] | null {
  const counts = kinds.map(() => -1);
  const left = [...wanted];
  let tries = MOST_TRIES;

  const fill = (): boolean => {
    if (tries-- <= 0) return false;
    const open = kinds.map((_, i) => i).filter((i) => counts[i] === -1);
    if (open.length === 0) return left.every((rest) => rest === 0);
    const sources = left.map((_, demand) => open.filter((i) => kinds[i]!.demands.includes(demand)));
    if (left.some((rest, demand) => rest > 0 && sources[demand]!.length === 0)) return false;
    const tightest = left.map((_, demand) => demand).filter((demand) => sources[demand]!.length > 0)
      .sort((a, b) => sources[a]!.length - sources[b]!.length)[0];
    const kind = tightest === undefined ? open[0]! : sources[tightest]![0]!;
    const { demands } = kinds[kind]!;
    const most = demands.length === 0 ? 0 : Math.min(...demands.map((demand) => left[demand]!));
    const least = tightest !== undefined && sources[tightest]!.length === 1 ? left[tightest]! : 0;
    for (let count = most; count >= least; count--) {
      counts[kind] = count;
      for (const demand of demands) left[demand]! -= count;
      if (fill()) return true;
      for (const demand of demands) left[demand]! += count;
    }
    counts[kind] = -1;
    return false;
  };
  return fill() ? counts : null;
}
