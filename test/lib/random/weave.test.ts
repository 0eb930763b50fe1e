import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openWord, weave4x32 } from "../../../lib/random/weave.ts";
import vectors from "./weave_vectors.json" with { type: "json" };

const INDICES = [0, 1, 2, 3] as const;
const fourWords = fc.tuple(...INDICES.map(() => fc.integer({ min: 0, max: 0xffffffff })));

function woven(words: readonly number[]): number[] {
  const out = new Uint32Array(4);
  weave4x32(Uint32Array.from(words), out);
  return [...out];
}

/** Undoes `v ^= v >>> 16`, then the four steps in reverse, three times. */
function unwoven(words: readonly number[]): number[] {
  const v = Uint32Array.from(words);
  for (let round = 0; round < 3; round++) {
    for (const k of INDICES) v[k]! ^= v[k]! >>> 16;
    for (const [target, a, b] of [[3, 1, 2], [2, 0, 1], [1, 2, 0], [0, 1, 3]] as const) {
      v[target]! -= Math.imul(v[a]!, v[b]!);
    }
  }
  return [...v];
}

/** The inverse of an odd number modulo 2^32, by Newton's iteration. */
function inverse(odd: number): number {
  let guess = odd;
  for (let k = 0; k < 5; k++) guess = Math.imul(guess, 2 - Math.imul(odd, guess));
  return guess;
}

function closed(opened: number, index: number): number {
  let h = opened ^ (opened >>> 16);
  h = Math.imul(h, inverse(0xc2b2ae35));
  h ^= (h >>> 13) ^ (h >>> 26);
  h = Math.imul(h, inverse(0x85ebca6b));
  h ^= h >>> 16;
  return (h - (index + 1) * 0x9e3779b9) >>> 0;
}

// The vectors come from weave_vectors.py, which follows the definition in unbounded integers and shares no code with the library.
describe("weave4x32()", () => {
  test.each(vectors.weave)("weave4x32() gives the known words for $opened", ({ opened, words }) => {
    expect(woven(opened)).toEqual(words);
  });

  test("weave4x32() may write over its input", () => {
    const words = Uint32Array.from(vectors.weave[2]!.opened);
    weave4x32(words, words);
    expect([...words]).toEqual(vectors.weave[2]!.words);
  });

  test("weave4x32() is a bijection: its inverse gives the input back", () => {
    fc.assert(
      fc.property(fourWords, (words) => {
        expect(unwoven(woven(words))).toEqual(words);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("openWord()", () => {
  test.each(vectors.opened)("openWord() gives the known words for $words", ({ words, opened }) => {
    expect(words.map((word, k) => openWord(word, INDICES[k]!))).toEqual(opened);
  });

  test("openWord() is a bijection: its inverse gives the input back", () => {
    fc.assert(
      fc.property(fourWords, (words) => {
        expect(INDICES.map((k) => closed(openWord(words[k]!, k), k))).toEqual(words);
      }),
      { numRuns: 2000 },
    );
  });
});
