import type { UniformLayout } from "../../random/chain_address.ts";

/** Fewer chains than this share their random numbers by site, not by chain. */
const FEW_CHAINS = 8;

/**
 * Which random numbers share a block when nobody says: the same on every backend.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([defaultLayout(7), defaultLayout(8)], ["sites", "chains"]);
 * ```
 */
export function defaultLayout(chains: number): UniformLayout {
  return chains < FEW_CHAINS ? "sites" : "chains";
}
