import { InputError } from "../../errors.ts";
import { frozenCopy } from "../data/plain_data.ts";
import type { Preregistration } from "./preregistration.ts";
import { preregistrationShape } from "./preregistration_shape.ts";
import { problemsOf } from "../data/shape.ts";

/**
 * A pre-registration, checked and deeply frozen. In a notebook it is the one statement of the cell tagged
 * `preregistration`, and its argument is an object literal of pure data, because the same cell is also read without being
 * run (see {@link readPreregistrationCell}).
 *
 * @param data what the experiment fixes before any data; fields as in {@link Preregistration} and
 * `preregistration.schema.json`.
 * @returns a frozen copy.
 * @throws {InputError} when a field is missing, unknown or unusable; all problems are told together.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const registration = preregister({
 *   schemaVersion: 1,
 *   experiment: "90-coin",
 *   question: "Is the coin fair?",
 *   substrate: "one coin",
 *   kernel: "toss",
 *   unit: "tosses",
 *   grid: {},
 *   seeds: { toss: 7 },
 *   constants: {},
 *   quick: {},
 *   budget: { capSeconds: 10 },
 *   predictions: [{
 *     id: "P1",
 *     statement: "The share of heads is near one half",
 *     mark: ["O"],
 *     published: null,
 *     clauses: [{
 *       estimand: { measure: "heads", aggregate: "single" },
 *       comparison: "in",
 *       threshold: [0.45, 0.55],
 *       basis: { full: 1, quick: 1 },
 *     }],
 *   }],
 *   gates: [],
 *   outcomes: [{ token: "FAIR", when: { P1: ["PASS"] } }],
 *   otherwise: "OPEN",
 * });
 * assert.ok(Object.isFrozen(registration.predictions[0]));
 * ```
 */
export function preregister(data: Preregistration): Preregistration {
  return checkPreregistration(data);
}

/**
 * {@link preregister} for data of unknown shape, such as the part of a file.
 *
 * @throws {InputError} as {@link preregister}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkPreregistration({ schemaVersion: 3 }), /schemaVersion: expected one of 1, 2, got 3/);
 * ```
 */
export function checkPreregistration(data: unknown): Preregistration {
  const copy: unknown = frozenCopy(data, "the pre-registration");
  const problems = problemsOf(preregistrationShape, copy);
  if (problems !== null) throw new InputError(`Checking the pre-registration failed: ${problems}`);
  return copy as Preregistration;
}
