import JSON5 from "json5";
import { matchEnd, TEXT_OR_COMMENT } from "./literal_text.ts";

/** A key that stands twice in one record. */
export interface DuplicateKey {
  /** Where the second one stands. */
  readonly offset: number;
  readonly key: string;
}

const KEY =
  /"(?:[^"\\\n\r]|\\[\s\S])*"|'(?:[^'\\\n\r]|\\[\s\S])*'|(?:[\p{L}\p{Nl}$_\u200c\u200d\p{Mn}\p{Mc}\p{Nd}\p{Pc}]|\\u[0-9a-fA-F]{4})+/yu;

/**
 * The first key that stands twice in one record of a literal, of which JSON5 would keep the last in silence; null when
 * there is none. Keys are compared as they read: `a`, `"a"` and `"\u0061"` are the same.
 *
 * @param source a text with a literal that JSON5 reads.
 * @param start offset of the literal.
 * @param end offset behind it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(findDuplicateKey("{ a: { b: 1 }, b: 2 }", 0, 21), null);
 * assert.deepEqual(findDuplicateKey('{ a: 1, "a": 2 }', 0, 16), { offset: 8, key: "a" });
 * ```
 */
export function findDuplicateKey(source: string, start: number, end: number): DuplicateKey | null {
  const open: (Set<string> | null)[] = [];
  let keyComes = false;
  for (let i = start; i < end; i++) {
    const character = source[i]!;
    const keys = open.at(-1);
    if (character === "{") open.push(new Set());
    else if (character === "[") open.push(null);
    else if (character === "}" || character === "]") open.pop();
    if ("{[}],:".includes(character)) {
      keyComes = character === "{" || (character === "," && keys instanceof Set);
      continue;
    }
    const isKey = keyComes && keys instanceof Set;
    const keyEnd = isKey ? matchEnd(KEY, source, i) : -1;
    if (keyEnd > 0) {
      const key = Object.keys(JSON5.parse(`{${source.slice(i, keyEnd)}:0}`))[0]!;
      if (keys!.has(key)) return { offset: i, key };
      keys!.add(key);
      keyComes = false;
      i = keyEnd - 1;
      continue;
    }
    const skipped = matchEnd(TEXT_OR_COMMENT, source, i);
    if (skipped > 0) i = skipped - 1;
  }
  return null;
}
