import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { gaugeTransform } from "../../../lib/model/gauge.ts";
import { withBeta, withBiases } from "../../../lib/model/with_parameters.ts";
import { createReferenceSampler } from "../../../lib/sampler/backend/reference/reference_sampler.ts";
import type { SamplerState, Start } from "../../../lib/sampler/sampler.ts";
import { type Scan, SCANS } from "../../../lib/sampler/scan.ts";
import { chiSquareRatio, freshSeed, uniformLaw } from "../random/statistics.ts";
import { applyToLaw, boltzmann, exactMatrices, stateOf } from "./exact_matrices.ts";
import { SMALL_RBM, TRIANGLE } from "./models.ts";

const CHAINS = 30_000;

function stateCounts(state: SamplerState, n: number): number[] {
  const counts = new Array<number>(2 ** n).fill(0);
  for (let c = 0; c < state.chains; c++) counts[stateOf(state.spins, c * n, n)]!++;
  return counts;
}

/** How often each state is found in independent chains after some sweeps. */
function countsAfter(model: EnergyModel, scan: Scan, seed: number, sweeps: number, start: Start): number[] {
  const sampler = createReferenceSampler(model, { scan, seed });
  let state = sampler.init(CHAINS, start);
  for (let t = 0; t < sweeps; t++) state = sampler.step(state);
  return stateCounts(state, model.graph.vertexCount);
}

describe.each(SCANS)("createReferenceSampler() with the %s scan", (scan) => {
  const seed = freshSeed(`createReferenceSampler() ${scan}`);
  // From one fixed state the law after a sweep is a row of the matrix, and differs from scan to scan.
  const start = [1, -1, 1, -1, 1];

  test.each([["an Ising model", TRIANGLE], ["an RBM", SMALL_RBM]])(
    "createReferenceSampler() moves %s by the exact matrix of one sweep",
    (_, model) => {
      const n = model.graph.vertexCount, spins = start.slice(0, n);
      const row = exactMatrices(model).sweep[scan][stateOf(spins, 0, n)]!;
      expect(chiSquareRatio(countsAfter(model, scan, seed, 1, spins), row)).toBeLessThan(1);
    },
  );

  test("createReferenceSampler() follows the exact law from a uniform start, after 2 sweeps and at the end", () => {
    const P = exactMatrices(TRIANGLE).sweep[scan];
    const after2 = applyToLaw(applyToLaw(uniformLaw(16), P), P);
    expect(chiSquareRatio(countsAfter(TRIANGLE, scan, seed + 1, 0, "uniform"), uniformLaw(16))).toBeLessThan(1);
    expect(chiSquareRatio(countsAfter(TRIANGLE, scan, seed + 1, 2, "uniform"), after2)).toBeLessThan(1);
    const law = boltzmann(TRIANGLE), sweeps = 24;
    // The start is forgotten to 1e-5, below what the counts resolve.
    let exact = uniformLaw(16);
    for (let t = 0; t < sweeps; t++) exact = applyToLaw(exact, P);
    exact.forEach((p, s) => expect(Math.abs(p - law[s]!)).toBeLessThan(1e-5));
    expect(chiSquareRatio(countsAfter(TRIANGLE, scan, seed + 2, sweeps, "uniform"), law)).toBeLessThan(1);
  });

  test("the check of the exact law catches another beta, the wrong sign of one bias and of a gauge", () => {
    const P = exactMatrices(TRIANGLE).sweep[scan], after2 = applyToLaw(applyToLaw(uniformLaw(16), P), P);
    const wrong = [
      withBeta(TRIANGLE, 1.2 * TRIANGLE.beta),
      withBiases(TRIANGLE, TRIANGLE.biases!.map((h, i) => i === 2 ? -h : h)),
      gaugeTransform(TRIANGLE, [1, 1, 1, -1]),
    ];
    for (const model of wrong) {
      expect(chiSquareRatio(countsAfter(model, scan, seed + 3, 2, "uniform"), after2)).toBeGreaterThan(1);
    }
  });

  test("the check of one sweep catches every other scan", () => {
    const { sweep } = exactMatrices(TRIANGLE), spins = start.slice(0, 4);
    const counts = countsAfter(TRIANGLE, scan, seed + 4, 1, spins);
    for (const other of SCANS) {
      if (other === scan) continue;
      expect(chiSquareRatio(counts, sweep[other][stateOf(spins, 0, 4)]!), other).toBeGreaterThan(1);
    }
  });

  test("createReferenceSampler() gives the same chains for the same seed, whatever their number", () => {
    const run = (chains: number, s: number) => {
      const sampler = createReferenceSampler(TRIANGLE, { scan, seed: s });
      let state = sampler.init(chains);
      for (let t = 0; t < 20; t++) state = sampler.step(state);
      return state.spins;
    };
    expect(run(12, 5)).toEqual(run(12, 5));
    expect(run(3, 5)).toEqual(run(12, 5).slice(0, 12));
    expect(run(50, 5)).not.toEqual(run(50, 6));
  });

  test("step() leaves the state it is given and counts sweeps", () => {
    const sampler = createReferenceSampler(TRIANGLE, { scan, seed: 9 });
    const state = sampler.init(5), spins = state.spins.slice();
    const next = sampler.step(sampler.step(state));
    expect(state).toEqual({ spins, chains: 5, sweep: 0, site: 0 });
    expect([next.sweep, next.site, next.chains, next.spins.length]).toEqual([2, 0, 5, 20]);
    expect(sampler.step(state)).toEqual(sampler.step(state));
  });
});

describe.each(["single-site", "metropolis"] as const)("stepOnce() with the %s scan", (scan) => {
  const seed = freshSeed(`stepOnce() ${scan}`);

  test("stepOnce() moves by the exact matrix of one step, and the check catches the other rule", () => {
    const sampler = createReferenceSampler(TRIANGLE, { scan, seed });
    const spins = [1, -1, 1, -1], { step } = exactMatrices(TRIANGLE), from = stateOf(spins, 0, 4);
    const counts = stateCounts(sampler.stepOnce(sampler.init(CHAINS, spins)), 4);
    expect(chiSquareRatio(counts, step[scan][from]!)).toBeLessThan(1);
    expect(chiSquareRatio(counts, step[scan === "metropolis" ? "single-site" : "metropolis"][from]!)).toBeGreaterThan(
      1,
    );
  });

  test("stepOnce() N times is step(), also across the end of a sweep", () => {
    const sampler = createReferenceSampler(SMALL_RBM, { scan, seed: 3 });
    const once = (state: SamplerState, times: number) => {
      for (let k = 0; k < times; k++) state = sampler.stepOnce(state);
      return state;
    };
    const state = sampler.init(6);
    expect(once(state, 5)).toEqual(sampler.step(state));
    expect(once(state, 2)).toMatchObject({ sweep: 0, site: 2 });
    expect(sampler.step(once(state, 2))).toEqual(once(state, 7));
    expect(once(state, 7)).toMatchObject({ sweep: 1, site: 2 });
  });
});

describe("init()", () => {
  const sampler = createReferenceSampler(TRIANGLE, { seed: 1 });

  test("init() takes one start for all chains or one for each", () => {
    expect([...sampler.init(2, [1, -1, 1, 1]).spins]).toEqual([1, -1, 1, 1, 1, -1, 1, 1]);
    expect([...sampler.init(2, Int8Array.of(1, 1, 1, 1, -1, -1, -1, -1)).spins]).toEqual([1, 1, 1, 1, -1, -1, -1, -1]);
    expect(sampler.scan).toBe("single-site");
  });

  test.each<[string, () => unknown, RegExp]>([
    ["no chains", () => sampler.init(0), /chains is 0; give an integer from 1/],
    ["half a chain", () => sampler.init(1.5), /chains is 1.5/],
    ["more chains than fit", () => sampler.init(1e12), /chains is 1000000000000/],
    ["a spin of 0", () => sampler.init(2, [1, 0, 1, 1]), /start\[1\] is 0; give \+1 or -1/],
    [
      "a short start",
      () => sampler.init(2, [1, 1]),
      /start has 2 entries; give "uniform", 4 spins for all chains alike, or 8/,
    ],
    ["another word", () => sampler.init(2, "random" as Start), /start is "random"/],
    ["an unknown scan", () => createReferenceSampler(TRIANGLE, { scan: "gibbs" as Scan, seed: 1 }), /"gibbs"/],
    ["a negative seed", () => createReferenceSampler(TRIANGLE, { seed: -1 }), /seed is -1/],
    ["a step of a block scan", () => {
      const blockwise = createReferenceSampler(TRIANGLE, { scan: "forward", seed: 1 });
      blockwise.stepOnce(blockwise.init(1));
    }, /the scan is "forward"; use "single-site" or "metropolis"/],
  ])("init() and createReferenceSampler() refuse %s", (_, call, message) => {
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});
