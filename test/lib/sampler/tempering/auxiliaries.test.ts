import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.ts";
import { createStream } from "../../../../lib/random/stream.ts";
import { BatchMeans } from "../../../../lib/sampler/tempering/batch_means.ts";
import { communicationBarrier, equalisedLadder } from "../../../../lib/sampler/tempering/communication_barrier.ts";
import { geometricLadder, linearLadder } from "../../../../lib/sampler/tempering/ladder.ts";
import { monotoneCurve } from "../../../../lib/sampler/tempering/monotone_curve.ts";
import {
  acceptanceDistance,
  bestRoundTripRate,
  equalAcceptanceRungs,
  roundTripRate,
  suggestedRungs,
} from "../../../../lib/sampler/tempering/suggested_rungs.ts";
import { TemperingStatistics } from "../../../../lib/sampler/tempering/tempering_statistics.ts";
import { startTempering } from "../../../../lib/sampler/tempering/tempering_state.ts";
import { freshSeed } from "../../random/statistics.ts";
import { uniforms } from "../../support/random_models.ts";
import { exactRejections, exactVariance } from "./exact_ladder.ts";
import { TRIPLE } from "./models.ts";

describe("BatchMeans", () => {
  test("BatchMeans has the error of an autocorrelated series, where independence would be far too sure", () => {
    // AR(1) with a = 0.9: the variance of the mean is (1 + a)/(1 − a) = 19 times that of independent values.
    const noise = createStream(freshSeed("batch means"), "test"), series = new BatchMeans(), length = 2 ** 18;
    let x = 0;
    for (let t = 0; t < length; t++) series.add(x = 0.9 * x + noise.gaussian());
    const exact = Math.sqrt(1 / (1 - 0.81) * 19 / length);
    // At least 31 degrees of freedom: the ratio leaves (0.3, 2.2) with probability below 1e-8.
    expect(series.standardError! / exact).toBeGreaterThan(0.3);
    expect(series.standardError! / exact).toBeLessThan(2.2);
    expect(Math.abs(series.mean)).toBeLessThan(6.2 * exact);
    expect(series.standardError! / Math.sqrt(1 / 0.19 / length), "the control").toBeGreaterThan(1.31);
  });

  test("BatchMeans has no error before the eighth value, and the plain one up to 63", () => {
    const series = new BatchMeans(), values = [3, 1, 4, 1, 5, 9, 2];
    values.forEach((value) => series.add(value));
    expect(series.standardError).toBe(null);
    series.add(6);
    values.push(6);
    const mean = values.reduce((a, b) => a + b) / 8;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 7;
    expect(series.mean).toBe(mean);
    expect(series.standardError).toBeCloseTo(Math.sqrt(variance / 8), 14);
    expect(new BatchMeans().mean).toBeNaN();
  });
});

describe("monotoneCurve()", () => {
  test("monotoneCurve() goes through its points and never falls, however uneven they are", () => {
    const next = uniforms(17);
    for (let trial = 0; trial < 50; trial++) {
      const x = [0], y = [0];
      for (let k = 0; k < 9; k++) {
        x.push(x[k]! + 0.01 + next() ** 4);
        y.push(y[k]! + (next() < 0.3 ? 0 : next() ** 6));
      }
      const curve = monotoneCurve(x, y);
      x.forEach((at, k) => expect(curve(at)).toBeCloseTo(y[k]!, 14));
      let before = 0;
      for (let k = 0; k <= 1000; k++) {
        const value = curve(x.at(-1)! * k / 1000);
        expect(value).toBeGreaterThanOrEqual(before - 1e-15);
        before = value;
      }
    }
  });
});

describe("communicationBarrier() and equalisedLadder()", () => {
  test("equalisedLadder() keeps the ends, rises and shares the barrier equally", () => {
    const next = uniforms(23);
    for (let trial = 0; trial < 30; trial++) {
      const rungs = 2 + Math.floor(8 * next()), ladder = [0.1 * next()];
      for (let r = 1; r < rungs; r++) ladder.push(ladder[r - 1]! + 0.01 + next());
      const rejections = ladder.slice(1).map(() => next() < 0.2 ? 0 : next());
      const { at, total } = communicationBarrier(ladder, rejections), count = 2 + Math.floor(9 * next());
      const equal = equalisedLadder(ladder, rejections, count);
      expect([equal.length, equal[0], equal.at(-1)]).toEqual([count, ladder[0], ladder.at(-1)]);
      if (total > 0) equal.forEach((rung, r) => expect(at(rung)).toBeCloseTo(total * r / (count - 1), 9));
    }
  });

  test("equalisedLadder() on exact rates comes to rest where all pairs reject alike", () => {
    let ladder: ArrayLike<number> = [0, 0.2, 0.4, 0.9, 1];
    const spread = () => {
      const rates = exactRejections(TRIPLE, ladder);
      return Math.max(...rates) - Math.min(...rates);
    };
    const before = spread();
    for (let k = 0; k < 12; k++) ladder = equalisedLadder(ladder, exactRejections(TRIPLE, ladder));
    expect(spread()).toBeLessThan(1e-3);
    expect(before).toBeGreaterThan(0.05);
  });

  test("equalisedLadder() is linear where nothing is rejected", () => {
    expect([...equalisedLadder([0, 0.7, 1], [0, 0], 5)]).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  test.each<[string, () => unknown, RegExp]>([
    ["a rate above 1", () => communicationBarrier([0, 1], [1.5]), /rejections\[0\] is 1.5; give rates from 0 to 1/],
    ["a rate that is no number", () => communicationBarrier([0, 1], [NaN]), /rejections\[0\] is NaN/],
    [
      "too few rates",
      () => communicationBarrier([0, 0.5, 1], [0.1]),
      /rejections has 1 entries; give one for each of the 2/,
    ],
    ["one rung", () => equalisedLadder([0, 1], [0.1], 1), /rungs is 1/],
    ["a geometric ladder from 0", () => geometricLadder(4, 0), /hottest is 0/],
    ["a ladder from its own end", () => linearLadder(4, 1), /hottest is 1/],
    ["a ladder of one rung", () => linearLadder(1, 0.5), /rungs is 1/],
  ])("%s is refused", (_, call, message) => {
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});

describe("numbers of rungs", () => {
  test("acceptanceDistance() is 1.683 at 0.234, and 0.1 rests on erfc by hand", () => {
    expect(acceptanceDistance(0.234)).toBeCloseTo(1.683, 3);
    // erfc(1.1630871536766743) = 0.1.
    expect(acceptanceDistance(0.1)).toBeCloseTo(2 * 1.1630871536766743, 12);
  });

  test("equalAcceptanceRungs() reproduces R* of a ladder of constant heat capacity and of exact variances", () => {
    // 135 pairs at δ = 1.683: the thermodynamic length that gives the published R* = 136.
    expect(equalAcceptanceRungs([0, 1], [227.2 ** 2, 227.2 ** 2], 1)).toBe(136);
    const fine = Float64Array.from({ length: 101 }, (_, k) => k / 100);
    const variances = fine.map((rung) => exactVariance(TRIPLE, rung) * 1e4);
    const length = fine.reduce((sum, rung) => sum + 100 * Math.sqrt(exactVariance(TRIPLE, rung)), 0) / 101;
    expect(Math.abs(equalAcceptanceRungs(fine, variances, 1.1) - 1 - 1.1 * length / 1.683)).toBeLessThan(1.5);
  });

  test("roundTripRate() and bestRoundTripRate() agree where many rungs reject little", () => {
    const many = new Array(1000).fill(0.002);
    expect(Math.abs(roundTripRate(many) / bestRoundTripRate(2) - 1)).toBeLessThan(3e-3);
    expect([roundTripRate([1, 0]), roundTripRate([]), bestRoundTripRate(0)]).toEqual([0, 0.5, 0.5]);
    expect(suggestedRungs(2.5)).toBe(6);
  });

  test.each<[string, () => unknown, RegExp]>([
    ["a negative barrier", () => suggestedRungs(-1), /barrier is -1/],
    ["an infinite barrier", () => bestRoundTripRate(Infinity), /barrier is Infinity/],
    ["a rate above 1", () => roundTripRate([0.5, 2]), /rejections\[1\] is 2/],
    ["a negative variance", () => equalAcceptanceRungs([0, 1], [1, -1], 1), /energyVariances\[1\] is -1/],
    ["variances of other rungs", () => equalAcceptanceRungs([0, 1], [1], 1), /energyVariances has 1 entries/],
    ["an acceptance of 1", () => equalAcceptanceRungs([0, 1], [1, 1], 1, 1), /acceptance is 1/],
    ["a beta that is no number", () => equalAcceptanceRungs([0, 1], [1, 1], NaN), /beta is NaN/],
  ])("%s is refused", (_, call, message) => {
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});

describe("TemperingStatistics", () => {
  const round = (energies: readonly number[], ladder = [0.5, 1]) => ({
    state: startTempering(ladder, 2, [new Uint32Array(1), new Uint32Array(1)]),
    energies: Float64Array.from(energies),
    betaGaps: Float64Array.of(0.5),
    proposed: Float64Array.of(2),
    accepted: Float64Array.of(1),
  });

  test("TemperingStatistics adds up what it is shown, by hand", () => {
    const statistics = new TemperingStatistics();
    statistics.observeRound(round([-1, 0, -3, 1]));
    statistics.observeRound(round([-2, 0, -2, 4]));
    // ΔE = 2, −1, 0, −4: only the first can be rejected, with 1 − e^−1.
    expect(statistics.rejections()[0]!.mean).toBeCloseTo((1 - Math.exp(-1)) / 4, 14);
    expect(statistics.barrier().mean).toBe(statistics.rejections()[0]!.mean);
    expect([...statistics.acceptance(), ...statistics.proposed()]).toEqual([0.5, 4]);
    expect([...statistics.energyMeans()]).toEqual([-0.75, 0]);
    expect([...statistics.energyVariances()]).toEqual([11 / 16, 7.5]);
    expect(statistics.rejections()[0]!.standardError).toBe(null);
  });

  test("TemperingStatistics refuses a ladder that has changed", () => {
    const statistics = new TemperingStatistics();
    statistics.observeRound(round([0, 0, 0, 0]));
    expect(() => statistics.observeRound(round([0, 0, 0, 0], [0.4, 1]))).toThrow(/the ladder has changed/);
  });
});
