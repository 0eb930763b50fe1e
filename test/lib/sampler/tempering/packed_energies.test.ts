import { describe, expect, test } from "vitest";
import { energy } from "../../../../lib/model/energy.ts";
import { ising } from "../../../../lib/model/ising.ts";
import { packSpins } from "../../../../lib/sampler/engine/packed_spins.ts";
import { createPackedEnergies } from "../../../../lib/sampler/tempering/packed_energies.ts";
import { swapCost, swapErrorBound } from "../../../../lib/sampler/tempering/swap_cost.ts";
import { randomIsing, randomRbm, uniforms } from "../../support/random_models.ts";

const MODELS = [
  ["biases and edges that fill no four", randomIsing(51, { n: 7, beta: 1, bias: "random", density: 0.5 })],
  ["a larger model with biases", randomIsing(52, { n: 33, beta: 1, bias: "random", density: 0.3 })],
  ["an RBM without biases", randomRbm(53, 5, 6, 1)],
  ["biases alone", ising({ n: 5, edges: [], weights: [], biases: [1, -2, 3, -4, 5], beta: 1 })],
] as const;

describe("createPackedEnergies()", () => {
  test.each(MODELS)("createPackedEnergies() gives every chain its energy: %s", (_, model) => {
    const n = model.graph.vertexCount, next = uniforms(9);
    for (const chains of [1, 3, 32, 33, 70]) {
      const spins = Int8Array.from({ length: chains * n }, () => next() < 0.5 ? -1 : 1);
      const out = new Float64Array(chains + 2).fill(77);
      createPackedEnergies(model)(packSpins(spins, chains, n), chains, out, 1);
      expect([out[0], out[chains + 1]], "nothing beside is written").toEqual([77, 77]);
      for (let c = 0; c < chains; c++) {
        expect(out[c + 1]).toBeCloseTo(energy(model, spins.subarray(c * n, (c + 1) * n)), 12);
      }
    }
  });

  test("createPackedEnergies() gives a chain the same bits wherever it stands, and keeps the parameters it was made with", () => {
    const model = randomIsing(52, { n: 33, beta: 1, bias: "random", density: 0.3 }), next = uniforms(3);
    const one = Int8Array.from({ length: 33 }, () => next() < 0.5 ? -1 : 1), energies = createPackedEnergies(model);
    const many = new Int8Array(40 * 33).fill(1), alone = new Float64Array(1), all = new Float64Array(40);
    many.set(one, 37 * 33);
    energies(packSpins(one, 1, 33), 1, alone, 0);
    model.couplings[0]! += 1;
    energies(packSpins(many, 40, 33), 40, all, 0);
    expect(all[37]).toBe(alone[0]);
  });
});

describe("swapCost()", () => {
  test("swapCost() is the rounded cost in units of ln 2·2^-32, against exact arithmetic", () => {
    // log2(e) to 40 digits, as a fraction.
    const LOG2E = 14426950408889634073599246810018921374266n, ONE = 10n ** 40n;
    for (const [gap, hot, cold] of [[0.5, -3, -7], [0.125, 10.25, 10], [2, -1, 6], [0.25, 0, 0]] as const) {
      const product = BigInt(gap * 8) * BigInt((hot - cold) * 8) * LOG2E * 2n ** 32n;
      const exact = Number(product / ONE) / 64;
      expect(Math.abs(swapCost(gap, hot, cold) - exact)).toBeLessThanOrEqual(1);
    }
  });

  test("swapCost() stays within what a decision takes", () => {
    expect(swapCost(1e9, 1e300, -1e300)).toBe(2 ** 52);
    expect(swapCost(1e9, -1e300, 1e300)).toBe(-(2 ** 52));
  });

  test("swapErrorBound() is small on a grid's worth of edges and grows with the model", () => {
    const small = randomIsing(5, { n: 6, beta: 1, bias: "random", density: 1 });
    const large = randomIsing(5, { n: 60, beta: 1, bias: "random", density: 1 });
    expect(swapErrorBound(small, 0.1)).toBeLessThan(4.5e-9);
    expect(swapErrorBound(large, 0.1)).toBeGreaterThan(swapErrorBound(small, 0.1));
    expect(swapErrorBound(large, 0.1)).toBeLessThan(1e-6);
  });
});
