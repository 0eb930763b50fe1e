import { InputError } from "../../../errors.ts";
import { describeValue, isList } from "../../../random/check.ts";
import { CounterGenerator } from "../../../random/counter.ts";
import type { Start } from "../../sampler.ts";

/**
 * The spins of `chains` chains of `spinCount` spins before the first sweep, chain by chain. Uniform starts come from the
 * addresses (seed, chain, 0, spin) of their own purpose. Spins other than ±1 and wrong lengths are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...startSpins(2, 3, 7, [1, -1, 1])], [1, -1, 1, 1, -1, 1]);
 * assert.throws(() => startSpins(2, 3, 7, [1, 0, 1]), /start\[1\] is 0/);
 * ```
 */
export function startSpins(chains: number, spinCount: number, seed: number, start: Start): Int8Array {
  const spins = new Int8Array(chains * spinCount);
  if (start === "uniform") {
    const random = new CounterGenerator(seed, "init");
    for (let c = 0, k = 0; c < chains; c++) {
      for (let i = 0; i < spinCount; i++, k++) spins[k] = random.fill(c, 0, i)[0]! >>> 31 === 0 ? 1 : -1;
    }
    return spins;
  }
  const action = "Cannot start the chains";
  if (!isList(start) || (start.length !== spinCount && start.length !== spins.length)) {
    const found = isList(start) ? `has ${start.length} entries` : `is ${describeValue(start)}`;
    throw new InputError(
      `${action}: start ${found}; give "uniform", ${spinCount} spins for all chains alike, or ${spins.length} chain by chain`,
    );
  }
  for (let k = 0; k < spins.length; k++) {
    const source = k % start.length, spin = start[source];
    if (spin !== 1 && spin !== -1) {
      throw new InputError(`${action}: start[${source}] is ${describeValue(spin)}; give +1 or -1`);
    }
    spins[k] = spin;
  }
  return spins;
}
