import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import {
  addressWords,
  CHAIN_LIMIT,
  SITE_LIMIT,
  SWEEP_LIMIT,
  uniformLane,
  type UniformLayout,
} from "../../../lib/random/chain_address.ts";
import { ChainUniforms, checkExtent } from "../../../lib/random/chain_uniforms.ts";
import { chiSquareRatio, freshSeed, uniformLaw } from "./statistics.ts";
import vectors from "./weave_vectors.json" with { type: "json" };

const WIDTHS = [16, 32] as const;

const LAYOUTS = ["chains", "sites"] as const;

/** (seed, width, group, sweep, site, layout) read back from the words of an address. */
function decode(words: Uint32Array): [number, number, number, number, number, string] {
  const [a, b, c, d] = [...words] as [number, number, number, number];
  const high = (c >>> 22) + ((a >>> 22) << 10) + ((a >>> 21) & 1) * 2 ** 20;
  return [
    high * 2 ** 32 + b,
    (c >>> 21) & 1 ? 32 : 16,
    a & 0xfffff,
    d,
    c & 0x1fffff,
    (a >>> 20) & 1 ? "sites" : "chains",
  ];
}

describe("addressWords()", () => {
  test("addressWords() loses nothing: every address can be read back", () => {
    // The largest values have their own weight: an overlap of fields shows at their edges.
    const upTo = (max: number) => fc.oneof(fc.maxSafeNat().map((n) => n % (max + 1)), fc.constantFrom(0, 1, max));
    const seeds = fc.oneof(upTo(2 ** 53 - 1), fc.integer({ min: 0, max: 52 }).map((bit) => 2 ** bit));
    fc.assert(
      fc.property(
        fc.tuple(
          seeds,
          fc.constantFrom(...WIDTHS),
          upTo(2 ** 20 - 1),
          upTo(2 ** 32 - 1),
          upTo(2 ** 21 - 1),
          fc.constantFrom(...LAYOUTS),
        ),
        (address) => {
          expect(decode(addressWords(...address))).toEqual(address);
        },
      ),
      { numRuns: 5000 },
    );
  });

  test.each([
    [-1, 0, 0, 0, /seed is -1/],
    [0, 2 ** 20, 0, 0, /group is 1048576; give an integer from 0 to 1048575/],
    [0, 0, 2 ** 32, 0, /sweep is 4294967296/],
    [0, 0, 0, 2 ** 21, /site is 2097152/],
    [0, 0, 0, NaN, /site is NaN/],
  ])("addressWords(%d, 16, %d, %d, %d) is refused", (seed, group, sweep, site, message) => {
    const call = () => addressWords(seed, 16, group, sweep, site);
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});

describe("uniformLane()", () => {
  test.each(WIDTHS)("uniformLane() of %d bits gives every chain bits of its own and wastes none", (width) => {
    const places = new Set<number>(), chains = 4096, perBlock = 128 / width;
    for (let chain = 0; chain < chains; chain++) {
      const { group, word, half } = uniformLane(chain, width);
      expect(group).toBeLessThan(chains / perBlock);
      places.add((group * 4 + word) * 2 + half);
    }
    expect(places.size).toBe(chains);
  });
});

describe("ChainUniforms", () => {
  test.each(vectors.uniforms)(
    "ChainUniforms gives the known bits at seed $seed, layout $layout, chain $chain, sweep $sweep, site $site",
    ({ layout, seed, chain, sweep, site, bits16, bits32 }) => {
      const uniforms = new ChainUniforms(seed, layout as UniformLayout);
      expect(uniforms.uniform16(chain, sweep, site)).toBe(bits16);
      expect(uniforms.uniform32(chain, sweep, site)).toBe(bits32);
    },
  );

  test.each(LAYOUTS)("ChainUniforms.fill16() and fill32() give each its own number, in order of the %s", (layout) => {
    const seed = freshSeed("ChainUniforms.fill");
    const uniforms = new ChainUniforms(seed, layout), out16 = new Uint16Array(32), out32 = new Uint32Array(16);
    for (const [block, sweep, line] of [[0, 0, 0], [3, 77, 3599], [2 ** 15 - 1, 2 ** 32 - 1, 2 ** 20 - 1]] as const) {
      uniforms.fill16(block, sweep, line, out16);
      uniforms.fill32(block, sweep, line, out32);
      const chains = layout === "chains";
      const one16 = (k: number) => chains ? uniforms.uniform16(k, sweep, line) : uniforms.uniform16(line, sweep, k);
      const one32 = (k: number) => chains ? uniforms.uniform32(k, sweep, line) : uniforms.uniform32(line, sweep, k);
      const first16 = Array.from(out16, (_, k) => one16(32 * block + k));
      const first32 = Array.from(out32, (_, k) => one32(16 * block + k));
      expect([...out16]).toEqual(first16);
      expect([...out32]).toEqual(first32);
    }
  });

  test("ChainUniforms takes every value of 16 bits equally often", () => {
    const uniforms = new ChainUniforms(freshSeed("ChainUniforms, 16-bit law"));
    const counts = new Uint32Array(65536), out = new Uint16Array(32);
    for (let n = 0; n < 2 ** 17; n++) {
      uniforms.fill16(n & 1, n >> 8, (n >> 1) & 127, out);
      for (let k = 0; k < 32; k++) counts[out[k]!]!++;
    }
    expect(chiSquareRatio(counts, uniformLaw(65536))).toBeLessThan(1);
    for (let k = 0; k < 256; k++) counts[k] = counts[256 + k]! >> 1;
    expect(chiSquareRatio(counts, uniformLaw(65536)), "control: 256 values too rare").toBeGreaterThan(1);
  });

  test.each([
    [2 ** 53, 0, 0, 0, /seed is/],
    [0, 2 ** 20, 0, 0, /chain is 1048576/],
    [0, 0, -1, 0, /sweep is -1/],
    [0, 0, 0, 1.5, /site is 1.5/],
  ])("ChainUniforms refuses seed %d, chain %d, sweep %d, site %d", (seed, chain, sweep, site, message) => {
    expect(() => new ChainUniforms(seed).uniform16(chain, sweep, site)).toThrow(message);
  });
});

describe("checkExtent()", () => {
  test("checkExtent() takes the limits and refuses one more", () => {
    checkExtent(CHAIN_LIMIT, SWEEP_LIMIT, SITE_LIMIT);
    expect(() => checkExtent(CHAIN_LIMIT + 1, 1, 1)).toThrow(/chains is 1048577/);
    expect(() => checkExtent(1, SWEEP_LIMIT + 1, 1)).toThrow(/sweeps is 4294967297/);
    expect(() => checkExtent(1, 1, SITE_LIMIT + 1)).toThrow(InputError);
  });
});

test("ChainUniforms has other bits for another layout or width, and refuses an unknown layout", () => {
  const words = WIDTHS.flatMap((width) => LAYOUTS.map((layout) => addressWords(1, width, 2, 3, 4, layout).join()));
  expect(new Set(words).size).toBe(4);
  expect(() => new ChainUniforms(1, "rows" as UniformLayout)).toThrow(/layout is "rows"; give "chains" or "sites"/);
});
