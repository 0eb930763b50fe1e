import { InputError } from "../errors.ts";

/** The transition kernels of the library, by the names that the `lab` command takes. */
export const KERNEL_NAMES = ["single-site", "metropolis", "forward", "reverse", "symmetric", "palindromic"] as const;

/** One of {@link KERNEL_NAMES}. */
export type KernelName = typeof KERNEL_NAMES[number];

/**
 * Whether the kernel satisfies detailed balance by construction.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([isReversible("symmetric"), isReversible("forward")], [true, false]);
 * ```
 */
export function isReversible(kernel: KernelName): boolean {
  return kernel !== "forward" && kernel !== "reverse";
}

/**
 * Whether one application is a single random-scan step, so that a sweep is N applications.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([isSingleSite("metropolis"), isSingleSite("palindromic")], [true, false]);
 * ```
 */
export function isSingleSite(kernel: KernelName): boolean {
  return kernel === "single-site" || kernel === "metropolis";
}

/**
 * Reads a kernel's name.
 *
 * @throws {InputError} when no kernel has that name
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(parseKernelName("symmetric"), "symmetric");
 * assert.throws(() => parseKernelName("gibbs"));
 * ```
 */
export function parseKernelName(text: string): KernelName {
  const found = KERNEL_NAMES.find((name) => name === text);
  if (found === undefined) {
    throw new InputError(`Cannot use the kernel "${text}": choose one of ${KERNEL_NAMES.join(", ")}`);
  }
  return found;
}
