import { expect, test } from "vitest";
import { addressWords } from "../../../lib/random/chain_address.ts";
import { ChainUniforms } from "../../../lib/random/chain_uniforms.ts";
import { CounterGenerator } from "../../../lib/random/counter.ts";
import { generatorKey } from "../../../lib/random/seed.ts";
import { freshSeed } from "./statistics.ts";
import { compileVectorGenerators } from "./weave_simd.ts";

const SITES = 500;

test("ChainUniforms.fill16() gives the bits of the vector form, site by site without a shuffle", async () => {
  const vector = await compileVectorGenerators();
  for (const seed of [0, 2 ** 53 - 1, freshSeed("weave4x32 in vectors")]) {
    const uniforms = new ChainUniforms(seed), out = new Uint16Array(32);
    for (const [block, sweep] of [[0, 0], [5, 2 ** 32 - 1]] as const) {
      const [groupBits, seedWord, siteBits] = addressWords(seed, 16, 0, 0, 0) as unknown as [number, number, number];
      vector.weave(groupBits, seedWord, siteBits, sweep, block, SITES);
      const halves = new Uint16Array(vector.memory.buffer);
      for (let site = 0; site < SITES; site++) {
        uniforms.fill16(block, sweep, site, out);
        expect(halves.slice(32 * site, 32 * site + 32)).toEqual(out);
      }
    }
  }
});

test("ChainUniforms.fill32() gives the bits of the same vector form on the addresses of 32 bits", async () => {
  const vector = await compileVectorGenerators();
  const seed = freshSeed("weave4x32 in vectors, 32 bits");
  const uniforms = new ChainUniforms(seed), out = new Uint32Array(16);
  const [groupBits, seedWord, siteBits] = addressWords(seed, 32, 0, 0, 0) as unknown as [number, number, number];
  vector.weave(groupBits, seedWord, siteBits, 9, 2, SITES);
  const words = new Uint32Array(vector.memory.buffer);
  for (let site = 0; site < SITES; site++) {
    uniforms.fill32(2, 9, site, out);
    expect(words.slice(16 * site, 16 * site + 16)).toEqual(out);
  }
});

test("CounterGenerator.fill() gives the bits of Philox in vectors", async () => {
  const vector = await compileVectorGenerators();
  const seed = freshSeed("Philox in vectors");
  const [key0, key1] = generatorKey(seed, "ties") as unknown as [number, number];
  vector.philox(key0, key1, 12, 40, SITES);
  const words = new Uint32Array(vector.memory.buffer), generator = new CounterGenerator(seed, "ties");
  for (let site = 0; site < SITES; site++) {
    for (let lane = 0; lane < 4; lane++) {
      const block = [0, 4, 8, 12].map((word) => words[16 * site + word + lane]);
      expect(block).toEqual([...generator.fill(40 + lane, 12, site)]);
    }
  }
});
