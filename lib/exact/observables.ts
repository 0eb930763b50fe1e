import type { EnergyModel } from "../model/energy_model.ts";
import { isFlipSymmetric } from "../model/symmetry.ts";
import type { BoltzmannLaw } from "./law.ts";
import type { Parity, Sector } from "./sector.ts";

/** The spins whose product is −f_a: two for a coupling, one for a bias. */
export function observableSpins(model: EnergyModel, observable: number): readonly number[] {
  const edges = model.couplings.length;
  if (observable < edges) return [model.graph.from[observable]!, model.graph.to[observable]!];
  return [observable - edges];
}

/** The sector that holds a product of `spins`. */
export function productParity(model: EnergyModel, spins: readonly number[]): Parity {
  if (!isFlipSymmetric(model)) return "none";
  return spins.length % 2 === 0 ? "even" : "odd";
}

/**
 * out[s] = −Π x_i over `spins`, on the stored states of a sector (a last spin that is not stored is +1).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * import { boltzmannLaw } from "./law.ts";
 * import { sectors } from "./sector.ts";
 * const model = curieWeiss(3, 1);
 * const even = sectors(model, boltzmannLaw(model))[0]!;
 * const f = new Float64Array(even.size);
 * productFunction([0, 2], even, f);
 * // The third spin is +1 in every stored state.
 * assert.deepEqual([...f], [-1, 1, -1, 1]);
 * ```
 */
export function productFunction(spins: readonly number[], sector: Sector, out: Float64Array): void {
  let mask = 0;
  for (const i of spins) if (i < sector.bits) mask ^= 1 << i;
  for (let s = 0; s < sector.size; s++) out[s] = parityOfBits(s & mask) === 0 ? -1 : 1;
}

/**
 * out = f_a on the stored states of a sector.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * import { boltzmannLaw } from "./law.ts";
 * import { sectors } from "./sector.ts";
 * const model = curieWeiss(3, 1);
 * const even = sectors(model, boltzmannLaw(model))[0]!;
 * const f = new Float64Array(even.size);
 * observableFunction(model, 0, even, f);
 * assert.deepEqual([...f], [-1, 1, 1, -1]);
 * ```
 */
export function observableFunction(model: EnergyModel, observable: number, sector: Sector, out: Float64Array): void {
  productFunction(observableSpins(model, observable), sector, out);
}

/**
 * Subtracts the π mean and returns it; on an odd sector the mean is zero by symmetry and nothing changes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * import { boltzmannLaw } from "./law.ts";
 * import { sectors } from "./sector.ts";
 * const model = curieWeiss(3, 1);
 * const even = sectors(model, boltzmannLaw(model))[0]!;
 * const f = new Float64Array(even.size);
 * observableFunction(model, 0, even, f);
 * const mean = centre(f, even);
 * assert.ok(mean < 0 && Math.abs(f[0]! - (-1 - mean)) < 1e-15);
 * ```
 */
export function centre(f: Float64Array, sector: Sector): number {
  if (sector.parity === "odd") return 0;
  let mean = 0;
  for (let s = 0; s < f.length; s++) mean += sector.weights[s]! * f[s]!;
  for (let s = 0; s < f.length; s++) f[s]! -= mean;
  return mean;
}

/**
 * E[f_a] under a law for every observable a, in observable order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { boltzmannLaw } from "./law.ts";
 * const model = {
 *   kind: "ising" as const,
 *   graph: { vertexCount: 2, from: new Uint32Array([0]), to: new Uint32Array([1]) },
 *   couplings: new Float64Array([0.5]),
 *   biases: null,
 *   beta: 1,
 *   blocks: [new Uint32Array([0]), new Uint32Array([1])],
 *   visibleCount: null,
 * };
 * assert.ok(Math.abs(observableMeans(model, boltzmannLaw(model))[0]! + Math.tanh(0.5)) < 1e-15);
 * ```
 */
export function observableMeans(model: EnergyModel, law: BoltzmannLaw): Float64Array {
  const edges = model.couplings.length, n = model.graph.vertexCount;
  const means = new Float64Array(edges + (model.biases === null ? 0 : n));
  const symmetric = isFlipSymmetric(model);
  for (let a = 0; a < means.length; a++) {
    const spins = observableSpins(model, a);
    if (symmetric && spins.length === 1) continue;
    let mask = 0;
    for (const i of spins) mask |= 1 << i;
    let mean = 0;
    for (let s = 0; s < law.probabilities.length; s++) {
      mean += parityOfBits(s & mask) === 0 ? -law.probabilities[s]! : law.probabilities[s]!;
    }
    means[a] = mean;
  }
  return means;
}

/**
 * −Π x_i over `spins` on the stored states of a sector, less its π mean.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * import { boltzmannLaw } from "./law.ts";
 * import { sectors } from "./sector.ts";
 * const model = curieWeiss(3, 0);
 * const even = sectors(model, boltzmannLaw(model))[0]!;
 * assert.deepEqual([...centredProduct([0, 2], even)], [-1, 1, -1, 1]);
 * ```
 */
export function centredProduct(spins: readonly number[], sector: Sector): Float64Array {
  const f = new Float64Array(sector.size);
  productFunction(spins, sector, f);
  centre(f, sector);
  return f;
}

/** 0 when an even number of bits is set, 1 otherwise. */
export function parityOfBits(value: number): 0 | 1 {
  let v = value;
  v ^= v >>> 16;
  v ^= v >>> 8;
  v ^= v >>> 4;
  return ((0x6996 >>> (v & 15)) & 1) as 0 | 1;
}
