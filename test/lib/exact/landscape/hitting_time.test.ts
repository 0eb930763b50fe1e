import { describe, expect, test } from "vitest";
import { residualBounds } from "../../../../lib/exact/landscape/hitting_bounds.ts";
import { HittingSolver } from "../../../../lib/exact/landscape/hitting_solver.ts";
import { hittingTimes } from "../../../../lib/exact/landscape/hitting_time.ts";
import { landscapeSpace } from "../../../../lib/exact/landscape/landscape_space.ts";
import { componentStates, mergeTree } from "../../../../lib/exact/landscape/merge_tree.ts";
import { curieWeiss } from "../../../../lib/model/curie_weiss.ts";
import { uniforms } from "../../support/random_models.ts";
import { bruteHitting, bruteSpace } from "./brute_landscape.ts";
import { everySpace } from "./landscape_models.ts";

/**
 * Mean steps of the Curie–Weiss chain from one well to the other, the levels M = 0 or ±1 lying between: the number of spins down is a birth–death
 * chain, whose passage times are sums of positive terms, E_k[T_{k+1}] = Σ_{i≤k} π_i / (π_k p_k) (Levin and Peres, section 2.5).
 */
function doubleWellTime(n: number, beta: number): number {
  const down = (k: number): number => n - 2 * k;
  const choose = (k: number): number => k === 0 ? 1 : choose(k - 1) * (n - k + 1) / k;
  const pi = Array.from({ length: n + 1 }, (_, k) => choose(k) * Math.exp(beta * (down(k) ** 2 - n * n) / (2 * n)));
  // A spin +1 has the field (M − 1)/N.
  const up = (k: number): number => (n - k) / n / (1 + Math.exp(2 * beta * (down(k) - 1) / n));
  const start = Math.floor(n / 2 - 1), target = n - start;
  const passage: number[] = [];
  let below = 0;
  for (let k = 0; k < target; k++) {
    below += pi[k]!;
    passage.push(below / (pi[k]! * up(k)));
  }
  let mean = 0, mass = 0;
  for (let k = 0; k <= start; k++) {
    mean += pi[k]! * passage.slice(k).reduce((a, b) => a + b, 0);
    mass += pi[k]!;
  }
  return mean / mass;
}

describe("hittingTimes()", () => {
  test("agrees with the LU decomposition of the dense kernel, from every component to the one it joins and back", () => {
    let compared = 0, quotients = 0;
    everySpace((name, model, quotient) => {
      for (const kernel of ["single-site", "metropolis"] as const) {
        const space = landscapeSpace(model, { states: quotient ? "quotient" : "full", kernel });
        const tree = mergeTree(space), times = hittingTimes(space), brute = bruteSpace(model, quotient, kernel);
        for (const { children } of tree.nodes) {
          if (children.length === 0) continue;
          const [a, b] = [children.at(-1)!, children[0]!].map((id) => [...componentStates(tree, tree.nodes[id]!)]);
          for (const [from, to] of [[a!, b!], [b!, a!]] as const) {
            const { steps, sweeps, lower, upper } = times.between(from, to), expected = bruteHitting(brute, from, to);
            expect(steps / expected, name).toBeCloseTo(1, 9);
            expect(sweeps).toBe(steps / space.spins);
            expect(lower * space.spins, name).toBeLessThanOrEqual(expected * (1 + 1e-10));
            expect(upper * space.spins, name).toBeGreaterThanOrEqual(expected * (1 - 1e-10));
            expect(upper / lower - 1, name).toBeLessThan(1e-8);
            compared++;
            if (quotient) quotients++;
          }
        }
      }
    });
    expect(compared).toBeGreaterThan(200);
    expect(quotients).toBeGreaterThan(50);
  });

  test("agrees for sets that are no components, overlapping ones among them", () => {
    const seed = 71, next = uniforms(seed);
    everySpace((name, model, quotient) => {
      const space = landscapeSpace(model, { states: quotient ? "quotient" : "full" }), { size } = space.sector;
      if (size < 4 || size > 128) return;
      const brute = bruteSpace(model, quotient);
      const from = Array.from({ length: size }, (_, s) => s).filter((s) => s === 0 || next() < 0.3);
      const to = Array.from({ length: size }, (_, s) => s).filter((s) => s === size - 1 || next() < 0.1);
      const expected = bruteHitting(brute, from, to);
      expect(hittingTimes(space).between(from, to).steps / expected, `${name} seed ${seed}`).toBeCloseTo(1, 9);
    });
  });

  test("agrees with the birth–death chain of the double well, between its bounds, to times beyond 1e12 steps", () => {
    for (const n of [3, 4, 7, 10, 12]) {
      for (const beta of [0, 0.5, 1, 2, 4, 5]) {
        if (n === 12 && beta > 4) continue;
        const space = landscapeSpace(curieWeiss(n, beta), { states: "full" });
        const tree = mergeTree(space), [well, other] = tree.nodes;
        const { steps, lower, upper } = hittingTimes(space).between(
          componentStates(tree, well!),
          componentStates(tree, other!),
        );
        const expected = doubleWellTime(n, beta);
        expect(lower * n, `N ${n} beta ${beta}`).toBeLessThanOrEqual(expected * (1 + 1e-12));
        expect(upper * n, `N ${n} beta ${beta}`).toBeGreaterThanOrEqual(expected * (1 - 1e-12));
        // The floor that rounding sets grows with the time.
        expect(upper / lower - 1, `N ${n} beta ${beta}`).toBeLessThan(1e-8 + 1e-14 * expected);
        expect(steps / expected, `N ${n} beta ${beta}`).toBeCloseTo(1, 5);
      }
    }
  });

  test("leaves the upper bound open where rounding hides it, and keeps a lower one", () => {
    const space = landscapeSpace(curieWeiss(12, 9), { states: "full" });
    const tree = mergeTree(space), [well, other] = tree.nodes;
    const { lower, upper } = hittingTimes(space).between(componentStates(tree, well!), componentStates(tree, other!));
    const expected = doubleWellTime(12, 9) / 12;
    expect(expected).toBeGreaterThan(1e20);
    expect(upper).toBe(Infinity);
    expect(lower).toBeGreaterThan(1e6);
    expect(lower).toBeLessThanOrEqual(expected);
  });

  test("refuses empty sets, a target that is everything and indices outside", () => {
    const times = hittingTimes(landscapeSpace(curieWeiss(2, 1), { states: "full" }));
    expect(() => times.between([], [1])).toThrow(/"from" is empty/);
    expect(() => times.between([1], [])).toThrow(/"to" is empty/);
    expect(() => times.between([0], [0, 1, 2, 3])).toThrow(/the target holds all 4 states/);
    expect(() => times.between([0], [4])).toThrow(/to\[0\] is 4; states are 0 to 3/);
    expect(() => times.between([0.5], [1])).toThrow(/from\[0\] is 0.5/);
  });
});

describe("residualBounds()", () => {
  test("brackets the true times whatever the approximation, and closes on the solution only", () => {
    const seed = 72, next = uniforms(seed);
    const model = curieWeiss(6, 1), space = landscapeSpace(model, { states: "full" }), { size } = space.sector;
    const target = [size - 1], isTarget = new Uint8Array(size);
    isTarget[size - 1] = 1;
    const field = new HittingSolver(space).solve(target);
    const exact = field.time.map((value) => value / space.spins);
    const buffers = { sum: new Float64Array(size), magnitude: new Float64Array(size) };
    const judge = (time: Float64Array) => residualBounds(space.sector, space.rates, time, isTarget, buffers);
    const close = judge(exact);
    expect(close.largest - close.smallest).toBeLessThan(1e-9);
    for (const size of [1e-6, 1e-3, 0.05]) {
      const guess = exact.map((value) => value * (1 + size * (2 * next() - 1)));
      const { smallest, largest } = judge(guess);
      // Control: a wrong solution is seen to be wrong.
      expect(largest - smallest, `seed ${seed} error ${size}`).toBeGreaterThan(size);
      guess.forEach((value, s) => {
        expect(value / largest).toBeLessThanOrEqual(exact[s]! * (1 + 1e-9));
        if (smallest > 0) expect(value / smallest).toBeGreaterThanOrEqual(exact[s]! * (1 - 1e-9));
      });
    }
  });
});
