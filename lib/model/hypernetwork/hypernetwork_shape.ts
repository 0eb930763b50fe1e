import { InputError } from "../../errors.ts";
import { MAXIMUM_VERTICES } from "../../graph/create_graph.ts";
import { checkInteger } from "../../random/check.ts";

/** The numbers that a hypernetwork is made of. */
export interface HypernetworkShape {
  /** Entries of a code u. */
  readonly codeLength: number;
  /** Units of the tanh layer. */
  readonly width: number;
  /** m, the visible spins of the RBM. */
  readonly visible: number;
  /** n, the hidden spins of the RBM. */
  readonly hidden: number;
  /** r, at most min(m, n). */
  readonly rank: number;
}

/** Where each part begins in the one array of parameters; matrices are row by row. */
export interface HypernetworkLayout {
  /** `width` × `codeLength`. */
  readonly codeWeights: number;
  /** `width`. */
  readonly codeBiases: number;
  /** `(visible + hidden)·rank` × `width`: the rows of A (m × r), then the rows of B (n × r). */
  readonly factorWeights: number;
  /** `(visible + hidden)·rank`. */
  readonly factorBiases: number;
  /** Parameters in all. */
  readonly length: number;
}

/**
 * The shape, when it is one of a network; anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const shape = { codeLength: 4, width: 8, visible: 4, hidden: 4, rank: 5 };
 * assert.throws(() => checkHypernetworkShape(shape, "Cannot make a hypernetwork"), /rank is 5; give an integer from 1 to 4/);
 * ```
 */
export function checkHypernetworkShape(shape: HypernetworkShape, action: string): HypernetworkShape {
  if (typeof shape !== "object" || shape === null) {
    throw new InputError(`${action}: its shape is missing; give an object`);
  }
  const codeLength = checkInteger(shape.codeLength, "codeLength", action, 1, 2 ** 16);
  const width = checkInteger(shape.width, "width", action, 1, 2 ** 16);
  const visible = checkInteger(shape.visible, "visible", action, 1, MAXIMUM_VERTICES);
  const hidden = checkInteger(shape.hidden, "hidden", action, 1, MAXIMUM_VERTICES - visible);
  const rank = checkInteger(shape.rank, "rank", action, 1, Math.min(visible, hidden));
  return { codeLength, width, visible, hidden, rank };
}

/**
 * Where the parameters of a network of this shape lie.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const layout = hypernetworkLayout({ codeLength: 2, width: 3, visible: 2, hidden: 2, rank: 1 });
 * assert.deepEqual(layout, { codeWeights: 0, codeBiases: 6, factorWeights: 9, factorBiases: 21, length: 25 });
 * ```
 */
export function hypernetworkLayout(shape: HypernetworkShape): HypernetworkLayout {
  const { codeLength, width, visible, hidden, rank } = shape, outputs = (visible + hidden) * rank;
  const codeBiases = width * codeLength,
    factorWeights = codeBiases + width,
    factorBiases = factorWeights + outputs * width;
  return { codeWeights: 0, codeBiases, factorWeights, factorBiases, length: factorBiases + outputs };
}
