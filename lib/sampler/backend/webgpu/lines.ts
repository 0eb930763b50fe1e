import type { EngineTask } from "../../engine/engine.ts";

/** How the spins of the chains lie on the device: lines of one word per position, each of one chain or of eight. */
export interface Lines {
  readonly count: number;
  readonly chainsPerLine: 1 | 8;
}

/**
 * The lines of a task: eight chains in one where these share their random numbers, one where they do not.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(chainLines({ scan: "forward", layout: "chains", chains: 33 }), { count: 8, chainsPerLine: 8 });
 * assert.deepEqual(chainLines({ scan: "metropolis", layout: "chains", chains: 33 }), { count: 33, chainsPerLine: 1 });
 * ```
 */
export function chainLines({ scan, layout, chains }: Pick<EngineTask, "scan" | "layout" | "chains">): Lines {
  const together = layout === "chains" && scan !== "single-site" && scan !== "metropolis";
  return together ? { count: 4 * Math.ceil(chains / 32), chainsPerLine: 8 } : { count: chains, chainsPerLine: 1 };
}

/**
 * The chain in a bit of a line.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([0, 1, 2, 7].map((lane) => chainOf({ count: 8, chainsPerLine: 8 }, 5, lane)), [34, 35, 42, 59]);
 * ```
 */
export function chainOf({ chainsPerLine }: Lines, line: number, lane: number): number {
  return chainsPerLine === 1 ? line : 32 * (line >>> 2) + 8 * (lane >>> 1) + 2 * (line & 3) + (lane & 1);
}

/**
 * One word per line: the bits of the chains that exist.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...lineMasks({ count: 4, chainsPerLine: 8 }, 10)], [0b1111, 0b11, 0b11, 0b11]);
 * ```
 */
export function lineMasks(lines: Lines, chains: number): Uint32Array<ArrayBuffer> {
  const masks = new Uint32Array(lines.count);
  for (let line = 0; line < lines.count; line++) {
    for (let lane = 0; lane < lines.chainsPerLine; lane++) {
      if (chainOf(lines, line, lane) < chains) masks[line]! |= 1 << lane;
    }
  }
  return masks;
}
