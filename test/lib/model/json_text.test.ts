import fc from "fast-check";
import { expect, test } from "vitest";
import { findJsonProblem } from "../../../lib/model/json_scan.ts";
import { parseJsonText } from "../../../lib/model/json_text.ts";

test("findJsonProblem() finds none in any JSON text, however it is spaced", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.constantFrom("", "  ", "\t"), (value, indent) => {
    const text = JSON.stringify(value, null, indent);
    expect(findJsonProblem(text)).toBeNull();
    expect(parseJsonText(text, "it")).toEqual(JSON.parse(text));
  }));
});

test("findJsonProblem() agrees with JSON.parse on texts with one character changed, left out or put in", () => {
  const character = fc.constantFrom(...'{}[]",:0123456789.eE+-\\utrfalsn \n\u0001x');
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), fc.nat(2), character, (value, place, cut, put) => {
      const text = JSON.stringify(value), at = place % (text.length + 1);
      const changed = text.slice(0, at) + (cut === 2 ? "" : put) + text.slice(at + (cut === 0 ? 0 : 1));
      let valid = true;
      try {
        JSON.parse(changed);
      } catch {
        valid = false;
      }
      const found = findJsonProblem(changed);
      if (found !== null && /is repeated$/.test(found.problem)) return;
      expect(found === null, changed).toBe(valid);
      if (found !== null) expect(found.offset).toBeLessThanOrEqual(changed.length);
    }),
    { numRuns: 2000 },
  );
});

test("findJsonProblem() names a key repeated through an escape and accepts equal keys of different objects", () => {
  expect(findJsonProblem('{"a": 1, "\\u0061": 2}')?.problem).toBe('the key "\\u0061" is repeated');
  expect(findJsonProblem('[{"a": 1}, {"a": {"a": 2}}]')).toBeNull();
});

test("parseJsonText() reads nesting far deeper than the stack", () => {
  const depth = 100_000;
  expect(findJsonProblem("[".repeat(depth) + "]".repeat(depth))).toBeNull();
  expect(() => parseJsonText("[".repeat(depth), "it")).toThrow(/the text ends where a JSON value must stand/);
});
