import { observableCount } from "../model/energy_model.ts";
import type { EnergyModel } from "../model/energy_model.ts";
import { isSingleSite } from "./kernel_name.ts";
import type { KernelName } from "./kernel_name.ts";
import { couplingMatrix } from "./law.ts";
import { observableSpins } from "./observables.ts";

/**
 * Observables that a symmetry of the model and the kernel maps into one another, up to sign: they share τ, variance and spectral
 * weights, while their means may differ in sign.
 */
export interface ObservableOrbits {
  /** One observable of each orbit. */
  readonly representatives: readonly number[];
  /** Number of observables in each orbit. */
  readonly multiplicities: readonly number[];
  /** Orbit of each observable. */
  readonly orbitOf: Uint32Array;
}

/**
 * Groups the observables by exchangeable spins: i and j are exchangeable when swapping them, with a common sign change or
 * without, leaves every coupling and bias as it is (and, for the scans, when they share a block). Curie–Weiss has one orbit,
 * a planted model at most one for each pair of column types; a model without such symmetry has one orbit per observable.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * const { representatives, multiplicities } = observableOrbits(curieWeiss(5, 1), "single-site");
 * assert.deepEqual([representatives, multiplicities], [[0], [10]]);
 * ```
 */
export function observableOrbits(model: EnergyModel, kernel: KernelName): ObservableOrbits {
  const classes = exchangeableSpins(model, !isSingleSite(kernel));
  const count = observableCount(model);
  const keys = new Map<string, number>();
  const representatives: number[] = [], multiplicities: number[] = [];
  const orbitOf = new Uint32Array(count);
  for (let a = 0; a < count; a++) {
    const key = observableSpins(model, a).map((spin) => classes[spin]!).sort((x, y) => x - y).join(",");
    let orbit = keys.get(key);
    if (orbit === undefined) {
      orbit = representatives.length;
      keys.set(key, orbit);
      representatives.push(a);
      multiplicities.push(0);
    }
    multiplicities[orbit]!++;
    orbitOf[a] = orbit;
  }
  return { representatives, multiplicities, orbitOf };
}

function exchangeableSpins(model: EnergyModel, withinBlocks: boolean): Uint32Array {
  const n = model.graph.vertexCount;
  const couplings = couplingMatrix(model);
  const block = new Uint32Array(n);
  if (withinBlocks) model.blocks.forEach((spins, k) => spins.forEach((spin) => block[spin] = k));
  const classes = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    classes[i] = i;
    for (let j = 0; j < i; j++) {
      if (classes[j] === j && block[i] === block[j] && canSwap(couplings, model.biases, n, i, j)) {
        classes[i] = j;
        break;
      }
    }
  }
  return classes;
}

function canSwap(couplings: Float64Array, biases: Float64Array | null, n: number, i: number, j: number): boolean {
  for (const sign of [1, -1]) {
    let same = biases === null || biases[i] === sign * biases[j]!;
    for (let k = 0; same && k < n; k++) {
      if (k !== i && k !== j) same = couplings[i * n + k] === sign * couplings[j * n + k]!;
    }
    if (same) return true;
  }
  return false;
}
