// What is exact for models too large to analyse whole: the same figures as the whole analysis on models that allow both.
import { describe, expect, test } from "vitest";
import { InputError, SizeError } from "../../../lib/errors.ts";
import { KERNEL_NAMES } from "../../../lib/exact/mod.ts";
import { curieWeiss, observableCount, rbm } from "../../../lib/model/mod.ts";
import { largeTrainability, trainability } from "../../../lib/predictor/mod.ts";
import { randomRbm } from "../support/random_models.ts";

const isMissing = (value: unknown): boolean => typeof value === "object" && value !== null && "notComputed" in value;

describe("largeTrainability()", () => {
  test.each(KERNEL_NAMES)("gives the figures of the whole analysis, kernel %s", (kernel) => {
    const model = randomRbm(71, 4, 5, 2), observables = [3, "magnetization"] as const;
    const whole = trainability(model, { kernel, observables }),
      found = largeTrainability(model, { kernel, observables });
    expect(Object.keys(found.prediction)).toEqual(Object.keys(whole.prediction));
    found.prediction.observables!.forEach(({ index, tau, variance, tauError }, k) => {
      const exact = whole.prediction.observables![k]!;
      expect(index).toBe(exact.index);
      expect(Math.abs(tau / exact.tau - 1)).toBeLessThan(1e-9);
      expect(Math.abs(variance / exact.variance - 1)).toBeLessThan(1e-11);
      expect(tauError).toBeLessThan(1e-8 * tau);
    });
    if (kernel === "single-site" || kernel === "metropolis") {
      expect([found.prediction.gap, found.prediction.burnIn].map(isMissing)).toEqual([true, true]);
    } else {
      expect(found.prediction.gap).toBeCloseTo(whole.prediction.gap, 12);
      expect(found.prediction.burnIn).toBe(whole.prediction.burnIn);
      expect(found.prediction.slowestModeParity).toBe(whole.prediction.slowestModeParity);
      expect(found.regime.find(({ id }) => id === "A3")!.status).toBe("met");
    }
    // What no model of that kernel has is null here as well.
    expect(found.prediction.gammaEff === null).toBe(whole.prediction.gammaEff === null);
    expect(found.prediction.qOp).toBeNull();
    expect(found.factors.qStructPerp).toBeNull();
  });

  test("says of everything else why it is not computed, with data too", () => {
    const model = randomRbm(72, 4, 4, 1), moments = new Float64Array(observableCount(model)).fill(0.1);
    const { prediction, regime, factors } = largeTrainability(model, { kernel: "symmetric", moments });
    const { tauMax, tauMean, totalObservableTime, qOp, qStruct, qStructPerp, gammaEff, kernelResiduals } = prediction;
    for (
      const value of [
        tauMax,
        tauMean,
        totalObservableTime,
        qOp,
        qStruct,
        qStructPerp,
        gammaEff,
        kernelResiduals.rowSum,
        factors.product,
      ]
    ) {
      expect(value).toMatchObject({ notComputed: expect.stringMatching(/2\^8 states/) });
    }
    expect(regime.filter(({ id }) => id !== "A3").every(({ status }) => status === "NOT-CHECKED")).toBe(true);
    expect("observables" in prediction).toBe(false);
  });

  test("gives no gap, and no burn-in from it, where it is lost in rounding", () => {
    const { prediction, regime } = largeTrainability(randomRbm(3, 5, 5, 40), { kernel: "forward", observables: [0] });
    expect(prediction.gap).toMatchObject({ notComputed: expect.stringMatching(/cannot be told from 0/) });
    expect([isMissing(prediction.burnIn), prediction.slowestModeParity]).toEqual([true, "odd"]);
    expect(regime.find(({ id }) => id === "A3")!.status).toBe("NOT-CHECKED");
    expect(prediction.observables![0]!.tau).toBeCloseTo(0.5, 6);
  });

  test("refuses a model that is too large for everything asked, with the remedy", () => {
    expect(() => largeTrainability(curieWeiss(24, 1))).toThrow(/ask for single observables/);
    expect(() => largeTrainability(curieWeiss(25, 1), { observables: [0] })).toThrow(SizeError);
    expect(() => largeTrainability(curieWeiss(25, 1))).toThrow(/at most 24 spins/);
    expect(() => largeTrainability(curieWeiss(24, 1), { kernel: "forward" })).toThrow(
      /24 blocks: use at most 22 spins/,
    );
    const wide = rbm({ weights: Array.from({ length: 17 }, () => Array(16).fill(0)), beta: 1 });
    expect(() => largeTrainability(wide, { kernel: "forward" })).toThrow(/at most 32 spins/);
  });

  test("refuses what does not exist, and windows that are no whole numbers, before any work", () => {
    expect(() => largeTrainability(curieWeiss(24, 1), { observables: [276] })).toThrow(InputError);
    expect(() => largeTrainability(curieWeiss(24, 1), { observables: [0], window: 0.5 })).toThrow(/window 0.5/);
    expect(() => largeTrainability(curieWeiss(24, 1), { observables: [0], burnIn: -1 })).toThrow(/burn-in -1/);
  });
});
