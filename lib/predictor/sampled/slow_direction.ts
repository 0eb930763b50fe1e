import { ConvergenceError, InputError } from "../../errors.ts";
import { lanczosProcess, type Ritz } from "../../exact/lanczos_process.ts";
import type { Sector } from "../../exact/sector.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { createStream } from "../../random/stream.ts";
import type { Observer, SampleBatch } from "../../sampler/schedule/observer.ts";
import { squaredNorm } from "../signal.ts";
import { SignProducts } from "./sign_products.ts";
import { SignStore } from "./sign_store.ts";

/** What is stored of a run, and how far the direction is worked out. */
export interface SlowDirectionOptions {
  readonly chains: number;
  /** Samples used, the first ones of the run; later ones are left out. Default 1000. */
  readonly sweeps?: number;
  /** The most bytes that may be held; default 512 MiB. */
  readonly maximumBytes?: number;
}

/** The slowest direction of a run among the observables. */
export interface SlowDirectionReading {
  /** Of norm 1, one entry per observable, up to its sign. */
  readonly direction: Float64Array;
  /** Its lag-1 autocovariance, the largest there is. */
  readonly covariance: number;
  /** Of the observable along it, ρ(1). */
  readonly correlation: number;
  /** Bound of the distance from `covariance` to an eigenvalue, over it. */
  readonly residual: number;
  readonly samples: number;
}

/**
 * The slowest direction in the space of the gradient observables: the unit vector v for which the observable Σ_a v_a·f_a has the largest
 * lag-1 autocovariance, the top eigenvector of ½(C₁ + C₁ᵀ) with C₁ = Cov[f(t), f(t+1)] around the means of all chains. It observes a run
 * (`stride` 1) and stores its first samples as bits, 101 MB for 1,000 sweeps of 25,200 observables × 32 chains; the matrix itself is
 * never formed: Lanczos steps with products over the stored bits, each about as long as reading them twice.
 *
 * Source: the lag-1 surrogate of the program's experiment 3, called r_yy there (Prasanna 2026); the matrix and its centring are the
 * project's reading.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createSampler, ising } from "thermolab";
 * // A pair that rarely lets go of its sign beside a free spin.
 * const model = ising({ n: 3, edges: [[0, 1]], weights: [2], biases: [0, 0, 0], beta: 1 });
 * const slow = new SlowDirection(model, { chains: 32, sweeps: 500 });
 * const sampler = await createSampler(model, { scan: "forward", seed: 7 });
 * await sampler.run(sampler.init(32), { burnIn: 50, samples: 500 }, { observers: [slow] });
 * await sampler.close();
 * // The gradient by the biases of the pair lies along it, that by the bias of the free spin does not.
 * assert.ok(slow.share(Float64Array.of(0, 1, 1, 0)) > 0.99);
 * assert.ok(slow.share(Float64Array.of(0, 0, 0, 1)) < 0.01);
 * ```
 */
export class SlowDirection implements Observer {
  readonly #store: SignStore;
  #reading: SlowDirectionReading | null = null;

  constructor(model: EnergyModel, options: SlowDirectionOptions) {
    const { chains, sweeps = 1000, maximumBytes = 2 ** 29 } = options;
    this.#store = new SignStore(model, { chains, sweeps, maximumBytes });
  }

  readonly observe = (batch: SampleBatch): void => {
    if (batch.stride !== 1) {
      throw new InputError(`Cannot find the slowest direction: stride is ${batch.stride}; keep every sweep (stride 1)`);
    }
    if (this.#store.length < this.#store.sweeps) this.#reading = null;
    this.#store.observe(batch);
  };

  /**
   * slowModeShare: the squared cosine between a gradient and the slowest direction, 0 … 1; NaN for a gradient of zeros. A gradient of
   * another length is an InputError.
   */
  share(gradient: Float64Array): number {
    if (gradient.length !== this.#store.observables) {
      throw new InputError(
        `Cannot take the share of the slowest direction: the gradient has ${gradient.length} entries; give one for each of ` +
          `the ${this.#store.observables} observables`,
      );
    }
    const { direction } = this.reading();
    const inner = gradient.reduce((sum, value, a) => sum + value * direction[a]!, 0);
    return inner * inner / squaredNorm(gradient);
  }

  /**
   * The direction over the samples seen so far.
   *
   * @throws {ConvergenceError} when 200 Lanczos steps do not settle it to 1e−6, as where two directions are equally slow, and when
   * nothing ever changes.
   */
  reading(): SlowDirectionReading {
    return this.#reading ??= slowestDirection(this.#store);
  }
}

function slowestDirection(store: SignStore): SlowDirectionReading {
  const action = "Cannot find the slowest direction", { chains, length, observables: size } = store;
  if (length < 2) throw new InputError(`${action}: ${length} samples were seen; run at least 2`);
  const products = new SignProducts(store), projected = new Float64Array(length * chains);
  const weights = new Float64Array(length * chains), pairs = (length - 1) * chains;
  const apply = (v: Float64Array, out: Float64Array) => {
    products.project(v, projected);
    for (let r = 0; r < projected.length; r++) {
      weights[r] = ((projected[r - chains] ?? 0) + (projected[r + chains] ?? 0)) / (2 * pairs);
    }
    products.gather(weights, out);
  };
  const stream = createStream(0, "probe"), start = Float64Array.from({ length: size }, () => stream.gaussian());
  for (let a = 0; a < size; a++) if (Math.abs(products.means[a]!) > 1 - 1e-12) start[a] = 0;
  const norm = Math.sqrt(squaredNorm(start));
  if (norm === 0) throw new ConvergenceError(`${action}: no observable ever changes; run longer`);
  const top = ({ values }: Ritz) => values.reduce((best, value, k) => value > values[best]! ? k : best, 0);
  const settled = (ritz: Ritz) => ritz.residuals[top(ritz)]! <= 1e-6 * Math.abs(ritz.values[top(ritz)]!);
  const ones = new Float64Array(size).fill(1);
  // A plain inner product; on "odd" functions no mean is taken off.
  const sector: Sector = { parity: "odd", bits: 0, size, weights: ones, logWeights: new Float64Array(size) };
  const { ritz, basis } = lanczosProcess({
    sector,
    apply,
    start: start.map((value) => value / norm),
    maximumSteps: Math.min(size, 200),
    settled,
  });
  const best = top(ritz), covariance = ritz.values[best]!;
  if (!ritz.complete && !settled(ritz)) {
    throw new ConvergenceError(
      `${action}: after ${ritz.steps} steps the residual is ${
        (ritz.residuals[best]! / covariance).toExponential(1)
      } of ` +
        `the covariance; store more sweeps`,
    );
  }
  const direction = new Float64Array(size);
  ritz.vector(best).forEach((factor, k) => basis[k]!.forEach((value, a) => direction[a]! += factor * value));
  products.project(direction, projected);
  const variance = squaredNorm(projected) / projected.length;
  return {
    direction,
    covariance,
    correlation: covariance / variance,
    residual: ritz.complete ? 0 : ritz.residuals[best]! / Math.abs(covariance),
    samples: length,
  };
}
