import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { landscapeEvents } from "../../../../lib/exact/landscape/landscape_events.ts";
import type { Landscape } from "../../../../lib/exact/landscape/landscape_events.ts";
import { landscapeSpace, MAXIMUM_LANDSCAPE_SPINS } from "../../../../lib/exact/landscape/landscape_space.ts";
import { componentStates, mergeTree } from "../../../../lib/exact/landscape/merge_tree.ts";
import type { MergeTree } from "../../../../lib/exact/landscape/merge_tree.ts";
import { relevances } from "../../../../lib/exact/landscape/relevance.ts";
import { drawTree } from "../../../../lib/exact/landscape/tree_drawing.ts";
import { curieWeiss } from "../../../../lib/model/curie_weiss.ts";
import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { gaugeTransform } from "../../../../lib/model/gauge.ts";
import { ising } from "../../../../lib/model/ising.ts";
import { SizeError } from "../../../../lib/errors.ts";
import { randomIsing } from "../../support/random_models.ts";
import { bruteEvents, bruteRelevance, bruteSpace } from "./brute_landscape.ts";
import { everySpace, hopfieldModel, signModel } from "./landscape_models.ts";

function treeOf(model: EnergyModel, quotient: boolean): MergeTree {
  return mergeTree(landscapeSpace(model, { states: quotient ? "quotient" : "full" }));
}

const ascending = (states: ArrayLike<number>): number[] => Array.from(states).sort((a, b) => a - b);

/** Every join of a tree, as the brute force lists them. */
function joins(tree: MergeTree): { shallow: number[]; deep: number[]; saddle: number; ways: number }[] {
  return tree.nodes.flatMap(({ children }) =>
    children.slice(1).map((child) => ({
      shallow: ascending(componentStates(tree, tree.nodes[child]!)),
      deep: ascending(componentStates(tree, tree.nodes[children[0]!]!)),
      saddle: Math.round(tree.nodes[child]!.saddleEnergy! * 1e9) / 1e9,
      ways: children.length,
    }))
  );
}

const inOrder = <T extends { readonly shallow: readonly number[] }>(events: readonly T[]): T[] =>
  [...events].sort((a, b) => a.shallow.length - b.shallow.length || (a.shallow.join() < b.shallow.join() ? -1 : 1));

describe("mergeTree()", () => {
  test("has the joins that thresholds at every energy show, ties and multiway saddles among them", () => {
    let joined = 0, multiway = 0;
    everySpace((name, model, quotient) => {
      const found = inOrder(joins(treeOf(model, quotient)));
      const expected = inOrder(bruteEvents(bruteSpace(model, quotient)));
      // −0 and 0 are one energy.
      expect(found.map((event) => ({ ...event, saddle: event.saddle + 0 })), name).toEqual(
        expected.map((event) => ({ ...event, saddle: event.saddle + 0 })),
      );
      joined += found.length;
      multiway += found.filter(({ ways }) => ways > 2).length;
    });
    expect(joined).toBeGreaterThan(100);
    expect(multiway).toBeGreaterThan(20);
  });

  test("control: the comparison fails when one saddle is moved", () => {
    const model = hopfieldModel(12, 7, 2, 1.4);
    const found = inOrder(joins(treeOf(model, false))), expected = inOrder(bruteEvents(bruteSpace(model, false)));
    expect(found).toEqual(expected);
    found[0]!.saddle += 0.1;
    expect(found).not.toEqual(expected);
  });

  test("stores every component as an interval around those of its children", () => {
    everySpace((name, model, quotient) => {
      const { nodes, states, owner } = treeOf(model, quotient), root = nodes.at(-1)!;
      expect(ascending(states), name).toEqual(Array.from({ length: states.length }, (_, s) => s));
      expect([root.start, root.end, root.parent]).toEqual([0, states.length, null]);
      for (const node of nodes) {
        for (const child of node.children) {
          const { start, end, parent, saddleEnergy } = nodes[child]!;
          expect(start >= node.start && end <= node.end && parent === node.id && child < node.id).toBe(true);
          expect(saddleEnergy).toBe(node.birthEnergy);
        }
      }
      states.forEach((s, k) => {
        const node = nodes[owner[s]!]!;
        const own = node.children.length === 0 ? node.start : nodes[node.children.at(-1)!]!.end;
        expect(k >= own && k < node.end).toBe(true);
      });
    });
  });

  test("finds the double well of Curie–Weiss with its barrier (N² − 1)/2N or N/2", () => {
    for (const n of [5, 6, 9, 10]) {
      const tree = treeOf(curieWeiss(n, 1), false), [plus, minus, root] = tree.nodes;
      expect(tree.nodes.length).toBe(3);
      expect(root!.children).toEqual([0, 1]);
      expect(root!.decidedBy).toEqual(["index"]);
      const barrier = n % 2 === 0 ? n / 2 : (n * n - 1) / (2 * n);
      for (const well of [plus!, minus!]) expect(well.saddleEnergy! - well.minimumEnergy).toBeCloseTo(barrier, 12);
      expect(plus!.mass).toBeCloseTo(minus!.mass, 14);
    }
  });

  test("decides by depth, then by mass, then by index", () => {
    const rules = new Map<string, number>();
    everySpace((name, model, quotient) => {
      const { nodes } = treeOf(model, quotient);
      for (const { children, decidedBy } of nodes) {
        children.slice(1).forEach((child, k) => {
          const deep = nodes[children[0]!]!, shallow = nodes[child]!, rule = decidedBy[k]!;
          rules.set(rule, (rules.get(rule) ?? 0) + 1);
          if (rule === "energy") expect(deep.minimumEnergy, name).toBeLessThan(shallow.minimumEnergy - 1e-6);
          else expect(deep.minimumEnergy, name).toBeCloseTo(shallow.minimumEnergy, 9);
          if (rule === "mass") expect(deep.mass, name).toBeGreaterThan(shallow.mass * (1 + 1e-6));
          if (rule === "index") {
            expect(deep.mass / shallow.mass, name).toBeCloseTo(1, 8);
            expect(deep.minimumState, name).toBeLessThan(shallow.minimumState);
          }
        });
      }
    });
    expect([...rules.keys()].sort()).toEqual(["energy", "index", "mass"]);
  });

  test("takes a plateau as one basin, whatever its size", () => {
    const flat = treeOf(ising({ n: 4, edges: [[0, 1]], weights: [0], beta: 1 }), false);
    expect([flat.basinCount, flat.nodes.length, flat.bottleneck]).toEqual([1, 1, null]);
    // Three free spins beside a pair: two plateaus of eight states below another two.
    const pair = treeOf(ising({ n: 5, edges: [[0, 1]], weights: [1], beta: 1 }), false);
    expect(pair.nodes.map(({ start, end }) => end - start)).toEqual([8, 8, 32]);
  });

  test("refuses 17 spins and takes 16", () => {
    expect(MAXIMUM_LANDSCAPE_SPINS).toBe(16);
    expect(() => landscapeSpace(curieWeiss(17, 1))).toThrow(SizeError);
    expect(() => landscapeSpace(curieWeiss(17, 1))).toThrow(/a model of 17 spins.*at most 16 spins/);
    const { nodes, bottleneck } = treeOf(curieWeiss(16, 0.5), false);
    expect(nodes.length).toBe(3);
    expect(nodes[0]!.saddleEnergy! - nodes[0]!.minimumEnergy).toBeCloseTo(8, 11);
    expect(bottleneck!.conductance).toBeGreaterThan(0);
  });
});

describe("relevances()", () => {
  test("gives the between-group share of the variances", () => {
    let compared = 0;
    everySpace((name, model, quotient) => {
      const tree = treeOf(model, quotient), space = bruteSpace(model, quotient), shares = relevances(tree);
      for (const node of tree.nodes) {
        if (node.parent === null) {
          expect(shares[node.id]).toBe(0);
          continue;
        }
        const expected = bruteRelevance(space, Array.from(componentStates(tree, node)));
        expect(Math.abs(shares[node.id]! - expected), name).toBeLessThan(1e-12);
        compared++;
      }
    });
    expect(compared).toBeGreaterThan(150);
  });
});

describe("a landscape", () => {
  /** What does not depend on names: the figures of the events, in order. */
  function figures({ events, gap, tree, cheegerMargin }: Landscape): number[][] {
    const rows = events.map((event) => [
      event.saddleEnergy,
      event.barrier,
      event.mass,
      event.relevance,
      event.conductance,
      event.outward!.sweeps,
      event.inward!.sweeps,
      event.ways,
    ]);
    rows.sort((a, b) => {
      const k = a.findIndex((value, column) => Math.abs(value - b[column]!) > 1e-8);
      return k < 0 ? 0 : a[k]! - b[k]!;
    });
    return [...rows, [
      gap!,
      tree.bottleneck?.conductance ?? 0,
      cheegerMargin ?? 0,
      tree.basinCount,
      tree.multiwayCount,
    ]];
  }

  function expectSame(a: Landscape, b: Landscape): void {
    const left = figures(a), right = figures(b);
    expect(left.length).toBe(right.length);
    left.forEach((row, k) => row.forEach((value, column) => expect(value).toBeCloseTo(right[k]![column]!, 7)));
  }

  function relabel(model: EnergyModel, permutation: readonly number[]): EnergyModel {
    const { graph: { vertexCount: n, from, to }, couplings, biases, beta } = model;
    const edges = Array.from(from, (i, e) => [permutation[i]!, permutation[to[e]!]!] as const);
    if (biases === null) return ising({ n, edges, weights: couplings, beta });
    const moved = new Float64Array(n);
    biases.forEach((bias, i) => moved[permutation[i]!] = bias);
    return ising({ n, edges, weights: couplings, biases: moved, beta });
  }

  const permuted = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
  const gauge = fc.array(fc.constantFrom(-1, 1), { minLength: 6, maxLength: 6 });
  const states = fc.constantFrom("full", "auto");
  const drawn = fc.tuple(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom("none", "random", "signs", "patterns"));

  function draw([seed, kind]: readonly [number, string]): EnergyModel {
    if (kind === "signs") return signModel(seed, 6, 0.8);
    if (kind === "patterns") return hopfieldModel(seed, 6, 2, 1.5);
    return randomIsing(seed, { n: 6, beta: 1.5, bias: kind === "none" ? "none" : "random", density: 0.9 });
  }

  /** Components that are alike in depth and mass but not in shape: which one is called A is then a matter of names. */
  function isAmbiguous({ tree, events }: Landscape): boolean {
    return events.some(({ decidedBy, node, deeper }) =>
      decidedBy === "index" &&
      Math.abs(tree.nodes[node]!.conductance! / tree.nodes[deeper]!.conductance! - 1) > 1e-9
    );
  }

  test("does not depend on the names of the spins", () => {
    fc.assert(
      fc.property(drawn, permuted, states, (source, permutation, choice) => {
        const model = draw(source), options = { states: choice } as const;
        const landscape = landscapeEvents(model, options);
        fc.pre(!isAmbiguous(landscape));
        expectSame(landscapeEvents(relabel(model, permutation), options), landscape);
      }),
      { numRuns: 40 },
    );
  });

  test("does not depend on the gauge", () => {
    fc.assert(
      fc.property(drawn, gauge, states, (source, signs, choice) => {
        const model = draw(source), options = { states: choice } as const;
        const landscape = landscapeEvents(model, options);
        fc.pre(!isAmbiguous(landscape));
        expectSame(landscapeEvents(gaugeTransform(model, signs), options), landscape);
      }),
      { numRuns: 40 },
    );
  });

  test("control: it does depend on a coupling", () => {
    const model = draw([7, "none"]);
    const other = { ...model, couplings: model.couplings.map((value, e) => e === 0 ? value + 0.05 : value) };
    expect(() => expectSame(landscapeEvents(other), landscapeEvents(model))).toThrow();
  });
});

describe("drawTree()", () => {
  test("survives JSON and draws no crossing lines", () => {
    everySpace((name, model, quotient) => {
      const tree = treeOf(model, quotient), drawing = drawTree(tree);
      expect(JSON.parse(JSON.stringify(drawing)), name).toEqual(drawing);
      // The basins below a node take consecutive places, and the node stands among them.
      const below: number[][] = [];
      for (const { id, children, x } of drawing) {
        const places = children.length === 0 ? [x] : children.flatMap((child) => below[child]!);
        below[id] = places;
        expect(Math.max(...places) - Math.min(...places)).toBe(places.length - 1);
        expect(x >= Math.min(...places) && x <= Math.max(...places)).toBe(true);
      }
      for (const { minimum, minimumEnergy } of drawing) {
        expect(energyOf(model, minimum)).toBeCloseTo(minimumEnergy, 10);
      }
    });
  });

  function energyOf({ graph, couplings, biases }: EnergyModel, x: readonly number[]): number {
    let energy = 0;
    couplings.forEach((value, e) => energy -= value * x[graph.from[e]!]! * x[graph.to[e]!]!);
    biases?.forEach((value, i) => energy -= value * x[i]!);
    return energy;
  }
});
