import { applyPatch } from "rfc6902";
import { InputError } from "../../errors.ts";
import type { Change } from "./amendment.ts";
import type { PlainRecord } from "../data/plain_data.ts";
import { isRecord } from "../data/shape.ts";

const INDEX = /^(?:0|[1-9]\d*)$/;
// They lead to what every object inherits, which no registration holds.
const INHERITED = ["__proto__", "constructor", "prototype"];

/**
 * A registration after the changes of an amendment, as JSON Patch (RFC 6902) applies them: one after the other, each on
 * what the one before left.
 *
 * @param data the registration, unchanged by this.
 * @returns a new object, not yet checked.
 * @throws {InputError} for the first change that does not apply, with its number and path.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const data = { grid: { beta: [0.5, 1] } };
 * assert.deepEqual(applyChanges(data, [{ op: "add", path: "/grid/beta/-", value: 2 }]), { grid: { beta: [0.5, 1, 2] } });
 * assert.throws(
 *   () => applyChanges(data, [{ op: "remove", path: "/grid/field" }]),
 *   /change 1, remove "\/grid\/field".*there is no "field"; known are "beta"/,
 * );
 * ```
 */
export function applyChanges(data: object, changes: readonly Change[]): PlainRecord {
  const changed = structuredClone(data) as PlainRecord;
  changes.forEach((change, i) => {
    const problem = problemOf(changed, change);
    // The library would follow inherited properties and round odd indices; what reaches it is known to apply.
    const failure = problem === null ? applyPatch(changed, [change])[0] : null;
    if (problem === null && failure === null) return;
    throw new InputError(
      `Applying change ${i + 1}, ${change.op} ${JSON.stringify(change.path)}, to the pre-registration failed: ` +
        (problem ?? failure!.message),
    );
  });
  return changed;
}

function problemOf(data: unknown, { op, path }: Change): string | null {
  const tokens = path.split("/").slice(1).map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  let parent = data;
  for (const [depth, token] of tokens.entries()) {
    const last = depth === tokens.length - 1;
    if (Array.isArray(parent)) {
      const limit = last && op === "add" ? parent.length : parent.length - 1;
      if (last && op === "add" && token === "-") return null;
      if (!INDEX.test(token)) return `${JSON.stringify(token)} is no index of the list; count from 0`;
      if (Number(token) > limit) return `there is no item ${token}; the list has ${parent.length}`;
      parent = parent[Number(token)];
    } else if (isRecord(parent)) {
      if (INHERITED.includes(token)) return `${JSON.stringify(token)} cannot be a field; choose another name`;
      if (!Object.hasOwn(parent, token) && !(last && op === "add")) {
        const known = Object.keys(parent).slice(0, 12).map((key) => JSON.stringify(key)).join(", ");
        return `there is no ${JSON.stringify(token)}; known are ${known || "none"}`;
      }
      parent = Object.hasOwn(parent, token) ? parent[token] : undefined;
    } else return `${JSON.stringify(token)} would stand inside a value that is no list and no record`;
  }
  return null;
}
