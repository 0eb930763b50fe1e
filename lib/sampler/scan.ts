import { InputError } from "../errors.ts";
import { KERNEL_NAMES, type KernelName } from "../exact/kernel_name.ts";
import { describeValue } from "../random/check.ts";

/**
 * The ways to go over the spins. One sweep is N updates of single random spins (`single-site` by heat bath, `metropolis`), or
 * one heat-bath update of every block: `forward` in order, `reverse` against it, `symmetric` either way by a fair coin per
 * sweep and chain, `palindromic` blocks 1 … k … 1.
 */
export const SCANS: readonly KernelName[] = KERNEL_NAMES;

/** The name of a scan. */
export type Scan = KernelName;

/** The scans that visit whole blocks. */
export type BlockScan = Exclude<Scan, "single-site" | "metropolis">;

/**
 * The scan, when it is one of `SCANS`; anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(checkScan("forward"), "forward");
 * assert.throws(() => checkScan("sideways"), /scan is "sideways"/);
 * ```
 */
export function checkScan(scan: unknown): Scan {
  const found = SCANS.find((name) => name === scan);
  if (found !== undefined) return found;
  throw new InputError(
    `Cannot build a sampler: scan is ${describeValue(scan)}; give one of ${SCANS.join(", ")}`,
  );
}
