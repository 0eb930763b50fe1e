import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findJsonProblem } from "../../../lib/model/json_scan.ts";
import { findDuplicateKey } from "../../../lib/verdict/registration/duplicate_keys.ts";

const SEED = 5150;

describe("findDuplicateKey()", () => {
  test(`has no false alarm on JSON, and finds each doubled key where the JSON scanner does (seed ${SEED})`, () => {
    const data = fc.dictionary(fc.string({ minLength: 0, maxLength: 3 }), fc.jsonValue(), { minKeys: 1, maxKeys: 5 });
    fc.assert(
      fc.property(data, fc.nat(), (value, pick) => {
        const text = JSON.stringify(value), keys = Object.keys(value);
        expect(findDuplicateKey(text, 0, text.length)).toBeNull();
        const key = keys[pick % keys.length]!;
        const doubled = `${text.slice(0, -1)}, ${JSON.stringify(key)}: 0}`;
        const found = findDuplicateKey(doubled, 0, doubled.length)!;
        expect(found.key).toBe(key);
        expect(found.offset).toBe(findJsonProblem(doubled)!.offset);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test.each([
    "{ a: 'b', b: 'a' }",
    "{ a: { a: { a: 1 } }, b: [{ a: 1 }, { a: 1 }] }",
    "{ a: [1, 1, 'a', 'a'], }",
    "{ a: 1 /* , a: 2 */ // , a: 3\n }",
    "{ a: Infinity, Infinity: 1, NaN: 1, null: null, true: true, x: 0x1F, e1: 1e1 }",
    "{ $: 1, _: 2, ä: 3, a: 4 }",
  ])("accepts %s", (text) => expect(findDuplicateKey(text, 0, text.length)).toBeNull());
});
