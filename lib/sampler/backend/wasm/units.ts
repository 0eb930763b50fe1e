/** What one call of a kernel advances: 32 chains side by side, or one chain. */
export type Unit =
  | { readonly kind: "group"; readonly group: number }
  | { readonly kind: "chain"; readonly chain: number };

/** Chains that are swept in one memory, and the threads that share the sites of each unit. */
export interface Division {
  readonly units: readonly Unit[];
  readonly team: number;
}

/** How many times as fast a team must seem to be. */
const TEAM_LOSS = 1.5;

/** Which of a group's lanes are chains that exist. */
export function validLanes(group: number, chains: number): number {
  const left = chains - 32 * group;
  return left >= 32 ? 0xffffffff : 2 ** left - 1;
}

/**
 * Divides the chains among at most `threads` threads, as evenly as units allow: single chains one by one. Groups that cannot
 * be shared out evenly are swept by a team of threads, each with its share of the sites; at most `largestTeam` of them. A team
 * loses by waiting and by the spins that its members fetch from each other, so that it must have much to win.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const shape = (...[chains, threads, single, largest]: Parameters<typeof divideChains>) =>
 *   divideChains(chains, threads, single, largest).map(({ units, team }) => [units.length, team]);
 * assert.deepEqual(shape(64, 2, false, 9), [[1, 1], [1, 1]]);
 * assert.deepEqual(shape(32, 2, false, 9), [[1, 2]]);
 * assert.deepEqual(shape(96, 2, false, 9), [[2, 1], [1, 1]]);
 * assert.deepEqual(shape(32, 2, false, 1), [[1, 1]]);
 * assert.deepEqual(shape(3, 2, true, 9), [[2, 1], [1, 1]]);
 * ```
 */
export function divideChains(chains: number, threads: number, single: boolean, largestTeam: number): Division[] {
  if (single) return deal(Array.from({ length: chains }, (_, chain) => ({ kind: "chain", chain })), threads, 1);
  const count = Math.ceil(chains / 32);
  const groups: Unit[] = Array.from({ length: count }, (_, group) => ({ kind: "group", group }));
  const shares = commonDivisor(count, threads), team = Math.min(threads / shares, largestTeam);
  // How many times as fast as one thread, without teams.
  const apart = count / Math.ceil(count / threads);
  return shares * team > TEAM_LOSS * apart ? deal(groups, shares, team) : deal(groups, threads, 1);
}

function deal(units: readonly Unit[], threads: number, team: number): Division[] {
  const shares = Math.min(threads, units.length);
  return Array.from({ length: shares }, (_, k) => ({
    units: units.slice(Math.ceil((units.length * k) / shares), Math.ceil((units.length * (k + 1)) / shares)),
    team,
  }));
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
