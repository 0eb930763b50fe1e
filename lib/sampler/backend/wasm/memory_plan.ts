import { addressWords } from "../../../random/chain_address.ts";
import { generatorKey } from "../../../random/seed.ts";
import { openWord } from "../../../random/weave.ts";
import { POWER_TABLE } from "../../acceptance/power_table.ts";
import type { EngineTask } from "../../engine/engine.ts";
import type { IntegerWeights } from "../../plan/integer_weights.ts";
import { SCANS } from "../../scan.ts";
import { ADDRESS } from "./header.ts";
import { writeMembers } from "./members.ts";
import { PlanWriter } from "./plan_writer.ts";
import { writeRuns } from "./runs.ts";
import type { MemberSites } from "./team_sites.ts";
import { createThresholdTable, thresholdBytes } from "./threshold_table.ts";

/**
 * What a kernel's memory holds from `ADDRESS.plan` on: the addresses of the task's random numbers, the exact parameters and,
 * block by block, the sites as the first comparison takes them, for each member of a team. Its length depends on the task's sites
 * only, so other weights take the place of the old ones.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * import { integerWeights } from "../../plan/integer_weights.ts";
 * import { siteOrder } from "../../plan/site_order.ts";
 * import { divideSites } from "./team_sites.ts";
 * const model = curieWeiss(3, 1), sites = siteOrder(model), weights = integerWeights(model, sites);
 * const task = { sites, weights, scan: "forward", coin: "chain", seed: 7, layout: "chains", chains: 2 } as const;
 * const other = integerWeights(curieWeiss(3, 900), sites);
 * const members = divideSites(sites, 1);
 * assert.equal(memoryPlan(task, weights, members).length, memoryPlan(task, other, members).length);
 * ```
 */
export function memoryPlan(task: EngineTask, weights: IntegerWeights, members: readonly MemberSites[]): Uint8Array {
  const { sites, seed, layout } = task, { spinCount: n } = sites;
  const plan = new PlanWriter(ADDRESS.plan, ADDRESS.tables);
  const [groupBits, seedWord, siteBits] = addressWords(seed, 16, 0, 0, 0, layout);
  plan.word(ADDRESS.spinCount, n);
  plan.word(ADDRESS.freeCount, sites.freeCount);
  plan.word(ADDRESS.blockCount, sites.blockStarts.length - 1);
  plan.word(ADDRESS.openedSeed, openWord(seedWord!, 1));
  plan.word(ADDRESS.groupBits, groupBits!);
  plan.word(ADDRESS.siteBits, siteBits!);
  ([["tiesKey", "ties"], ["orderKey", "order"], ["chainKey", "chain"]] as const).forEach(([name, purpose]) => {
    generatorKey(seed, purpose).forEach((word, k) => plan.word(ADDRESS[name] + 4 * k, word));
  });
  plan.word(ADDRESS.scan, SCANS.indexOf(task.scan));
  plan.word(ADDRESS.sharedCoin, task.coin === "shared" ? 1 : 0);
  plan.word(ADDRESS.powers, plan.words(POWER_TABLE));
  plan.word(ADDRESS.order, plan.words(sites.order));
  plan.word(ADDRESS.rows, plan.words(sites.rows));
  plan.word(ADDRESS.columns, plan.words(sites.columns));
  writeExact(plan, task, weights);
  plan.word(ADDRESS.ones, 0x1010101);
  plan.word(ADDRESS.upper, 0x8000800);
  plan.word(ADDRESS.fifteen, 0xf0f0f0f);
  plan.bytesAt(ADDRESS.threshold, thresholdBytes(createThresholdTable()));
  if (task.scan === "single-site" || task.scan === "metropolis") return plan.finish();
  if (layout === "sites") writeRuns(plan, sites, weights, siteBits!);
  else writeMembers(plan, sites, weights, siteBits!, members);
  return plan.finish();
}

/** A spin's lane holds −1 for +1 and 0 for −1, so the exact field is bias − Σ coupling + Σ (2·coupling where the lane is set). */
function writeExact(plan: PlanWriter, { sites: { rows, spinCount } }: EngineTask, weights: IntegerWeights): void {
  const { couplings, biases } = weights;
  const bases = plan.reserve(8 * spinCount), doubles = plan.reserve(8 * couplings.length);
  for (let p = 0; p < spinCount; p++) {
    let base = biases[p]!;
    for (let k = rows[p]!; k < rows[p + 1]!; k++) {
      base -= couplings[k]!;
      plan.wide(doubles + 8 * k, 2 * couplings[k]!);
    }
    plan.wide(bases + 8 * p, base);
  }
  plan.word(ADDRESS.bases, bases);
  plan.word(ADDRESS.couplings, doubles);
}
