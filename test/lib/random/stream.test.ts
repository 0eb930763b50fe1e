import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { CounterGenerator } from "../../../lib/random/counter.ts";
import { gaussian } from "../../../lib/random/gaussian.ts";
import { createStream } from "../../../lib/random/stream.ts";
import { uniform32, uniform53, uniformOpen } from "../../../lib/random/uniform.ts";
import { chiSquareRatio, freshSeed, uniformLaw } from "./statistics.ts";

const DRAWS = 50_000;

function binCounts(bins: number, draw: () => number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (let k = 0; k < DRAWS; k++) counts[draw()]!++;
  return counts;
}

describe("createStream()", () => {
  const seed = freshSeed("createStream()");

  test("createStream() repeats itself for the same seed, purpose and index only", () => {
    const first = (s: number, purpose: "patterns" | "couplings", index: number) => {
      const stream = createStream(s, purpose, index);
      return [stream.uniform(), stream.gaussian(), stream.sign(), stream.integer(1000), stream.word()].join();
    };
    expect(first(seed, "patterns", 0)).toBe(first(seed, "patterns", 0));
    const others = [
      first(seed, "patterns", 0),
      first(seed + 1, "patterns", 0),
      first(seed, "couplings", 0),
      first(seed, "patterns", 1),
    ];
    expect(new Set(others).size).toBe(4);
  });

  test("createStream() shares no word with the addressed numbers of the same seed and purpose", () => {
    const addressed = new Set<number>();
    const counter = new CounterGenerator(12345, "patterns");
    for (let b = 0; b < 50; b++) counter.fill(0, b, 0).forEach((word) => addressed.add(word));
    const stream = createStream(12345, "patterns");
    for (let k = 0; k < 200; k++) expect(addressed.has(stream.word())).toBe(false);
  });

  test("createStream() draws uniform numbers, signs and integers from their laws", () => {
    const stream = createStream(seed, "test");
    expect(chiSquareRatio(binCounts(100, () => Math.floor(100 * stream.uniform())), uniformLaw(100))).toBeLessThan(1);
    expect(chiSquareRatio(binCounts(2, () => (1 + stream.sign()) / 2), uniformLaw(2))).toBeLessThan(1);
    expect(chiSquareRatio(binCounts(7, () => stream.integer(7)), uniformLaw(7))).toBeLessThan(1);
  });

  test("createStream() draws no integer more often, where a bare remainder would draw some twice as often", () => {
    // The remainder of 2^32 words modulo n gives the numbers below 2^30 twice: the law (½, ¼, ¼) over these thirds.
    const n = 3 * 2 ** 30, stream = createStream(seed, "test", 1), words = createStream(seed, "test", 2);
    const third = (value: number) => Math.floor(value / 2 ** 30);
    expect(chiSquareRatio(binCounts(3, () => third(stream.integer(n))), uniformLaw(3))).toBeLessThan(1);
    expect(chiSquareRatio(binCounts(3, () => third(words.word() % n)), uniformLaw(3))).toBeGreaterThan(1);
  });

  test("createStream() draws Gaussian numbers from the normal law, and the check catches a variance of 1.1", () => {
    const stream = createStream(seed, "test", 3);
    const edges = Array.from({ length: 49 }, (_, k) => normalQuantile((k + 1) / 50, 0, 1));
    const bin = (x: number) => edges.findIndex((edge) => x < edge) + (x >= edges[48]! ? 50 : 0);
    expect(chiSquareRatio(binCounts(50, () => bin(stream.gaussian())), uniformLaw(50))).toBeLessThan(1);
    const wide = binCounts(50, () => bin(Math.sqrt(1.1) * stream.gaussian()));
    expect(chiSquareRatio(wide, uniformLaw(50))).toBeGreaterThan(1);
  });

  test("createStream() gives successive numbers that are independent", () => {
    const stream = createStream(seed, "test", 4);
    let last = stream.uniform();
    const joint = binCounts(64, () => {
      const previous = last;
      last = stream.uniform();
      return 8 * Math.floor(8 * previous) + Math.floor(8 * last);
    });
    expect(chiSquareRatio(joint, uniformLaw(64))).toBeLessThan(1);
  });

  test("createStream() refuses bad seeds, indices and ranges", () => {
    expect(() => createStream(-3, "test")).toThrow(/seed is -3; give an integer from 0 to 9007199254740991/);
    expect(() => createStream(1, "test", 2 ** 32)).toThrow(/index is 4294967296/);
    for (const n of [0, -1, 1.5, 2 ** 32 + 1, NaN]) {
      expect(() => createStream(1, "test").integer(n)).toThrow(InputError);
    }
    expect(createStream(1, "test").integer(1)).toBe(0);
  });
});

describe("uniform numbers", () => {
  test("uniform53(), uniform32() and uniformOpen() stay inside their intervals at both ends", () => {
    expect([uniform53(0, 0), uniform32(0), uniformOpen(0, 0)]).toEqual([0, 0, 2 ** -53]);
    const top = 0xffffffff;
    expect([uniform53(top, top), uniform32(top), uniformOpen(top, top)]).toEqual([
      1 - 2 ** -53,
      1 - 2 ** -32,
      1 - 2 ** -53,
    ]);
    expect([uniform53(-1, -1), uniform32(-1)]).toEqual([1 - 2 ** -53, 1 - 2 ** -32]);
  });

  test("gaussian() is finite at both ends and gives the quartile of the normal law", () => {
    // Φ⁻¹(3/4) = 0.674489750196082 (OEIS A092678).
    expect(gaussian(0xc0000000, 0)).toBeCloseTo(0.674489750196082, 13);
    expect(gaussian(0, 0)).toBeGreaterThan(-8.3);
    expect(gaussian(0xffffffff, 0xffffffff)).toBeLessThan(8.3);
  });
});
