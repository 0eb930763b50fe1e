import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { calStable, doublingRule, nextWarmUp } from "../../../lib/diagnostics/mod.ts";
import type { Rung } from "../../../lib/diagnostics/mod.ts";

/** Experiment 4 of the program: L, warm-up, τ_max, "self-consistent". */
const EXPERIMENT_4 = [
  [1000, 200, 166.7],
  [2000, 833, 333.2],
  [4000, 1666, 662.6],
  [8000, 3313, 1325],
  [16000, 6627, 2431],
  [32000, 12153, 5280],
] as const;

describe("doublingRule()", () => {
  test("doublingRule() finds experiment 4 self-consistent, unresolved and censored at every rung", () => {
    const { steps, resolvedLength } = doublingRule(EXPERIMENT_4.map(([length, , tauMax]) => ({ length, tauMax })));
    expect(resolvedLength).toBeNull();
    expect(steps.map(({ length }) => length)).toEqual([2000, 4000, 8000, 16000, 32000]);
    for (const step of steps) {
      expect([step.selfConsistent, step.resolved, step.censored]).toEqual([true, false, true]);
    }
    expect(steps[0]!.tauChange).toBeCloseTo(0.9988, 4);
  });

  test("nextWarmUp() gives the warm-ups of experiment 4", () => {
    // The printed τ_max have four digits, so the last warm-ups can differ by the rounding of 5·τ.
    EXPERIMENT_4.slice(1).forEach(([, warmUp], i) => {
      expect(Math.abs(nextWarmUp(EXPERIMENT_4[i]![2], EXPERIMENT_4[i]![1]) - warmUp)).toBeLessThanOrEqual(3);
    });
    expect(nextWarmUp(1, 200)).toBe(200);
  });

  test("doublingRule() resolves below a change of 15 % of the shorter rung's time, not at it", () => {
    const at = (tauMax: number) => doublingRule([{ length: 4000, tauMax: 100 }, { length: 8000, tauMax }]);
    expect(at(114.9).resolvedLength).toBe(8000);
    expect(at(85.1).resolvedLength).toBe(8000);
    expect(at(116).resolvedLength).toBeNull();
    expect(at(84).resolvedLength).toBeNull();
  });

  test("doublingRule() needs L of 5 tau, and a censored time never resolves", () => {
    const short = doublingRule([{ length: 200, tauMax: 100 }, { length: 400, tauMax: 100 }]);
    expect([short.steps[0]!.selfConsistent, short.steps[0]!.resolved]).toEqual([false, false]);
    const ceiling = doublingRule([{ length: 500, tauMax: 130 }, { length: 1000, tauMax: 140 }]);
    expect([ceiling.steps[0]!.resolved, ceiling.steps[0]!.censored, ceiling.resolvedLength]).toEqual([
      true,
      true,
      null,
    ]);
  });

  test("doublingRule() refuses lengths that do not double", () => {
    expect(() => doublingRule([{ length: 100, tauMax: 1 }, { length: 300, tauMax: 1 }])).toThrow(
      /L = 300 follows L = 100/,
    );
    expect(() => doublingRule([{ length: 100, tauMax: 1 }, { length: 300, tauMax: 1 }])).toThrow(InputError);
    expect(doublingRule([{ length: 100, tauMax: 1 }])).toEqual({ steps: [], resolvedLength: null });
  });
});

describe("calStable()", () => {
  const rung = (length: number, variances: number[], tauMax = 10): Rung => (
    { length, tauMax, asymptoticVariances: variances, totalObservableTime: variances.reduce((a, b) => a + b, 0) / 2 }
  );

  test("calStable() becomes stable at the second of two stable doublings, as experiment 13 at L = 8000", () => {
    // Ends on the published T_O = 97 of four replicas; the way there is made by hand: 60, 80, 90, 95, 97.
    const ladder = [60, 80, 90, 95, 97].map((total, i) => rung(500 * 2 ** i, [1.5 * total, 0.5 * total]));
    const { steps, stableLength } = calStable(ladder);
    expect(steps.map(({ stable }) => stable)).toEqual([false, true, true, true]);
    expect(stableLength).toBe(4000);
    expect(steps[0]!.totalTimeChange).toBeCloseTo(20 / 80, 14);
    expect(calStable(ladder.slice(0, 3)).stableLength).toBeNull();
    const late = [40, 55, 74, 94, 97, 97].map((total, i) => rung(250 * 2 ** i, [total, total]));
    expect(calStable(late).stableLength).toBe(8000);
  });

  test("calStable() is not satisfied by a stable sum whose parts move", () => {
    const { steps, stableLength } = calStable([rung(100, [1, 3]), rung(200, [3, 1]), rung(400, [1, 3])]);
    expect(steps.map(({ totalTimeChange, varianceChange }) => [totalTimeChange, varianceChange])).toEqual([[0, 1], [
      0,
      1,
    ]]);
    expect(stableLength).toBeNull();
  });

  test("calStable() needs the two stable doublings next to each other", () => {
    const ladder = [100, 100, 200, 200, 400].map((total, i) => rung(100 * 2 ** i, [total]));
    expect(calStable(ladder).steps.map(({ stable }) => stable)).toEqual([true, false, true, false]);
    expect(calStable(ladder).stableLength).toBeNull();
  });

  test("calStable() with the leg of tau also needs tau resolved", () => {
    const ladder = [10, 20, 40].map((tauMax, i) => rung(1000 * 2 ** i, [5, 5], tauMax));
    expect(calStable(ladder).stableLength).toBe(4000);
    expect(calStable(ladder, { withTau: true }).stableLength).toBeNull();
    expect(calStable(ladder.map((r) => ({ ...r, tauMax: 10 })), { withTau: true }).stableLength).toBe(4000);
  });

  test("calStable() refuses rungs without a calibration or with other observables", () => {
    expect(() => calStable([rung(100, [1]), { length: 200, tauMax: 1 }])).toThrow(/L = 200 has no totalObservableTime/);
    expect(() => calStable([rung(100, [1]), rung(200, [1, 2])])).toThrow(/L = 200 has 2 observables and L = 100 has 1/);
  });
});
