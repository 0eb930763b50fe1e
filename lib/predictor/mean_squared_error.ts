import { SizeError } from "../errors.ts";
import { isSingleSite } from "../exact/kernel_name.ts";
import type { KernelName } from "../exact/kernel_name.ts";
import type { TimeUnit } from "../exact/kernel_structure.ts";
import { boltzmannLaw } from "../exact/law.ts";
import type { BoltzmannLaw } from "../exact/law.ts";
import { observableOrbits } from "../exact/observable_orbits.ts";
import { centredProduct, observableSpins, productParity } from "../exact/observables.ts";
import { sectors } from "../exact/sector.ts";
import type { Sector } from "../exact/sector.ts";
import { TransitionOperator } from "../exact/transition_operator.ts";
import type { EnergyModel } from "../model/energy_model.ts";
import { burnedInLaw } from "./burned_in_law.ts";

/** Multiply–add operations that the window recursion may take, about a minute. */
const WINDOW_WORK = 1e11;

/** The estimator whose error is computed. */
export interface EstimatorPlan {
  /** B: states left out after the uniform start. */
  readonly burnIn: number;
  /** Window lengths K, each averaging the states B + 1 … B + K. */
  readonly windows: readonly number[];
  /** What B and K count. */
  readonly unit: TimeUnit;
  readonly law?: BoltzmannLaw;
}

/**
 * E‖ĝ − g‖² of the burn-in + window estimator from a uniform start, for each window length: bias² and variance together, no
 * stationarity assumed. With f the centred observable, S_n = E_x Σ_{t≤n} f(X_t) and W_n = Σ_a E_x (Σ_{t≤n} f_a(X_t))² obey
 * W_{n+1} = P(W_n + Σ_a f_a (f_a + 2 S_n)) and S_{n+1} = P(f + S_n), so K applications of the kernel per observable suffice and
 * the answer is ⟨uniform·P^B, W_K⟩/K².
 *
 * @throws {SizeError} when the model, the window or the burn-in is too large
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * // At beta = 0 a heat-bath sweep in blocks draws fresh spins, so one state has variance 1 per coupling.
 * const plan = { burnIn: 3, windows: [1, 4], unit: "sweep" as const };
 * const [one, four] = meanSquaredErrors(curieWeiss(3, 0), "forward", plan);
 * assert.ok(Math.abs(one! - 3) < 1e-12 && Math.abs(four! - 3 / 4) < 1e-12);
 * ```
 */
export function meanSquaredErrors(model: EnergyModel, kernel: KernelName, plan: EstimatorPlan): Float64Array {
  const law = plan.law ?? boltzmannLaw(model);
  const orbits = observableOrbits(model, kernel);
  const spinsOf = orbits.representatives.map((a) => observableSpins(model, a));
  const all = sectors(model, law), main = all[0]!;
  const repeat = isSingleSite(kernel) && plan.unit === "sweep" ? model.graph.vertexCount : 1;
  const last = Math.max(...plan.windows);
  requireAffordable(model, main, orbits.representatives.length, last * repeat);

  const chains = all.flatMap((sector) => {
    const members = spinsOf.flatMap((spins, o) => productParity(model, spins) === sector.parity ? [o] : []);
    if (members.length === 0) return [];
    const spins = members.map((o) => spinsOf[o]!), counts = members.map((o) => orbits.multiplicities[o]!);
    return [new WindowSums(model, kernel, sector, spins, counts, repeat)];
  });
  const total = new RepeatedOperator(model, kernel, main, repeat);
  const start = burnedInLaw(total.operator, plan.burnIn, repeat);
  const errors = new Float64Array(plan.windows.length);
  for (let n = 1; n <= last; n++) {
    for (const chain of chains) chain.advance(total.value);
    total.advance();
    plan.windows.forEach((window, k) => {
      if (window === n) errors[k] = dot(start, total.value) / (n * n);
    });
  }
  return errors;
}

function requireAffordable(model: EnergyModel, sector: Sector, orbits: number, applications: number): void {
  const work = applications * (orbits + 1) * model.graph.vertexCount * sector.size;
  if (work > WINDOW_WORK || (2 * orbits + 8) * sector.size > 2 ** 28) {
    throw new SizeError(
      `Cannot follow ${orbits} distinct observables over ${sector.size} states through ${applications} applications of the kernel within a minute; use a shorter window or fewer spins`,
    );
  }
}

/** A vector W that is replaced by P^repeat W at every step. */
class RepeatedOperator {
  readonly operator: TransitionOperator;
  readonly #repeat: number;

  constructor(model: EnergyModel, kernel: KernelName, sector: Sector, repeat: number) {
    this.operator = new TransitionOperator(model, kernel, sector, { vectors: 2 });
    this.#repeat = repeat;
  }

  get value(): Float64Array {
    return this.operator.engine.vectors[this.operator.firstFree]!;
  }

  advance(): void {
    const { operator } = this, at = operator.firstFree;
    for (let k = 0; k < this.#repeat; k++) {
      operator.applyAt(at, at + 1);
      this.value.set(operator.engine.vectors[at + 1]!);
    }
  }
}

/** The running sums S_n of the observables of one sector. */
class WindowSums {
  readonly #operator: TransitionOperator;
  readonly #counts: readonly number[];
  readonly #repeat: number;

  constructor(
    model: EnergyModel,
    kernel: KernelName,
    sector: Sector,
    spins: readonly (readonly number[])[],
    counts: readonly number[],
    repeat: number,
  ) {
    this.#counts = counts;
    this.#repeat = repeat;
    this.#operator = new TransitionOperator(model, kernel, sector, { vectors: 2 + 2 * spins.length });
    spins.forEach((product, k) => {
      this.#operator.engine.vectors[this.#f(k)]!.set(centredProduct(product, sector));
    });
  }

  #f(k: number): number {
    return this.#operator.firstFree + 2 + 2 * k;
  }

  /** Adds Σ_a f_a (f_a + 2 S) to the totals and moves every S on. */
  advance(totals: Float64Array): void {
    const operator = this.#operator, { engine, firstFree } = operator;
    const added = firstFree, argument = firstFree + 1;
    engine.vectors[added]!.fill(0);
    this.#counts.forEach((count, k) => {
      const sum = this.#f(k) + 1;
      engine.windowAdd(this.#f(k), sum, count, added, argument);
      for (let r = 0; r < this.#repeat; r++) {
        if (r > 0) engine.vectors[argument]!.set(engine.vectors[sum]!);
        operator.applyAt(argument, sum);
      }
    });
    const increments = engine.vectors[added]!;
    for (let s = 0; s < totals.length; s++) totals[s]! += increments[s]!;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let s = 0; s < a.length; s++) sum += a[s]! * b[s]!;
  return sum;
}
