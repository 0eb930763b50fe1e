/** A part of a check that could not be made. */
export interface NotChecked {
  /** Which part: `freeze`, `order`, `record`, `metric`, `prose`. */
  readonly id: string;
  /** What is not checked, and why. */
  readonly message: string;
}

/** What a part of a check has found. */
export interface Findings {
  /** One sentence per thing that is wrong. */
  readonly problems: readonly string[];
  readonly notChecked: readonly NotChecked[];
}

/**
 * The findings of several parts as one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const one = { problems: ["a"], notChecked: [] };
 * assert.deepEqual(joined([one, { problems: ["b"], notChecked: [] }]).problems, ["a", "b"]);
 * ```
 */
export function joined(parts: readonly Findings[]): Findings {
  return {
    problems: parts.flatMap(({ problems }) => problems),
    notChecked: parts.flatMap(({ notChecked }) => notChecked),
  };
}
