import { expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { createStream } from "../../../lib/random/stream.ts";
import { Adam } from "../../../lib/train/adam.ts";
import { cosineRate } from "../../../lib/train/rate_schedule.ts";

const stream = createStream(1, "test");
const START = Float64Array.from({ length: 4 }, () => stream.gaussian());
/** Gradients of very different sizes, zeros among them. */
const GRADIENTS = Array.from(
  { length: 12 },
  (_, t) =>
    Float64Array.of(
      stream.gaussian(),
      1e-7 * stream.gaussian(),
      1e5 * stream.gaussian(),
      t < 5 ? 0 : stream.gaussian(),
    ),
);

/** The bias-corrected means as the weighted averages that they are, (1 − β) Σ_i β^(t−i) g_i / (1 − β^t), with no recursion. */
function weighted(values: readonly number[], decay: number): number {
  let sum = 0, weights = 0;
  values.forEach((value, i) => {
    const weight = decay ** (values.length - 1 - i);
    sum += weight * value;
    weights += weight;
  });
  return sum / weights;
}

test("Adam.update() is algorithm 1 of Kingma and Ba, its means written as sums", () => {
  for (const schedule of [undefined, cosineRate(8, 0.2)]) {
    const adam = new Adam(4, { learningRate: 0.05, ...(schedule === undefined ? {} : { schedule }) });
    const parameters = START.slice(), wanted = START.slice();
    GRADIENTS.forEach((gradient, t) => {
      adam.update(parameters, gradient);
      for (let p = 0; p < 4; p++) {
        const past = GRADIENTS.slice(0, t + 1).map((values) => values[p]!);
        const mean = weighted(past, 0.9), square = weighted(past.map((value) => value * value), 0.999);
        wanted[p]! -= 0.05 * (schedule?.(t) ?? 1) * mean / (Math.sqrt(square) + 1e-8);
        expect(Math.abs(parameters[p]! - wanted[p]!)).toBeLessThan(1e-13);
      }
    });
    expect(adam.updates).toBe(12);
  }
});

test("Adam.update() without the correction of the bias would be caught", () => {
  const adam = new Adam(1, { learningRate: 0.05 }), parameters = Float64Array.of(0);
  adam.update(parameters, Float64Array.of(2));
  const uncorrected = -0.05 * (0.1 * 2) / (Math.sqrt(0.001 * 4) + 1e-8);
  expect(Math.abs(parameters[0]! - -0.05 * 2 / (2 + 1e-8))).toBeLessThan(1e-16);
  expect(Math.abs(parameters[0]! - uncorrected)).toBeGreaterThan(0.01);
});

test("Adam.state() is a copy with which another goes on bit for bit", () => {
  const options = { learningRate: 0.05, schedule: cosineRate(8, 0.2) };
  const whole = new Adam(4, options), first = new Adam(4, options), one = START.slice(), two = START.slice();
  for (const gradient of GRADIENTS) whole.update(one, gradient);
  for (const gradient of GRADIENTS.slice(0, 5)) first.update(two, gradient);
  const state = first.state();
  // What the first does later does not reach the state.
  first.update(two.slice(), GRADIENTS[0]!);
  const second = new Adam(4, options, state);
  for (const gradient of GRADIENTS.slice(5)) second.update(two, gradient);
  expect(two).toEqual(one);
  expect(second.state()).toEqual(whole.state());
});

test("cosineRate() falls from 1 to its floor along half a cosine and stays", () => {
  const rate = cosineRate(60, 0.2);
  expect(rate(0)).toBe(1);
  // cos 60° = ½ at a third of the way.
  expect(Math.abs(rate(20) - (0.2 + 0.8 * 0.75))).toBeLessThan(1e-15);
  expect(Math.abs(rate(40) - (0.2 + 0.8 * 0.25))).toBeLessThan(1e-15);
  expect([rate(60), rate(61), rate(1e6)]).toEqual([0.2, 0.2, 0.2]);
});

test("Adam and cosineRate() refuse what they cannot use", () => {
  expect(() => new Adam(4, { learningRate: 0 })).toThrow("learningRate is 0; give a positive number");
  expect(() => new Adam(4, { learningRate: 0.1, firstDecay: 1 })).toThrow("firstDecay is 1");
  expect(() => new Adam(4, { learningRate: 0.1, epsilon: NaN })).toThrow(InputError);
  expect(() => new Adam(4, { learningRate: 0.1 }, new Adam(3, { learningRate: 0.1 }).state())).toThrow(
    "give 4 of each",
  );
  expect(() => cosineRate(0, 0.2)).toThrow(InputError);
  expect(() => cosineRate(10, 2)).toThrow("a learning rate fall to 2 of itself");
});
