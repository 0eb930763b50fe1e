import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { InputError } from "../../errors.ts";
import type { Hypernetwork } from "./hypernetwork.ts";
import { hypernetworkJacobian } from "./hypernetwork_jacobian.ts";

/** The rank of J_u and what it was read from. */
export interface JacobianRank {
  /** Singular values above `tolerance` times the largest. */
  readonly rank: number;
  /** r(m + n − r), the dimension of the matrices of rank r; r(2m − r) for m = n. */
  readonly expected: number;
  readonly tolerance: number;
  /** Descending. */
  readonly singularValues: Float64Array;
  /** The smallest that counts, relative to the largest; 0 when none does. */
  readonly leastCounted: number;
  /** The largest that does not count, relative to the largest; 0 when all do. The gap between the two decides the rank. */
  readonly largestLeftOut: number;
}

/**
 * Rank of J_u = ∂vec W(u)/∂φ by its singular values. At parameters where A and B have full rank it is r(m + n − r): the network
 * reaches every direction that keeps the rank of W.
 *
 * @param tolerance of a singular value relative to the largest; 1e−10 by default, between what rounding leaves (1e−15) and what
 * networks have
 * @throws {InputError} when the code does not match the network, a parameter is not finite, or the tolerance is not in (0, 1)
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createStream } from "../../random/stream.ts";
 * import { createHypernetwork } from "./hypernetwork.ts";
 * const shape = { codeLength: 4, width: 8, visible: 4, hidden: 4, rank: 2 };
 * const { rank, expected } = jacobianRank(createHypernetwork(shape, createStream(7, "weights")), [0, 1, 0, 0]);
 * assert.deepEqual([rank, expected], [12, 12]);
 * ```
 */
export function jacobianRank(network: Hypernetwork, code: ArrayLike<number>, tolerance = 1e-10): JacobianRank {
  const action = "Cannot find the rank of a Jacobian";
  if (!(tolerance > 0 && tolerance < 1)) {
    throw new InputError(`${action}: the tolerance is ${tolerance}; give a number between 0 and 1`);
  }
  const rows = hypernetworkJacobian(network, code);
  if (rows.some((row) => row.some((entry) => !Number.isFinite(entry)))) {
    throw new InputError(`${action}: it is not finite at these parameters; give finite ones`);
  }
  const decomposition = new SingularValueDecomposition(new Matrix(rows), {
    autoTranspose: true,
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
  });
  const singularValues = Float64Array.from(decomposition.diagonal).sort().reverse(), largest = singularValues[0]!;
  const rank = singularValues.filter((value) => value > tolerance * largest).length;
  const share = (index: number): number => largest > 0 ? (singularValues[index] ?? 0) / largest : 0;
  const { visible, hidden, rank: r } = network.shape;
  return {
    rank,
    expected: r * (visible + hidden - r),
    tolerance,
    singularValues,
    leastCounted: rank === 0 ? 0 : share(rank - 1),
    largestLeftOut: share(rank),
  };
}
