import { InputError, SizeError } from "../../errors.ts";
import type { TransitionOperator } from "../transition_operator.ts";
import { componentStates } from "./merge_tree.ts";
import type { MergeTree } from "./merge_tree.ts";

/** State updates that the cuts of one tree may take, about half a minute. */
const CUT_WORK = 2e10;

/**
 * Φ̂(A) = Q(A, Aᶜ) / min(π(A), π(Aᶜ)) of one application of a reversible kernel, A given by its states; the flow through the
 * boundary is ⟨1_A, (I − P) 1_A⟩_π. By Cheeger's inequality the gap γ of the same kernel is at most 2 Φ̂(A) (Levin and Peres,
 * Markov Chains and Mixing Times, 2nd edition, theorem 13.10).
 *
 * @throws {InputError} when the kernel is not reversible, or when A is empty or everything
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { boltzmannLaw } from "../law.ts";
 * import { fullSpace } from "../sector.ts";
 * import { TransitionOperator } from "../transition_operator.ts";
 * // One free spin changes with probability ½.
 * const model = curieWeiss(1, 0), space = fullSpace(model, boltzmannLaw(model));
 * assert.equal(cutConductance(new TransitionOperator(model, "single-site", space), [0]), 0.5);
 * ```
 */
export function cutConductance(operator: TransitionOperator, states: ArrayLike<number>): number {
  const { sector: { size, weights, parity }, kernel } = operator;
  if (!operator.reversible || parity === "odd") {
    throw new InputError(
      `Cannot take a conductance under the ${kernel} kernel${
        parity === "odd" ? " on odd functions" : ", which is not reversible"
      }: use a reversible kernel on states or on even functions`,
    );
  }
  const indicator = new Float64Array(size), image = new Float64Array(size);
  for (let k = 0; k < states.length; k++) indicator[states[k]!] = 1;
  operator.applyLaplacian(indicator, image);
  let flow = 0, inside = 0, outside = 0, members = 0;
  for (let s = 0; s < size; s++) {
    if (indicator[s] === 1) {
      flow += weights[s]! * image[s]!;
      inside += weights[s]!;
      members++;
    } else outside += weights[s]!;
  }
  if (members === 0 || members === size) {
    throw new InputError(`Cannot cut off ${members} of ${size} states: give some of them and not all`);
  }
  return flow / Math.min(inside, outside);
}

/**
 * Φ̂ of the cut around every node of a merge tree under one application of any reversible kernel, by one product each; NaN for
 * the root. Under the kernel that the tree was grown with these are the `conductance` of its nodes.
 *
 * @throws {SizeError} when the products would take more than about half a minute
 * @throws {InputError} when the kernel is not reversible
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { TransitionOperator } from "../transition_operator.ts";
 * import { landscapeSpace } from "./landscape_space.ts";
 * import { mergeTree } from "./merge_tree.ts";
 * const model = curieWeiss(4, 1), tree = mergeTree(landscapeSpace(model, { states: "full" }));
 * const operator = new TransitionOperator(model, "single-site", tree.space.sector);
 * const [first, second] = cutConductances(tree, operator);
 * assert.ok(Math.abs(first! / tree.nodes[0]!.conductance! - 1) < 1e-14 && Math.abs(first! / second! - 1) < 1e-14);
 * ```
 */
export function cutConductances(tree: MergeTree, operator: TransitionOperator): Float64Array {
  const { sector: { size }, spins } = tree.space;
  if (operator.sector.size !== size) {
    throw new InputError(
      `Cannot cut a tree over ${size} states under an operator on ${operator.sector.size}: build the operator on the tree's sector`,
    );
  }
  if (tree.nodes.length * size * spins > CUT_WORK) {
    throw new SizeError(
      `Cannot take ${tree.nodes.length} cuts of ${size} states one by one: that is more than ${CUT_WORK} updates; use the single-site kernels, whose cuts come with the tree`,
    );
  }
  return Float64Array.from(
    tree.nodes,
    (node) => node.parent === null ? NaN : cutConductance(operator, componentStates(tree, node)),
  );
}
