import { describe, expect, test } from "vitest";
import { binarise, builtInDigits, labelSpins, selectClasses, takeImages } from "../../../../lib/data/mod.ts";
import { InputError } from "../../../../lib/errors.ts";
import { createDenoisingModel, type DenoisingModel, stepDigest } from "../../../../lib/model/mod.ts";
import { createStream } from "../../../../lib/random/mod.ts";
import { compareImages, generateImages, imageMoments, spinImages } from "../../../../lib/train/mod.ts";
import { reverseKernel, stateOf } from "../../model/denoising/exact_step.ts";
import { smallModel } from "../../model/denoising/small_models.ts";

const SEED = 20260804;

/** The law of the rows after each step, from the noisiest to the least noisy, by enumeration. */
function exactLaws(model: DenoisingModel, beta: number): Float64Array[] {
  const size = 2 ** (model.imageCount + model.labelCount);
  let inputs = new Float64Array(size).fill(1 / size);
  return model.steps.toReversed().map((step) => {
    const kernel = reverseKernel(step, beta), outputs = new Float64Array(size);
    for (let k = 0; k < kernel.length; k++) outputs[Math.floor(k / size)]! += kernel[k]! * inputs[k % size]!;
    return inputs = outputs;
  });
}

/** Pearson's statistic of rows of spins against a law. */
function chiSquare(rows: Int8Array, width: number, law: Float64Array): number {
  const count = rows.length / width, seen = new Float64Array(law.length);
  for (let k = 0; k < count; k++) {
    let state = 0;
    for (let v = 0; v < width; v++) if (rows[k * width + v]! < 0) state |= 1 << v;
    seen[stateOf(state, [...Array(width).keys()])]!++;
  }
  return seen.reduce((sum, found, s) => sum + (found - count * law[s]!) ** 2 / (count * law[s]!), 0);
}

// Chi-square with 7 degrees of freedom is above 50 with probability 1.4e-8.
const BAR = 50;

describe("generateImages()", () => {
  test(`generateImages() draws every state from the exact law of the chain of steps (seed ${SEED})`, async () => {
    const model = smallModel(3), options = { count: 20_000, seed: SEED, sweeps: 60, beta: [1, 1] as const };
    const { states, rows, noise } = await generateImages(model, options);
    const laws = exactLaws(model, 1);
    expect(states.map(({ step }) => step)).toEqual([2, 1, 0]);
    expect(states.map(({ weightsDigest }) => weightsDigest)).toEqual(model.steps.toReversed().map(stepDigest));
    expect(rows).toBe(states[2]!.rows);
    states.forEach((state, k) => expect(chiSquare(state.rows, 3, laws[k]!)).toBeLessThan(BAR));
    expect(chiSquare(noise, 3, new Float64Array(8).fill(1 / 8))).toBeLessThan(BAR);
    // Controls: another temperature, and steps that do not see what the step before them brought forth.
    expect(chiSquare(rows, 3, exactLaws(model, 0.8)[2]!)).toBeGreaterThan(BAR);
    const deaf = smallModel(3);
    deaf.steps.forEach(({ inputCouplings }) => inputCouplings.fill(0));
    expect(chiSquare(rows, 3, exactLaws(deaf, 1)[2]!)).toBeGreaterThan(BAR);
  });

  test(`generateImages() ends at the last inverse temperature of its ramp (seed ${SEED})`, async () => {
    const model = smallModel(3), options = { count: 20_000, seed: SEED, sweeps: 400, beta: [0.5, 1.5] as const };
    const { rows } = await generateImages(model, options);
    // A slow ramp stays in equilibrium; every step ends at 1.5, so that the law is that of 1.5 throughout.
    expect(chiSquare(rows, 3, exactLaws(model, 1.5)[2]!)).toBeLessThan(2 * BAR);
    expect(chiSquare(rows, 3, exactLaws(model, 1)[2]!)).toBeGreaterThan(2 * BAR);
  });

  test("generateImages() changes the inverse temperature as often as it is told, at most once a sweep", async () => {
    const of = async (sweeps: number, betaLevels?: number) => {
      const options = {
        count: 500,
        seed: SEED,
        sweeps,
        beta: [0.1, 1.2] as const,
        ...(betaLevels === undefined ? {} : { betaLevels }),
      };
      return (await generateImages(smallModel(3), options)).rows;
    };
    expect(await of(60)).toEqual(await of(60, 1000));
    expect(await of(4)).not.toEqual(await of(4, 2));
    // One level is the last one.
    const last = await generateImages(smallModel(3), { count: 500, seed: SEED, sweeps: 30, beta: [1.2, 1.2] });
    expect(await of(30, 1)).toEqual(last.rows);
  });

  test("generateImages() holds the labels that it is given, in every step", async () => {
    const labels = Int8Array.from({ length: 10 }, (_, c) => c % 2 === 0 ? 1 : -1);
    const { states } = await generateImages(smallModel(3), { count: 10, seed: SEED, sweeps: 20, labels });
    for (const { rows } of states) expect(Int8Array.from(labels, (_, c) => rows[3 * c + 2]!)).toEqual(labels);
    const { rows: free } = await generateImages(smallModel(3), { count: 10, seed: SEED, sweeps: 20 });
    expect(Int8Array.from(labels, (_, c) => free[3 * c + 2]!)).not.toEqual(labels);
  });

  test("generateImages() gives the same images on every backend, and others for another seed", async () => {
    const of = (seed: number, backend: "reference" | "wasm") =>
      generateImages(smallModel(3), { count: 40, seed, sweeps: 15, backend });
    const [reference, wasm, other] = [await of(1, "reference"), await of(1, "wasm"), await of(2, "wasm")];
    expect(wasm).toEqual(reference);
    expect(other.rows).not.toEqual(wasm.rows);
  });

  test("generateImages() reports its steps and stops with the signal's reason", async () => {
    const seen: string[] = [], stop = new AbortController();
    const progress = (done: number, steps: number, now: number, sweeps: number) => {
      seen.push(`${done}/${steps} ${now}/${sweeps}`);
      if (done === 1) stop.abort(new Error("enough"));
    };
    const run = generateImages(smallModel(3), { count: 4, seed: 1, sweeps: 10, progress, signal: stop.signal });
    await expect(run).rejects.toThrow("enough");
    expect(seen).toEqual(["0/3 10/10", "1/3 10/10"]);
  });

  test("generateImages() refuses labels of another number and ramps that are none", async () => {
    await expect(generateImages(smallModel(3), { count: 2, seed: 1, labels: [1] })).rejects.toThrow(InputError);
    await expect(generateImages(smallModel(3), { count: 2, seed: 1, beta: [1, NaN] })).rejects.toThrow(
      /beta is \[1,null\]/,
    );
  });
});

describe("compareImages()", () => {
  const all = binarise(selectClasses(builtInDigits(), [0, 1, 2, 3]).train);
  const half = Math.floor(all.count / 2);
  const training = takeImages(all, Array.from({ length: half }, (_, k) => k));
  const heldOut = takeImages(all, Array.from({ length: half }, (_, k) => half + k));
  const some = takeImages(heldOut, Array.from({ length: 30 }, (_, k) => k));

  test("compareImages() tells copies, held-out images and noise apart", () => {
    const { generated, heldOut: held, noise } = compareImages(some, { training, heldOut, seed: SEED });
    // They are held-out images: nearer to those than any others are, and as near to the training images.
    expect(generated.toHeldOut.copies).toBe(1);
    expect(held.toHeldOut.copies).toBeLessThan(0.1);
    expect(Math.abs(generated.toTraining.mean / held.toTraining.mean - 1)).toBeLessThan(0.5);
    expect(noise.toTraining.mean).toBeGreaterThan(4 * held.toTraining.mean);
    expect(noise.pixelMeans).toBeGreaterThan(2 * held.pixelMeans);
    expect(noise.pixelPairs).toBeGreaterThan(2 * held.pixelPairs);
    // Fair coins differ in half of the pixels and agree with a label by chance.
    expect(Math.abs(noise.diversity - 0.5)).toBeLessThan(0.01);
    expect(held.labelAgreement).toBeGreaterThan(0.9);
    expect(noise.labelAgreement).toBeLessThan(0.7);
    expect([generated.count, held.count, noise.count]).toEqual([30, 30, 30]);
  });

  test("compareImages() finds labels that do not belong, and images that are all alike", () => {
    const moved = { ...some, labels: some.labels!.map((label) => (label + 1) % 4) };
    expect(compareImages(moved, { training, heldOut, seed: SEED }).generated.labelAgreement).toBeLessThan(0.1);
    const same = takeImages(some, new Array<number>(30).fill(0));
    expect(compareImages(same, { training, heldOut, seed: SEED }).generated.diversity).toBe(0);
    expect(
      compareImages({ ...some, labels: null, classes: [] }, { training, heldOut, seed: SEED }).generated.labelAgreement,
    )
      .toBeNull();
  });

  test("compareImages() refuses other sizes and too few held-out images", () => {
    expect(() => compareImages({ ...some, height: 14, width: 56 }, { training, heldOut, seed: 1 })).toThrow(/28 × 28/);
    expect(() => compareImages(training, { training, heldOut: some, seed: 1 })).toThrow(InputError);
  });

  test("imageMoments() are the plain averages, and diversity the plain average over pairs", () => {
    const stream = createStream(SEED, "test"), count = 37;
    const spins = Int8Array.from({ length: count * 6 }, (_, k) => stream.uniform() < 0.2 + 0.1 * (k % 6) ? 1 : -1);
    const images = { count, height: 2, width: 3, spins, labels: null, classes: [] };
    const { means, pairs } = imageMoments(images);
    const average = (f: (k: number) => number) =>
      Array.from({ length: count }, (_, k) => f(k)).reduce((a, b) => a + b) / count;
    for (let p = 0, at = 0; p < 6; p++) {
      expect(means[p]).toBeCloseTo(average((k) => spins[6 * k + p]!), 12);
      for (let q = p + 1; q < 6; q++) {
        expect(pairs[at++]).toBeCloseTo(average((k) => spins[6 * k + p]! * spins[6 * k + q]!), 12);
      }
    }
    let differ = 0;
    for (let k = 0; k < count; k++) {
      for (let l = 0; l < count; l++) for (let p = 0; p < 6; p++) if (spins[6 * k + p] !== spins[6 * l + p]) differ++;
    }
    const { generated } = compareImages(images, { training: images, heldOut: images, seed: 1 });
    expect(generated.diversity).toBeCloseTo(differ / (count * (count - 1) * 6), 12);
    expect(generated.labelAgreement).toBeNull();
  });
});

describe("spinImages()", () => {
  test("spinImages() takes rows apart into pixels and voted labels", () => {
    const classes = [0, 1, 2, 3], labels = labelSpins({ labels: Uint8Array.of(2, 0), classes }, 5);
    const rows = Int8Array.of(1, -1, ...labels.subarray(0, 20), -1, -1, ...labels.subarray(20));
    const images = spinImages(rows, { imageCount: 2, labelCount: 20 }, { height: 2, width: 1, classes });
    expect([[...images.spins], [...images.labels!]]).toEqual([[1, -1, -1, -1], [2, 0]]);
    expect(() => spinImages(rows, { imageCount: 2, labelCount: 20 }, { height: 2, width: 2, classes })).toThrow(
      InputError,
    );
  });

  test("spinImages() of a model without labels has none", async () => {
    const grid = { width: 4, height: 4, offsets: [[0, 1]], boundary: "open" } as const;
    const model = createDenoisingModel({ preset: "replication", grid, imageCount: 4, steps: 2, seed: 1 });
    const generation = await generateImages(model, { count: 3, seed: 1, sweeps: 5 });
    const images = spinImages(generation.rows, generation, { height: 2, width: 2, classes: [] });
    expect([images.count, images.labels, images.classes]).toEqual([3, null, []]);
  });
});
