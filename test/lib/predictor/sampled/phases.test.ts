import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.ts";
import { kernelStructure, perObservable } from "../../../../lib/exact/mod.ts";
import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { ising, weightsDigest } from "../../../../lib/model/mod.ts";
import {
  centralLimitRatios,
  clampedStart,
  doublingLadder,
  gradient,
  knownMeans,
  magnetizationTime,
  meanSquaredErrors,
  medianRatio,
  phaseErrorRatio,
  phaseMeans,
  phaseTimes,
  predict,
  referenceGradient,
  tracking,
  windowErrors,
} from "../../../../lib/predictor/mod.ts";
import { StaleWeightsError } from "../../../../lib/sampler/mod.ts";
import { randomIsing } from "../../support/random_models.ts";

// Every bar is six standard errors or more of a mean over hundreds of chains, false alarms below 1e-7 each; with the seeds fixed, chains
// are the same bits everywhere, so that what passes stays so.
const SIGMAS = 6.5;
const SEED = 20260801;

/** Slow enough to tell times apart (τ_max about 4 sweeps), small enough to enumerate. */
const SLOW = randomIsing(5, {
  n: 6,
  beta: 0.9,
  bias: "random",
  edges: [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [0, 5]],
});

/** A ring whose spin 0 is held at +1 is a chain with fields at its ends. */
const RING = ising({
  n: 4,
  edges: [[0, 1], [1, 2], [2, 3], [0, 3]],
  weights: [0.6, -0.4, 0.8, 0.3],
  biases: [0.2, -0.1, 0.3, 0],
  beta: 1,
});
const RING_HELD = ising({
  n: 3,
  edges: [[0, 1], [1, 2]],
  weights: [-0.4, 0.8],
  biases: [-0.1 + 0.6, 0.3, 0 + 0.3],
  beta: 1,
});
const HELD = {
  clamped: [0],
  start: clampedStart({ spinCount: 4, chains: 256, seed: SEED, clamped: [0], values: [1] }),
};

const exactMeans = (model: EnergyModel): Float64Array => {
  const { means } = kernelStructure(model, "forward");
  return means;
};

describe("phaseMeans()", () => {
  test(`phaseMeans() meets the exact law within its own noise (seed ${SEED})`, async () => {
    const options = { scan: "symmetric", seed: SEED, chains: 256, burnIn: 40, window: 400 } as const;
    const { means, noise, noiseError } = await phaseMeans(SLOW, options);
    const exact = exactMeans(SLOW);
    const distance = means.reduce((sum, mean, a) => sum + (mean - exact[a]!) ** 2, 0);
    // ‖means − exact‖² has the mean `noise` and, being a sum of squares of normal variables, at most √2 times that as its spread.
    expect(distance).toBeLessThan(noise * 30);
    expect(distance).toBeGreaterThan(noise / 1000);
    const [error] = meanSquaredErrors(SLOW, "symmetric", { burnIn: 40, windows: [400], unit: "sweep" });
    expect(Math.abs(noise - error! / 256)).toBeLessThan(SIGMAS * noiseError);
    // The control: a law of other parameters.
    const other = exactMeans({ ...SLOW, beta: 0.7 });
    expect(means.reduce((sum, mean, a) => sum + (mean - other[a]!) ** 2, 0)).toBeGreaterThan(noise * 30);
  });

  test(`phaseMeans() of a positive phase are those of the law with the clamped spins given (seed ${SEED})`, async () => {
    const options = { scan: "forward", seed: SEED, chains: 256, burnIn: 20, window: 400, ...HELD } as const;
    const { means } = await phaseMeans(RING, options), held = exactMeans(RING_HELD);
    // Pairs 01 and 03 become −⟨x₁⟩ and −⟨x₃⟩; the bias of the clamped spin is constant.
    const [f12, f23, f1, f2, f3] = held;
    const exact = [f1!, f12!, f23!, f3!, -1, f1!, f2!, f3!];
    expect(means[4]).toBe(-1);
    exact.forEach((value, a) => expect(Math.abs(means[a]! - value)).toBeLessThan(0.03));
    await expect(phaseMeans(RING, { ...options, start: "uniform" })).rejects.toThrow(/1 spins are clamped/);
  });

  test("phaseMeans() stops with the signal's reason", async () => {
    const options = { scan: "forward", seed: 1, chains: 32, burnIn: 0, window: 1000 } as const;
    await expect(phaseMeans(RING, { ...options, signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(
      "enough",
    );
  });
});

describe("PhaseOptions", () => {
  test("every measurement of stale weights is refused before the first sweep", async () => {
    const trained = { ...RING, couplings: RING.couplings.map((weight) => weight + 1) };
    const progress = () => expect.unreachable("a sweep was run");
    const plan = {
      scan: "forward",
      seed: 1,
      chains: 4,
      burnIn: 5,
      window: 10,
      weightsDigest: weightsDigest(trained),
    } as const;
    const ladder = { ...plan, firstLength: 10, rungs: 2 };
    const runs = (model: EnergyModel, options: { readonly progress?: () => void }) => [
      phaseMeans(model, { ...plan, ...options }),
      phaseTimes(model, { ...plan, ...options }),
      windowErrors(model, knownMeans(exactMeans(RING)), { ...plan, ...options, windows: [5] }),
      doublingLadder(model, { ...ladder, ...options }),
    ];
    for (const run of runs(RING, { progress })) await expect(run).rejects.toThrow(StaleWeightsError);
    for (const run of runs(trained, {})) await expect(run).resolves.toBeDefined();
  });
});

describe("windowErrors()", () => {
  for (const scan of ["forward", "symmetric", "single-site"] as const) {
    test(`windowErrors() are the exact mean squared errors of the ${scan} scan (seed ${SEED})`, async () => {
      const windows = [30, 3, 10], options = { scan, seed: SEED, chains: 2048, burnIn: 2, windows } as const;
      const errors = await windowErrors(SLOW, knownMeans(exactMeans(SLOW)), options);
      const exact = meanSquaredErrors(SLOW, scan, { burnIn: 2, windows, unit: "sweep" });
      errors.forEach((error, k) => {
        expect(error.window).toBe(windows[k]);
        expect(Math.abs(error.meanSquaredError - exact[k]!)).toBeLessThan(SIGMAS * error.standardError);
        expect(error.standardError).toBeLessThan(0.05 * exact[k]!);
      });
    });
  }

  test(`windowErrors() take off the noise of a short reference, which the raw ones hold (seed ${SEED})`, async () => {
    const reference = await phaseMeans(SLOW, { scan: "forward", seed: SEED, chains: 16, burnIn: 40, window: 60 });
    const options = { scan: "forward", seed: SEED + 1, chains: 4096, burnIn: 40, windows: [300] } as const;
    const [error] = await windowErrors(SLOW, reference, options);
    const [exact] = meanSquaredErrors(SLOW, "forward", { burnIn: 40, windows: [300], unit: "sweep" });
    expect(reference.noise).toBeGreaterThan(0.1 * exact!);
    // Here the reference's part is the larger one; ‖δ‖² of a few modes may be far from its mean.
    expect(Math.abs(error!.meanSquaredError - exact!)).toBeLessThan(SIGMAS * error!.standardError);
    expect(error!.raw - error!.meanSquaredError).toBeCloseTo(reference.noise, 12);
    // The variance needs no reference at all.
    expect(Math.abs(error!.variance / exact! - 1)).toBeLessThan(0.15);
  });

  test("windowErrors() refuse replicas that are not independent, and a reference of other parameters", async () => {
    const options = { scan: "forward", seed: 3, chains: 32, burnIn: 0, window: 10 } as const;
    const reference = await phaseMeans(RING, options);
    await expect(windowErrors(RING, reference, { ...options, windows: [5] })).rejects.toThrow(/seed is 3/);
    const other = { ...RING, couplings: RING.couplings.map((weight) => 2 * weight) };
    await expect(windowErrors(other, reference, { ...options, seed: 4, windows: [5] })).rejects.toThrow(InputError);
  });
});

describe("phaseTimes()", () => {
  test(`phaseTimes() are the exact times (seed ${SEED})`, async () => {
    const window = 10_000, options = { scan: "forward", seed: SEED, chains: 64, burnIn: 50, window } as const;
    const times = await phaseTimes(SLOW, options);
    const { tau, variances, orbits, totalObservableTime, tauMax, tauMean } = kernelStructure(SLOW, "forward");
    // 640,000 sweeps hold more than 50,000 times τ: a relative error below 1 % each.
    expect(Math.abs(times.totalObservableTime / totalObservableTime - 1)).toBeLessThan(0.06);
    expect(Math.abs(times.tauMax / tauMax - 1)).toBeLessThan(0.08);
    expect(Math.abs(times.tauMean / tauMean - 1)).toBeLessThan(0.06);
    const exact = perObservable(SLOW, orbits, tau), spread = perObservable(SLOW, orbits, variances);
    exact.forEach((value, a) => {
      expect(Math.abs(times.asymptoticVariances[a]! / (2 * value * spread[a]!) - 1)).toBeLessThan(0.1);
    });
    expect([times.censored.count, times.frozen.count, times.admissible.share]).toEqual([0, 0, 1]);
    expect(times.rHatMax).toBeLessThan(1.01);
    expect([times.lowerBounds.includes(1), Math.max(...times.rHats)]).toEqual([false, times.rHatMax]);
    expect(Math.abs(times.magnetization.tau / magnetizationTime(SLOW, "forward").tau - 1)).toBeLessThan(0.08);
    // The control: the full Sokal time is twice as long.
    expect(Math.abs(2 * times.tauMax / tauMax - 1)).toBeGreaterThan(0.08);
  });

  test(`phaseTimes() of a positive phase leave out what the clamped spins fix (seed ${SEED})`, async () => {
    const options = { scan: "forward", seed: SEED, chains: 256, burnIn: 20, window: 2000, ...HELD } as const;
    const { zeroVarianceCount, totalObservableTime } = await phaseTimes(RING, options);
    expect(zeroVarianceCount).toBe(1);
    const { tau, variances } = kernelStructure(RING_HELD, "forward");
    // Two pairs follow the two spins that they tie to the clamped one.
    const both = [0, 1, 2, 3, 4, 2, 4].reduce((sum, a) => sum + tau[a]! * variances[a]!, 0);
    expect(Math.abs(totalObservableTime / both - 1)).toBeLessThan(0.05);
  });

  test("phaseTimes() call observables that no chain ever changes, but that differ between the chains, frozen and censored", async () => {
    const stuck = ising({ n: 2, edges: [[0, 1]], weights: [40], biases: [0, 0], beta: 1 });
    const options = { scan: "forward", seed: SEED, chains: 64, burnIn: 5, window: 500 } as const;
    const times = await phaseTimes(stuck, options), { frozen, censored, tauMax, rHatMax, zeroVarianceCount } = times;
    // The pair is always parallel; both spins stay where their chain began.
    expect([frozen.count, censored.count, zeroVarianceCount, tauMax, rHatMax]).toEqual([2, 2, 1, 0.5, Infinity]);
    // One by one, the pair first.
    expect([...times.lowerBounds]).toEqual([0, 1, 1]);
    expect([...times.rHats]).toEqual([NaN, Infinity, Infinity]);
  });
});

describe("tracking()", () => {
  test(`tracking() of sampled phases meets the exact predictor and the exact error (seed ${SEED})`, async () => {
    // Moments of a law at another temperature as data.
    const data = exactMeans({ ...SLOW, beta: 0.7 }).map((mean) => -mean);
    const exact = predict(SLOW, { kernel: "forward", window: 60, burnIn: 20, moments: data });
    const plan = { scan: "forward", burnIn: 20 } as const;
    const [model, times, [error]] = [
      await phaseMeans(SLOW, { ...plan, seed: SEED, chains: 256, window: 2000 }),
      await phaseTimes(SLOW, { ...plan, seed: SEED, chains: 64, window: 10_000 }),
      await windowErrors(SLOW, knownMeans(exactMeans(SLOW)), { ...plan, seed: SEED, chains: 2048, windows: [60] }),
    ];
    const reference = referenceGradient(knownMeans(data.map((moment) => -moment)), model);
    const exactGradient = gradient(data, exactMeans(SLOW));
    const signal = exactGradient.reduce((sum, value) => sum + value * value, 0);
    expect(Math.abs(reference.signal / signal - 1)).toBeLessThan(0.05);
    const found = tracking({ reference, negative: error!, times });
    expect(Math.abs(found.qOp / (exact.qOp as number) - 1)).toBeLessThan(0.2);
    expect(Math.abs(found.qStructPerp / exact.qStructPerp! - 1)).toBeLessThan(0.12);
    expect(Math.abs(found.ratio / (exact.qStructPerp! / (exact.qOp as number)) - 1)).toBeLessThan(0.2);
    expect([found.tracks, found.trajectoryAdequate]).toEqual([true, true]);
    expect(found.burnInAdequate).toBe(20 >= 5 * times.tauMax);
    // Controls: a short trajectory, a short burn-in, a reference that moves, and a ratio out of the band.
    const flags = [
      tracking({ reference, negative: error!, times: { ...times, length: 49 * times.tauMax } }),
      tracking({ reference, negative: { ...error!, burnIn: 4 * times.tauMax }, times }),
      tracking({ reference: { ...reference, atRisk: true }, negative: error!, times }),
      tracking({ reference, negative: error!, times: { ...times, censored: { count: 1, share: 0.1 } } }),
    ];
    expect(flags.map(({ admissible }) => admissible)).toEqual([false, false, false, false]);
    expect(
      tracking({ reference, negative: { ...error!, meanSquaredError: 4 * error!.meanSquaredError }, times }).tracks,
    )
      .toBe(false);
  });

  test(`referenceGradient() of a phase against itself has no signal, and its change is at risk (seed ${SEED})`, async () => {
    const options = { scan: "forward", chains: 64, burnIn: 30, window: 200 } as const;
    const [first, second] = [
      await phaseMeans(SLOW, { ...options, seed: SEED }),
      await phaseMeans(SLOW, { ...options, seed: SEED + 1 }),
    ];
    const { rawSignal, noise, signal, atRisk } = referenceGradient(first, second);
    expect(rawSignal).toBeLessThan(30 * noise);
    expect(signal).toBeLessThan(rawSignal);
    expect(atRisk).toBe(true);
  });
});

describe("centralLimitRatios()", () => {
  test(`medianRatio() is 1 where windows are long, and 2 or ½ with times that are wrong by a factor of 2 (seed ${SEED})`, async () => {
    const { tau, variances, orbits } = kernelStructure(SLOW, "forward");
    const spread = perObservable(SLOW, orbits, variances);
    const exact = perObservable(SLOW, orbits, tau).map((time, a) => 2 * time * spread[a]!);
    const options = { scan: "forward", seed: SEED, chains: 4096, burnIn: 30, windows: [200, 400] } as const;
    const errors = await windowErrors(SLOW, knownMeans(exactMeans(SLOW)), options);
    const median = (factor: number) =>
      medianRatio(errors.map((error) => centralLimitRatios(error, exact.map((value) => value * factor))));
    // A variance from 4,096 chains is right to 2.2 %; windows of 50 τ and more lose about 1 %.
    expect(Math.abs(median(1) - 1)).toBeLessThan(0.15);
    expect(Math.abs(median(2) - 1)).toBeGreaterThan(0.15);
    expect(Math.abs(median(0.5) - 1)).toBeGreaterThan(0.15);
  });

  test("phaseErrorRatio() refuses phases of different windows", () => {
    expect(() => phaseErrorRatio({ window: 100, meanSquaredError: 1 }, { window: 300, meanSquaredError: 1 })).toThrow(
      /windows are 100 and 300/,
    );
  });
});
