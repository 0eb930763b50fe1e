import { describe, expect, test } from "vitest";
import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { createReferenceEngine } from "../../../../lib/sampler/backend/reference/reference_engine.ts";
import { packSpins, unpackSpins } from "../../../../lib/sampler/engine/packed_spins.ts";
import { integerWeights } from "../../../../lib/sampler/plan/integer_weights.ts";
import { siteOrder } from "../../../../lib/sampler/plan/site_order.ts";
import type { Scan } from "../../../../lib/sampler/scan.ts";
import { createTempering, type TemperingOptions } from "../../../../lib/sampler/tempering/create_tempering.ts";
import { swapErrorBound } from "../../../../lib/sampler/tempering/swap_cost.ts";
import { freshSeed } from "../../random/statistics.ts";
import { asymmetry, invariance, type Matrix, multiply, spinsOf, stateOf } from "../exact_matrices.ts";
import { matrixRatio } from "../laws/transition_counts.ts";
import { ladderMatrices } from "./ladder_matrices.ts";
import { PAIR, TRIPLE } from "./models.ts";

const CASES: readonly (readonly [string, EnergyModel, readonly number[], Scan])[] = [
  ["two spins on three rungs", PAIR, [0.2, 0.6, 1], "symmetric"],
  ["three spins on two rungs", TRIPLE, [0.3, 1], "symmetric"],
  ["two spins on three rungs by single sites", PAIR, [0, 0.5, 1], "single-site"],
  ["two spins on two rungs, palindromic", PAIR, [0.4, 1.2], "palindromic"],
];

describe.each(CASES)("the transition matrices of a ladder: %s", (_, model, ladder, scan) => {
  const exact = ladderMatrices(model, ladder, scan, "exact"), { law } = exact;

  test("every kernel leaves the product law invariant to 1e-12", () => {
    for (const P of [exact.primary, exact.convex, exact.even, exact.odd, ...exact.exchange]) {
      expect(Math.max(...P.map((row) => Math.abs(row.reduce((a, b) => a + b) - 1)))).toBeLessThan(1e-13);
      expect(invariance(law, P)).toBeLessThan(1e-12);
    }
  });

  test("primary and convex rounds are reversible, exchanges too; non-reversible ones are not", () => {
    for (const P of [exact.primary, exact.convex, ...exact.exchange]) expect(asymmetry(law, P)).toBeLessThan(1e-14);
    // With two rungs an odd round is a sweep alone.
    expect(asymmetry(law, exact.even)).toBeGreaterThan(1e-3);
    if (ladder.length > 2) expect(asymmetry(law, multiply(exact.even, exact.odd))).toBeGreaterThan(1e-3);
  });

  test("the integer decisions keep the law to the stated bounds", () => {
    const found = ladderMatrices(model, ladder, scan, "integer"), sites = siteOrder(model);
    const n = model.graph.vertexCount, sweep = scan === "palindromic" ? 2 * n : n;
    const bound = ladder.length * sweep * integerWeights(model, sites, ladder.at(-1)! * model.beta).errorBound +
      ladder.length * swapErrorBound(model, model.beta);
    for (const P of [found.primary, found.convex, found.even, found.odd]) {
      expect(invariance(law, P)).toBeLessThan(2 * bound);
    }
    // The bound is below what it is worth checking for: a control.
    expect(2 * bound).toBeLessThan(1e-6);
  });

  test("the check of invariance catches exchanges of the wrong sign", () => {
    const wrong = exact.exchange.map((P) => P.map((row, s) => row.map((_, t) => P[t]![s]!)));
    for (const P of wrong) {
      const rows = P.map((row, s) =>
        row.map((p, t) => s === t ? 1 - row.reduce((sum, q, u) => u === s ? sum : sum + q, 0) : p)
      );
      expect(invariance(law, rows)).toBeGreaterThan(1e-3);
    }
  });
});

describe("createTempering() realises the matrices", () => {
  const LADDERS = 2 ** 15;

  /** Transitions of whole ladders in one round from every joint state. */
  async function count(model: EnergyModel, options: TemperingOptions, round: number): Promise<Matrix> {
    const n = model.graph.vertexCount, size = 2 ** n, rungs = options.ladder.length, all = size ** rungs;
    const tempering = await createTempering(model, { createEngine: createReferenceEngine, ...options });
    const digit = (joint: number, r: number) => Math.floor(joint / size ** r) % size;
    const spins = Array.from({ length: rungs }, (_, r) => {
      const own = new Int8Array(LADDERS * n);
      for (let c = 0; c < LADDERS; c++) own.set(spinsOf(digit(c % all, r), n), c * n);
      return packSpins(own, LADDERS, n);
    });
    const state = await tempering.step({ ...tempering.init(LADDERS), spins, round });
    const ends = state.spins.map((words) => unpackSpins(words, LADDERS, n));
    const counts = Array.from({ length: all }, () => new Array<number>(all).fill(0));
    for (let c = 0; c < LADDERS; c++) {
      counts[c % all]![ends.reduce((joint, own, r) => joint + stateOf(own, c * n, n) * size ** r, 0)]!++;
    }
    await tempering.close();
    return counts;
  }

  const ladder = [0.3, 0.6, 1], exact = ladderMatrices(PAIR, ladder, "symmetric", "exact");
  test.each(
    [
      ["primary", 5, exact.primary, exact.convex],
      ["convex", 5, exact.convex, exact.primary],
      ["non-reversible", 6, exact.even, exact.odd],
      ["non-reversible", 7, exact.odd, exact.even],
    ] as const,
  )("createTempering() moves whole ladders by the exact matrix: %s, round %i", async (swaps, round, P, other) => {
    const seed = freshSeed(`tempering ${swaps} ${round}`), options = { ladder, swaps, seed };
    const counts = await count(PAIR, options, round);
    expect(matrixRatio(counts, P)).toBeLessThan(1);
    expect(matrixRatio(counts, other)).toBeGreaterThan(1);
    const hot = await count({ ...PAIR, beta: 2 * PAIR.beta }, { ...options, seed: seed + 1 }, round);
    expect(matrixRatio(hot, P)).toBeGreaterThan(1);
  });

  test("createTempering() moves three spins of three colours by the exact matrix of every scan", async () => {
    const seed = freshSeed("tempering scans"), ladder = [0.5, 1];
    for (const scan of ["single-site", "metropolis", "forward", "reverse", "palindromic"] as const) {
      const P = ladderMatrices(TRIPLE, ladder, scan, "exact").even;
      expect(matrixRatio(await count(TRIPLE, { ladder, swaps: "non-reversible", scan, seed }, 2), P), scan)
        .toBeLessThan(1);
    }
  });
});
