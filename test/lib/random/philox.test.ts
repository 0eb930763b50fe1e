import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { philox4x32 } from "../../../lib/random/philox.ts";

// Random123, tests/kat_vectors at commit 9545ff64, lines "philox4x32 10".
const KNOWN = [
  {
    counter: [0, 0, 0, 0],
    key: [0, 0],
    words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
];

function block(counter: readonly number[], key: readonly number[]): number[] {
  const out = new Uint32Array(4);
  philox4x32(Uint32Array.from(counter), Uint32Array.from(key), out);
  return [...out];
}

/** The definition in 64-bit integers, without the halves of the production code. */
function definition(counter: readonly number[], key: readonly number[], multiplier0 = 0xd2511f53n): number[] {
  let [a, b, c, d] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k, l] = key.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const p = multiplier0 * a, q = 0xcd9e8d57n * c;
    [a, b, c, d] = [(q >> 32n) ^ b ^ k, q & 0xffffffffn, (p >> 32n) ^ d ^ l, p & 0xffffffffn];
    k = (k + 0x9e3779b9n) & 0xffffffffn;
    l = (l + 0xbb67ae85n) & 0xffffffffn;
  }
  return [a, b, c, d].map(Number);
}

describe("philox4x32()", () => {
  test.each(KNOWN)("philox4x32() gives the published words for counter $counter", ({ counter, key, words }) => {
    expect(block(counter, key)).toEqual(words);
  });

  test("philox4x32() equals its definition in 64-bit integers on any counter and key", () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 4, maxLength: 4 }),
        fc.array(word, { minLength: 2, maxLength: 2 }),
        (c, k) => {
          expect(block(c, k)).toEqual(definition(c, k));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("philox4x32() known answers catch a generator with one wrong bit in a constant", () => {
    for (const { counter, key, words } of KNOWN.slice(1)) {
      expect(definition(counter, key)).toEqual(words);
      expect(definition(counter, key, 0xd2511f52n)).not.toEqual(words);
    }
  });

  test("philox4x32() may write over its counter", () => {
    const counter = Uint32Array.from(KNOWN[2]!.counter);
    philox4x32(counter, Uint32Array.from(KNOWN[2]!.key), counter);
    expect([...counter]).toEqual(KNOWN[2]!.words);
  });
});
