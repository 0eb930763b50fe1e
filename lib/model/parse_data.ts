import { InputError } from "../errors.ts";
import { describeValue } from "../random/check.ts";
import { checkFinite, checkSpins, checkVector } from "./check.ts";
import { type EnergyModel, observableCount } from "./energy_model.ts";
import { checkKeys, checkObject } from "./json_object.ts";

/** What a data law says of a model's observables. */
export interface DataMoments {
  /** ⟨x_i·x_j⟩ per edge, then ⟨x_i⟩ per spin when the model has biases: the observables without their minus sign. */
  readonly moments: Float64Array;
  /** Number of states, when states are given that count alike; null for moments and for unequal weights. */
  readonly stateCount: number | null;
}

const ACTION = "Cannot use the data";

/**
 * The moments that a parsed DATA.json gives for a model: `{"states": [[±1, …], …], "weights": […]}` with N entries a state
 * and weights optional (at least 0, not all of them; default equal), or `{"moments": […]}` with one number in [−1, 1] per
 * observable. Anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "./rbm.ts";
 * const model = rbm({ weights: [[1, 1]], beta: 1 });
 * const data = parseData({ states: [[1, 1, 1], [1, 1, -1]], weights: [3, 1] }, model);
 * assert.deepEqual([[...data.moments], data.stateCount], [[1, 0.5], null]);
 * ```
 */
export function parseData(json: unknown, model: EnergyModel): DataMoments {
  const record = checkObject(json, ACTION);
  if ("moments" in record) {
    return { moments: givenMoments(checkKeys(json, ACTION, ["moments"], [])["moments"], model), stateCount: null };
  }
  if (!("states" in record)) {
    throw new InputError(`${ACTION}: it has neither "states" nor "moments"; give one of them`);
  }
  const { states, weights } = checkKeys(json, ACTION, ["states"], ["weights"]);
  return stateMoments(states, weights, model);
}

function givenMoments(values: unknown, model: EnergyModel): Float64Array {
  const moments = checkVector(values, "moments", ACTION, observableCount(model), "observable");
  const outside = moments.findIndex((moment) => Math.abs(moment) > 1);
  if (outside >= 0) {
    throw new InputError(`${ACTION}: moments[${outside}] is ${moments[outside]}; give a number from -1 to 1`);
  }
  return moments;
}

function stateMoments(states: unknown, weights: unknown, model: EnergyModel): DataMoments {
  const { from, to, vertexCount } = model.graph;
  if (!Array.isArray(states) || states.length === 0) {
    throw new InputError(`${ACTION}: states is ${describeValue(states)}; give at least one state`);
  }
  const weightOf = checkWeights(weights, states.length);
  const moments = new Float64Array(observableCount(model));
  let total = 0;
  for (let k = 0; k < states.length; k++) {
    const x = checkSpins(states[k], `states[${k}]`, ACTION, vertexCount), w = weightOf[k]!;
    total += w;
    for (let e = 0; e < from.length; e++) moments[e]! += w * x[from[e]!]! * x[to[e]!]!;
    for (let a = from.length; a < moments.length; a++) moments[a]! += w * x[a - from.length]!;
  }
  checkFinite(total, "the sum of weights", ACTION);
  if (total === 0) throw new InputError(`${ACTION}: all weights are 0; give at least one positive weight`);
  return {
    moments: moments.map((moment) => moment / total),
    // Unequal weights may be counts or probabilities, which say nothing of how many draws there were.
    stateCount: weightOf.every((weight) => weight === weightOf[0]) ? weightOf.length : null,
  };
}

function checkWeights(weights: unknown, count: number): Float64Array {
  if (weights === undefined) return new Float64Array(count).fill(1);
  const checked = checkVector(weights, "weights", ACTION, count, "state");
  const negative = checked.findIndex((weight) => weight < 0);
  if (negative >= 0) {
    throw new InputError(`${ACTION}: weights[${negative}] is ${checked[negative]}; give a number that is at least 0`);
  }
  return checked;
}
