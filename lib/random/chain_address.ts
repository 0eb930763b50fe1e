import { checkInteger } from "./check.ts";
import { checkSeed } from "./seed.ts";

/** How many bits a random number of a chain has: 16 (eight share a block of 128) or 32 (four do). */
export type UniformWidth = 16 | 32;

/**
 * What the numbers of one block are for: one site of neighbouring chains ("chains", for kernels that run many chains side by
 * side), or neighbouring sites of one chain ("sites", for kernels of few chains). The two have different bits.
 */
export type UniformLayout = "chains" | "sites";

/** Sites that an address of a chain's random numbers can tell apart: 2^21. */
export const SITE_LIMIT: number = 2 ** 21;
/** Sweeps that an address of a chain's random numbers can tell apart: 2^32. */
export const SWEEP_LIMIT: number = 2 ** 32;
/** Chains that an address of a chain's random numbers can tell apart: 2^20. */
export const CHAIN_LIMIT: number = 2 ** 20;

/** Where the random number of a chain (or site) lies: the block's group, the word in it (0 to 3) and, for 16 bits, its half. */
export interface UniformLane {
  readonly group: number;
  readonly word: number;
  /** 0 for the low 16 bits of the word, 1 for the high ones; always 0 for 32 bits. */
  readonly half: 0 | 1;
}

/**
 * The place of the random number of chain `index` (of site `index` in the layout "sites"). The blocks of four consecutive
 * groups, held as four vectors of four 32-bit words (vector = word of the block, vector lane = group), are the numbers of 32
 * consecutive indices of 16 bits, or 16 of 32 bits, in their order: a vector kernel needs no shuffle. One to one, so two
 * indices never share bits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(uniformLane(11, 16), { group: 1, word: 1, half: 1 });
 * assert.deepEqual(uniformLane(11, 32), { group: 3, word: 2, half: 0 });
 * assert.deepEqual(uniformLane(32, 16), { group: 4, word: 0, half: 0 });
 * ```
 */
export function uniformLane(index: number, width: UniformWidth): UniformLane {
  return width === 16
    ? { group: 4 * (index >>> 5) + ((index & 7) >>> 1), word: (index & 31) >>> 3, half: (index & 1) as 0 | 1 }
    : { group: 4 * (index >>> 4) + (index & 3), word: (index & 15) >>> 2, half: 0 };
}

/**
 * The four words of an address before they are opened: 128 bits that hold all of (seed, layout, width, group, sweep, site),
 * each in bits of its own, so two different addresses never have the same words.
 *
 * | word | bits 0–19 | bit 20 | bit 21 | bits 22–31 |
 * |---|---|---|---|---|
 * | 0 | group | 1 in the layout "sites" | seed's bit 52 | seed's bits 42–51 |
 * | 1 | seed's bits 0–19 | seed's bit 20 | seed's bit 21 | seed's bits 22–31 |
 * | 2 | site's bits 0–19 | site's bit 20 | 1 when the width is 32 | seed's bits 32–41 |
 * | 3 | sweep's bits 0–19 | sweep's bit 20 | sweep's bit 21 | sweep's bits 22–31 |
 *
 * In the layout "chains" the group is `uniformLane` of the chain; in "sites" the group is the chain, and what stands for the
 * site is `uniformLane`'s group of the site. Seeds run from 0 to 2^53 − 1, groups to 2^20 − 1, sites to 2^21 − 1, sweeps to
 * 2^32 − 1; anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...addressWords(7, 16, 1, 10, 3)], [1, 7, 3, 10]);
 * assert.deepEqual([...addressWords(7, 32, 1, 10, 3)], [1, 7, 3 + 2 ** 21, 10]);
 * assert.deepEqual([...addressWords(7, 16, 1, 10, 3, "sites")], [1 + 2 ** 20, 7, 3, 10]);
 * assert.throws(() => addressWords(7, 16, 1, 2 ** 32, 3), /sweep is 4294967296/);
 * ```
 */
export function addressWords(
  seed: number,
  width: UniformWidth,
  group: number,
  sweep: number,
  site: number,
  layout: UniformLayout = "chains",
): Uint32Array {
  const action = "Cannot address a chain's random numbers";
  checkSeed(seed);
  checkInteger(group, "group", action, 0, 2 ** 20 - 1);
  checkInteger(sweep, "sweep", action, 0, SWEEP_LIMIT - 1);
  checkInteger(site, "site", action, 0, SITE_LIMIT - 1);
  const high = Math.floor(seed / 2 ** 32);
  const top = high >>> 10;
  return Uint32Array.of(
    group + (layout === "sites" ? 1 << 20 : 0) + ((top >>> 10) << 21) + ((top & 1023) << 22),
    seed,
    site + (width === 32 ? 1 << 21 : 0) + ((high & 1023) << 22),
    sweep,
  );
}
