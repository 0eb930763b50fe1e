import { addressWords } from "../../../random/chain_address.ts";
import { generatorKey } from "../../../random/seed.ts";
import { openWord } from "../../../random/weave.ts";
import { POWER_TABLE } from "../../acceptance/power_table.ts";
import type { EngineTask } from "../../engine/engine.ts";
import type { IntegerWeights } from "../../plan/integer_weights.ts";
import type { SiteOrder } from "../../plan/site_order.ts";
import { coarseWeights } from "./coarse_weights.ts";
import type { Lines } from "./lines.ts";
import type { RowLayout } from "./row_layout.ts";
import { THRESHOLD_CURVE } from "./threshold_curve.ts";

/** Words of a `Site` of the shaders. */
export const SITE_WORDS = 8;

/** What the device holds of a model's parameters, as the shaders read it. */
export interface DeviceWeights {
  readonly sites: Uint32Array<ArrayBuffer>;
  readonly entries: Uint32Array<ArrayBuffer>;
  readonly couplings: Uint32Array<ArrayBuffer>;
}

/** The parameters in the layout of the rows: exact, and rounded for the first comparison. */
export function deviceWeights(order: SiteOrder, layout: RowLayout, weights: IntegerWeights): DeviceWeights {
  const { rows, columns, freeCount } = order, { starts, strides, length } = layout;
  const { fractionBits, doubled, base, doubt } = coarseWeights(order, weights);
  const sites = new Uint32Array(SITE_WORDS * freeCount), room = Math.max(length, 1);
  const entries = new Uint32Array(2 * room), couplings = new Uint32Array(2 * room);
  for (let p = 0; p < freeCount; p++) {
    const start = starts[p]!, stride = strides[p]!, row = rows[p]!, degree = rows[p + 1]! - row;
    // A typed array keeps the low 32 bits of an integer: two's complement.
    const bias = weights.biases[p]!, high = Math.floor(bias / 2 ** 32);
    sites.set([start, stride, degree, base[p]!, doubt[p]!, bias, high, fractionBits[p]!], SITE_WORDS * p);
    for (let k = 0; k < degree; k++) {
      const at = 2 * (start + k * stride), coupling = weights.couplings[row + k]!;
      entries[at] = columns[row + k]!;
      entries[at + 1] = doubled[row + k]!;
      couplings[at] = coupling;
      couplings[at + 1] = Math.floor(coupling / 2 ** 32);
    }
  }
  return { sites, entries, couplings };
}

/** The `Task` of the shaders. */
export function deviceTask(task: EngineTask, lines: Lines): Uint32Array<ArrayBuffer> {
  const { sites, scan, seed } = task;
  // The numbers of the single-site scans are not woven, and share the layout of no other.
  const address = addressWords(seed, 16, 0, 0, 0, task.layout), tie = generatorKey(seed, "ties");
  const own = generatorKey(seed, scan === "symmetric" ? "order" : "chain");
  return Uint32Array.of(
    sites.spinCount,
    lines.count,
    task.chains,
    lines.chainsPerLine,
    address[0]!,
    openWord(address[1]!, 1),
    address[2]!,
    sites.freeCount,
    tie[0]!,
    tie[1]!,
    own[0]!,
    own[1]!,
    scan === "metropolis" ? 1 : 0,
    task.coin === "shared" ? 1 : 0,
  );
}

/** The `tables` of the shaders. */
export function deviceTables(): Uint32Array<ArrayBuffer> {
  const tables = new Uint32Array(POWER_TABLE.length + THRESHOLD_CURVE.length);
  tables.set(POWER_TABLE);
  tables.set(THRESHOLD_CURVE, POWER_TABLE.length);
  return tables;
}
