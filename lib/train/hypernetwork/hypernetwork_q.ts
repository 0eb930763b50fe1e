import { InputError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { hypernetworkModel } from "../../model/hypernetwork/hypernetwork_couplings.ts";
import { type Hypernetwork, hypernetworkOf } from "../../model/hypernetwork/hypernetwork.ts";
import { HypernetworkPass } from "../../model/hypernetwork/hypernetwork_pass.ts";
import { type DifferenceError, differenceError } from "../../predictor/gradient/difference_error.ts";
import { type QCode, type QGradient, type QGradientOptions, QObjective } from "../../predictor/gradient/q_gradient.ts";
import { teacherLaw } from "../exact_kl/teacher_law.ts";

/** A network with the codes that it is asked for, and the teacher of each. */
export interface TaughtNetwork {
  readonly network: Hypernetwork;
  readonly codes: readonly ArrayLike<number>[];
  readonly teachers: readonly EnergyModel[];
}

/** log Q_pool of a network, with its gradient in φ. */
export interface HypernetworkQ extends QGradient {
  /** ∂ log Q_pool/∂φ in the order of the parameters. */
  readonly parameterGradient: Float64Array;
}

/**
 * The laws of a network beside the moments of its teachers: what `QObjective` and `denseLogQ` take.
 *
 * @throws {InputError} when there is not one code for each teacher, a code does not match the network, or a teacher is not an RBM
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hypernetworkOf } from "../../model/hypernetwork/hypernetwork.ts";
 * import { rbm } from "../../model/rbm.ts";
 * const network = hypernetworkOf({ codeLength: 1, width: 1, visible: 1, hidden: 1, rank: 1 }, [0, 0, 0, 0, 1, 0.5]);
 * const [code] = hypernetworkLaws({ network, codes: [[1]], teachers: [rbm({ weights: [[1]], beta: 2 })] });
 * assert.equal(code!.model.couplings[0], 0.5);
 * assert.ok(Math.abs(code!.moments[0]! - Math.tanh(2)) < 1e-15);
 * ```
 */
export function hypernetworkLaws({ network, codes, teachers }: TaughtNetwork): QCode[] {
  if (codes.length !== teachers.length) {
    throw new InputError(`Cannot compare ${codes.length} codes with ${teachers.length} teachers: give one for each`);
  }
  return codes.map((code, u) => ({
    model: hypernetworkModel(network, code),
    moments: teacherLaw(teachers[u]!).moments,
  }));
}

/**
 * log Q_pool of a network and its gradient in φ, at a checkpoint of a run; solved to 1e−13 unless told.
 *
 * @throws {InputError} as `hypernetworkLaws`, and when the teacher has another shape than the network
 * @throws {ThermolabError} when log Q is not finite
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hypernetworkOf } from "../../model/hypernetwork/hypernetwork.ts";
 * import { rbm } from "../../model/rbm.ts";
 * import { denseLogQ } from "../../predictor/gradient/dense_log_q.ts";
 * const network = hypernetworkOf({ codeLength: 1, width: 1, visible: 1, hidden: 1, rank: 1 }, [0, 0, 0, 0, 1, 0.5]);
 * const taught = { network, codes: [[1]], teachers: [rbm({ weights: [[1]], beta: 2 })] };
 * assert.ok(Math.abs(hypernetworkQ(taught).logQ - denseLogQ(hypernetworkLaws(taught))) < 1e-12);
 * ```
 */
export function hypernetworkQ(taught: TaughtNetwork, options: QGradientOptions = {}): HypernetworkQ {
  return evaluate(taught, new QObjective(options));
}

/**
 * How ∂ log Q_pool/∂φ along each direction compares with central differences, at the best of several steps. Directions of length about 1
 * suit the steps.
 *
 * @throws {InputError} as `hypernetworkQ`, and when a direction has another length than φ
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hypernetworkOf } from "../../model/hypernetwork/hypernetwork.ts";
 * import { rbm } from "../../model/rbm.ts";
 * const network = hypernetworkOf({ codeLength: 1, width: 1, visible: 1, hidden: 1, rank: 1 }, [0.2, 0, 0.3, 0, 1, 0.5]);
 * const taught = { network, codes: [[1]], teachers: [rbm({ weights: [[1]], beta: 2 })] };
 * const [found] = hypernetworkQErrors(taught, [[1, 0, 0, 0, 0, 0]]);
 * assert.ok(found!.error < 1e-7);
 * ```
 */
export function hypernetworkQErrors(
  taught: TaughtNetwork,
  directions: readonly ArrayLike<number>[],
  options: QGradientOptions = {},
): DifferenceError[] {
  const objective = new QObjective(options), { shape, parameters } = taught.network;
  const gradient = evaluate(taught, objective).parameterGradient;
  return directions.map((direction) => {
    if (direction.length !== parameters.length) {
      throw new InputError(
        `Cannot take differences along a direction of ${direction.length} numbers: the network has ${parameters.length} parameters`,
      );
    }
    const slope = gradient.reduce((sum, entry, p) => sum + entry * direction[p]!, 0);
    const at = (step: number): number => {
      const network = hypernetworkOf(shape, parameters.map((value, p) => value + step * direction[p]!));
      return objective.evaluate(hypernetworkLaws({ ...taught, network })).logQ;
    };
    return differenceError(at, slope);
  });
}

function evaluate(taught: TaughtNetwork, objective: QObjective): HypernetworkQ {
  const { network: { shape, parameters }, codes } = taught, found = objective.evaluate(hypernetworkLaws(taught));
  const pass = new HypernetworkPass(shape), parameterGradient = new Float64Array(parameters.length);
  found.codes.forEach(({ gradient }, u) => {
    pass.forward(parameters, codes[u]!);
    pass.pullback(parameters, gradient, parameterGradient);
  });
  return { ...found, parameterGradient };
}
