import { InputError } from "../errors.ts";
import { describeValue } from "./check.ts";
import { type Purpose, PURPOSES } from "./purpose.ts";

/**
 * The seed, when it is an integer from 0 to 2^53 − 1; anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(checkSeed(7), 7);
 * assert.throws(() => checkSeed(-1), /seed is -1/);
 * ```
 */
export function checkSeed(seed: unknown): number {
  if (typeof seed === "number" && Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new InputError(
    `Cannot seed the random numbers: seed is ${
      describeValue(seed)
    }; give an integer from 0 to ${Number.MAX_SAFE_INTEGER}`,
  );
}

/** Bit of the domain that keeps streams apart from addressed numbers of the same purpose. */
export const STREAM_DOMAIN = 1024;

/**
 * The two key words of a seed and a purpose: the seed's low 32 bits, then its high 21 bits below the 11 bits of the domain.
 * One to one, so two different pairs never share a key.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.notDeepEqual(generatorKey(1, "chain"), generatorKey(1, "init"));
 * ```
 */
export function generatorKey(seed: number, purpose: Purpose, domain = 0): Uint32Array {
  checkSeed(seed);
  const code = Object.hasOwn(PURPOSES, purpose) ? PURPOSES[purpose] : undefined;
  if (code === undefined) {
    throw new InputError(
      `Cannot seed the random numbers: purpose is ${describeValue(purpose)}; give one of ${
        Object.keys(PURPOSES).join(", ")
      }`,
    );
  }
  return Uint32Array.of(seed, Math.floor(seed / 2 ** 32) + ((code + domain) << 21 >>> 0));
}
