import type { IntegerWeights } from "../../plan/integer_weights.ts";
import type { SiteOrder } from "../../plan/site_order.ts";
import { FINE_SCALES } from "./field_scale.ts";
import { ADDRESS } from "./header.ts";
import type { PlanWriter } from "./plan_writer.ts";
import { roomOf } from "./room.ts";
import { reserveSegments, SITE_BYTES, spinsBytes, writeSegments } from "./segments.ts";
import type { MemberSites } from "./team_sites.ts";
import { createThresholdTable, thresholdBytes, UNIT } from "./threshold_table.ts";

/** Bytes of a member's record: its segments, its copy of the spins, its ranges and their end, the lists of what it sends. */
const MEMBER_BYTES = 32;
/** Bytes of a table of the threshold, and some. */
const TABLE_BYTES = 64;

/**
 * Writes what each member of a team sweeps. A member works on a copy of its own of the spins of the group in hand, where it
 * brings what the others send; these copies lie right behind the tables, one after the other.
 */
export function writeMembers(
  plan: PlanWriter,
  sites: SiteOrder,
  weights: IntegerWeights,
  siteBits: number,
  members: readonly MemberSites[],
): void {
  const records = plan.reserve(MEMBER_BYTES * members.length);
  const tables = plan.reserve(TABLE_BYTES * FINE_SCALES.length), written = new Set<number>();
  const tableOf = (scale: number): number => {
    const at = scale > UNIT ? tables + TABLE_BYTES * FINE_SCALES.indexOf(scale) : ADDRESS.threshold;
    if (!written.has(at)) plan.bytesAt(at, thresholdBytes(createThresholdTable(Math.max(UNIT, scale))));
    written.add(at);
    return at;
  };
  const places = members.map((member) => reserveSegments(plan, sites, member));
  members.forEach((member, m) => {
    const ranges = plan.words(member.ranges.flat()), sent = writeSent(plan, member);
    const words = [places[m]!.starts, 0, ranges, ranges + 8 * member.ranges.length, sent];
    words.forEach((value, k) => plan.word(records + MEMBER_BYTES * m + 4 * k, value));
  });
  const copies = plan.reserve(0);
  members.forEach((member, m) => {
    const copy = copies + m * spinsBytes(sites);
    plan.word(records + MEMBER_BYTES * m + 4, copy);
    writeSegments(plan, sites, weights, siteBits, member, places[m]!, copy, tableOf);
  });
  plan.word(ADDRESS.members, records);
  const { openList, outbox } = roomOf(sites);
  plan.word(ADDRESS.openList, openList);
  plan.word(ADDRESS.outbox, outbox);
}

/** The sites whose spins a member sends, block by block in fours: where they lie in every copy. The last one is repeated. */
function writeSent(plan: PlanWriter, { blocks }: MemberSites): number {
  const lists = blocks.map(({ sent }) =>
    Array.from({ length: 4 * Math.ceil(sent.length / 4) }, (_, k) => SITE_BYTES * sent[Math.min(k, sent.length - 1)]!)
  );
  const at = plan.words(lists.flat()), ends = lists.map(() => 0);
  lists.reduce((sum, list, b) => ends[b] = sum + list.length, 0);
  return plan.words([at, ...ends.map((end) => at + 4 * end)]);
}
