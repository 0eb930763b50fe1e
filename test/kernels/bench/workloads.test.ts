import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { checkBlocks } from "../../../lib/graph/mod.ts";
import { largestField } from "../../../kernels/bench/largest_field.ts";
import { updatesPerSweep } from "../../../kernels/bench/workload.ts";
import { createWorkload, WORKLOADS } from "../../../kernels/bench/workloads.ts";

// 60_12: 21,600 couplings on 3,600 spins, as the published replication counts them; open-60: the offsets (0,1), (4,1), (9,10)
// and their rotations on 60 × 60 give 2·(59·60 + 56·59 + 51·50) = 18,788...
const SIZES: readonly [name: string, spins: number, edges: number, chains: number][] = [
  ["60_12", 3600, 21600, 32],
  ["open-60", 3600, 18788, 32],
  ["trained-60_12", 3600, 21600, 32],
  ["rbm-784x500", 1284, 392000, 32],
  ["single-chain", 3600, 18788, 1],
];

describe("createWorkload()", () => {
  test("createWorkload() knows the workloads that the report names", () => {
    expect(WORKLOADS).toEqual(SIZES.map(([name]) => name));
  });

  test.each(SIZES)("createWorkload() gives %s %i spins, %i edges and %i chains", (name, spins, edges, chains) => {
    const workload = createWorkload(name), { model } = workload;
    expect([model.graph.vertexCount, model.couplings.length, workload.chains]).toEqual([spins, edges, chains]);
    expect(updatesPerSweep(workload)).toBe(spins * chains);
    expect(model.blocks).toHaveLength(2);
    expect(() => checkBlocks(model.graph, model.blocks)).not.toThrow();
  });

  test.each(SIZES)("createWorkload() gives %s numbers that 32 bits hold, the same each time", (name) => {
    const { model } = createWorkload(name), again = createWorkload(name).model;
    for (const values of [model.couplings, model.biases ?? new Float64Array(0)]) {
      expect(values.every((value) => Math.fround(value) === value)).toBe(true);
    }
    expect(again.couplings).toEqual(model.couplings);
    expect(again.biases).toEqual(model.biases);
  });

  // The mean of n squares of N(0, 1) has standard deviation √(2/n): six of them, false alarm 2e-9 each. The seed is fixed.
  test.each([["60_12", 0.3], ["open-60", 0.3], ["rbm-784x500", 0.1]])(
    "createWorkload() gives %s couplings of standard deviation %f",
    (name, deviation) => {
      const { couplings } = createWorkload(name).model, n = couplings.length;
      const squares = couplings.reduce((sum, value) => sum + (value / deviation) ** 2, 0) / n;
      expect(Math.abs(squares - 1)).toBeLessThan(6 * Math.sqrt(2 / n));
    },
  );

  test("createWorkload() scales the trained one until fields reach 60, and only that one", () => {
    const trained = largestField(createWorkload("trained-60_12").model);
    expect(trained).toBeLessThanOrEqual(60);
    expect(trained).toBeGreaterThan(59.999);
    expect(largestField(createWorkload("60_12").model)).toBeLessThan(20);
  });

  test("createWorkload() refuses another name", () => {
    expect(() => createWorkload("toString")).toThrow(InputError);
    expect(() => createWorkload("60-12")).toThrow('"60-12"');
  });
});
