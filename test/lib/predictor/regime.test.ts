import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { curieWeiss } from "../../../lib/model/curie_weiss.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { ising } from "../../../lib/model/ising.ts";
import { parseData } from "../../../lib/model/parse_data.ts";
import { rbm } from "../../../lib/model/rbm.ts";
import { analyse } from "../../../lib/predictor/analysis.ts";
import { bulkGap } from "../../../lib/predictor/bulk_gap.ts";
import { predict } from "../../../lib/predictor/predict.ts";
import { regime, trainability } from "../../../lib/predictor/regime.ts";
import type { RegimeCondition, RegimeId } from "../../../lib/predictor/regime_conditions.ts";
import { isNotComputed } from "../../../lib/predictor/not_computed.ts";
import { cDeep, plantedCell } from "../exact/planted_cells.ts";
import { randomIsing, randomRbm } from "../support/random_models.ts";
import { denseNegativeError, denseRegime } from "./regime_dense.ts";

type ById = Record<RegimeId, RegimeCondition>;

const byId = (conditions: readonly RegimeCondition[]): ById =>
  Object.fromEntries(conditions.map((condition) => [condition.id, condition])) as ById;

// Random starts of the models are fixed; the comparison is deterministic, without false alarms.
const MODELS: readonly [string, EnergyModel][] = [
  ["C-deep", cDeep()],
  ["one pattern, m = 4, β = 3", plantedCell("m4 M1", 3)],
  ["one pattern, m = 4, β = 1", plantedCell("m4 M1", 1)],
  ["two patterns, m = 4, β = 3", plantedCell("m4 M2", 3)],
  ["three patterns, m = 4, β = 3", plantedCell("m4 M3", 3)],
  ["a random RBM", randomRbm(3, 3, 4, 1.5)],
  ["a biased Ising model", randomIsing(7, { n: 6, beta: 1.3, bias: "random", density: 0.6 })],
  ["an unbiased Ising model", randomIsing(8, { n: 7, beta: 1, bias: "none", density: 0.6 })],
];

describe("regime() against dense linear algebra", () => {
  for (const [name, model] of MODELS) {
    for (const kernel of ["single-site", "symmetric", "metropolis", "palindromic"] as const) {
      // The dense matrices of C-deep take seconds each.
      if (name === "C-deep" && kernel !== "single-site" && kernel !== "symmetric") continue;
      test(`regime() has the numbers of A2 to A8 of ${name}, ${kernel}`, () => {
        const window = 200, found = byId(regime(model, { kernel, window })), dense = denseRegime(model, kernel);
        const { burnIn } = predict(model, { kernel, window });
        expect(found.A2.number!).toBeLessThan(1e-15);
        expect(dense.detailedBalance).toBeLessThan(1e-15);
        // Of a heat-bath kernel the gap is that of the whole spectrum; a scan has no negative end to speak of.
        expect(found.A3.number! / dense.absoluteGap).toBeCloseTo(1, 8);
        expect(found.A4.number).toBeCloseTo(dense.largestVariance, 12);
        expect(found.A5.number! / (burnIn * dense.gammaEff)).toBeCloseTo(1, 8);
        expect(found.A6.number! / (window / dense.tauMax)).toBeCloseTo(1, 8);
        expect([found.plateau.status, found.F4.status]).toEqual(["NOT-CHECKED", "NOT-CHECKED"]);
        // No mode stands so near a threshold that rounding could select another cluster.
        expect(dense.margin).toBeGreaterThan(1e-5);
        if (dense.gammaBulk === Infinity) expect(found.A7.number).toBe(Infinity);
        else expect(found.A7.number! / dense.gammaBulk).toBeCloseTo(1, 8);
        expect(found.A8.number).toBeCloseTo(dense.change, 8);
      });
    }
  }

  test("regime() of C-deep at β = 3: what the dense matrices of 1024 states say, without its window", () => {
    const found = byId(regime(cDeep(), { kernel: "symmetric", window: 1000 }));
    // τ_max = 112.48, published; γ_eff has one mode and no rider changes it.
    expect(found.A6).toMatchObject({ status: "unmet", relation: "≥", bound: 50, mark: "P" });
    expect(found.A6.number).toBeCloseTo(1000 / 112.479, 3);
    expect(found.A8).toMatchObject({ status: "met", number: 0, mark: "O" });
    expect(byId(regime(cDeep(), { kernel: "symmetric", window: 6000 })).A6.status).toBe("met");
  });

  test("bulkGap() lists the modes of a spectrum too large to diagonalise: the same, or a bound below", () => {
    let bounds = 0;
    for (const [name, model] of MODELS) {
      for (const kernel of ["single-site", "symmetric"] as const) {
        const analysis = analyse(model, { kernel }), { reading } = analysis;
        if (reading === null || isNotComputed(reading)) throw new Error("no spectrum");
        const listed = bulkGap({ ...analysis, reading: { ...reading, listsAll: false } }), all = bulkGap(analysis);
        if (typeof listed === "object" && listed !== null && "atLeast" in listed) {
          expect(listed.atLeast, `${name}, ${kernel}`).toBeLessThanOrEqual((all as number) * (1 + 1e-9));
          bounds++;
        } else if (all === Infinity) expect(listed).toBe(Infinity);
        else expect((listed as number) / (all as number), `${name}, ${kernel}`).toBeCloseTo(1, 7);
      }
    }
    expect(bounds).toBeGreaterThan(0);
    expect(bounds).toBeLessThan(MODELS.length);
  });
});

describe("regime() with data", () => {
  const model = randomIsing(5, { n: 4, beta: 0.8, bias: "random", density: 0.8 });
  const states = [[1, 1, 1, 1], [1, 1, -1, 1], [-1, 1, 1, -1], [1, -1, 1, 1], [1, 1, 1, -1], [-1, -1, 1, 1]];
  const data = parseData({ states }, model);

  test.each(["single-site", "symmetric", "forward"] as const)("regime() has the exact F4 and Q_op, %s", (kernel) => {
    const window = 30, burnIn = 7;
    const found = byId(regime(model, { kernel, window, burnIn, ...data }));
    const negative = denseNegativeError(model, kernel, burnIn, window);
    // Σ_a Var_data[f_a]/n over the states themselves.
    const edges = [...model.couplings.keys()].map((e) => [model.graph.from[e]!, model.graph.to[e]!]);
    const functions = [...edges, ...[0, 1, 2, 3].map((i) => [i])];
    let positive = 0;
    for (const spins of functions) {
      const values = states.map((x) => -spins.reduce((product, i) => product * x[i]!, 1));
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      positive += values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length / states.length;
    }
    expect(found.F4.number! / (positive / negative)).toBeCloseTo(1, 9);
    expect(found.plateau.number).toBe(predict(model, { kernel, window, burnIn, moments: data.moments }).qOp);
  });

  test("regime() leaves F4 unchecked for moments and for weighted states, with the reason", () => {
    for (const facts of [{ moments: data.moments }, parseData({ states, weights: [1, 2, 1, 1, 1, 1] }, model)]) {
      const { F4, plateau } = byId(regime(model, { ...facts, window: 10 }));
      expect(F4).toMatchObject({ status: "NOT-CHECKED", number: null });
      expect(F4.reason).toMatch(/number of data states/);
      expect(plateau.status).not.toBe("NOT-CHECKED");
    }
  });

  test("regime() finds F4 met with many states and unmet with few", () => {
    const many = Array.from({ length: 2000 }, (_, k) => states[k % states.length]!);
    const status = (list: number[][]): string =>
      byId(regime(model, { ...parseData({ states: list }, model), window: 50 })).F4.status;
    expect([status(many), status(states)]).toEqual(["met", "unmet"]);
  });
});

describe("every condition of the regime can be unmet", () => {
  const status = (model: EnergyModel, request: Parameters<typeof regime>[1], id: RegimeId): [string, number | null] => {
    const found = byId(regime(model, request))[id];
    return [found.status, found.number];
  };

  test("A2: a scan in one order is not reversible, and its cluster is NOT-CHECKED", () => {
    for (const kernel of ["forward", "reverse"] as const) {
      const found = byId(regime(plantedCell("m4 M2", 1), { kernel }));
      expect(found.A2.status).toBe("unmet");
      expect(found.A2.number).toBeGreaterThan(1e-4);
      for (const id of ["A5", "A7", "A8"] as const) {
        expect(found[id]).toMatchObject({ status: "NOT-CHECKED", number: null });
        expect(found[id].reason).toContain("not reversible");
      }
      expect([found.A3.status, found.A6.status]).toEqual(["met", "met"]);
    }
  });

  test("A3: Metropolis at β = 0 flips every spin that it picks; an odd and an even number of them", () => {
    for (const model of [curieWeiss(4, 0), curieWeiss(5, 0), ising({ n: 3, edges: [[0, 1]], weights: [0], beta: 2 })]) {
      expect(status(model, { kernel: "metropolis" }, "A3")).toEqual(["unmet", 0]);
      expect(status(model, { kernel: "single-site" }, "A3")[0]).toBe("met");
    }
    // Weak coupling: aperiodic, and the number says by how little.
    const weak = curieWeiss(5, 0.01);
    const [found, number] = status(weak, { kernel: "metropolis" }, "A3");
    expect(found).toBe("met");
    expect(number! / denseRegime(weak, "metropolis").absoluteGap).toBeCloseTo(1, 8);
    expect(number).toBeLessThan(0.05);
    // So weak that double precision cannot tell.
    expect(status(curieWeiss(4, 1e-16), { kernel: "metropolis" }, "A3")[0]).toBe("NOT-CHECKED");
  });

  test("A5: a burn-in that is too short", () => {
    const model = plantedCell("m4 M2", 3);
    expect(status(model, { burnIn: 5 }, "A5")[0]).toBe("unmet");
    expect(status(model, {}, "A5")[0]).toBe("met");
    // B = 5/γ_eff exactly, but for rounding.
    expect(status(curieWeiss(4, 0), { kernel: "forward" }, "A5")[0]).toBe("NOT-CHECKED");
    expect(status(curieWeiss(4, 0), { kernel: "symmetric" }, "A5")[0]).toBe("met");
  });

  test("A6: a window that is too short", () => {
    expect(status(cDeep(), { window: 7000 }, "A6")[0]).toBe("unmet");
    expect(status(cDeep(), { window: 8000 }, "A6")[0]).toBe("met");
  });

  test("A7: two pairs of spins, one slow and one less slow, both seen and more than 3 times apart", () => {
    // Two fields hold a pair: a flip of both needs exp(−4βJ). Gaps by closed form are checked against dense matrices above.
    const model = ising({ n: 4, edges: [[0, 1], [2, 3]], weights: [3, 2.2], biases: [0.1, 0.1, 0.1, 0.1], beta: 1 });
    const dense = denseRegime(model, "single-site");
    expect(dense.gammaBulk).toBeLessThan(0.1);
    const [found, number] = status(model, {}, "A7");
    expect(found).toBe("unmet");
    expect(number! / dense.gammaBulk).toBeCloseTo(1, 8);
  });

  test("A8: a slow mode that is hardly seen enters C* at ε/10", () => {
    // Two deep pairs that face each other through a free spin: the edge to it sees their slow product by tanh(link) only.
    const model = (link: number): EnergyModel =>
      ising({ n: 5, edges: [[0, 1], [1, 2], [2, 3], [3, 4]], weights: [2.5, link, link, 2.5], beta: 1 });
    for (const [link, expected] of [[1e-6, "met"], [5e-5, "unmet"], [5e-3, "met"]] as const) {
      const dense = denseRegime(model(link), "single-site");
      const [found, number] = status(model(link), {}, "A8");
      expect(found, `link ${link}`).toBe(expected);
      expect(number).toBeCloseTo(dense.change, 7);
    }
  });

  test("plateau: a gradient that is plain to see", () => {
    const model = rbm({ weights: [[0.1]], beta: 1 }), far = new Float64Array([1]);
    expect(status(model, { moments: far }, "plateau")[0]).toBe("unmet");
    expect(status(model, { moments: new Float64Array([0.1]), window: 10 }, "plateau")[0]).toBe("met");
  });
});

describe("what regime() does not judge", () => {
  test("regime() of a model that cannot be enumerated is NOT-CHECKED throughout, with the reason", () => {
    const conditions = regime(curieWeiss(30, 1));
    expect(conditions.map(({ id }) => id)).toEqual(["A2", "A3", "A4", "A5", "A6", "A7", "A8", "plateau", "F4"]);
    for (const { status, number, reason } of conditions) {
      expect([status, number]).toEqual(["NOT-CHECKED", null]);
      expect(reason).toContain("2^30 states");
    }
  });

  test("regime() of a model whose rates underflow is NOT-CHECKED, and so are flows too many to compare", () => {
    const edges = [[0, 1], [1, 2], [2, 3], [0, 3]] as const;
    const frozen = ising({ n: 4, edges, weights: [1e3, 1e3, 1e3, 1e3], biases: [0.01, 0, 0, 0], beta: 2 });
    expect(regime(frozen).every(({ status }) => status === "NOT-CHECKED")).toBe(true);
    const wide = rbm({ weights: Array.from({ length: 7 }, () => Array.from({ length: 6 }, () => 0.1)), beta: 1 });
    const { A2, A7 } = byId(regime(wide, { kernel: "symmetric" }));
    expect(A2).toMatchObject({ status: "NOT-CHECKED", number: null });
    expect(A2.reason).toContain("13 spins");
    expect(A7.status).toBe("met");
    // Two thousand modes of a spread-out spectrum are not listed one by one.
    const large = byId(regime(randomRbm(2, 6, 6, 0.5)));
    expect(large.A7).toMatchObject({ status: "met", reason: expect.stringMatching(/^at least this/) });
    expect(large.A8.status).toBe("met");
  });

  test("regime() refuses a request that makes no sense", () => {
    for (const request of [{ window: 0 }, { burnIn: -1 }, { burnIn: 0.5 }, { moments: new Float64Array(3) }]) {
      expect(() => regime(curieWeiss(4, 1), request)).toThrow(InputError);
    }
  });
});

describe("trainability()", () => {
  test("trainability() has the factors of dense linear algebra, and their product is beside Q_struct⊥", () => {
    for (const [name, model] of MODELS.slice(1)) {
      const moments = new Float64Array(model.couplings.length + (model.biases?.length ?? 0)).fill(0.3), window = 70;
      for (const kernel of ["single-site", "symmetric"] as const) {
        const { factors, prediction } = trainability(model, { kernel, window, moments });
        const dense = denseRegime(model, kernel);
        const signal = prediction.qStructPerp! * prediction.totalObservableTime * 2 / window;
        expect((factors.projectedSignal as number) / (signal / dense.clusterMass), name).toBeCloseTo(1, 8);
        expect(factors.gammaEff).toBe(prediction.gammaEff);
        expect((factors.budget.effectiveSamples as number) / (window * dense.gammaEff / 2)).toBeCloseTo(1, 8);
        expect((factors.product as number) / (signal * window * dense.gammaEff / 2 / dense.clusterMass)).toBeCloseTo(
          1,
          8,
        );
        expect([factors.budget.window, factors.budget.burnIn]).toEqual([window, prediction.burnIn]);
        expect(factors.qStructPerp).toBe(prediction.qStructPerp);
      }
    }
  });

  test("trainability() has no cluster factors for a scan in one order, and no signal without data", () => {
    const forward = trainability(cDeep(), { kernel: "forward", moments: new Float64Array(25) }).factors;
    expect([forward.gammaEff, forward.projectedSignal, forward.product, forward.budget.effectiveSamples])
      .toEqual([null, null, null, null]);
    const bare = trainability(cDeep()).factors;
    expect([bare.projectedSignal, bare.product, bare.qStructPerp]).toEqual([null, null, null]);
    expect(bare.budget.effectiveSamples).toBeGreaterThan(0);
  });
});
