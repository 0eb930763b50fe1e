import { openWord } from "../../../random/weave.ts";
import type { IntegerWeights } from "../../plan/integer_weights.ts";
import type { SiteOrder } from "../../plan/site_order.ts";
import { COARSE_SCALES, cutOf, factorOf, type FieldScale, narrowScale, scaled } from "./field_scale.ts";
import { ADDRESS } from "./header.ts";
import type { PlanWriter } from "./plan_writer.ts";

/** Sites of one chain that a kernel takes at a time. */
const LANES = 8;
/** Bytes of a run's record: position, ends of its vectors and single neighbours, sites; base, limit, factor and margin by lane. */
const RUN_BYTES = 80;
/** Bytes of a vector of neighbours: offset of the first, then the weights. */
const SLOT_BYTES = 32;
/** Bytes of a single neighbour: offset, lane's offset and weight. */
const SINGLE_BYTES = 8;
/** Bytes of a spin of one chain. */
const SPIN_BYTES = 2;

/** A neighbour of one site of a run: the site's lane, the entry of the rows, and how far the neighbour is from the site. */
interface Neighbour {
  readonly lane: number;
  readonly entry: number;
  readonly distance: number;
}

/** The neighbours of a run of sites: those at a distance that several sites share, by distance, and the others. */
export interface RunNeighbours {
  readonly vectors: readonly (readonly Neighbour[])[];
  readonly singles: readonly Neighbour[];
}

/**
 * Sorts the neighbours of the positions `first` … `first + lanes − 1` by their distance from their sites. On a lattice whose
 * blocks are in the order of the rows, almost all come as vectors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../../../model/ising.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * const ladder = ising({ n: 4, edges: [[0, 2], [1, 3]], weights: [1, 1], beta: 1, blocks: [[0, 1], [2, 3]] });
 * assert.deepEqual(runNeighbours(siteOrder(ladder), 0, 2).vectors.map((vector) => vector.length), [2]);
 * ```
 */
export function runNeighbours({ rows, columns }: SiteOrder, first: number, lanes: number): RunNeighbours {
  const byDistance = new Map<number, Neighbour[]>();
  for (let lane = 0; lane < lanes; lane++) {
    const p = first + lane;
    for (let entry = rows[p]!; entry < rows[p + 1]!; entry++) {
      const distance = columns[entry]! - p, others = byDistance.get(distance);
      if (others === undefined) byDistance.set(distance, [{ lane, entry, distance }]);
      else others.push({ lane, entry, distance });
    }
  }
  const vectors = [...byDistance.values()].filter((list) => list.length > 1);
  const alone = [...byDistance.values()].filter((list) => list.length === 1).map(([one]) => one!);
  // Lane by lane in turn, so that one addition does not wait for the one before.
  const turn = new Map(alone.map((one) => [one, one.entry - rows[first + one.lane]!]));
  const singles = alone.toSorted((a, b) => turn.get(a)! - turn.get(b)! || a.lane - b.lane);
  return { vectors, singles };
}

/** Writes the free sites block by block as runs for the kernel of single chains, and the opened words of all sites. */
export function writeRuns(
  plan: PlanWriter,
  sites: SiteOrder,
  weights: IntegerWeights,
  siteBits: number,
): void {
  const { blockStarts, spinCount } = sites, blocks = blockStarts.length - 1;
  const groups = 4 * (Math.ceil(2 * spinCount / 32) + 8);
  plan.word(ADDRESS.openedSites, plan.words(Array.from({ length: groups }, (_, k) => openWord(siteBits + k, 2))));

  const runs: { readonly first: number; readonly lanes: number; readonly block: number }[] = [];
  for (let block = 0; block < blocks; block++) {
    const end = blockStarts[block + 1]!;
    for (let first = blockStarts[block]!; first < end; first += LANES) {
      runs.push({ first, lanes: Math.min(LANES, end - first), block });
    }
  }
  const neighbours = runs.map(({ first, lanes }) => runNeighbours(sites, first, lanes));
  const table = plan.reserve(16 * (blocks + 1));
  let at = plan.reserve(RUN_BYTES * runs.length);
  let slot = plan.reserve(SLOT_BYTES * neighbours.reduce((sum, { vectors }) => sum + vectors.length, 0));
  let single = plan.reserve(SINGLE_BYTES * neighbours.reduce((sum, { singles }) => sum + singles.length, 0));
  plan.word(ADDRESS.blockRuns, table);

  const beginBlock = (block: number): void => {
    [at, slot, single].forEach((address, k) => plan.word(table + 16 * block + 4 * k, address));
  };
  runs.forEach(({ first, lanes, block }, k) => {
    if (first === blockStarts[block]) beginBlock(block);
    const scales = Array.from({ length: lanes }, (_, lane) => narrowScale(sites, weights, first + lane, COARSE_SCALES));
    const weightOf = ({ lane, entry }: Neighbour): number => scaled(weights.couplings[entry]!, scales[lane]!.scale);
    for (const vector of neighbours[k]!.vectors) {
      plan.word(slot, (first + vector[0]!.distance) * SPIN_BYTES);
      for (const one of vector) plan.half(slot + 16 + 2 * one.lane, 2 * weightOf(one));
      slot += SLOT_BYTES;
    }
    for (const one of neighbours[k]!.singles) {
      plan.word(single, sites.columns[one.entry]! * SPIN_BYTES);
      plan.half(single + 4, 2 * one.lane);
      plan.half(single + 6, 2 * weightOf(one));
      single += SINGLE_BYTES;
    }
    [first, slot, single, lanes].forEach((value, field) => plan.word(at + 4 * field, value));
    scales.forEach((scale, lane) => writeLane(plan, at + 16 + 2 * lane, sites, weights, first + lane, scale));
    at += RUN_BYTES;
  });
  beginBlock(blocks);
}

function writeLane(
  plan: PlanWriter,
  at: number,
  { rows }: SiteOrder,
  { biases, couplings }: IntegerWeights,
  p: number,
  { scale, margin }: FieldScale,
): void {
  let base = scaled(biases[p]!, scale);
  for (let k = rows[p]!; k < rows[p + 1]!; k++) base -= scaled(couplings[k]!, scale);
  [base, cutOf(scale), factorOf(scale), margin].forEach((value, k) => plan.half(at + 16 * k, value));
}
