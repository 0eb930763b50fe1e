import { expect, test } from "vitest";
import { gridPreset } from "../../../../../lib/graph/grid_presets.ts";
import { createGraph } from "../../../../../lib/graph/create_graph.ts";
import { uniformLane } from "../../../../../lib/random/chain_address.ts";
import { batches } from "../../../../../lib/sampler/backend/webgpu/batches.ts";
import { chainLines, chainOf, lineMasks } from "../../../../../lib/sampler/backend/webgpu/lines.ts";
import { rowLayout } from "../../../../../lib/sampler/backend/webgpu/row_layout.ts";
import { siteOrder } from "../../../../../lib/sampler/plan/site_order.ts";
import { randomCouplings, randomGraphModel, randomRbm } from "./same_chains.ts";

test("rowLayout() gives every entry a place of its own in little more room than there are entries", () => {
  const star = createGraph(5001, Array.from({ length: 5000 }, (_, k) => [0, k + 1] as [number, number]));
  const graphs = [randomCouplings(1, gridPreset("open-60"), 1), randomRbm(1, 50, 33, 1), randomCouplings(1, star, 1)];
  for (const model of [...graphs, randomGraphModel(1, 500, 5, 1)]) {
    for (const clamped of [[], [0, 17]]) {
      const sites = siteOrder(model, clamped), { starts, strides, length } = rowLayout(sites);
      const used = new Uint8Array(length);
      for (let p = 0; p < sites.freeCount; p++) {
        for (let k = 0; k < sites.rows[p + 1]! - sites.rows[p]!; k++) used[starts[p]! + k * strides[p]!]!++;
      }
      expect(used.every((count) => count <= 1)).toBe(true);
      expect(used.reduce((sum, count) => sum + count, 0)).toBe(sites.rows[sites.freeCount]);
      expect(length).toBeLessThanOrEqual(2 * sites.rows[sites.freeCount]!);
    }
  }
});

test("batches() covers every sweep once, in order, with every sample in its batch", () => {
  for (const sweeps of [0, 1, 7, 100, 513]) {
    for (const stride of [undefined, 1, 2, 7, 1000]) {
      for (const limits of [{ sweeps: 256, samples: 256 }, { sweeps: 5, samples: 1 }, { sweeps: 10, samples: 3 }]) {
        let done = 0, kept = 0;
        for (const batch of batches(sweeps, limits, stride)) {
          expect([batch.done, batch.kept]).toEqual([done, kept]);
          expect(batch.sweeps).toBeGreaterThan(0);
          expect(batch.sweeps).toBeLessThanOrEqual(limits.sweeps);
          expect(batch.samples).toBeLessThanOrEqual(limits.samples);
          done += batch.sweeps;
          kept += batch.samples;
          expect(kept).toBe(Math.floor(done / (stride ?? Infinity)));
        }
        expect(done).toBe(sweeps);
      }
    }
  }
});

test("chainOf() puts the chains of one block of random numbers into one line", () => {
  const lines = chainLines({ scan: "forward", layout: "chains", chains: 70 });
  for (let line = 0; line < lines.count; line++) {
    for (let lane = 0; lane < 8; lane++) {
      expect(uniformLane(chainOf(lines, line, lane), 16)).toEqual({ group: line, word: lane >>> 1, half: lane & 1 });
    }
  }
  const bits = lineMasks(lines, 70).reduce((sum, mask) => sum + mask.toString(2).replaceAll("0", "").length, 0);
  expect(bits).toBe(70);
});
