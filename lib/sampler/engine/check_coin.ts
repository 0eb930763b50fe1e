import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import type { Coin } from "./engine.ts";

/**
 * The coin, when it is one; anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(checkCoin("shared", "Cannot temper"), "shared");
 * assert.throws(() => checkCoin("both", "Cannot temper"), /Cannot temper: coin is "both"/);
 * ```
 */
export function checkCoin(coin: unknown, action: string): Coin {
  if (coin === "chain" || coin === "shared") return coin;
  throw new InputError(`${action}: coin is ${describeValue(coin)}; give "chain" or "shared"`);
}
