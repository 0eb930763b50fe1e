/** Gives packed samples one after another: groups × spins words each, in a buffer that it uses again. */
export interface PackedSource {
  readonly spins: number;
  readonly chains: number;
  next(): Uint32Array;
}

/** ρ(t) = φ^t of the spin that flips in a sweep with probability 2^−bits. */
export const flipMemory = (bits: number): number => 1 - 2 ** (1 - bits);

/**
 * Independent spins that flip in every sweep with probability 2^−bits[i], so that products of spins have ρ(t) = (φ·φ′)^t. The
 * noise is a hash of seed, sweep, word and bit number (Wellons' lowbias32 on a Weyl sequence).
 */
export function flippingSource(bits: readonly number[], chains: number, seed: number): PackedSource {
  const spins = bits.length, groups = Math.ceil(chains / 32), words = new Uint32Array(groups * spins);
  let counter = seed >>> 0;
  const noise = (): number => {
    let x = counter = (counter + 0x9e3779b9) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
    x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
    return x ^ (x >>> 16);
  };
  const used = (group: number): number => (chains - 32 * group >= 32 ? ~0 : 2 ** (chains - 32 * group) - 1);
  for (let k = 0; k < words.length; k++) words[k] = noise() & used(Math.floor(k / spins));
  return {
    spins,
    chains,
    next() {
      for (let g = 0, k = 0; g < groups; g++) {
        const mask = used(g);
        for (let i = 0; i < spins; i++, k++) {
          let flips = mask;
          for (let b = bits[i]!; b > 0; b--) flips &= noise();
          words[k]! ^= flips;
        }
      }
      return words;
    },
  };
}
