import { describe, expect, test } from "vitest";
import {
  autocorrelationCurve,
  autocovariance,
  effectiveSampleSize,
  essEvolution,
  normalized,
  rankHistogram,
} from "../../../lib/diagnostics/mod.ts";
import { InputError } from "../../../lib/errors.ts";
import { ar1Chains } from "./ar1.ts";

describe("data for plots", () => {
  const draws = ar1Chains(9, 0.5, 3, 400);

  test("rankHistogram() keeps every draw, per chain and per bin", () => {
    for (const bins of [1, 7, 20, 33]) {
      const { counts, expected } = rankHistogram(draws, bins);
      expect(expected).toBe(400 / bins);
      for (const chain of counts) expect(chain.reduce((a, b) => a + b, 0)).toBeCloseTo(400, 9);
      for (let b = 0; b < bins; b++) {
        expect(counts.reduce((sum, chain) => sum + chain[b]!, 0)).toBeCloseTo(1200 / bins, 9);
      }
    }
  });

  test("rankHistogram() spreads ties evenly and shows a chain that lies apart", () => {
    const { counts } = rankHistogram([[1, 1, -1, -1], [1, -1, 1, -1]], 4);
    expect(counts.map((chain) => [...chain])).toEqual([[1, 1, 1, 1], [1, 1, 1, 1]]);
    const apart = rankHistogram([[1, 1, 1, 1], [-1, -1, -1, -1]], 2).counts;
    expect(apart.map((chain) => [...chain])).toEqual([[0, 4], [4, 0]]);
  });

  test("essEvolution() ends at the sizes of the whole chains", () => {
    const { lengths, bulk, tail } = essEvolution(draws, 5);
    expect(lengths).toEqual([80, 160, 240, 320, 400]);
    expect(bulk[4]).toBe(effectiveSampleSize(draws, "bulk"));
    expect(tail[4]).toBe(effectiveSampleSize(draws, "tail"));
    expect(bulk[0]).toBeLessThan(bulk[4]!);
  });

  test("autocorrelationCurve() is the beginning of the normalised autocovariance", () => {
    expect([...autocorrelationCurve(draws, 9)]).toEqual([...normalized(autocovariance(draws)).slice(0, 10)]);
    expect(autocorrelationCurve(draws).length).toBe(400);
  });

  test("the plot data refuse settings out of range", () => {
    expect(() => rankHistogram(draws, 0)).toThrow(InputError);
    expect(() => essEvolution(draws, 200)).toThrow(/the chain length is 400/);
    expect(() => autocorrelationCurve(draws, 400)).toThrow(/maxLag is 400/);
  });
});
