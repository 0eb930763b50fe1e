import { expect, test } from "vitest";
import { kernelStructure } from "../../../../lib/exact/kernel_structure.ts";
import { withBeta } from "../../../../lib/model/with_parameters.ts";
import { denseLogQ } from "../../../../lib/predictor/gradient/dense_log_q.ts";
import { differenceError } from "../../../../lib/predictor/gradient/difference_error.ts";
import { logQGradient } from "../../../../lib/predictor/gradient/q_gradient.ts";
import { timeGradient } from "../../../../lib/predictor/gradient/time_gradient.ts";
import { dualTime, type Frozen } from "./dual_time.ts";
import { C_DEEP, dot, M4, MODELS, moved, settings, slanted } from "./gradient_cases.ts";

const MODEL = MODELS["rbm 2×3"]!;

test("denseLogQ() and logQGradient() agree to 1e-10 on pooled codes, at m = 4 and 5 as well", () => {
  const codes = (models: readonly (typeof MODEL)[]) =>
    models.map((model) => ({
      model,
      moments: kernelStructure(withBeta(model, 0.7 * model.beta), "single-site").means.map((mean) => -mean),
    }));
  for (const [kernel, unit] of settings(MODEL)) {
    const pooled = codes([MODEL, withBeta(MODEL, 2)]), options = { kernel, unit, window: 50 };
    expect(Math.abs(denseLogQ(pooled, options) - logQGradient(pooled, options).logQ)).toBeLessThan(1e-10);
  }
  for (const model of [M4, C_DEEP]) {
    const one = codes([model]);
    expect(Math.abs(denseLogQ(one) - logQGradient(one).logQ)).toBeLessThan(1e-10);
    // The gate sees couplings that are off by a hundred-millionth.
    const off = [{ ...one[0]!, model: moved(model, slanted(model), 1e-8) }];
    expect(Math.abs(denseLogQ(one) - logQGradient(off).logQ)).toBeGreaterThan(1e-10);
  }
  expect(() => denseLogQ([])).toThrow("0 codes");
});

test("differenceError() passes the gradient and fails one without the law's, the kernel's or the deflation's part", () => {
  const direction = slanted(MODEL),
    at = (h: number): number => timeGradient(moved(MODEL, direction, h)).totalObservableTime;
  expect(differenceError(at, dot(timeGradient(MODEL).gradient, direction)).error).toBeLessThan(1e-8);
  const controls: Readonly<Record<string, Frozen>> = {
    "the law held": { law: true },
    "the kernel held": { kernel: true },
    "the deflation left out": { centring: true },
  };
  for (const [name, frozen] of Object.entries(controls)) {
    const wrong = dualTime(MODEL, "single-site", "sweep", direction, frozen).slope;
    expect(differenceError(at, wrong).error, name).toBeGreaterThan(1e-3);
  }
  expect(differenceError(at, -dot(timeGradient(MODEL).gradient, direction)).error, "the sign").toBeGreaterThan(1);
});

test("differenceError() takes 0 against 0 as agreement, and refuses steps that are not positive", () => {
  expect(differenceError((h) => h * h, 0).error).toBe(0);
  expect(differenceError(() => NaN, 1).error).toBe(Infinity);
  expect(() => differenceError(Math.exp, 1, [])).toThrow("steps []");
  expect(() => differenceError(Math.exp, 1, [0.1, 0])).toThrow("0.1, 0");
});
