import type { CorrelatorLevel, MultiTauShape } from "./multi_tau_level.ts";

/** What the pair rule asks of a level: block width, first lag in blocks, and whole blocks seen. */
export type TimedLevel = Pick<CorrelatorLevel, "width" | "firstLag" | "count">;

/**
 * The half-Sokal time over the levels of a multi-tau correlator, cut by the pair rule, and whether the last level ended before
 * the rule did. `rho(level, j)` is the autocorrelation averaged over the hat at lag j of a level; it is asked in order, and only
 * until the cut.
 */
export function multiTauTime(
  { lags, factor }: Pick<MultiTauShape, "lags" | "factor">,
  levels: readonly TimedLevel[],
  rho: (level: number, j: number) => number,
): { readonly tau: number; readonly cut: boolean } {
  let tau = 0.5, first = 0, pending = false;
  for (let at = 0; at < levels.length; at++) {
    const { count, firstLag, width } = levels[at]!, next = levels[at + 1];
    const goesOn = next !== undefined && next.count > next.firstLag;
    for (let j = Math.max(1, firstLag); j < lags; j++) {
      if (j >= count) return { tau, cut: false };
      // The next level's first hat rises where these weights fall.
      const share = goesOn && j > lags - factor ? (lags - j) / factor : 1;
      const term = share * width * rho(at, j);
      if (!pending) first = term;
      else if (first + term > 0) tau += first + term;
      else return { tau, cut: false };
      pending = !pending;
    }
    if (!goesOn) return { tau, cut: next === undefined };
  }
  return { tau, cut: true };
}
