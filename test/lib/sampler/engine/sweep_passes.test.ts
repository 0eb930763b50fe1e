import { describe, expect, test } from "vitest";
import { counterWords } from "../../../../lib/random/counter.ts";
import { SweepCoins, sweepPasses } from "../../../../lib/sampler/engine/sweep_passes.ts";
import { chiSquareRatio, freshSeed, uniformLaw } from "../../random/statistics.ts";

describe("sweepPasses()", () => {
  test("sweepPasses() gives the ways of each scan", () => {
    const forward = { backward: false, first: 0, visit: 0 }, backward = { backward: true, first: 0, visit: 0 };
    expect(sweepPasses("forward")).toEqual([forward]);
    expect(sweepPasses("reverse")).toEqual([backward]);
    expect(sweepPasses("symmetric")).toEqual([forward, backward]);
    // The way back leaves out the block where it turns and draws from sites of its own.
    expect(sweepPasses("palindromic")).toEqual([forward, { backward: true, first: 1, visit: 1 }]);
  });
});

describe("SweepCoins", () => {
  const bitOf = (words: Uint32Array, c: number) => (words[c >>> 5]! >>> (c & 31)) & 1;

  test("SweepCoins throws each chain's coin at its own address, whatever the number of chains", () => {
    const many = new SweepCoins(7, 70, "chain"), few = new SweepCoins(7, 3, "chain");
    for (let sweep = 0; sweep < 20; sweep++) {
      const words = many.fill(sweep).slice(), others = few.fill(sweep);
      for (let c = 0; c < 70; c++) expect(bitOf(words, c)).toBe(counterWords(7, "order", c + 1, sweep, 0)[0]! >>> 31);
      for (let c = 0; c < 3; c++) expect(bitOf(others, c)).toBe(bitOf(words, c));
      expect(words[2]! >>> 6).toBe(0);
    }
  });

  test("SweepCoins throws one coin for all at an address that no chain has", () => {
    const coins = new SweepCoins(7, 40, "shared");
    const seen = new Set<number>();
    for (let sweep = 0; sweep < 40; sweep++) {
      const side = counterWords(7, "order", 0, sweep, 0)[0]! >>> 31, words = coins.fill(sweep);
      expect([...words]).toEqual(side === 1 ? [0xffffffff, 255] : [0, 0]);
      seen.add(side);
    }
    expect(seen.size).toBe(2);
  });

  test("SweepCoins are fair, and independent from chain to chain and sweep to sweep", () => {
    const seed = freshSeed("SweepCoins"), coins = new SweepCoins(seed, 4096, "chain"), counts = new Array(8).fill(0);
    let before = coins.fill(0).slice();
    for (let sweep = 1; sweep <= 40; sweep++) {
      const words = coins.fill(sweep);
      for (let c = 0; c + 1 < 4096; c += 2) counts[bitOf(words, c) + 2 * bitOf(words, c + 1) + 4 * bitOf(before, c)]++;
      before = words.slice();
    }
    expect(chiSquareRatio(counts, uniformLaw(8))).toBeLessThan(1);
    // The control: coins that fall on one side 10 % more often.
    const biased = counts.map((count: number, k: number) => (k & 1) === 1 ? count * 1.1 : count);
    expect(chiSquareRatio(biased, uniformLaw(8))).toBeGreaterThan(1);
  });
});
