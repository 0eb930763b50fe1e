import { InputError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { exactParameter, FIELD_LIMIT, FIELD_ONE, MANTISSA_ERROR } from "../acceptance/fixed_field.ts";
import type { SiteOrder } from "./site_order.ts";

/** A model's parameters as the integers on which every backend decides, in the order of a `SiteOrder`. */
export interface IntegerWeights {
  /** One per entry of the rows: 2·beta·J·log2(e)·2^32, rounded. Integers below 2^52 held as doubles. */
  readonly couplings: Float64Array;
  /** One per position. */
  readonly biases: Float64Array;
  /** Upper bound of |z| = |2·beta·(Σ J·x + h)| over all spins and states of the neighbours. */
  readonly largestField: number;
  /**
   * Upper bound of the relative error of the smaller of the two conditional probabilities of any spin given any state of
   * its neighbours, against the exact heat bath of the model's double-precision parameters; where |z| is above 77, of those
   * probabilities that are not below 2^−112.
   */
  readonly errorBound: number;
}

/**
 * The integer parameters of a model at inverse temperature `beta` (default: the model's own). Parameters that are not
 * finite, and fields above 2^20·ln 2, are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { siteOrder } from "./site_order.ts";
 * const model = curieWeiss(4, 1), weights = integerWeights(model, siteOrder(model));
 * assert.ok(Math.abs(weights.largestField - 1.5) < 1e-9);
 * assert.ok(weights.errorBound < 1e-8);
 * ```
 */
export function integerWeights(model: EnergyModel, sites: SiteOrder, beta: number = model.beta): IntegerWeights {
  const action = "Cannot use the model's parameters";
  const { order, rows, edges, spinCount: n } = sites;
  const couplings = new Float64Array(edges.length), biases = new Float64Array(n);
  let largest = 0, worst = 0;
  for (let p = 0; p < n; p++) {
    let size = 0, error = 0;
    const add = (value: number, name: string, index: number): number => {
      if (!Number.isFinite(value)) {
        throw new InputError(`${action}: ${name}[${index}] is ${value}; give finite numbers`);
      }
      const exact = exactParameter(value, beta), rounded = Math.round(exact);
      size += Math.abs(rounded);
      // The last term covers the rounding of the product itself.
      error += Math.abs(rounded - exact) + Math.abs(rounded) * 2 ** -51;
      return rounded;
    };
    const spin = order[p]!;
    if (model.biases !== null) biases[p] = add(model.biases[spin]!, "biases", spin);
    for (let k = rows[p]!, end = rows[p + 1]!; k < end; k++) {
      couplings[k] = add(model.couplings[edges[k]!]!, "couplings", edges[k]!);
    }
    if (!(size < FIELD_LIMIT)) {
      const field = (size / FIELD_ONE) * Math.LN2;
      throw new InputError(
        `${action}: the field of spin ${spin} reaches ${field.toPrecision(4)}; give parameters whose fields ` +
          `2·beta·(sum of |J| + |h|) stay below ${Math.floor((FIELD_LIMIT / FIELD_ONE) * Math.LN2)}`,
      );
    }
    largest = Math.max(largest, size + error);
    worst = Math.max(worst, error);
  }
  return {
    couplings,
    biases,
    largestField: (largest / FIELD_ONE) * Math.LN2,
    errorBound: Math.expm1((worst / FIELD_ONE) * Math.LN2) + MANTISSA_ERROR,
  };
}
