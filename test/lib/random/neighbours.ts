import { addressWords } from "../../../lib/random/chain_address.ts";
import { CounterGenerator } from "../../../lib/random/counter.ts";

type Change = (words: Uint32Array) => void;

const flip = (word: number, bit: number): Change => (words) => void (words[word]! ^= 1 << bit);
/** Changes one word of an address by a number. */
export const step = (word: number, by: number): Change => (words) => void (words[word]! += by);

// Words of an address: 0 group and seed's top, 1 seed, 2 site, width and seed's middle, 3 sweep.
/** Addresses that must not be related, by what tells them apart. */
export const NEIGHBOURS = {
  "the next chain group": step(0, 1),
  "the next seed": step(1, 1),
  "the next site": step(2, 1),
  "the site four further": step(2, 4),
  "the site of the next row of 60": step(2, 60),
  "the next sweep": step(3, 1),
  "sixteen sweeps on": step(3, 16),
  "the other width": flip(2, 21),
  "the other layout": flip(0, 20),
  "a seed with another highest bit": flip(0, 21),
  "a seed with another bit 31": flip(1, 31),
  "a sweep with another bit 30": flip(3, 30),
} as const;

/** Random addresses as samplers use them: few groups, small seeds, thousands of sites, early sweeps. */
export function smallAddresses(seed: number): () => Uint32Array {
  const random = new CounterGenerator(seed, "test");
  let n = 0;
  return () => {
    const r = random.fill(0, n++, 0);
    return addressWords(r[0]! % 1000, 16, r[1]! % 64, r[2]! % 100_000, r[3]! % 4096);
  };
}
