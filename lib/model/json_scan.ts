/** A place in a JSON text and what is wrong there. */
export interface JsonProblem {
  readonly offset: number;
  readonly problem: string;
}

const SPACE = /[ \t\n\r]*/y;
// deno-lint-ignore no-control-regex -- RFC 8259 forbids raw control characters inside strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

interface Container {
  readonly close: "}" | "]";
  readonly keys: Set<string> | null;
}

/**
 * The first place where a text is not JSON (RFC 8259), or where an object repeats a key; null when there is none.
 * `JSON.parse` says neither in a way that is the same on every engine: its messages leave out the position of some errors,
 * and it takes the last of two equal keys in silence.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(findJsonProblem('{"a": [1, 2]}'), null);
 * assert.deepEqual(findJsonProblem('{"a": 1, "a": 2}'), { offset: 9, problem: 'the key "a" is repeated' });
 * assert.equal(findJsonProblem('{"a": [1,]}')?.offset, 9);
 * ```
 */
export function findJsonProblem(text: string): JsonProblem | null {
  const stack: Container[] = [];
  let at = 0;
  let expected: "value" | "value or ]" | "key" | "key or }" | "more" = "value";
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return null;
    at = pattern.lastIndex;
    return found[0];
  };
  const fail = (wanted: string): JsonProblem => ({
    offset: at,
    problem: at >= text.length ? `the text ends where ${wanted} must stand` : `${wanted} must stand here`,
  });

  for (take(SPACE); at < text.length || stack.length > 0 || expected !== "more"; take(SPACE)) {
    const top = stack.at(-1);
    const character = text[at];
    if (expected === "more") {
      if (top === undefined) return fail("the end of the text");
      if (character !== "," && character !== top.close) return fail(`"," or "${top.close}"`);
      at++;
      if (character === ",") expected = top.keys === null ? "value" : "key";
      else stack.pop();
    } else if (top !== undefined && expected.endsWith(` or ${top.close}`) && character === top.close) {
      at++;
      stack.pop();
      expected = "more";
    } else if (expected === "key" || expected === "key or }") {
      const start = at;
      const key = take(STRING);
      if (key === null) return fail(expected === "key" ? "a key in double quotes" : 'a key in double quotes or "}"');
      const name: string = JSON.parse(key);
      if (top!.keys!.has(name)) return { offset: start, problem: `the key ${key} is repeated` };
      top!.keys!.add(name);
      take(SPACE);
      if (text[at] !== ":") return fail('":"');
      at++;
      expected = "value";
    } else if (character === "{" || character === "[") {
      at++;
      stack.push(character === "{" ? { close: "}", keys: new Set() } : { close: "]", keys: null });
      expected = character === "{" ? "key or }" : "value or ]";
    } else {
      if (take(STRING) === null && take(SCALAR) === null) return fail("a JSON value");
      expected = "more";
    }
  }
  return null;
}
