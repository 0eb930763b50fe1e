import { describe, expect, test } from "vitest";
import { betaQuantile } from "../../../lib/diagnostics/beta_quantile.ts";
import {
  effectiveSampleSize,
  mcseMean,
  mcseQuantile,
  mcseStandardDeviation,
  quantileSampleSize,
  rHat,
} from "../../../lib/diagnostics/mod.ts";
import type { Draws, EssMethod, RHatMethod } from "../../../lib/diagnostics/mod.ts";
import { InputError } from "../../../lib/errors.ts";
import { ARVIZ_CASES, ARVIZ_VALUES } from "./arviz_cases.ts";

function statistic(name: string, draws: Draws): number {
  const [kind, method, probability] = name.split(" ") as [string, string, string?];
  if (kind === "rhat") return rHat(draws, method as RHatMethod);
  if (kind === "ess" && probability) return quantileSampleSize(draws, Number(probability));
  if (kind === "ess") return effectiveSampleSize(draws, method as EssMethod);
  if (method === "mean") return mcseMean(draws);
  if (method === "sd") return mcseStandardDeviation(draws);
  return mcseQuantile(draws, Number(probability ?? 0.5));
}

describe("statistics of ArviZ 0.21.0", () => {
  for (const [name, draws] of Object.entries(ARVIZ_CASES)) {
    test(`rHat(), effectiveSampleSize() and the standard errors agree on ${name}`, () => {
      const expected = ARVIZ_VALUES[name]!;
      expect(Object.keys(expected).length).toBe(draws.length > 1 ? 14 : 11);
      for (const [what, value] of Object.entries(expected)) {
        expect(Math.abs(statistic(what, draws) - value), what).toBeLessThan(1e-8);
      }
    });
  }
});

describe("edges of the definitions", () => {
  test("rHat() is infinite for frozen chains that differ and NaN for draws that never do", () => {
    const frozen = [new Float64Array(8).fill(1), new Float64Array(8).fill(-1)];
    for (const method of ["rank", "split", "identity"] as const) expect(rHat(frozen, method)).toBe(Infinity);
    expect(rHat([new Float64Array(8).fill(1), new Float64Array(8).fill(1)])).toBeNaN();
  });

  test("effectiveSampleSize() counts draws that are all equal in full, as ArviZ does", () => {
    expect(effectiveSampleSize([new Float64Array(10).fill(0.1), new Float64Array(10).fill(0.1)])).toBe(20);
  });

  test("effectiveSampleSize() is at most n log10 n", () => {
    const alternating = Float64Array.from({ length: 100 }, (_, t) => t % 2);
    expect(effectiveSampleSize([alternating], "mean")).toBeCloseTo(200, 10);
  });

  test("betaQuantile() inverts closed forms and the printed points of the beta law", () => {
    // Beta(1, b): 1 − (1 − x)^b. Beta(2, 2): 3x² − 2x³ is ½ at ½ and 0.15625 at ¼.
    for (const p of [1e-6, 0.1586553, 0.5, 0.8413447, 1 - 1e-6]) {
      expect(betaQuantile(p, 1, 1)).toBeCloseTo(p, 13);
      for (const b of [1.5, 7, 300]) expect(betaQuantile(p, 1, b)).toBeCloseTo(1 - (1 - p) ** (1 / b), 11);
      for (const a of [1.5, 7, 300]) expect(betaQuantile(p, a, 1)).toBeCloseTo(p ** (1 / a), 11);
    }
    expect(betaQuantile(0.15625, 2, 2)).toBeCloseTo(0.25, 13);
    expect(betaQuantile(0.5, 80_000, 80_000)).toBeCloseTo(0.5, 11);
  });

  test("the statistics refuse draws that they cannot use", () => {
    const good = [1, 2, 3, 4, 5];
    expect(() => rHat([good])).toThrow(/there are 1 chains; run at least 2/);
    expect(() => rHat([[1, 2, 3], [1, 2, 3]])).toThrow(/the chain length is 3/);
    expect(() => effectiveSampleSize([good, [1, 2, 3, 4]])).toThrow(/chain 1 has 4 draws and chain 0 has 5/);
    expect(() => effectiveSampleSize([[1, 2, NaN, 4]])).toThrow(/draw 2 of chain 0 is NaN/);
    expect(() => mcseQuantile([good], 1)).toThrow(/probability is 1; give a number between 0 and 1/);
    expect(() => effectiveSampleSize([good], "mode" as EssMethod)).toThrow(/method is "mode"/);
    expect(() => mcseMean(5 as unknown as Draws)).toThrow(InputError);
  });
});
