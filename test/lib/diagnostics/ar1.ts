import { createStream } from "../../../lib/random/mod.ts";
import type { Stream } from "../../../lib/random/mod.ts";

/** The half-Sokal time ½(1 + φ)/(1 − φ) of x ← φ·x + noise. */
export const ar1Time = (phi: number): number => (0.5 * (1 + phi)) / (1 - phi);

/** One stationary AR(1) chain. */
export function ar1Chain(stream: Stream, phi: number, length: number): Float64Array {
  let x = stream.gaussian() / Math.sqrt(1 - phi * phi);
  return Float64Array.from({ length }, () => x = phi * x + stream.gaussian());
}

/** Independent stationary AR(1) chains of one seed. */
export function ar1Chains(seed: number, phi: number, chains: number, length: number): Float64Array[] {
  const stream = createStream(seed, "test");
  return Array.from({ length: chains }, () => ar1Chain(stream, phi, length));
}

/** A chain of ±1 that keeps its value with probability (1 + φ)/2, so that ρ(t) = φ^t. */
export function signChain(stream: Stream, phi: number, length: number): Int8Array {
  let x: number = stream.sign();
  return Int8Array.from({ length }, () => x = stream.uniform() < (1 + phi) / 2 ? x : -x);
}
