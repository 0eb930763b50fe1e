import { InputError } from "../errors.ts";
import { adjacency } from "../graph/adjacency.ts";
import { observableCount } from "../model/energy_model.ts";
import { checkInteger, describeValue } from "../random/check.ts";
import type { ReferenceSampler } from "./backend/reference/reference_sampler.ts";
import type { Start } from "./sampler.ts";

/** The burn-in and window estimator: what it averages, and over how many chains. */
export interface WindowOptions {
  /** Units of time left out at the beginning, B ≥ 0. */
  readonly burnIn: number;
  /** Units of time averaged, K ≥ 1: the states B + 1 … B + K. */
  readonly window: number;
  readonly chains: number;
  /** Sweeps, or single-site steps (only for "single-site" and "metropolis"). */
  readonly unit: "sweep" | "step";
  /** Default "uniform". */
  readonly start?: Start;
  /** Called after every chain. */
  readonly progress?: (chainsDone: number, chains: number) => void;
}

/** The window means of the gradient observables. */
export interface WindowMeans {
  /** Chain by chain: the mean of f_a in chain c is `means[c·observables + a]`. */
  readonly means: Float64Array;
  readonly chains: number;
  readonly observables: number;
}

/**
 * The mean of every gradient observable f_a (−x_i·x_j per edge, then −x_i per spin when the model has biases) over the
 * states B + 1 … B + K of independent chains: the estimator whose mean squared error is in Q_op. Memory does not depend on
 * the window, and a step costs only the observables that it changes. The sums are integers, so the means are exact up to
 * one rounding. Times out of range and steps of a block scan are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * import { createReferenceSampler } from "./backend/reference/reference_sampler.ts";
 * const sampler = createReferenceSampler(curieWeiss(3, 50), { seed: 7 });
 * const { means } = windowMeans(sampler, { burnIn: 0, window: 5, chains: 1, unit: "step", start: [1, 1, 1] });
 * assert.deepEqual([...means], [-1, -1, -1]);
 * ```
 */
export function windowMeans(sampler: ReferenceSampler, options: WindowOptions): WindowMeans {
  const action = "Cannot average over a window";
  const { burnIn, window, chains, unit } = options;
  checkInteger(burnIn, "burnIn", action, 0, Number.MAX_SAFE_INTEGER);
  checkInteger(window, "window", action, 1, Number.MAX_SAFE_INTEGER - burnIn);
  const advance = createAdvance(sampler, unit, action);
  const { model } = sampler;
  const n = model.graph.vertexCount, edgeCount = model.couplings.length, observables = observableCount(model);
  const { offsets, edges } = adjacency(model.graph);
  const { spins: starts } = sampler.init(chains, options.start ?? "uniform");
  const means = new Float64Array(chains * observables);

  // An observable is added up only when it changes: `since` is how much of the window is in its sum already.
  const value = new Int8Array(observables), since = new Float64Array(observables), sum = new Float64Array(observables);
  let seen = 0;
  const change = (a: number) => {
    sum[a]! += value[a]! * (seen - since[a]!);
    since[a] = seen;
    value[a] = -value[a]!;
  };
  const onFlip = (i: number) => {
    for (let k = offsets[i]!, end = offsets[i + 1]!; k < end; k++) change(edges[k]!);
    if (observables > edgeCount) change(edgeCount + i);
  };

  for (let c = 0; c < chains; c++) {
    const spins = starts.subarray(c * n, (c + 1) * n);
    for (let t = 0; t < burnIn; t++) advance(spins, c, t, ignoreFlip);
    for (let e = 0; e < edgeCount; e++) value[e] = -spins[model.graph.from[e]!]! * spins[model.graph.to[e]!]!;
    for (let a = edgeCount; a < observables; a++) value[a] = -spins[a - edgeCount]!;
    since.fill(0);
    sum.fill(0);
    for (seen = 0; seen < window; seen++) advance(spins, c, burnIn + seen, onFlip);
    for (let a = 0; a < observables; a++) {
      means[c * observables + a] = (sum[a]! + value[a]! * (window - since[a]!)) / window;
    }
    options.progress?.(c + 1, chains);
  }
  return { means, chains, observables };
}

/** Moves one chain from time t to t + 1, in the unit asked for. */
type Advance = (spins: Int8Array, chain: number, t: number, onFlip: (spin: number) => void) => void;

function createAdvance(sampler: ReferenceSampler, unit: unknown, action: string): Advance {
  const { stepChain, sweepChain, model: { graph: { vertexCount } } } = sampler;
  if (unit === "sweep") return sweepChain;
  if (unit !== "step") throw new InputError(`${action}: unit is ${describeValue(unit)}; give "sweep" or "step"`);
  if (stepChain === null) {
    throw new InputError(`${action}: unit is "step" and the scan "${sampler.scan}" has none; give "sweep"`);
  }
  return (spins, chain, t, onFlip) => stepChain(spins, chain, Math.floor(t / vertexCount), t % vertexCount, onFlip);
}

function ignoreFlip(): void {}
