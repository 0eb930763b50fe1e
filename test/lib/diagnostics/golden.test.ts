import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  effectiveSampleSize,
  mcseMean,
  mcseQuantile,
  mcseStandardDeviation,
  quantileSampleSize,
  rHat,
} from "../../../lib/diagnostics/mod.ts";
import type { Draws } from "../../../lib/diagnostics/mod.ts";

// The draws of Stan's "blocker" model (two chains of 1000) and the 17 statistics that R's posterior gives for them:
// github.com/arviz-devs/arviz, arviz/tests/saved_models/stan_diagnostics, blocker.[12].csv (without the columns that end in __,
// one file, compressed) and reference_posterior.csv (commit 47a58a19, made 2024-12-20 with posterior's pull request 388).
const read = (name: string) => readFileSync(new URL(name, import.meta.url));
const table = (text: string) => text.trim().split("\n").map((line) => line.replaceAll('"', "").split(","));
const [parameters, ...rows] = table(gunzipSync(read("blocker.csv.gz")).toString());
const [header, ...reference] = table(read("reference_posterior.csv").toString());

function blocker(parameter: string): Draws {
  const column = parameters!.indexOf(parameter);
  const values = rows.map((row) => Number(row[column]));
  return [values.slice(0, 1000), values.slice(1000)];
}

const STATISTICS: Readonly<Record<string, (draws: Draws) => number>> = {
  rhat_rank: rHat,
  rhat_raw: (draws) => rHat(draws, "identity"),
  ess_bulk: effectiveSampleSize,
  ess_tail: (draws) => effectiveSampleSize(draws, "tail"),
  ess_mean: (draws) => effectiveSampleSize(draws, "mean"),
  ess_sd: (draws) => effectiveSampleSize(draws, "sd"),
  ess_median: (draws) => effectiveSampleSize(draws, "median"),
  ess_raw: (draws) => effectiveSampleSize(draws, "identity"),
  ess_quantile01: (draws) => quantileSampleSize(draws, 0.01),
  ess_quantile10: (draws) => quantileSampleSize(draws, 0.1),
  ess_quantile30: (draws) => quantileSampleSize(draws, 0.3),
  mcse_mean: mcseMean,
  mcse_sd: mcseStandardDeviation,
  mcse_median: (draws) => mcseQuantile(draws),
  mcse_quantile01: (draws) => mcseQuantile(draws, 0.01),
  mcse_quantile10: (draws) => mcseQuantile(draws, 0.1),
  mcse_quantile30: (draws) => mcseQuantile(draws, 0.3),
};

/** The largest distance of a statistic to the reference table, over the 48 parameters. */
function distance(statistic: string, f: (draws: Draws) => number): number {
  const column = header!.indexOf(statistic);
  return Math.max(...reference.map((row) => Math.abs(f(blocker(row[0]!)) - Number(row[column]))));
}

describe("the golden table of ArviZ and posterior", () => {
  test("blocker.csv.gz and reference_posterior.csv hold 48 parameters and 17 statistics", () => {
    expect([rows.length, parameters!.length, reference.length, header!.length - 1]).toEqual([2000, 48, 48, 17]);
    expect(header!.slice(1)).toEqual(Object.keys(STATISTICS));
  });

  for (const [name, f] of Object.entries(STATISTICS)) {
    test(`${name} is within 1e-8 of the reference for every parameter`, () => {
      expect(distance(name, f)).toBeLessThan(1e-8);
    });
  }

  test("a control with an off-by-one or unsplit statistic is far from the reference", () => {
    const shifted = (draws: Draws) => draws.map((chain) => Array.from(chain).slice(1));
    expect(distance("ess_mean", (draws) => effectiveSampleSize(shifted(draws), "mean"))).toBeGreaterThan(1);
    expect(distance("ess_mean", (draws) => effectiveSampleSize(draws, "identity"))).toBeGreaterThan(1);
    expect(distance("rhat_rank", (draws) => rHat(draws, "split"))).toBeGreaterThan(1e-3);
    expect(distance("ess_quantile10", (draws) => quantileSampleSize(draws, 0.1001))).toBeGreaterThan(0.1);
  });
});
