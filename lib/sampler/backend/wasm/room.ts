import type { SiteOrder } from "../../plan/site_order.ts";
import { DENSE_ROOM_BYTES, isDense } from "./dense.ts";

/** What every thread has for itself before the tables of dense layers; `assembly/room.ts` says what lies where. */
const FIXED_BYTES = 4096;

/** The room of a thread: where its list of open sites begins and what it sends to others, and its length. */
export interface Room {
  readonly openList: number;
  readonly outbox: number;
  readonly bytes: number;
}

/**
 * What a thread that sweeps groups of chains needs for itself.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * assert.deepEqual(roomOf(siteOrder(curieWeiss(7, 1))), { openList: 4096, outbox: 4160, bytes: 4288 });
 * ```
 */
export function roomOf(sites: SiteOrder): Room {
  const blocks = sites.blockStarts.length - 1;
  const largest = sites.blockStarts.reduce((most, end, b) => Math.max(most, end - (sites.blockStarts[b - 1] ?? 0)), 0);
  const dense = Array.from({ length: blocks }, (_, b) => isDense(sites, b)).includes(true);
  const openList = FIXED_BYTES + (dense ? DENSE_ROOM_BYTES : 0);
  // One more than there are sites, since the place behind the last entry is written before it is known to be one.
  const outbox = 64 * Math.ceil((openList + 8 * (sites.freeCount + 1)) / 64);
  return { openList, outbox, bytes: outbox + 2 * 64 * Math.ceil(largest / 16) };
}
