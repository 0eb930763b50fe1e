import { expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { checkInteger, describeValue, isList } from "../../../lib/random/check.ts";

test("describeValue() writes any value on one line of at most 60 characters", () => {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  const cases: [unknown, string][] = [
    [null, "null"],
    [undefined, "undefined"],
    [NaN, "NaN"],
    [-0.5, "-0.5"],
    ["a\nb", '"a\\nb"'],
    [[1, "x"], '[1,"x"]'],
    [true, "true"],
    [10n, "10n"],
    [circular, "an object"],
    [() => 1, "a function"],
  ];
  for (const [value, text] of cases) expect(describeValue(value)).toBe(text);
  expect(describeValue("x".repeat(100))).toHaveLength(60);
});

test("checkInteger() accepts its ends and refuses everything else", () => {
  expect(checkInteger(1, "n", "Cannot count", 1, 3)).toBe(1);
  expect(checkInteger(3, "n", "Cannot count", 1, 3)).toBe(3);
  for (const bad of [0, 4, 1.5, NaN, Infinity, "2", null, undefined, [2], true]) {
    expect(() => checkInteger(bad, "n", "Cannot count", 1, 3)).toThrow(InputError);
  }
});

test("isList() tells arrays and typed arrays from text, objects and views of bytes", () => {
  expect([[], new Int8Array(1), "ab", { length: 1 }, new DataView(new ArrayBuffer(1)), null].map(isList)).toEqual(
    [true, true, false, false, false, false],
  );
});
