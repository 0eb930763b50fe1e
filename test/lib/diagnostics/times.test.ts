import process from "node:process";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import {
  ADMISSIBLE_TIMES,
  autocovariance,
  CENSORED_SHARE,
  estimateTau,
  halfSokalTime,
  normalized,
  ShortChainError,
  summarizeTimes,
  tauReading,
} from "../../../lib/diagnostics/mod.ts";
import { createStream } from "../../../lib/random/mod.ts";
import { ar1Chains, ar1Time } from "./ar1.ts";

/** The definition, lag by lag. */
function direct(draws: readonly ArrayLike<number>[]): number[] {
  const length = draws[0]!.length;
  return Array.from({ length }, (_, lag) => {
    let sum = 0;
    for (const chain of draws) {
      const mean = Array.from(chain).reduce((a, b) => a + b, 0) / length;
      for (let t = 0; t + lag < length; t++) sum += (chain[t]! - mean) * (chain[t + lag]! - mean);
    }
    return sum / length / draws.length;
  });
}

describe("autocovariance()", () => {
  test("autocovariance() is the definition for odd and even lengths and numbers of chains", () => {
    const stream = createStream(5, "test");
    for (const [chains, length] of [[1, 1], [1, 2], [2, 7], [3, 16], [4, 33], [5, 100]] as const) {
      const draws = Array.from(
        { length: chains },
        (_, c) => Float64Array.from({ length }, () => 100 * c + stream.gaussian()),
      );
      const fast = autocovariance(draws);
      direct(draws).forEach((value, lag) => expect(Math.abs(fast[lag]! - value)).toBeLessThan(1e-12));
    }
  });

  test("autocovariance() is exactly zero for constant chains, whatever their values", () => {
    expect([...autocovariance([new Float64Array(9).fill(0.1), new Float64Array(9).fill(1 / 3)])]).toEqual(
      new Array<number>(9).fill(0),
    );
    expect(estimateTau([new Float64Array(100).fill(0.1)]).tau).toBe(0.5);
  });

  test("autocovariance() refuses what is not draws", () => {
    expect(() => autocovariance([])).toThrow(/there are 0 chains/);
    expect(() => autocovariance([[]])).toThrow(/the chain length is 0/);
    expect(() => autocovariance([[1, Infinity]])).toThrow(InputError);
  });
});

describe("halfSokalTime()", () => {
  test("halfSokalTime() stops at the first non-positive pair and never revives", () => {
    expect(halfSokalTime([1, 0.5, -0.5, 1, 1])).toBe(0.5);
    expect(halfSokalTime([1, 0.5, -0.25, 0.25, -0.5, 1, 1])).toBe(0.75);
    expect(halfSokalTime([1, -0.25, 0.5, 0, 0])).toBe(0.75);
  });

  test("halfSokalTime() uses at most floor((L - 1)/2) pairs and is never below one half", () => {
    expect(halfSokalTime([1, 1, 1, 1])).toBe(2.5);
    expect(halfSokalTime([1, 1])).toBe(0.5);
    expect(halfSokalTime([1, -1, -1, -1, -1])).toBe(0.5);
  });

  test("the estimator's ceiling is L/6 for one switch and 0.174 L for a drift", () => {
    const length = 12_000;
    const oneSwitch = Float64Array.from({ length }, (_, t) => t < length / 2 ? 1 : -1);
    const drift = Float64Array.from({ length }, (_, t) => t);
    expect(estimateTau([oneSwitch], { short: "allow" }).tau / length).toBeCloseTo(1 / 6, 3);
    expect(estimateTau([drift], { short: "allow" }).tau / length).toBeCloseTo(0.174, 3);
  });
});

describe("AR(1) series", () => {
  const given = process.env["THERMOLAB_TEST_SEED"];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 40) : Number(given);

  /** Groups of chains: the mean of τ̂ less the truth, in standard errors of that mean. */
  function deviation(phi: number, truth: number): number {
    const groups = 32;
    const taus = Array.from(
      { length: groups },
      (_, k) => estimateTau(ar1Chains(seed + k, phi, 4, 8000), { short: "allow" }).tau,
    );
    const mean = taus.reduce((a, b) => a + b, 0) / groups;
    const variance = taus.reduce((sum, tau) => sum + (tau - mean) ** 2, 0) / (groups - 1);
    return Math.abs(mean - truth) / Math.sqrt(variance / groups);
  }

  test("estimateTau() recovers (1 + phi)/(2(1 - phi)), and a wrong time is caught", () => {
    // Student's t with 31 degrees of freedom exceeds 8 in size with probability 5e-9; the known biases (own mean 2τ²/L and the
    // cut) are below 1 standard error here, so 9 keeps the false-alarm rate below 1e-7.
    console.log(`estimateTau() on AR(1): THERMOLAB_TEST_SEED=${seed}, false-alarm rate 1e-7`);
    expect(deviation(0.8, ar1Time(0.8))).toBeLessThan(9);
    // Controls: the full Sokal time 2τ instead of τ, and a chain that is a third slower.
    expect(deviation(0.8, 2 * ar1Time(0.8))).toBeGreaterThan(9);
    expect(deviation(0.85, ar1Time(0.8))).toBeGreaterThan(9);
  });
});

describe("readings and refusal", () => {
  test("tauReading() censors above 0.12 L and admits from 50 tau on", () => {
    expect([CENSORED_SHARE, ADMISSIBLE_TIMES]).toEqual([0.12, 50]);
    expect(tauReading(12, 100).censored).toBe(false);
    expect(tauReading(12.01, 100).censored).toBe(true);
    expect(tauReading(2, 100).admissible).toBe(true);
    expect(tauReading(2.01, 100).admissible).toBe(false);
  });

  test("tauReading() censors every published rung of experiment 4", () => {
    for (
      const [length, tau] of [[1000, 166.7], [2000, 333.2], [4000, 662.6], [8000, 1325], [16000, 2431], [32000, 5280]]
    ) {
      expect(tauReading(tau!, length!).censored).toBe(true);
    }
  });

  test("estimateTau() refuses short chains with advice and the reading, and reads them when asked", () => {
    const slow = ar1Chains(3, 0.95, 2, 400);
    let error: unknown;
    try {
      estimateTau(slow);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ShortChainError);
    const { reading, message } = error as ShortChainError;
    expect(reading).toEqual(estimateTau(slow, { short: "allow" }));
    expect(message).toMatch(/the chains have 400 draws and tau is about .*; run \d+ draws, or ask/);
    expect(estimateTau(ar1Chains(3, 0, 2, 400)).admissible).toBe(true);
  });

  test("summarizeTimes() leaves out and counts observables without variance", () => {
    const summary = summarizeTimes([1, 2, 3, 4, 5, 0.5], [1, 1, 1, 1, 2, 0], 25);
    expect(summary).toEqual({
      totalObservableTime: 20,
      tauMax: 5,
      tauMean: 3,
      tauQuantiles: [1, 2, 3, 4, 5],
      zeroVarianceCount: 1,
      censoredCount: 2,
      observables: 6,
      length: 25,
    });
    expect(summarizeTimes([0.5], [0], 25).tauMax).toBeNaN();
    expect(() => summarizeTimes([1, 2], [1], 25)).toThrow(InputError);
  });

  test("normalized() of nothing that varies is zero", () => {
    expect([...normalized([0, 0, 0])]).toEqual([0, 0, 0]);
  });
});
