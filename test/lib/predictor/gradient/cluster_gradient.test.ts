import { describe, expect, test } from "vitest";
import { SizeError, ThermolabError } from "../../../../lib/errors.ts";
import { curieWeiss } from "../../../../lib/model/curie_weiss.ts";
import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { rbm } from "../../../../lib/model/rbm.ts";
import { clusterMembers, type SeenSpace } from "../../../../lib/predictor/gradient/cluster_boundary.ts";
import { clusterChange } from "../../../../lib/predictor/gradient/cluster_change.ts";
import { clusterGradient } from "../../../../lib/predictor/gradient/cluster_gradient.ts";
import { predict } from "../../../../lib/predictor/predict.ts";
import { CLUSTER_RULE } from "../../../../lib/predictor/slow_cluster.ts";
import { dot, M4, MODELS, moved, slanted, TWO_STATES } from "./gradient_cases.ts";

/** Weaker couplings bring the gaps together, so that more of them come within κ times the smallest. */
const path = (w: number): EnergyModel => rbm({ weights: [[w, 0.4 * w], [0.2 * w, -0.6 * w]], beta: 1 });

describe("clusterGradient()", () => {
  for (const [name, model] of [...Object.entries(MODELS), ["rbm 4×4, two patterns", M4] as const]) {
    test(`clusterGradient() gives γ_eff and |C*| of the exact spectrum: ${name}`, () => {
      const { gammaEff, modes } = clusterGradient(model), q = predict(model);
      expect(Math.abs(gammaEff / (q.gammaEff as number) - 1)).toBeLessThan(1e-10);
      expect(modes).toBe(q.clusterSize);
    });

    for (const unit of ["sweep", "step"] as const) {
      test(`clusterGradient() agrees with differences inside of one C*: ${name}, per ${unit}`, () => {
        const direction = slanted(model), here = clusterGradient(model, { unit });
        const difference = (h: number): number => {
          const [up, down] = [h, -h].map((step) => clusterGradient(moved(model, direction, step), { unit }));
          // Otherwise the difference would straddle a jump.
          expect([up!.modes, down!.modes]).toEqual([here.modes, here.modes]);
          return (up!.gammaEff - down!.gammaEff) / (2 * h);
        };
        const slope = (4 * difference(2e-4) - difference(4e-4)) / 3;
        expect(Math.abs(dot(here.gradient, direction) / slope - 1)).toBeLessThan(1e-6);
      });
    }
  }

  test("clusterGradient() holds where the cluster is a degenerate eigenspace that the direction splits", () => {
    // Equal couplings: the spins of a layer are exchangeable, and the cluster holds eigenspaces of several modes.
    const model = MODELS["rbm 2×2, equal couplings, deep"]!, here = clusterGradient(model);
    expect(here.modes).toBeGreaterThan(here.eigenspaces);
    expect(clusterGradient(moved(model, slanted(model), 1e-3)).eigenspaces).toBeGreaterThan(here.eigenspaces);
    // By symmetry all four derivatives are equal; a derivative taken mode by mode in a degenerate basis would depend on the basis.
    here.gradient.forEach((value) => expect(Math.abs(value / here.gradient[0]! - 1)).toBeLessThan(1e-9));
  });

  test("clusterGradient() is zero where the gap is 1 whatever the coupling", () => {
    const { gammaEff, gradient } = clusterGradient(TWO_STATES);
    expect(Math.abs(gammaEff - 1)).toBeLessThan(1e-14);
    expect(Math.abs(gradient[0]!)).toBeLessThan(1e-14);
  });

  test("clusterGradient() refuses models that are too large, and clusters without modes", () => {
    expect(() => clusterGradient(curieWeiss(12, 1))).toThrow(SizeError);
    expect(() => clusterGradient(path(1), { rule: { epsilon: 2, kappa: 3 } })).toThrow(ThermolabError);
  });
});

describe("clusterMembers()", () => {
  const space = (gap: number, relevance: number): SeenSpace => ({ start: 0, end: 1, gap, relevance });

  test("clusterMembers() measures the nearest test of either kind", () => {
    const spaces = [space(0.05, 1e-6), space(0.1, 0.5), space(0.2, 1e-3), space(0.4, 0.5), space(0.9, 1e-4 * 1.01)];
    const { members, boundary } = clusterMembers(spaces, CLUSTER_RULE)!;
    expect(members.map(({ gap }) => gap)).toEqual([0.1, 0.2]);
    // The mode at 0.9 is nearly irrelevant, and far too fast for it to matter.
    expect(boundary.relevanceMargin).toBeCloseTo(Math.log(10), 12);
    expect(boundary.gapMargin).toBeCloseTo(Math.log(4 / 3), 12);
    expect(boundary.nearest).toBe("gap");
  });

  test("clusterMembers() has no gap margin with one relevant eigenspace, and no cluster with none", () => {
    expect(clusterMembers([space(0.1, 0.5)], CLUSTER_RULE)!.boundary.gapMargin).toBe(Infinity);
    expect(clusterMembers([space(0.1, 1e-5)], CLUSTER_RULE)).toBeNull();
  });
});

describe("clusterChange()", () => {
  test("clusterChange() finds where a gap reaches κ times the smallest, and the jump of γ_eff there", () => {
    const change = clusterChange(path, [0.5, 0.9], { unit: "step" })!;
    expect(change.cause).toBe("gap");
    expect(change.before.modes).toBe(change.after.modes + 1);
    expect(Math.max(change.before.boundary.gapMargin, change.after.boundary.gapMargin)).toBeLessThan(1e-6);
    expect(Math.abs(change.after.gammaEff / change.before.gammaEff - 1)).toBeGreaterThan(1e-3);
    // A difference across the place is not the derivative on either side.
    const h = 1e-4, at = (w: number) => clusterGradient(path(w), { unit: "step" });
    const across = (at(change.place + h).gammaEff - at(change.place - h).gammaEff) / (2 * h);
    const direction = new Float64Array([1, 0.4, 0.2, -0.6]);
    for (const side of [change.before, change.after]) {
      expect(Math.abs(across / dot(side.gradient, direction) - 1)).toBeGreaterThan(1);
    }
  });

  test("clusterChange() finds where a mode's relevance reaches ε", () => {
    // A wide κ takes the gaps out of play.
    const rule = { epsilon: 0.3, kappa: 100 }, change = clusterChange(path, [0.1, 2], { unit: "step", rule })!;
    expect(change.cause).toBe("relevance");
    const margins = [change.before, change.after].map(({ boundary }) => boundary.relevanceMargin);
    expect(Math.max(...margins)).toBeLessThan(1e-5);
  });

  test("clusterChange() finds none where C* stays as it is, and refuses an empty interval", () => {
    expect(clusterChange(path, [1.6, 2], { unit: "step" })).toBeNull();
    expect(() => clusterChange(path, [2, 1])).toThrow("between 2 and 1");
  });
});
