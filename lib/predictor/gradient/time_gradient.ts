import type { KernelName } from "../../exact/kernel_name.ts";
import type { TimeUnit } from "../../exact/kernel_structure.ts";
import { InputError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { wasmEngine } from "./wasm/wasm_engine.ts";
import { SingleSiteTime } from "./single_site_time.ts";
import { parameterGradient, type StateSpace, stateSpace } from "./state_space.ts";
import type { TimeSlope } from "./time_slope.ts";
import { twoBlockTime } from "./two_block_time.ts";

/** What is differentiated and how far. */
export interface GradientOptions {
  /** `single-site` by default; the scans need a model with two blocks. Metropolis is not smooth and has no gradient. */
  readonly kernel?: KernelName;
  /** Unit of T_O and of the window, `sweep` by default; it matters for the single-site kernel only. */
  readonly unit?: TimeUnit;
  /** Residual of the solves relative to the observable, 1e−13 by default. */
  readonly tolerance?: number;
}

/** T_O of one law and its derivatives. */
export interface TimeGradient {
  /** T_O = Σ_a τ_a Var_a, in the unit asked for. */
  readonly totalObservableTime: number;
  /** ∂T_O/∂θ_a of every coupling, then of every bias where the model has them. */
  readonly gradient: Float64Array;
  /** E_π[f_a]. */
  readonly means: Float64Array;
}

/** Evaluates laws one after the other in memory that is kept. */
export class TimeEvaluator {
  readonly #kernel: KernelName;
  readonly #singleSite: SingleSiteTime;

  constructor({ kernel = "single-site", unit = "sweep", tolerance = 1e-13 }: GradientOptions = {}) {
    if (!(tolerance > 0 && tolerance < 1)) {
      throw new InputError(`Cannot differentiate T_O to the tolerance ${tolerance}: give a number between 0 and 1`);
    }
    if (kernel === "metropolis") {
      throw new InputError(
        'Cannot differentiate T_O of the kernel "metropolis": its rates have kinks where two states have the same energy; use single-site',
      );
    }
    this.#kernel = kernel;
    this.#singleSite = new SingleSiteTime(wasmEngine(), unit, tolerance);
  }

  slope(space: StateSpace): TimeSlope {
    return this.#kernel === "single-site" ? this.#singleSite.evaluate(space) : twoBlockTime(space, this.#kernel);
  }
}

/**
 * T_O = Σ_a [⟨f_a, (I − P + 1πᵀ)⁻¹ f_a⟩_π − ½ Var_a] and its gradient in the model's parameters, without eigendecomposition: the law,
 * the centring and the kernel move together, and as the kernel is reversible the adjoint solve is the solve itself. The single-site
 * kernel keeps its relative precision however small the gap; the scans, whose cosines come near 1, lose it as 1e−15/gap.
 *
 * @throws {SizeError} when the model has more than 18 spins
 * @throws {InputError} for the Metropolis kernel, and for a scan of a model that does not have two blocks
 * @throws {ConvergenceError} when a solve does not reach the tolerance
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../model/rbm.ts";
 * const at = (w: number) => rbm({ weights: [[w, 0.2], [0.1, -0.3]], beta: 1 });
 * const { gradient } = timeGradient(at(0.5));
 * const [up, down] = [at(0.5 + 1e-5), at(0.5 - 1e-5)].map((model) => timeGradient(model).totalObservableTime);
 * assert.ok(Math.abs((up! - down!) / 2e-5 - gradient[0]!) < 1e-8);
 * ```
 */
export function timeGradient(model: EnergyModel, options: GradientOptions = {}): TimeGradient {
  const space = stateSpace(model), { totalObservableTime, slope } = new TimeEvaluator(options).slope(space);
  return { totalObservableTime, gradient: parameterGradient(space, slope), means: space.means };
}
