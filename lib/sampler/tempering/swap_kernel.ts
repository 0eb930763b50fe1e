import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";

/**
 * How local sweeps L and exchanges S of neighbouring rungs make up one round:
 *
 * * `primary`: ½(LS + SL) by a fair coin, S = as many proposals as there are pairs, one after the other, each on a uniformly random pair;
 * * `convex`: ½L + ½S by a fair coin, S = one proposal on a uniformly random pair;
 * * `non-reversible`: L, then the pairs (0,1), (2,3) … in even rounds and (1,2), (3,4) … in odd ones.
 *
 * The first two are reversible when L is.
 */
export const SWAP_KERNELS = ["primary", "convex", "non-reversible"] as const;

/** One of {@link SWAP_KERNELS}. */
export type SwapKernel = typeof SWAP_KERNELS[number];

/**
 * The kernel, when it is one of `SWAP_KERNELS`; anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(checkSwapKernel("convex"), "convex");
 * assert.throws(() => checkSwapKernel("even"), /swaps is "even"/);
 * ```
 */
export function checkSwapKernel(kernel: unknown): SwapKernel {
  const found = SWAP_KERNELS.find((name) => name === kernel);
  if (found !== undefined) return found;
  throw new InputError(
    `Cannot temper: swaps is ${describeValue(kernel)}; give one of ${SWAP_KERNELS.join(", ")}`,
  );
}
