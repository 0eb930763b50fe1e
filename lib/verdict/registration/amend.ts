import canonicalize from "canonicalize";
import { InputError } from "../../errors.ts";
import type { Amendment } from "./amendment.ts";
import { applyChanges } from "./apply_changes.ts";
import { checkAmendment } from "./check_amendment.ts";
import { checkPreregistration } from "./preregister.ts";
import type { Preregistration } from "./preregistration.ts";

/**
 * A pre-registration changed in the open: what changes, why, and what had been seen by then. In a notebook it is the one
 * statement of a cell tagged `preregistration-amendment`, and its amendment is an object literal of pure data, because
 * the same cell is also read without being run. That `amends` is the digest of the cell before is checked there (see
 * {@link findPreregistration}), where the cells are known.
 *
 * @param registration the registration as it stands.
 * @param amendment its changes as JSON Patch (RFC 6902: add, replace, remove), with the reason.
 * @returns the amended registration, checked and deeply frozen; the old one is unchanged.
 * @throws {InputError} when a field of the amendment is missing, empty or unusable, a change does not apply, all changes
 * together change nothing, the experiment would get another name, or the result is no pre-registration.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const plan = {
 *   schemaVersion: 1 as const,
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
 *     mark: ["O" as const],
 *     published: null,
 *     clauses: [{
 *       estimand: { measure: "heads", aggregate: "single" as const },
 *       comparison: "in" as const,
 *       threshold: [0.45, 0.55] as const,
 *       basis: { full: 1, quick: 1 },
 *     }],
 *   }],
 *   gates: [],
 *   outcomes: [{ token: "FAIR", when: { P1: ["PASS" as const] } }],
 *   otherwise: "OPEN",
 * };
 * const next = amend(plan, {
 *   schemaVersion: 1,
 *   amends: `sha256:${"0".repeat(64)}`,
 *   reason: "The hall closes earlier",
 *   seen: "nothing",
 *   changes: [{ op: "replace", path: "/budget/capSeconds", value: 5 }],
 * });
 * assert.equal(next.budget.capSeconds, 5);
 * assert.equal(plan.budget.capSeconds, 10);
 * ```
 */
export function amend(registration: Preregistration, amendment: Amendment): Preregistration {
  const { changes } = checkAmendment(amendment);
  const changed = applyChanges(registration, changes);
  if (changed.experiment !== registration.experiment) {
    throw new InputError(
      `Amending the pre-registration failed: it would become that of experiment ${
        JSON.stringify(changed.experiment)
      } ` +
        `in place of ${JSON.stringify(registration.experiment)}; register another experiment in its own notebook`,
    );
  }
  if (canonicalize(changed) === canonicalize(registration)) {
    throw new InputError(
      "Amending the pre-registration failed: the changes change nothing; leave the amendment out, or write what changes",
    );
  }
  return checkPreregistration(changed);
}
