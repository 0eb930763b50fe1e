/** What one call of a kernel advances: 32 chains, every other four of them (`half` 0 or 1), or one chain. */
export type Unit =
  | { readonly kind: "group"; readonly group: number; readonly half: -1 | 0 | 1 }
  | { readonly kind: "chain"; readonly chain: number };

/** Which of a group's lanes are chains that exist. */
export function validLanes(group: number, half: -1 | 0 | 1, chains: number): number {
  let valid = 0;
  for (let lane = 0; lane < (half < 0 ? 32 : 16); lane++) {
    const chain = 32 * group + (half < 0 ? lane : 8 * (lane >> 2) + (lane & 3) + 4 * half);
    if (chain < chains) valid |= 1 << lane;
  }
  return valid >>> 0;
}

/**
 * Divides the chains among at most `threads` threads, as evenly as units allow; whole groups where that is no less even, as
 * they are faster. The lists are not empty.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(divideChains(64, 2, false).map((units) => units.length), [1, 1]);
 * assert.deepEqual(divideChains(32, 2, false).flat().map((unit) => unit.kind === "group" && unit.half), [0, 1]);
 * assert.deepEqual(divideChains(3, 2, true).map((units) => units.length), [2, 1]);
 * ```
 */
export function divideChains(chains: number, threads: number, single: boolean): Unit[][] {
  if (single) return deal(Array.from({ length: chains }, (_, chain) => ({ kind: "chain", chain })), threads);
  const groups = Math.ceil(chains / 32);
  const halves: Unit[] = [];
  for (let group = 0; group < groups; group++) {
    for (const half of [0, 1] as const) {
      if (validLanes(group, half, chains) !== 0) halves.push({ kind: "group", group, half });
    }
  }
  return deal(halves, threads).map(joinHalves);
}

function deal(units: Unit[], threads: number): Unit[][] {
  const shares = Math.min(threads, units.length);
  return Array.from(
    { length: shares },
    (_, k) => units.slice(Math.ceil((units.length * k) / shares), Math.ceil((units.length * (k + 1)) / shares)),
  );
}

function joinHalves(units: Unit[]): Unit[] {
  const joined: Unit[] = [];
  for (const unit of units) {
    const last = joined.at(-1);
    if (unit.kind === "group" && last?.kind === "group" && last.group === unit.group) {
      joined[joined.length - 1] = { kind: "group", group: unit.group, half: -1 };
    } else joined.push(unit);
  }
  return joined;
}
