import type { PlanWriter } from "./plan_writer.ts";

/** Neighbours of one look-up. */
const TOGETHER = 4;
/** Bytes of the addresses, and of a table of one byte of the sums. */
const ADDRESS_BYTES = 16, TABLE_BYTES = 16;

/** A neighbour: where its spins lie and what is added when its spin is +1. */
export interface Term {
  readonly address: number;
  readonly value: number;
}

/** Look-ups that a site of so many neighbours takes: at least one, for its base. */
export function quadsOf(degree: number): number {
  return Math.max(1, Math.ceil(degree / TOGETHER));
}

/** Bytes of the record of one look-up. */
export function quadBytes(width: 16 | 32): number {
  return ADDRESS_BYTES + (width / 8) * TABLE_BYTES;
}

/**
 * Writes a site's look-ups from `at` on, four neighbours each: their addresses, then for every subset of them the sum of what
 * its members add (the base is in the first look-up's), its lowest bytes first. Places that are left point to `spare`.
 * Returns the end.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { PlanWriter } from "./plan_writer.ts";
 * const plan = new PlanWriter(0, 0), at = plan.reserve(48);
 * assert.equal(writeQuads(plan, at, 16, 300, [{ address: 640, value: -1 }], 704), at + 48);
 * const bytes = plan.finish();
 * assert.deepEqual([...bytes.subarray(16, 19), ...bytes.subarray(32, 35)], [44, 43, 44, 1, 1, 1]);
 * ```
 */
export function writeQuads(
  plan: PlanWriter,
  at: number,
  width: 16 | 32,
  base: number,
  terms: readonly Term[],
  spare: number,
): number {
  for (let quad = 0; quad < quadsOf(terms.length); quad++, at += quadBytes(width)) {
    const four = terms.slice(TOGETHER * quad, TOGETHER * (quad + 1));
    for (let k = 0; k < TOGETHER; k++) plan.word(at + 4 * k, four[k]?.address ?? spare);
    for (let subset = 0; subset < 1 << TOGETHER; subset++) {
      let sum = quad === 0 ? base : 0;
      four.forEach(({ value }, k) => sum += (subset >> k) & 1 ? value : 0);
      for (let byte = 0; byte < width / 8; byte++) {
        plan.byte(at + ADDRESS_BYTES + TABLE_BYTES * byte + subset, sum >> (8 * byte));
      }
    }
  }
  return at;
}
