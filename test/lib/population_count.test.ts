import { expect, test } from "vitest";
import { populationCount, populationCount7 } from "../../lib/population_count.ts";
import { createStream } from "../../lib/random/mod.ts";

type Seven = [number, number, number, number, number, number, number];

function bitByBit(words: readonly number[]): number {
  let count = 0;
  for (const word of words) for (let bit = 0; bit < 32; bit++) count += (word >>> bit) & 1;
  return count;
}

test("populationCount() counts the bits of a word", () => {
  const stream = createStream(7, "init");
  const words = [0, 1, 2 ** 31, 0xffffffff, -1, ...Array.from({ length: 1000 }, () => stream.word())];
  for (const word of words) expect(populationCount(word)).toBe(bitByBit([word]));
});

test("populationCount7() counts the bits of seven words, whichever of them are set", () => {
  for (const bit of [1, 2 ** 15, 2 ** 31, 0xffffffff]) {
    for (let subset = 0; subset < 128; subset++) {
      const words = Array.from({ length: 7 }, (_, k) => (subset >>> k) & 1 ? bit : 0) as Seven;
      expect(populationCount7(...words)).toBe(bitByBit(words));
    }
  }
  const stream = createStream(8, "init");
  for (let turn = 0; turn < 1000; turn++) {
    const words = Array.from({ length: 7 }, () => stream.word() | (turn % 2 === 0 ? 0 : stream.word())) as Seven;
    expect(populationCount7(...words)).toBe(bitByBit(words));
  }
});
