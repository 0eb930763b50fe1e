import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.ts";
import { bridgeProbability } from "../../../../lib/model/denoising/bridge_probability.ts";
import { DENOISING_PRESETS, denoisingPreset } from "../../../../lib/model/denoising/denoising_preset.ts";
import { denoisingTimes } from "../../../../lib/model/denoising/denoising_times.ts";
import {
  couplingStrength,
  noiseFlipProbability,
  noiseKeepProbability,
} from "../../../../lib/model/denoising/flip_process.ts";
import { noisePairs } from "../../../../lib/model/denoising/noise_pairs.ts";
import { type NoiseOptions, noiseSchedule } from "../../../../lib/model/denoising/noise_schedule.ts";
import { gridPreset } from "../../../../lib/graph/grid_presets.ts";
import { createStream } from "../../../../lib/random/stream.ts";
import { chiSquareRatio, freshSeed } from "../../random/statistics.ts";

const REPLICATION = DENOISING_PRESETS.replication.noise;

function schedule(change: Partial<NoiseOptions>) {
  return noiseSchedule({ ...REPLICATION, ...change });
}

const TIMES = [0.01, 0.3, 1, 2.5, 9];

describe("forward process", () => {
  test("couplingStrength() is −½ ln tanh(rate·t/2), and σ(2·coupling) the keep probability", () => {
    for (const t of TIMES) {
      const coupling = couplingStrength(0.9, t);
      expect(coupling).toBeCloseTo(-Math.log(Math.tanh(0.9 * t / 2)) / 2, 12);
      expect(1 / (1 + Math.exp(-2 * coupling))).toBeCloseTo(noiseKeepProbability(0.9, t), 14);
      // The sign that the paper's appendix prints gives the complement.
      expect(1 / (1 + Math.exp(2 * coupling))).toBeCloseTo(noiseFlipProbability(0.9, t), 14);
    }
  });

  test("couplingStrength() is half the paper's Γ for two categories and γ = rate/2", () => {
    for (const t of TIMES) {
      const gamma = 0.45, decay = Math.exp(-gamma * 2 * t);
      expect(couplingStrength(0.9, t)).toBeCloseTo(Math.log((1 + decay) / (1 - decay)) / 2, 12);
    }
  });

  test("couplingStrength() keeps its relative accuracy at both ends", () => {
    // artanh(e^{−x}) → e^{−x} for large x, and −½ ln(x/2) for small x.
    expect(couplingStrength(1, 40) / Math.exp(-40)).toBeCloseTo(1, 14);
    expect(couplingStrength(1, 1e-9)).toBeCloseTo(-Math.log(1e-9 / 2) / 2, 12);
    expect(Object.is(couplingStrength(1, Infinity), 0)).toBe(true);
  });

  test("noiseFlipProbability() composes over adjoining times, and does not with another rate", () => {
    for (const s of TIMES) {
      for (const t of TIMES) {
        const a = noiseFlipProbability(0.7, s), b = noiseFlipProbability(0.7, t);
        expect(a * (1 - b) + (1 - a) * b).toBeCloseTo(noiseFlipProbability(0.7, s + t), 14);
      }
    }
    const a = noiseFlipProbability(0.7, 1), b = noiseFlipProbability(1.4, 1);
    expect(Math.abs(a * (1 - b) + (1 - a) * b - noiseFlipProbability(0.7, 2))).toBeGreaterThan(0.05);
  });

  test("bridgeProbability() is Bayes' rule on the forward process", () => {
    const keep = (same: boolean, t: number) => (same ? noiseKeepProbability : noiseFlipProbability)(0.8, t);
    for (const first of [1, -1]) {
      for (const last of [1, -1]) {
        const weight = (x: number) => keep(x === first, 0.4) * keep(x === last, 0.9);
        const found = bridgeProbability(first, last, { rate: 0.8, time: 0.4, later: 1.3 });
        expect(found).toBeCloseTo(weight(1) / (weight(1) + weight(-1)), 14);
      }
    }
    // With the end infinitely far only the start is known.
    const marginal = bridgeProbability(1, -1, { rate: 0.8, time: 0.4, later: Infinity });
    expect(marginal).toBeCloseTo(noiseKeepProbability(0.8, 0.4), 14);
  });

  test.each<[string, () => unknown, RegExp]>([
    ["a rate of 0", () => noiseFlipProbability(0, 1), /rate is 0; give a finite number above 0/],
    ["an infinite rate", () => couplingStrength(Infinity, 1), /rate is Infinity/],
    ["a negative time", () => noiseFlipProbability(1, -1), /elapsed is -1/],
    ["NaN for a time", () => couplingStrength(1, NaN), /elapsed is NaN/],
    ["no time at all", () => couplingStrength(1, 0), /elapsed is 0, which would couple without limit/],
    ["a spin of 0", () => bridgeProbability(0, 1, { rate: 1, time: 1, later: 2 }), /first is 0; give \+1 or -1/],
    ["times out of order", () => bridgeProbability(1, 1, { rate: 1, time: 2, later: 2 }), /0 ≤ time < later/],
  ])("the forward process refuses %s", (_, call, message) => {
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});

describe("noiseSchedule()", () => {
  // The published program's couplings, computed from its formula and given to four digits.
  test.each<[number, number, number[]]>([
    [8, 0.9, [1.4066, 1.3350, 1.2514, 1.1509, 1.0250, 0.8561, 0.5984, 0]],
    [8, 0.8, [1.4653, 1.3937, 1.3100, 1.2094, 1.0833, 0.9139, 0.6540, 0]],
    [8, 0.2, [2.158, 2.0862, 2.0023, 1.9013, 1.7744, 1.6029, 1.3353, 0]],
    [4, 0.9, [1.025, 0.8561, 0.5984, 0]],
    [4, 0.2, [1.7744, 1.6029, 1.3353, 0]],
    [2, 0.9, [0.5984, 0]],
    [1, 0.9, [0]],
  ])("noiseSchedule() has the couplings of the log grid: T = %d, rate %d", (steps, imageRate, expected) => {
    const found = schedule({ steps, imageRate }).steps.map(({ coupling }) => coupling.image);
    expect(found).toHaveLength(steps);
    expected.forEach((coupling, k) => expect(Math.abs(found[k]! - coupling)).toBeLessThan(6e-5));
  });

  test("noiseSchedule() flips between the ends of a step as often as its coupling says", () => {
    const expected = [0.0566, 0.0648, 0.0757, 0.0910, 0.1141, 0.1529, 0.2321, 0.5];
    schedule({ steps: 8, imageRate: 0.9, offset: 0 }).steps.forEach(({ inputFlip }, k) =>
      expect(Math.abs(inputFlip.image - expected[k]!)).toBeLessThan(6e-5)
    );
  });

  test("noiseSchedule() makes the stretches of training overlap by the offset", () => {
    const expected = [0.0645, 0.0888, 0.1169, 0.1504, 0.1921, 0.2478, 0.3322, 0.5];
    const { steps } = noiseSchedule(DENOISING_PRESETS["replication-8"].noise);
    steps.forEach(({ inputFlip, coupling }, k) => {
      expect(Math.abs(inputFlip.image - expected[k]!)).toBeLessThan(6e-5);
      // The coupling leaves the offset out, as in the published program.
      expect(coupling.image).toBe(schedule({ steps: 8, imageRate: 0.9, offset: 0 }).steps[k]!.coupling.image);
    });
    expect(steps[0]!.targetFlip).toEqual({ image: 0, label: 0 });
    expect(steps[1]!.targetFlip.image).toBeCloseTo(noiseFlipProbability(0.9, -Math.log(7 / 8) * 0.85), 14);
  });

  test("noiseSchedule() says that one step on the log grid couples nothing", () => {
    const single = noiseSchedule(REPLICATION);
    expect(REPLICATION.steps).toBe(1);
    expect(single.steps[0]).toMatchObject({ coupling: { image: 0, label: 0 }, coupled: false, to: Infinity });
    expect([single.coupled, single.warnings.map(({ code }) => code)]).toEqual([false, ["no-coupling"]]);
    expect(single.warnings[0]!.message).toMatch(/is 0 in the only step.*plain Boltzmann machine/);
    // The control: two steps, and one step on the linear grid, are coupled and say nothing.
    const two = schedule({ steps: 2 }), linear = schedule({ times: "linear" });
    expect(two.steps.map(({ coupled }) => coupled)).toEqual([true, false]);
    expect([two.coupled, two.warnings, linear.coupled, linear.warnings]).toEqual([true, [], true, []]);
  });

  test("noiseSchedule() in the paper's convention has the replication's rate doubled", () => {
    const paper = noiseSchedule(DENOISING_PRESETS.paper.noise);
    const doubled = schedule({ steps: 8, offset: 0, imageRate: 2, labelRate: 0.4 });
    expect(paper.steps).toEqual(doubled.steps);
    expect(paper.steps[0]!.coupling).not.toEqual(schedule({ steps: 8, imageRate: 1, offset: 0 }).steps[0]!.coupling);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ["no steps", { steps: 0 }, /steps is 0; give an integer from 1 to 1000/],
    ["another grid of times", { times: "cosine" }, /times is "cosine"; give "log" or "linear"/],
    ["an offset of 1", { offset: 1 }, /offset is 1; give a number from 0 to below 1/],
    ["text for an offset", { offset: "0" }, /offset is "0"/],
    ["a label rate of 0", { labelRate: 0 }, /labelRate is 0/],
    ["an image rate of NaN", { imageRate: NaN }, /imageRate is NaN/],
    ["another convention", { decayPerRate: 3 }, /decayPerRate is 3; give 1 or 2/],
  ])("noiseSchedule() refuses %s", (_, change, message) => {
    const call = () => schedule(change as Partial<NoiseOptions>);
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });

  test("denoisingTimes() ends at infinity on the log grid and at 1 on the linear one", () => {
    expect([...denoisingTimes(2, "log")]).toEqual([0, Math.log(2), Infinity]);
    expect([...denoisingTimes(2, "linear")]).toEqual([0, 0.5, 1]);
  });
});

describe("denoisingPreset()", () => {
  test("denoisingPreset() keeps paper and replication apart in everything they differ in", () => {
    const { paper, replication } = DENOISING_PRESETS;
    expect([paper.placement, paper.conditioning, paper.penalty, paper.noise.decayPerRate, paper.noise.offset]).toEqual(
      ["paper", "shared", "input", 2, 0],
    );
    expect([
      replication.placement,
      replication.conditioning,
      replication.penalty,
      replication.noise.decayPerRate,
      replication.noise.offset,
    ]).toEqual(["replication", "separate", "batch", 1, 0.1]);
    for (const preset of Object.values(DENOISING_PRESETS)) {
      expect(denoisingPreset(preset.name)).toBe(preset);
      expect(gridPreset(preset.grid).preset.variant).toBe(preset.placement);
    }
  });

  test("denoisingPreset() refuses other names, those of every object among them", () => {
    for (const name of ["mebm", "toString", 1, null]) expect(() => denoisingPreset(name)).toThrow(/names no preset/);
  });
});

describe("noisePairs()", () => {
  const step = schedule({ steps: 8, imageRate: 0.9, labelRate: 0.2, offset: 0.15 }).steps[3]!;

  test("noisePairs() flips with the step's probability for each kind, and the check catches the other kind's", () => {
    const seed = freshSeed("noisePairs()"), rows = 20_000;
    const data = Int8Array.from({ length: 5 * rows }, (_, k) => k % 3 === 0 ? 1 : -1);
    const stream = createStream(seed, "test");
    const { targets, inputs } = noisePairs(step, data, { imageCount: 3, rowLength: 5, stream });
    // Counts of (data → target flipped, target → input flipped), pixels and labels.
    const counts = { image: [0, 0, 0, 0], label: [0, 0, 0, 0] };
    data.forEach((x, k) => {
      const event = Number(targets[k] !== x) + 2 * Number(inputs[k] !== targets[k]);
      counts[k % 5 < 3 ? "image" : "label"][event]!++;
    });
    const law = (a: number, b: number) => [(1 - a) * (1 - b), a * (1 - b), (1 - a) * b, a * b];
    for (const kind of ["image", "label"] as const) {
      const other = kind === "image" ? "label" : "image";
      expect(chiSquareRatio(counts[kind], law(step.targetFlip[kind], step.inputFlip[kind]))).toBeLessThan(1);
      expect(chiSquareRatio(counts[kind], law(step.targetFlip[other], step.inputFlip[other]))).toBeGreaterThan(1);
    }
  });

  test("noisePairs() gives the same noise for the same stream and leaves the data alone", () => {
    const data = new Int8Array(40).fill(1), options = { imageCount: 3, rowLength: 5 };
    const draw = () => noisePairs(step, data, { ...options, stream: createStream(5, "data") });
    expect(draw()).toEqual(draw());
    expect(data.every((x) => x === 1)).toBe(true);
  });

  test("noisePairs() refuses rows that do not fill up and spins that are not ±1", () => {
    const stream = createStream(5, "data");
    expect(() => noisePairs(step, [1, 1, 1], { imageCount: 1, rowLength: 2, stream })).toThrow(/3 spins are no whole/);
    expect(() => noisePairs(step, [1, 0], { imageCount: 1, rowLength: 2, stream })).toThrow(/data\[1\] is 0/);
  });
});
