import type { DataSource } from "../../lib/data/mod.ts";
import type { Line } from "./line.ts";

/**
 * The line on MNIST, which experiments 3, 4 and 6 train on.
 *
 * @param found Where it was found without a download, or what is wrong with the named folder.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const source = { kind: "cache", place: "mnist", sentence: "" } as const;
 * assert.equal(mnistLine(source).state, "good");
 * assert.equal(mnistLine("Cannot use the MNIST in the folder \"data\"").state, "problem");
 * ```
 */
export function mnistLine(found: DataSource | string): Line {
  const head = { group: "Data", name: "MNIST" };
  const remedy = "name a folder that holds it in THERMOLAB_MNIST";
  if (typeof found === "string") {
    return { ...head, state: "problem", text: found, remedy, leaves: "experiments 3, 4 and 6 on MNIST" };
  }
  if (found.kind === "built-in") {
    const text = "neither in a named folder nor in the cache; downloaded when it is first needed (11 MB)";
    return { ...head, state: "none", text, remedy: `without a network, ${remedy}`, leaves: null };
  }
  return { ...head, state: "good", text: `checked (${found.place})`, remedy: null, leaves: null };
}
