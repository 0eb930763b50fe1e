import { describe, expect, test } from "vitest";
import { isBelow, isBelowFurther, probabilityWord } from "../../../../lib/sampler/acceptance/compare.ts";
import { uniforms } from "../../support/random_models.ts";

// Uniform numbers have 16 or 32 + 128 bits; probabilities mantissa · 2^−(31 + whole) are compared as exact fractions of 2^2000.
const WIDE = 2000n;
const probability = (mantissa: number, whole: number) => BigInt(mantissa) << (WIDE - 31n - BigInt(whole));

const WHOLES = [0, 1, 2, 14, 15, 16, 17, 30, 31, 32, 33, 47, 48, 49, 100, 113, 127, 128, 144, 160, 192, 1100];
const MANTISSAS = [2 ** 30, 2 ** 30 + 1, 1431655765, 2 ** 31 - 1];

describe("probabilityWord()", () => {
  test("probabilityWord() reads 32 binary digits of the probability, from any place", () => {
    for (const whole of WHOLES) {
      for (const mantissa of MANTISSAS) {
        for (const from of [0, 16, 32, 48, 64, 80, 112, 128]) {
          const digits = (probability(mantissa, whole) >> (WIDE - BigInt(from + 32))) & 0xffffffffn;
          expect(probabilityWord(mantissa, whole, from), `${mantissa} ${whole} ${from}`).toBe(Number(digits));
        }
      }
    }
  });
});

describe.each([16, 32] as const)("isBelow() and isBelowFurther() with %i bits first", (width) => {
  const next = uniforms(width), bits = BigInt(width + 128);
  /** The decision as the library makes it: first bits, then the others. */
  const decide = (mantissa: number, whole: number, uniform: bigint, flip: 0 | -1) => {
    const first = Number(uniform >> 128n), decided = isBelow(mantissa, whole, first, width);
    const words = Uint32Array.from([96n, 64n, 32n, 0n], (shift) => Number((uniform >> shift) & 0xffffffffn) ^ flip);
    return decided === -1 ? isBelowFurther(mantissa, whole, width, words, flip) : decided === 1;
  };

  test("isBelow() and isBelowFurther() together compare the numbers exactly", () => {
    let undecided = 0;
    for (const whole of WHOLES) {
      for (const mantissa of MANTISSAS) {
        // Cut to the bits that a uniform number has; U < p and U < ⌊p·2^bits⌋/2^bits are the same but for the last unit.
        const cut = probability(mantissa, whole) >> (WIDE - bits);
        const cases = [0n, (1n << bits) - 1n];
        for (const near of [0n, 1n, 2n, 1n << 32n, 1n << 64n, 1n << 127n, 1n << 128n]) {
          cases.push(cut - near, cut + near);
        }
        for (let k = 0; k < 20; k++) cases.push(BigInt(Math.floor(next() * 2 ** 52)) << (bits - 52n));
        for (const uniform of cases) {
          if (uniform < 0n || uniform >= 1n << bits) continue;
          for (const flip of [0, -1] as const) {
            expect(decide(mantissa, whole, uniform, flip), `${mantissa} ${whole} ${uniform}`).toBe(uniform < cut);
          }
          if (isBelow(mantissa, whole, Number(uniform >> 128n), width) === -1) undecided++;
        }
      }
    }
    expect(undecided).toBeGreaterThan(100);
  });

  test("isBelow() leaves open exactly one first value", () => {
    for (const whole of [0, 3, 15, 40]) {
      const open = [];
      const limit = width === 16 ? 2 ** 16 : 2 ** 12;
      for (let first = 0; first < limit; first++) {
        if (isBelow(2 ** 30 + 12345, whole, first, width) === -1) open.push(first);
      }
      if (width === 16) expect(open).toEqual([Math.floor((2 ** 30 + 12345) * 2 ** (16 - 31 - whole))]);
      else expect(open.length).toBeLessThanOrEqual(1);
    }
  });
});
