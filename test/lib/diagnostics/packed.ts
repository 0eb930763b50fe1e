import type { Stream } from "../../../lib/random/mod.ts";

/** Packs spins[i][c][t] = ±1 as samplers give them: groups × spins words a sample. */
export function packSpins(spins: readonly (readonly ArrayLike<number>[])[]): Uint32Array {
  const n = spins.length, chains = spins[0]!.length, length = spins[0]![0]!.length, groups = Math.ceil(chains / 32);
  const packed = new Uint32Array(length * groups * n);
  for (let t = 0; t < length; t++) {
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < chains; c++) {
        if (spins[i]![c]![t] === -1) packed[(t * groups + (c >>> 5)) * n + i]! |= 1 << (c & 31);
      }
    }
  }
  return packed;
}

/** The products of pairs of spins and the spins themselves: observables[a][c][t], as the gradient lists them, less their sign. */
export function observablesOf(
  spins: readonly (readonly ArrayLike<number>[])[],
  edges: readonly (readonly [number, number])[],
  biases: boolean,
): Float64Array[][] {
  const pairs = edges.map(([i, j]) =>
    spins[i]!.map((chain, c) => Float64Array.from(chain, (value, t) => value * spins[j]![c]![t]!))
  );
  return biases ? [...pairs, ...spins.map((chains) => chains.map((chain) => Float64Array.from(chain)))] : pairs;
}

/** Spins that keep their value with probability (1 + φ)/2, so that a spin has ρ(t) = φ^t and a pair ρ(t) = (φ·φ′)^t. */
export function flippingSpins(stream: Stream, phis: readonly number[], chains: number, length: number): Int8Array[][] {
  return phis.map((phi) =>
    Array.from({ length: chains }, () => {
      let x: number = stream.sign();
      return Int8Array.from({ length }, () => x = stream.uniform() < (1 + phi) / 2 ? x : -x);
    })
  );
}
