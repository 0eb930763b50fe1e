import { describe, expect, test } from "vitest";
import { SizeError } from "../../../../lib/errors.ts";
import { observableCount } from "../../../../lib/model/energy_model.ts";
import { curieWeiss } from "../../../../lib/model/curie_weiss.ts";
import { rbm } from "../../../../lib/model/rbm.ts";
import { withBeta } from "../../../../lib/model/with_parameters.ts";
import { kernelStructure } from "../../../../lib/exact/kernel_structure.ts";
import { denseObservableTime } from "../../../../lib/predictor/gradient/dense_time.ts";
import { timeGradient } from "../../../../lib/predictor/gradient/time_gradient.ts";
import { dualTime, type Frozen } from "./dual_time.ts";
import { axis, C_DEEP, dot, largest, M4, MODELS, moved, settings, slanted } from "./gradient_cases.ts";

describe("timeGradient()", () => {
  for (const [name, model] of Object.entries(MODELS)) {
    for (const [kernel, unit] of settings(model)) {
      const label = `${name}, ${kernel} per ${unit}`;
      const options = { kernel, unit };

      test(`timeGradient() agrees with the LU factors of the matrix to 1e-10: ${label}`, () => {
        const value = timeGradient(model, options).totalObservableTime;
        expect(Math.abs(value / denseObservableTime(model, kernel, unit) - 1)).toBeLessThan(1e-10);
      });

      test(`timeGradient() agrees with dual numbers to 1e-10: ${label}`, () => {
        const { gradient, totalObservableTime } = timeGradient(model, options), scale = largest(gradient);
        for (let a = 0; a < gradient.length; a++) {
          const { value, slope } = dualTime(model, kernel, unit, axis(model, a));
          expect(Math.abs(totalObservableTime / value - 1)).toBeLessThan(1e-10);
          expect(Math.abs(gradient[a]! - slope)).toBeLessThan(1e-10 * scale);
        }
      });

      test(`timeGradient() agrees with central differences to 1e-6: ${label}`, () => {
        const { gradient } = timeGradient(model, options), scale = largest(gradient), h = 1e-5;
        for (let a = 0; a < gradient.length; a++) {
          const [up, down] = [h, -h].map((step) =>
            timeGradient(moved(model, axis(model, a), step), options).totalObservableTime
          );
          expect(Math.abs((up! - down!) / (2 * h) - gradient[a]!)).toBeLessThan(1e-6 * scale);
        }
      });
    }
  }

  test("timeGradient() at m = 4 agrees with dual numbers along a slanted direction to 1e-10", () => {
    const direction = slanted(M4);
    for (const kernel of ["single-site", "symmetric"] as const) {
      const { gradient, totalObservableTime } = timeGradient(M4, { kernel });
      const { value, slope } = dualTime(M4, kernel, "sweep", direction);
      expect(Math.abs(totalObservableTime / value - 1)).toBeLessThan(1e-10);
      expect(Math.abs(dot(gradient, direction) / slope - 1)).toBeLessThan(1e-10);
    }
  });

  test("timeGradient() at C-deep agrees with the exact structure and with central differences", () => {
    const direction = slanted(C_DEEP);
    for (const kernel of ["single-site", "symmetric", "forward", "palindromic"] as const) {
      const { gradient, totalObservableTime } = timeGradient(C_DEEP, { kernel });
      expect(Math.abs(totalObservableTime / kernelStructure(C_DEEP, kernel).totalObservableTime - 1)).toBeLessThan(
        1e-10,
      );
      // Richardson's combination of two steps: the next error is of fourth order.
      const difference = (h: number): number =>
        (timeGradient(moved(C_DEEP, direction, h), { kernel }).totalObservableTime -
          timeGradient(moved(C_DEEP, direction, -h), { kernel }).totalObservableTime) / (2 * h);
      const slope = (4 * difference(5e-4) - difference(1e-3)) / 3;
      expect(Math.abs(slope / dot(gradient, direction) - 1)).toBeLessThan(1e-6);
    }
    expect(timeGradient(C_DEEP, { kernel: "symmetric" }).totalObservableTime.toFixed(3)).toBe("1409.418");
    expect(timeGradient(C_DEEP).totalObservableTime.toFixed(3)).toBe("1944.570");
  });

  test("timeGradient() of the single-site kernel keeps its precision down to gaps of 1e-9", () => {
    const model = withBeta(moved(M4, slanted(M4), 0.02), 7),
      direction = slanted(M4),
      exact = kernelStructure(model, "single-site");
    expect(exact.gap).toBeLessThan(1e-8);
    const { totalObservableTime, gradient } = timeGradient(model);
    expect(Math.abs(totalObservableTime / exact.totalObservableTime - 1)).toBeLessThan(1e-10);
    const difference = (h: number): number =>
      (timeGradient(moved(model, direction, h)).totalObservableTime -
        timeGradient(moved(model, direction, -h)).totalObservableTime) / (2 * h);
    const slope = (4 * difference(2e-4) - difference(4e-4)) / 3;
    expect(Math.abs(slope / dot(gradient, direction) - 1)).toBeLessThan(1e-6);
  });

  test("timeGradient() is told from a gradient with a part left out, 100,000 times outside of the gate", () => {
    const controls: readonly Frozen[] = [{ law: true }, { kernel: true }, { centring: true }];
    for (const [name, model] of Object.entries(MODELS)) {
      // With a single visible spin a scan forgets everything in a sweep, and the kernel's part is zero.
      if (model.graph.vertexCount < 4) continue;
      for (const [kernel, unit] of settings(model)) {
        const { gradient } = timeGradient(model, { kernel, unit }), direction = slanted(model);
        const slope = dot(gradient, direction);
        for (const frozen of controls) {
          const wrong = dualTime(model, kernel, unit, direction, frozen).slope;
          expect(Math.abs(wrong - slope), `${name} ${kernel} ${JSON.stringify(frozen)}`)
            .toBeGreaterThan(1e-5 * Math.abs(slope));
        }
        // And from the gradient of opposite sign.
        expect(Math.abs(slope)).toBeGreaterThan(1e-3);
      }
    }
  });

  test("timeGradient() gives the means, and biases after couplings", () => {
    const model = MODELS["rbm 2×3 with biases"]!, { gradient, means } = timeGradient(model);
    expect(gradient.length).toBe(observableCount(model));
    const exact = kernelStructure(model, "single-site").means;
    means.forEach((mean, a) => expect(Math.abs(mean - exact[a]!)).toBeLessThan(1e-14));
  });

  test("timeGradient() follows the gauge: a flipped spin flips its couplings' derivatives", () => {
    const at = (sign: number) =>
      timeGradient(rbm({ weights: [[0.4 * sign, -0.7 * sign], [0.9, 0.3]], beta: 1.3 })).gradient;
    const plain = at(1), flipped = at(-1);
    plain.forEach((value, a) => expect(Math.abs(value - (a < 2 ? -1 : 1) * flipped[a]!)).toBeLessThan(1e-12));
  });

  test("timeGradient() refuses what has no gradient", () => {
    const model = MODELS["rbm 2×3"]!;
    expect(() => timeGradient(model, { kernel: "metropolis" })).toThrow('kernel "metropolis"');
    expect(() => timeGradient(curieWeiss(4, 1), { kernel: "symmetric" })).toThrow("4 blocks");
    expect(() => timeGradient(model, { tolerance: 0 })).toThrow("tolerance 0");
    expect(() => timeGradient(curieWeiss(19, 1))).toThrow(SizeError);
    expect(() => denseObservableTime(curieWeiss(12, 1), "single-site")).toThrow("2048 states");
  });
});
