import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.ts";
import { GRID_FAMILIES } from "../../../../lib/graph/grid_families.ts";
import { gridGraph } from "../../../../lib/graph/grid_graph.ts";
import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { ising } from "../../../../lib/model/ising.ts";
import { rbm } from "../../../../lib/model/rbm.ts";
import { withBeta } from "../../../../lib/model/with_parameters.ts";
import { becomesPlus } from "../../../../lib/sampler/acceptance/accept.ts";
import { FIELD_ONE, MANTISSA_ERROR } from "../../../../lib/sampler/acceptance/fixed_field.ts";
import { integerField } from "../../../../lib/sampler/backend/reference/integer_field.ts";
import { type IntegerWeights, integerWeights } from "../../../../lib/sampler/plan/integer_weights.ts";
import { siteOrder } from "../../../../lib/sampler/plan/site_order.ts";
import { randomIsing, randomRbm, uniforms } from "../../support/random_models.ts";
import { decisionThreshold, ratio } from "../acceptance/decision_threshold.ts";

/** Largest relative error of the smaller conditional probability over all spins and states, and the largest |z|. */
function worstError(model: EnergyModel, weights: IntegerWeights): { error: number; field: number } {
  const sites = siteOrder(model), n = sites.spinCount;
  let error = 0, field = 0;
  const seen = new Map<number, number>();
  for (let state = 0; state < 2 ** n; state++) {
    const byPosition = Int8Array.from({ length: n }, (_, p) => (state >> p) & 1 ? -1 : 1);
    for (let p = 0; p < n; p++) {
      const spin = sites.order[p]!;
      let z = model.biases?.[spin] ?? 0;
      model.couplings.forEach((J, e) => {
        const from = model.graph.from[e]!, to = model.graph.to[e]!;
        if (from === spin) z += J * byPosition[sites.positions[to]!]!;
        if (to === spin) z += J * byPosition[sites.positions[from]!]!;
      });
      z *= 2 * model.beta;
      field = Math.max(field, Math.abs(z));
      const Y = -Math.abs(integerField(sites, weights, byPosition, 0, p));
      if (!seen.has(Y)) {
        seen.set(Y, ratio(decisionThreshold((first, further) => becomesPlus(Y, first, 16, () => further), 16), 144));
      }
      const q = Math.exp(-Math.abs(z));
      error = Math.max(error, Math.abs(seen.get(Y)! / (q / (1 + q)) - 1));
    }
  }
  return { error, field };
}

describe("integerWeights()", () => {
  test.each<[string, EnergyModel]>([
    ["a path with biases", randomIsing(3, { n: 6, beta: 0.9, bias: "random", density: 0.3 })],
    ["a dense model", randomIsing(4, { n: 7, beta: 1.7, bias: "random", density: 1 })],
    ["a model at large fields", randomIsing(5, { n: 6, beta: 9, bias: "random", density: 1 })],
    ["an RBM", randomRbm(6, 3, 4, 2.1)],
    ["a hot model", randomIsing(7, { n: 6, beta: 1e-7, bias: "random", density: 0.6 })],
  ])("integerWeights() gives bounds that hold in every state of the neighbours: %s", (_, model) => {
    const weights = integerWeights(model, siteOrder(model)), { error, field } = worstError(model, weights);
    expect(error).toBeLessThanOrEqual(weights.errorBound);
    expect(weights.errorBound).toBeLessThan(1e-6);
    expect(field).toBeLessThanOrEqual(weights.largestField * (1 + 1e-12));
    expect(field).toBeGreaterThan(weights.largestField * 0.5);
  });

  test("the check of the bound catches couplings that are off by one part in 10^8", () => {
    const model = randomIsing(5, { n: 6, beta: 9, bias: "random", density: 1 });
    const weights = integerWeights(model, siteOrder(model));
    const wrong = { ...weights, couplings: weights.couplings.map((J) => Math.round(J * (1 + 1e-8))) };
    expect(worstError(model, wrong).error).toBeGreaterThan(weights.errorBound);
  });

  test("integerWeights() rounds 2·beta·J·log2(e)·2^32 in the order of the sites", () => {
    const model = ising({ n: 3, edges: [[0, 1], [1, 2]], weights: [0.25, -0.5], biases: [0, 1, -1], beta: 2 });
    const sites = siteOrder(model), { couplings, biases } = integerWeights(model, sites);
    const fixed = (value: number) => Math.round(2 * 2 * value * Math.LOG2E * FIELD_ONE);
    for (let p = 0; p < 3; p++) {
      expect(biases[p]).toBe(fixed(model.biases![sites.order[p]!]!));
      for (let k = sites.rows[p]!; k < sites.rows[p + 1]!; k++) {
        expect(couplings[k]).toBe(fixed(model.couplings[sites.edges[k]!]!));
      }
    }
    expect([...integerWeights(withBeta(model, 2), sites, 0).couplings].every((J) => J === 0)).toBe(true);
    expect(integerWeights(model, sites, 0.5)).toEqual(integerWeights(withBeta(model, 0.5), sites));
  });

  test.each(Object.entries(GRID_FAMILIES))(
    "integerWeights() stays within 1e-6 on %s with fields up to 32",
    (name, family) => {
      const graph = gridGraph({ width: 60, height: 60, offsets: family.offsets, boundary: "torus" }),
        next = uniforms(11);
      const degree = Number(name.slice(1));
      const raw = ising({
        graph,
        weights: Array.from(graph.from, () => 2 * next() - 1),
        biases: Array.from({ length: 3600 }, () => next() - 0.5),
        beta: 1,
      });
      const model = withBeta(raw, 32 / integerWeights(raw, siteOrder(raw)).largestField);
      const { errorBound, largestField } = integerWeights(model, siteOrder(model));
      console.log(`${name}: bound ${errorBound.toExponential(2)} at |z| up to ${largestField.toFixed(2)}`);
      expect(largestField).toBeGreaterThan(31.99);
      expect(errorBound).toBeLessThan(1e-6);
      // At most half a unit of 2^−32 per parameter, beside the mantissa.
      expect(errorBound).toBeLessThan(MANTISSA_ERROR + 1.01 * (degree + 1) * Math.LN2 * 2 ** -33);
    },
  );

  test("integerWeights() stays within 1e-4 on a dense RBM of 784 × 500", () => {
    const next = uniforms(12);
    const weights = Array.from({ length: 784 }, () => Array.from({ length: 500 }, () => 0.4 * next() - 0.2));
    const model = rbm({ weights, beta: 1 }), { errorBound, largestField } = integerWeights(model, siteOrder(model));
    console.log(`784 × 500: bound ${errorBound.toExponential(2)} at |z| up to ${largestField.toFixed(2)}`);
    expect(largestField).toBeGreaterThan(32);
    expect(errorBound).toBeLessThan(1e-4);
  });

  const path = ising({ n: 3, edges: [[0, 1], [1, 2]], weights: [0.25, -0.5], biases: [0, 1, -1], beta: 2 });
  test.each<[string, (model: EnergyModel) => void, RegExp]>([
    ["NaN", (m) => m.couplings[1] = NaN, /couplings\[1\] is NaN; give finite numbers/],
    ["an infinite bias", (m) => m.biases![2] = -Infinity, /biases\[2\] is -Infinity/],
    [
      "a field that is too large",
      (m) => m.couplings[0] = 2e5,
      /the field of spin 0 reaches 8\.000e\+5; give parameters/,
    ],
    ["a coupling beyond all bounds", (m) => m.couplings[0] = 1e308, /the field of spin \d reaches/],
  ])("integerWeights() refuses %s", (_, change, message) => {
    const model = { ...path, couplings: path.couplings.slice(), biases: path.biases!.slice() };
    change(model);
    const call = () => integerWeights(model, siteOrder(model));
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });

  test.each([NaN, Infinity, -Infinity])("integerWeights() refuses the inverse temperature %d", (beta) => {
    expect(() => integerWeights(path, siteOrder(path), beta)).toThrow(InputError);
  });
});
