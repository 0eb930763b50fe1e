/** What one call of a kernel advances: 32 chains side by side, or one chain. */
export type Unit =
  | { readonly kind: "group"; readonly group: number }
  | { readonly kind: "chain"; readonly chain: number };

/** Chains that are swept in one memory, and the threads that share the sites of each unit. */
export interface Division {
  readonly units: readonly Unit[];
  readonly threads: readonly number[];
}

/** How many times as fast teams must seem to make all: they lose by waiting, and need plans and memories of their own. */
const TEAM_GAIN = 1.5;

/** Which of a group's lanes are chains that exist. */
export function validLanes(group: number, chains: number): number {
  const left = chains - 32 * group;
  return left >= 32 ? 0xffffffff : 2 ** left - 1;
}

/**
 * Divides the chains among at most `threads` threads, as evenly as units allow: single chains one by one. The groups that are left
 * when every thread has as many of its own are swept by teams of threads, each with its share of the sites, at most `largestTeam`
 * in a team, where that makes all `leastGain` times as fast by count.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const shape = (...[chains, threads, single, largest, least]: Parameters<typeof divideChains>) =>
 *   divideChains(chains, threads, single, largest, least).map(({ units, threads }) => [units.length, ...threads]);
 * assert.deepEqual(shape(64, 2, false, 9), [[1, 0], [1, 1]]);
 * assert.deepEqual(shape(32, 2, false, 9), [[1, 0, 1]]);
 * assert.deepEqual(shape(96, 2, false, 9), [[2, 0], [1, 1]]);
 * assert.deepEqual(shape(96, 2, false, 9, 1.25), [[1, 0], [1, 1], [1, 0, 1]]);
 * assert.deepEqual(shape(64, 4, false, 9), [[1, 0, 1], [1, 2, 3]]);
 * assert.deepEqual(shape(3, 2, true, 9), [[2, 0], [1, 1]]);
 * ```
 */
export function divideChains(
  chains: number,
  threads: number,
  single: boolean,
  largestTeam: number,
  leastGain: number = TEAM_GAIN,
): Division[] {
  if (single) return deal(Array.from({ length: chains }, (_, chain) => ({ kind: "chain", chain })), threads, 1);
  const count = Math.ceil(chains / 32), left = count % threads;
  const groups: Unit[] = Array.from({ length: count }, (_, group) => ({ kind: "group", group }));
  const teams = commonDivisor(left, threads), team = Math.min(threads / teams, largestTeam);
  const alone = (count - left) / threads, gain = (alone + 1) / (alone + left / (teams * team));
  if (left === 0 || gain < leastGain) return deal(groups, threads, 1);
  return [...deal(groups.slice(0, count - left), threads, 1), ...deal(groups.slice(count - left), teams, team)];
}

function deal(units: readonly Unit[], among: number, team: number): Division[] {
  const shares = Math.min(among, units.length);
  return Array.from({ length: shares }, (_, k) => ({
    units: units.slice(Math.ceil((units.length * k) / shares), Math.ceil((units.length * (k + 1)) / shares)),
    threads: Array.from({ length: team }, (_, member) => team * k + member),
  }));
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
