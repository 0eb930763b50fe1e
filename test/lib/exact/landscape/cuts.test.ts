import { describe, expect, test } from "vitest";
import { isReversible } from "../../../../lib/exact/kernel_name.ts";
import { cutConductance, cutConductances } from "../../../../lib/exact/landscape/cut_conductance.ts";
import { landscapeEvents } from "../../../../lib/exact/landscape/landscape_events.ts";
import { landscapeSpace } from "../../../../lib/exact/landscape/landscape_space.ts";
import { componentStates, mergeTree } from "../../../../lib/exact/landscape/merge_tree.ts";
import { fullSpace, sectors } from "../../../../lib/exact/sector.ts";
import { slowestMode } from "../../../../lib/exact/slow_modes.ts";
import { TransitionOperator } from "../../../../lib/exact/transition_operator.ts";
import { boltzmannLaw } from "../../../../lib/exact/law.ts";
import { curieWeiss } from "../../../../lib/model/curie_weiss.ts";
import { applicationMatrix, denseModel } from "../../support/dense_model.ts";
import { reversibleModes } from "../../support/dense_spectrum.ts";
import { bruteConductance, bruteSpace, bruteSublevelConductances } from "./brute_landscape.ts";
import { everySpace, LANDSCAPE_MODELS } from "./landscape_models.ts";

const FLIP_KERNELS = ["single-site", "metropolis"] as const;

describe("the conductances of a merge tree", () => {
  test("are those of its cuts, flow by flow, and the bottleneck is the least at any energy", () => {
    let cuts = 0;
    everySpace((name, model, quotient) => {
      for (const kernel of FLIP_KERNELS) {
        const tree = mergeTree(landscapeSpace(model, { states: quotient ? "quotient" : "full", kernel }));
        const brute = bruteSpace(model, quotient, kernel);
        for (const node of tree.nodes) {
          if (node.parent === null) {
            expect(node.conductance).toBeNull();
            expect(node.mass).toBeCloseTo(1, 12);
            expect(Math.abs(node.complement)).toBeLessThan(1e-15);
            continue;
          }
          const expected = bruteConductance(brute, Array.from(componentStates(tree, node)));
          expect(node.conductance! / expected, `${name} ${kernel}`).toBeCloseTo(1, 12);
          cuts++;
        }
        const all = bruteSublevelConductances(brute);
        if (all.length === 0) expect(tree.bottleneck).toBeNull();
        else expect(tree.bottleneck!.conductance / Math.min(...all), `${name} ${kernel}`).toBeCloseTo(1, 12);
      }
    });
    expect(cuts).toBeGreaterThan(300);
  });

  test("keep their precision where the flow is 1e−30 of that inside", () => {
    // The cut between the wells of N spins, summed over the states of one boundary: all terms positive.
    const n = 10, beta = 14, tree = mergeTree(landscapeSpace(curieWeiss(n, beta), { states: "full" }));
    const choose = (k: number): number => k === 0 ? 1 : choose(k - 1) * (n - k + 1) / k;
    const weight = (k: number): number => choose(k) * Math.exp(beta * ((n - 2 * k) ** 2 - n * n) / (2 * n));
    let total = 0, inside = 0;
    for (let k = 0; k <= n; k++) {
      total += weight(k);
      if (k < n / 2) inside += weight(k);
    }
    // From k = N/2 − 1 a spin +1 feels the field 1/N.
    const flow = weight(n / 2 - 1) * (n / 2 + 1) / n / (1 + Math.exp(2 * beta / n));
    const expected = flow / total / (inside / total);
    expect(expected).toBeLessThan(1e-28);
    expect(tree.nodes[0]!.conductance! / expected).toBeCloseTo(1, 11);
  });
});

describe("cutConductances()", () => {
  test("agrees with dense flows under every reversible kernel", () => {
    const kernels = ["single-site", "metropolis", "symmetric", "palindromic"] as const;
    for (const [name, model] of LANDSCAPE_MODELS) {
      if (model.kind === "ising" && model.graph.vertexCount > 6) continue;
      const law = boltzmannLaw(model), tree = mergeTree(landscapeSpace(model, { states: "full", law }));
      const dense = denseModel(model);
      for (const kernel of kernels) {
        const found = cutConductances(tree, new TransitionOperator(model, kernel, fullSpace(model, law)));
        const step = applicationMatrix(dense, kernel);
        const brute = { ...bruteSpace(model, false), step };
        for (const node of tree.nodes) {
          if (node.parent === null) {
            expect(found[node.id]).toBeNaN();
            continue;
          }
          const expected = bruteConductance(brute, Array.from(componentStates(tree, node)));
          expect(found[node.id]! / expected, `${name} ${kernel}`).toBeCloseTo(1, 9);
        }
      }
    }
  });

  test("refuses kernels without detailed balance, odd functions, empty cuts and foreign sectors", () => {
    const model = curieWeiss(3, 1), law = boltzmannLaw(model), full = fullSpace(model, law);
    const [even, odd] = sectors(model, law);
    expect(isReversible("forward")).toBe(false);
    expect(() => cutConductance(new TransitionOperator(model, "forward", full), [0])).toThrow(
      /forward.*not reversible/,
    );
    expect(() => cutConductance(new TransitionOperator(model, "single-site", odd!), [0])).toThrow(/odd functions/);
    const operator = new TransitionOperator(model, "single-site", full);
    expect(() => cutConductance(operator, [])).toThrow(/0 of 8 states/);
    expect(() => cutConductance(operator, [0, 1, 2, 3, 4, 5, 6, 7])).toThrow(/8 of 8 states/);
    const tree = mergeTree(landscapeSpace(model, { states: "full", law }));
    expect(() => cutConductances(tree, new TransitionOperator(model, "single-site", even!))).toThrow(
      /over 8 states.*on 4/,
    );
  });
});

describe("Cheeger's inequality", () => {
  test("holds on every cut of every landscape, with the dense gap", () => {
    everySpace((name, model, quotient) => {
      for (const kernel of FLIP_KERNELS) {
        const landscape = landscapeEvents(model, { states: quotient ? "quotient" : "full", kernel });
        const { gap, cheegerMargin, detailedBalance, events, tree } = landscape;
        const dense = denseModel(model);
        const modes = reversibleModes(dense, applicationMatrix(dense, kernel))
          .filter(({ parity }) => !quotient || parity === "even");
        if (gap === null) {
          expect(modes.length, name).toBe(0);
          continue;
        }
        expect(gap, `${name} ${kernel}`).toBeCloseTo(1 - modes[0]!.sigma, 10);
        expect(detailedBalance, name).toBeLessThan(1e-16);
        for (const event of events) expect(event.cheegerMargin, name).toBeGreaterThanOrEqual(-1e-10);
        if (cheegerMargin === null) expect(tree.bottleneck).toBeNull();
        else expect(cheegerMargin, `${name} ${kernel}`).toBeGreaterThanOrEqual(-1e-10);
      }
    });
  });

  test("control: the gap of the even functions breaks it on a cut between x and −x", () => {
    const model = curieWeiss(8, 2), law = boltzmannLaw(model);
    const [even] = sectors(model, law);
    const gap = slowestMode(new TransitionOperator(model, "single-site", even!))!.gap;
    const { gap: own, tree } = landscapeEvents(model, { states: "full" });
    expect(2 * tree.nodes[0]!.conductance! - own!).toBeGreaterThan(0);
    expect(2 * tree.nodes[0]!.conductance! - gap).toBeLessThan(-1e-3);
  });
});
