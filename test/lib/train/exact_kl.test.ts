import { expect, test } from "vitest";
import { InputError, SizeError } from "../../../lib/errors.ts";
import { boltzmannLaw } from "../../../lib/exact/law.ts";
import { observableMeans } from "../../../lib/exact/observables.ts";
import { curieWeiss } from "../../../lib/model/curie_weiss.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { rbm } from "../../../lib/model/rbm.ts";
import { withBeta, withBiases, withCouplings } from "../../../lib/model/with_parameters.ts";
import { createStream } from "../../../lib/random/stream.ts";
import { exactKl } from "../../../lib/train/exact_kl/exact_kl.ts";
import { teacherLaw } from "../../../lib/train/exact_kl/teacher_law.ts";
import { plantedCell } from "../exact/planted_cells.ts";
import { dualLaw } from "../predictor/gradient/dual_time.ts";

function random(m: number, n: number, seed: number, beta = 1): EnergyModel {
  const stream = createStream(seed, "test");
  return rbm({ weights: Array.from({ length: m }, () => Array.from({ length: n }, () => stream.gaussian())), beta });
}

/** Σ π_T (log π_T − log π_M) over all joint states. */
function enumerated(teacher: EnergyModel, model: EnergyModel): number {
  const from = boltzmannLaw(teacher), to = boltzmannLaw(model);
  return from.probabilities.reduce((sum, p, s) => sum + p * (from.logProbabilities[s]! - to.logProbabilities[s]!), 0);
}

const BIASED = withBiases(random(3, 2, 1, 1.4), [0.3, -0.2, 0.5, -0.7, 0.1]);
const PAIRS: readonly (readonly [string, EnergyModel, EnergyModel])[] = [
  ["3×2", random(3, 2, 2), random(3, 2, 3, 0.7)],
  ["2×4", random(2, 4, 4, 2), random(2, 4, 5)],
  ["a teacher with biases", BIASED, random(3, 2, 6)],
  ["C-deep against weak couplings", plantedCell("m5 M2", 3), random(5, 5, 7, 0.1)],
  ["m = 4, M = 4", plantedCell("m4 M4", 3), random(4, 4, 8)],
  ["the teacher itself", plantedCell("m4 M3", 3), plantedCell("m4 M3", 3)],
];

test("exactKl() is the sum over all joint states to 1e-12", () => {
  for (const [name, teacher, model] of PAIRS) {
    const { kl } = exactKl(teacher, model);
    expect(Math.abs(kl - enumerated(teacher, model)), name).toBeLessThan(1e-12);
    // The gate sees a coupling that is off by a millionth.
    const off = withCouplings(model, model.couplings.map((value, e) => e === 0 ? value + 1e-6 : value));
    if (name !== "the teacher itself") expect(Math.abs(exactKl(teacher, off).kl - kl), name).toBeGreaterThan(1e-10);
  }
});

test("exactKl() has the slope of dual numbers to 1e-12, and of central differences", () => {
  for (const [name, teacher, model] of PAIRS) {
    const { gradient } = exactKl(teacher, model), from = boltzmannLaw(teacher).probabilities;
    gradient.forEach((slope, a) => {
      const direction = new Float64Array(gradient.length), h = 1e-4;
      direction[a] = 1;
      const { v, d } = dualLaw(model, direction);
      const dual = -from.reduce((sum, p, s) => sum + p * d[s]! / v[s]!, 0);
      expect(Math.abs(slope - dual), name).toBeLessThan(1e-12);
      const at = (step: number) =>
        exactKl(teacher, withCouplings(model, model.couplings.map((value, e) => value + step * direction[e]!))).kl;
      expect(Math.abs(slope - (at(h) - at(-h)) / (2 * h)), name).toBeLessThan(1e-7);
    });
  }
});

test("exactKl() takes beta as part of the couplings", () => {
  const teacher = plantedCell("m4 M2", 3),
    absorbed = withBeta(withCouplings(teacher, teacher.couplings.map((w) => 3 * w)), 1);
  expect(Math.abs(exactKl(teacher, absorbed).kl)).toBeLessThan(1e-13);
  const model = random(4, 4, 9), hot = withBeta(withCouplings(model, model.couplings.map((w) => w / 0.5)), 0.5);
  const one = exactKl(teacher, model), two = exactKl(teacher, hot);
  expect(Math.abs(one.kl - two.kl)).toBeLessThan(1e-12);
  one.gradient.forEach((slope, e) => expect(Math.abs(two.gradient[e]! - 0.5 * slope)).toBeLessThan(1e-13));
});

test("exactKl() is finite for couplings of any size", () => {
  const pair = (w: number) => rbm({ weights: [[w]], beta: 1 });
  // v and h equal with certainty, against uniform spins and against the opposite.
  expect(Math.abs(exactKl(pair(1e6), pair(0)).kl - Math.LN2)).toBeLessThan(1e-9);
  expect(Math.abs(exactKl(pair(500), pair(-500)).kl - 1000)).toBeLessThan(1e-10);
  const deep = rbm({ weights: [[300, -200], [100, 400]], beta: 10 }),
    { kl, gradient } = exactKl(deep, withBeta(deep, 20));
  expect([kl, ...gradient].every(Number.isFinite)).toBe(true);
  expect(Math.abs(kl)).toBeLessThan(1e-10);
});

test("teacherLaw() has the moments and the entropy of the joint law", () => {
  for (const [name, teacher] of [...PAIRS, ["biased", BIASED, BIASED] as const]) {
    const { entropy, moments } = teacherLaw(teacher), law = boltzmannLaw(teacher);
    const joint = -law.probabilities.reduce((sum, p, s) => sum + p * law.logProbabilities[s]!, 0);
    expect(Math.abs(entropy - joint), name).toBeLessThan(1e-12);
    const means = observableMeans(teacher, law);
    moments.forEach((moment, a) => expect(Math.abs(moment + means[a]!), name).toBeLessThan(1e-13));
  }
});

test("teacherLaw() sums over one layer only", () => {
  // 2^72 joint states; without couplings all alike, and no pair of spins knows of another.
  const wide = rbm({ weights: Array.from({ length: 12 }, () => new Float64Array(60)), beta: 1 });
  const { entropy, moments } = teacherLaw(wide);
  expect(Math.abs(entropy - 72 * Math.LN2)).toBeLessThan(1e-11);
  expect(moments.every((moment) => Math.abs(moment) < 1e-15)).toBe(true);
});

test("exactKl() and teacherLaw() refuse other models", () => {
  const model = random(3, 2, 1);
  expect(() => teacherLaw(curieWeiss(4, 1))).toThrow(InputError);
  expect(() => exactKl(model, random(2, 3, 1))).toThrow("3 visible and 2 hidden spins");
  expect(() => exactKl(model, BIASED)).toThrow("without biases");
  expect(() => teacherLaw(rbm({ weights: Array.from({ length: 23 }, () => [0]), beta: 1 }))).toThrow(SizeError);
});
