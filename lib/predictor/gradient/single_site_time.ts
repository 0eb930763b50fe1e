import { ConvergenceError, SizeError } from "../../errors.ts";
import type { TimeUnit } from "../../exact/kernel_structure.ts";
import { heatBathRates } from "./heat_bath_rates.ts";
import type { PairShape } from "./pair_resolvent.ts";
import type { ResolventEngine } from "./resolvent_engine.ts";
import { type StateSpace, writeCentred } from "./state_space.ts";
import { type SweepPoles, sweepPoles } from "./sweep_poles.ts";
import type { TimeSlope } from "./time_slope.ts";

/** Rates of every flip at every state, and some fifteen vectors: 300 MB at this size. */
const MAXIMUM_SPINS = 18;

const MAXIMUM_ITERATIONS = 20_000;

/**
 * T_O of the random-scan heat bath and its slope in the law. With A = Σ_i (I − P_i) and A u = f the resolvent of a step is N u, and
 * G = ⟨f, u⟩ is the largest value of 2⟨f, u⟩ − Σ_edges c (Δu)², where the conductances c = π(x)π(y)/(π(x) + π(y)) are functions of
 * the law alone. At the maximum the change of u does not count (the envelope theorem), so that
 * dG = Σ_x dπ(x)·[2 f u − Σ_y rate(x → y)² (Δu)²]: the adjoint solution is the solution itself. The same holds, as a stationary
 * value, for each of the complex poles that make steps into sweeps.
 */
export class SingleSiteTime {
  readonly #engine: ResolventEngine;
  readonly #unit: TimeUnit;
  readonly #tolerance: number;
  readonly #poles = new Map<number, SweepPoles>();

  constructor(engine: ResolventEngine, unit: TimeUnit, tolerance: number) {
    this.#engine = engine;
    this.#unit = unit;
    this.#tolerance = tolerance;
  }

  /** @throws {SizeError} @throws {ConvergenceError} */
  evaluate(space: StateSpace): TimeSlope {
    const { model, size, weights, masks } = space, spins = model.graph.vertexCount;
    if (spins > MAXIMUM_SPINS) {
      throw new SizeError(
        `Cannot differentiate T_O of a model of ${spins} spins: the rates of its 2^${spins} states do not fit in memory; use at most ${MAXIMUM_SPINS} spins`,
      );
    }
    const poles = this.#unit === "step" ? null : this.#polesOf(spins);
    const columns = poles?.columns ?? 0, length = 2 * size, table = poles?.table.length ?? 0;
    // The rates come first, so that they are written where the memory begins.
    const rates = 0, mass = size * spins, series = mass + size, f = series + table + (table & 1);
    const u = f + length, sum = u + length, work = sum + length, expanded = work + 4 * length;
    const engine = this.#engine, data = engine.reserve(expanded + columns * length);
    const shape: PairShape = { size, flips: spins, rates, weights: mass };
    heatBathRates(space, data);
    data.set(weights, mass);
    if (poles !== null) data.set(poles.table, series);

    // One step takes N of A's resolvents; a sweep of N steps divides by N again.
    const scale = poles === null ? spins : 1;
    const slope = new Float64Array(size);
    let total = 0;
    for (let a = 0; a < masks.length; a += 2) {
      writeCentred(space, a, data, f, 2);
      if (a + 1 < masks.length) writeCentred(space, a + 1, data, f + 1, 2);
      else for (let s = 0; s < size; s++) data[f + 2 * s + 1] = 0;
      if (engine.solve(shape, f, u, work, this.#tolerance, MAXIMUM_ITERATIONS) < 0) {
        throw new ConvergenceError(
          `Cannot solve (I − P)u = f for observables ${a} and ${
            a + 1
          } within ${MAXIMUM_ITERATIONS} iterations; lower beta or raise the tolerance ${this.#tolerance}`,
        );
      }
      data.fill(0, sum, sum + length);
      engine.addFlux(shape, u, scale, sum);
      if (poles !== null) {
        engine.expand(shape, f, work, series, poles.degree, columns, expanded);
        poles.signs.forEach((sign, l) => engine.addFlux(shape, expanded + (l + 1) * length, sign, sum));
      }
      for (let s = 0; s < size; s++) {
        const i = 2 * s, first = data[f + i]!, second = data[f + i + 1]!;
        let low = scale * data[u + i]! - 0.5 * first, high = scale * data[u + i + 1]! - 0.5 * second;
        if (poles !== null) {
          low += data[expanded + i]!;
          high += data[expanded + i + 1]!;
        }
        const value = first * low + second * high;
        total += weights[s]! * value;
        slope[s]! += value + data[sum + i]! + data[sum + i + 1]!;
      }
    }
    return { totalObservableTime: total, slope };
  }

  #polesOf(spins: number): SweepPoles {
    let poles = this.#poles.get(spins);
    if (poles === undefined) this.#poles.set(spins, poles = sweepPoles(spins, this.#tolerance));
    return poles;
  }
}
