import { expect, test } from "vitest";
import { ThermolabError } from "../../../../lib/errors.ts";
import { kernelStructure } from "../../../../lib/exact/kernel_structure.ts";
import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { rbm } from "../../../../lib/model/rbm.ts";
import { withBeta } from "../../../../lib/model/with_parameters.ts";
import { logQGradient, type QCode, QObjective } from "../../../../lib/predictor/gradient/q_gradient.ts";
import { predict } from "../../../../lib/predictor/predict.ts";
import { dualLaw, dualTime } from "./dual_time.ts";
import { axis, C_DEEP, dot, largest, M4, MODELS, moved, settings, slanted } from "./gradient_cases.ts";

/** The moments of a colder law: data that the model does not have. */
function code(model: EnergyModel): QCode {
  const teacher = withBeta(model, 1.5 * model.beta + 0.2);
  return { model, moments: kernelStructure(teacher, "single-site").means.map((mean) => -mean) };
}

function pair(): QCode[] {
  return [
    code(rbm({ weights: [[0.4, -0.7], [0.9, 0.3]], beta: 1.3 })),
    code(rbm({ weights: [[0.1, 0.5], [-0.2, 0.6]], beta: 1.3 })),
  ];
}

test("logQGradient() of one code is the logarithm of Q_struct^⊥", () => {
  for (const model of Object.values(MODELS)) {
    for (const [kernel, unit] of settings(model)) {
      if (unit === "step") continue;
      const one = code(model), { logQ } = logQGradient([one], { kernel, window: 300 });
      const { qStructPerp } = predict(model, { kernel, window: 300, moments: one.moments });
      expect(Math.abs(logQ - Math.log(qStructPerp!))).toBeLessThan(1e-12);
    }
  }
});

test("logQGradient() agrees with dual numbers to 1e-10", () => {
  for (const model of Object.values(MODELS)) {
    for (const [kernel, unit] of settings(model)) {
      const { moments } = code(model), { gradient } = logQGradient([{ model, moments }], { kernel, unit }).codes[0]!;
      gradient.forEach((slope, a) => {
        const direction = axis(model, a), time = dualTime(model, kernel, unit, direction);
        const signal = dualSignal(model, moments, direction);
        const exact = signal.slope / signal.value - time.slope / time.value;
        expect(Math.abs(slope - exact)).toBeLessThan(1e-10 * largest(gradient));
      });
    }
  }
});

/** ‖g‖² and its derivative, from the law in dual numbers. */
function dualSignal(
  model: EnergyModel,
  moments: Float64Array,
  direction: Float64Array,
): { value: number; slope: number } {
  const law = dualLaw(model, direction), { from, to } = model.graph;
  let value = 0, slope = 0;
  moments.forEach((moment, a) => {
    const spins = a < from.length ? [from[a]!, to[a]!] : [a - from.length];
    let g = -moment, rate = 0;
    for (let s = 0; s < law.v.length; s++) {
      const product = spins.reduce((sign, i) => (s >>> i & 1) === 1 ? -sign : sign, 1);
      g += law.v[s]! * product;
      rate += law.d[s]! * product;
    }
    value += g * g;
    slope += 2 * g * rate;
  });
  return { value, slope };
}

test("QObjective.evaluate() pools codes: sums of signals over sums of times, every part's gradient", () => {
  for (const kernel of ["single-site", "symmetric"] as const) {
    const objective = new QObjective({ kernel, window: 100 }), codes = pair();
    const pooled = objective.evaluate(codes), alone = codes.map((one) => objective.evaluate([one]));
    expect(pooled.signal).toBeCloseTo(alone[0]!.signal + alone[1]!.signal, 14);
    expect(pooled.totalObservableTime).toBeCloseTo(alone[0]!.totalObservableTime + alone[1]!.totalObservableTime, 12);
    expect(pooled.logQ).toBeCloseTo(Math.log(50 * pooled.signal / pooled.totalObservableTime), 14);
    // A mean of the two logarithms is another quantity.
    expect(Math.abs(pooled.logQ - (alone[0]!.logQ + alone[1]!.logQ) / 2)).toBeGreaterThan(1e-3);
    const h = 1e-5;
    codes.forEach((one, u) => {
      one.moments.forEach((_, a) => {
        const [up, down] = [h, -h].map((step) =>
          objective.evaluate(
            codes.map((other, k) => k === u ? { ...one, model: moved(one.model, axis(one.model, a), step) } : other),
          ).logQ
        );
        expect(Math.abs((up! - down!) / (2 * h) - pooled.codes[u]!.gradient[a]!)).toBeLessThan(1e-6);
      });
    });
  }
});

test("QObjective.evaluate() at m = 4 and 5 agrees with central differences to 1e-6", () => {
  for (const model of [M4, C_DEEP]) {
    const objective = new QObjective(), { moments } = code(withBeta(model, 1)), direction = slanted(model);
    const softer = withBeta(model, 1.5);
    const at = (step: number): number => objective.evaluate([{ model: moved(softer, direction, step), moments }]).logQ;
    const difference = (h: number): number => (at(h) - at(-h)) / (2 * h);
    const slope = (4 * difference(5e-4) - difference(1e-3)) / 3;
    const { codes } = objective.evaluate([{ model: softer, moments }]);
    expect(Math.abs(slope / dot(codes[0]!.gradient, direction) - 1)).toBeLessThan(1e-6);
  }
});

test("QObjective.evaluate() at a tolerance for training stays within 1e-6 of the full one", () => {
  const { moments } = code(withBeta(M4, 1)), codes = [{ model: M4, moments }];
  const fine = logQGradient(codes).codes[0]!.gradient;
  const coarse = logQGradient(codes, { tolerance: 1e-9 }).codes[0]!.gradient;
  expect(largest(fine.map((value, a) => value - coarse[a]!))).toBeLessThan(1e-6 * largest(fine));
});

test("QObjective refuses what has no logarithm or no gradient", () => {
  const model = rbm({ weights: [[0.4, -0.7], [0.9, 0.3]], beta: 1 });
  const moments = new Float64Array(4);
  expect(() => new QObjective({ window: 0 })).toThrow("window 0");
  expect(() => new QObjective({ kernel: "metropolis" })).toThrow("metropolis");
  expect(() => logQGradient([])).toThrow("0 codes");
  expect(() => logQGradient([{ model, moments: new Float64Array(3) }])).toThrow("3 data moments");
  const free = rbm({ weights: [[0, 0], [0, 0]], beta: 1 });
  expect(() => logQGradient([{ model: free, moments }])).toThrow(ThermolabError);
});
