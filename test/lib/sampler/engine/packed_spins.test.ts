import { describe, expect, test } from "vitest";
import { packedLength, packSpins, unpackSpins } from "../../../../lib/sampler/engine/packed_spins.ts";
import { uniforms } from "../../support/random_models.ts";

describe("packSpins()", () => {
  test.each([[1, 1], [1, 5], [31, 3], [32, 3], [33, 3], [64, 2], [70, 7]])(
    "packSpins() puts spin i of %i chains of %i spins at bit (c mod 32) of word ⌊c/32⌋·N + i, and unpackSpins() finds it",
    (chains, n) => {
      const next = uniforms(chains), spins = Int8Array.from({ length: chains * n }, () => next() < 0.5 ? -1 : 1);
      const packed = packSpins(spins, chains, n);
      expect(packed.length).toBe(packedLength(chains, n));
      for (let c = 0; c < 32 * Math.ceil(chains / 32); c++) {
        for (let i = 0; i < n; i++) {
          const bit = (packed[Math.floor(c / 32) * n + i]! >>> (c % 32)) & 1;
          // Chains that do not exist are 0.
          expect(bit).toBe(c < chains && spins[c * n + i] === -1 ? 1 : 0);
        }
      }
      expect(unpackSpins(packed, chains, n)).toEqual(spins);
    },
  );

  test("packSpins() keeps every bit of the words as an unsigned number", () => {
    expect([...packSpins(new Int8Array(32).fill(-1), 32, 1)]).toEqual([0xffffffff]);
  });
});
