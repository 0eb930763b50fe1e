import { describe, expect, test } from "vitest";
import { boltzmannLaw } from "../../../../lib/exact/law.ts";
import { clampedSites } from "../../../../lib/model/denoising/clamped_sites.ts";
import { conditionalModel, jointModel } from "../../../../lib/model/denoising/step_models.ts";
import { createStream } from "../../../../lib/random/stream.ts";
import { packSpins } from "../../../../lib/sampler/engine/packed_spins.ts";
import { GradientMoments } from "../../../../lib/sampler/observers/gradient_moments.ts";
import { ConditionalMoments } from "../../../../lib/train/denoising/conditional_moments.ts";
import { WovenStream } from "../../../../lib/train/denoising/woven_stream.ts";
import { momentsOf, spinsOf } from "../../model/denoising/exact_step.ts";
import { smallModel } from "../../model/denoising/small_models.ts";

const step = smallModel(31, 0.4).steps[0]!, beta = 0.9, n = 9, width = 3, input = spinsOf(5, width);
const { probabilities } = boltzmannLaw(conditionalModel(step, input, beta));
const learned = {
  ...jointModel(step, beta),
  graph: { vertexCount: n + width, from: step.graph.from, to: step.graph.to },
  couplings: step.weights,
};

/** What an observer makes of one state: means, then pairs. */
function estimate(state: number, kind: "plain" | "conditional", clamped: Uint32Array): Float64Array {
  const observer = kind === "plain" ? new GradientMoments(learned) : new ConditionalMoments(step, beta, clamped);
  const words = packSpins(Int8Array.of(...spinsOf(state, n), ...input), 1, n + width);
  observer.observe({ words, samples: 1, chains: 1, spinCount: n + width, sweep: 1, stride: 1 });
  return Float64Array.of(...observer.mean().subarray(0, n), ...observer.pairMoments());
}

/** Mean and variance of every estimate over a law of states. */
function spread(law: ArrayLike<number>, kind: "plain" | "conditional", clamped: Uint32Array) {
  const length = n + step.weights.length, mean = new Float64Array(length), square = new Float64Array(length);
  for (let state = 0; state < law.length; state++) {
    if (law[state] === 0) continue;
    estimate(state, kind, clamped).forEach((value, k) => {
      mean[k]! += law[state]! * value;
      square[k]! += law[state]! * value * value;
    });
  }
  return { mean, variance: square.map((value, k) => value - mean[k]! ** 2) };
}

describe("ConditionalMoments", () => {
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

  test("ConditionalMoments has the exact moments as its expectation, and less than half of the plain variance", () => {
    const clamped = clampedSites(step, "negative", "spins"), exact = momentsOf(step, probabilities);
    const plain = spread(probabilities, "plain", clamped), averaged = spread(probabilities, "conditional", clamped);
    [...exact.means, ...exact.pairs].forEach((value, k) => {
      expect(averaged.mean[k]).toBeCloseTo(value, 13);
      expect(plain.mean[k]).toBeCloseTo(value, 13);
      expect(averaged.variance[k]).toBeLessThan(plain.variance[k]!);
    });
    expect(total(averaged.variance)).toBeLessThan(0.5 * total(plain.variance));
  });

  test("ConditionalMoments leaves clamped spins as they are", () => {
    const clamped = clampedSites(step, "positive", "spins"), held = [...step.visible];
    const law = probabilities.map((p, s) => held.every((spin, k) => ((s >> spin) & 1) === (k === 1 ? 1 : 0)) ? p : 0);
    const mass = total(law);
    law.forEach((p, s) => law[s] = p / mass);
    const exact = momentsOf(step, law), averaged = spread(law, "conditional", clamped);
    [...exact.means, ...exact.pairs].forEach((value, k) => expect(averaged.mean[k]).toBeCloseTo(value, 13));
    expect(total(averaged.variance)).toBeLessThan(0.6 * total(spread(law, "plain", clamped).variance));
    // With the wrong spins clamped the expectation is another one.
    const wrong = spread(law, "conditional", clampedSites(step, "negative", "spins"));
    expect(Math.max(...wrong.mean.map((value, k) => Math.abs(value - averaged.mean[k]!)))).toBeGreaterThan(0.01);
  });
});

describe("WovenStream", () => {
  test("WovenStream gives other words for every index and block, evenly spread", () => {
    const words = new Set<number>(), stream = new WovenStream(11, 0), other = new WovenStream(11, 1);
    let ones = 0;
    for (let k = 0; k < 4096; k++) {
      const word = stream.word();
      words.add(word).add(other.word());
      for (let bits = word; bits !== 0; bits = (bits & (bits - 1)) >>> 0) ones++;
    }
    // Of 8192 words of 32 bits some 0.008 pairs are equal; the bits' sum has the standard deviation 181.
    expect(words.size).toBeGreaterThan(8190);
    expect(Math.abs(ones - 65536)).toBeLessThan(6 * 181);
    expect(new WovenStream(11, 0).word()).not.toBe(createStream(11, "chain", 0).word());
  });

  test("WovenStream goes on behind the blocks of one line", () => {
    const stream = new WovenStream(3, 2), first = Array.from({ length: 64 }, () => stream.word());
    for (let k = 64; k < 2 ** 20; k++) stream.word();
    expect(Array.from({ length: 64 }, () => stream.word())).not.toEqual(first);
  });
});
