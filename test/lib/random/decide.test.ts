import { describe, expect, test } from "vitest";
import { ChainUniforms } from "../../../lib/random/chain_uniforms.ts";
import { uniformBelow } from "../../../lib/random/decide.ts";
import { freshSeed } from "./statistics.ts";

const undecided = (): Uint32Array => expect.unreachable("the first bits decide");

describe("uniformBelow()", () => {
  test.each([0, 2 ** -18, 3 * 2 ** -18, 0.25, 0.3125 + 2 ** -18, 1 - 2 ** -18, 1])(
    "uniformBelow() accepts %d on exactly its share of all first bits and two further ones",
    (probability) => {
      let accepted = 0;
      const words = new Uint32Array(4);
      for (let first = 0; first < 65536; first++) {
        for (let further = 0; further < 4; further++) {
          words[0] = further << 30;
          if (uniformBelow(probability, first, 16, () => words)) accepted++;
        }
      }
      expect(accepted / 2 ** 18).toBe(probability);
    },
  );

  test("uniformBelow() asks for further bits on one value of the first bits alone", () => {
    let asked = 0;
    for (let first = 0; first < 65536; first++) {
      uniformBelow(0.3, first, 16, () => {
        asked++;
        return new Uint32Array(4);
      });
    }
    expect(asked).toBe(1);
  });

  test("uniformBelow() compares down to the last of the fresh bits", () => {
    // 2^-134 is 1024 units of the last of 16 + 128 bits.
    const at = (last: number) => uniformBelow(2 ** -134, 0, 16, () => Uint32Array.of(0, 0, 0, last));
    expect([at(1023), at(1024)]).toEqual([true, false]);
    const hair = (word: number) => uniformBelow(2 ** -16 * (1 + 2 ** -32), 1, 16, () => Uint32Array.of(word, 0, 0, 0));
    expect([hair(0), hair(1)]).toEqual([true, false]);
    expect(uniformBelow(2 ** -400, 0, 32, () => new Uint32Array(4))).toBe(false);
  });

  test("uniformBelow() never accepts at or below 0 nor on NaN, and always from 1 on", () => {
    for (const first of [0, 1, 0xffff]) {
      for (const p of [0, -0, -1, NaN, -Infinity]) expect(uniformBelow(p, first, 16, undecided), String(p)).toBe(false);
      for (const p of [1, 2, Infinity]) expect(uniformBelow(p, first, 16, undecided), String(p)).toBe(true);
    }
  });

  test("uniformBelow() accepts a probability of 2^-19 at its rate, where 16 bits alone never would", () => {
    const uniforms = new ChainUniforms(freshSeed("uniformBelow, 2^-19, false-alarm rate below 1e-8 here"));
    const out = new Uint16Array(32);
    let accepted = 0, lowest = 0;
    for (let site = 0; site < 2 ** 19; site++) {
      uniforms.fill16(0, 1, site, out);
      for (let chain = 0; chain < 32; chain++) {
        if (out[chain] !== 0) continue;
        lowest++;
        if (uniformBelow(2 ** -19, 0, 16, () => uniforms.fresh(chain, 1, site))) accepted++;
      }
    }
    // Poisson laws of mean 32 and 256: outside [4, 74] and [160, 362] with probability below 1e-8 each.
    expect(accepted).toBeGreaterThanOrEqual(4);
    expect(accepted).toBeLessThanOrEqual(74);
    expect(lowest).toBeGreaterThanOrEqual(160);
    expect(lowest).toBeLessThanOrEqual(362);
  });
});
