import { describe, expect, test } from "vitest";
import { gridPreset } from "../../../../../lib/graph/grid_presets.ts";
import type { EnergyModel } from "../../../../../lib/model/energy_model.ts";
import { CounterGenerator } from "../../../../../lib/random/counter.ts";
import { coarseWeights } from "../../../../../lib/sampler/backend/webgpu/coarse_weights.ts";
import { approximateThreshold, CURVE_ERROR } from "../../../../../lib/sampler/backend/webgpu/threshold_curve.ts";
import { integerField } from "../../../../../lib/sampler/backend/reference/integer_field.ts";
import { integerWeights } from "../../../../../lib/sampler/plan/integer_weights.ts";
import { siteOrder } from "../../../../../lib/sampler/plan/site_order.ts";
import { freshSeed } from "../../../random/statistics.ts";
import { exactThreshold } from "./exact_threshold.ts";
import { cancellingModel, randomCouplings, randomGraphModel, randomRbm } from "./same_chains.ts";

const seed = freshSeed("coarseWeights");
const MODELS: Readonly<Record<string, EnergyModel>> = {
  "a grid of degree 12": randomCouplings(seed, gridPreset("60_12"), 0.5),
  "a trained grid, fields to 60": randomCouplings(seed, gridPreset("60_12"), 2.5),
  "a random graph with biases": randomGraphModel(seed, 300, 6, 0.4),
  "an RBM": randomRbm(seed, 100, 60, 0.1),
  "an RBM with fields in the thousands": randomRbm(seed, 100, 60, 80),
  "fields in the ten thousands": randomRbm(seed, 40, 30, 900),
  "fields that cancel": cancellingModel(seed),
};

describe("coarseWeights()", () => {
  for (const [name, model] of Object.entries(MODELS)) {
    test(`leaves the exact decision within its doubt: ${name}`, () => {
      const sites = siteOrder(model), weights = integerWeights(model, sites), coarse = coarseWeights(sites, weights);
      const random = new CounterGenerator(seed, "test"), spins = new Int8Array(sites.spinCount);
      let most = 0;
      for (let state = 0; state < 40; state++) {
        // The last few follow the couplings' signs, where roundings and fields are largest.
        for (let i = 0; i < spins.length; i++) spins[i] = random.fill(7, state, i)[0]! & 1 ? 1 : -1;
        for (let p = 0; p < sites.spinCount; p += 1 + Math.floor(sites.spinCount / 200)) {
          if (state >= 35) {
            for (let k = sites.rows[p]!; k < sites.rows[p + 1]!; k++) {
              spins[sites.columns[k]!] = (weights.couplings[k]! < 0) === (state % 2 === 0) ? -1 : 1;
            }
          }
          let field = coarse.base[p]!;
          for (let k = sites.rows[p]!; k < sites.rows[p + 1]!; k++) {
            if (spins[sites.columns[k]!]! < 0) field -= coarse.doubled[k]!;
          }
          expect(Math.abs(field)).toBeLessThan(2 ** 31);
          const exact = 8 * exactThreshold(integerField(sites, weights, spins, 0, p));
          const apart = Math.abs(exact - approximateThreshold(field, coarse.fractionBits[p]!));
          most = Math.max(most, apart / coarse.doubt[p]!);
        }
      }
      expect(most).toBeLessThanOrEqual(1);
    });
  }

  test("counts the roundings: the curve's error alone would not do", () => {
    const model = randomRbm(seed, 100, 60, 900), sites = siteOrder(model), weights = integerWeights(model, sites);
    const { fractionBits, doubt } = coarseWeights(sites, weights);
    expect(Math.max(...fractionBits)).toBeLessThan(16);
    expect(Math.min(...doubt)).toBeGreaterThan(4 * CURVE_ERROR);
  });
});
