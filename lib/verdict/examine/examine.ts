import { conflictingBases } from "./bases.ts";
import { beyondCrossings } from "./crossings.ts";
import { undecidable } from "./decidable.ts";
import { tableRefusals } from "./decision_table.ts";
import { mutantSummaryOn } from "./mutant_summary.ts";
import { neverReached, outcomeWitnesses } from "./outcome_witness.ts";
import { provingGround } from "./proving_ground.ts";
import { type Refusal, RefusedRuleError } from "./refused_rule_error.ts";
import { unresolved } from "./resolution.ts";
import { unwitnessed, witnessesOn } from "./witness.ts";
import type { Examination } from "../freeze/freeze_record.ts";
import type { Preregistration } from "../registration/preregistration.ts";

/**
 * Proves that a registration is worth freezing: each rule can pass and can fail, with rows on which it does, each
 * threshold can be resolved, the outcomes are total and do not overlap, and altered rules are told from the registered ones.
 * Full mode is examined. Among the witnesses is one entry for each outcome under the name "outcomes": PASS with the verdicts
 * of a ledger that has it, or NOT-CHECKED where no such ledger was found.
 *
 * @throws {RefusedRuleError} with every refusal of {@link refusalsOf}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const plan = (range: [number, number]) => ({
 *   schemaVersion: 2,
 *   experiment: "90-gap",
 *   budget: { capSeconds: 1 },
 *   grid: {},
 *   measures: { gap: { unit: "1", range, plannedError: 0.01 } },
 *   predictions: [{
 *     id: "P1",
 *     statement: "The gap is open",
 *     mark: ["O"],
 *     published: null,
 *     clauses: [{
 *       estimand: { measure: "gap", aggregate: "single" },
 *       comparison: ">=",
 *       threshold: 0.1,
 *       basis: { full: 1, quick: 1 },
 *     }],
 *   }],
 *   gates: [],
 *   outcomes: [{ token: "OPEN", when: { P1: ["PASS"] } }],
 *   otherwise: "CLOSED",
 * });
 * const { witnesses } = examine(plan([0, 1]) as never);
 * assert.deepEqual(witnesses.slice(0, 2).map(({ rule, verdict }) => `${rule} ${verdict}`), ["P1 PASS", "P1 FAIL"]);
 * assert.deepEqual(witnesses.slice(2).map(({ statement }) => statement), [
 *   "outcome OPEN: P1 PASS",
 *   "outcome CLOSED: P1 FAIL",
 * ]);
 * assert.throws(() => examine(plan([0.2, 1]) as never), /the smallest value it can take is 0\.2, which passes/);
 * ```
 */
export function examine(registration: Preregistration): Examination {
  const refusals = staticRefusals(registration);
  if (refusals.length > 0) throw new RefusedRuleError(registration.experiment, refusals);
  const ground = provingGround(registration);
  const witnesses = witnessesOn(ground);
  const missing = [...unwitnessed(ground, witnesses), ...neverReached(ground)];
  if (missing.length > 0) throw new RefusedRuleError(registration.experiment, missing);
  return {
    witnesses: [
      ...witnesses.map(({ rule, verdict, statement }) => ({ rule, verdict, statement })),
      ...outcomeWitnesses(ground),
    ],
    mutants: mutantSummaryOn(ground),
  };
}

/**
 * Every reason not to freeze a registration, each with what proves it. Witness rows are sought only where nothing else is
 * wrong; an outcome is refused where its verdicts contradict each other, not where a search for it ends. A registration of form 1 says nothing of its measures, so nothing is refused.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(refusalsOf({ schemaVersion: 1 } as never), []);
 * ```
 */
export function refusalsOf(registration: Preregistration): readonly Refusal[] {
  const refusals = staticRefusals(registration);
  if (refusals.length > 0 || registration.schemaVersion === 1) return refusals;
  const ground = provingGround(registration);
  return [...unwitnessed(ground, witnessesOn(ground)), ...neverReached(ground)];
}

function staticRefusals(registration: Preregistration): readonly Refusal[] {
  if (registration.schemaVersion === 1) return [];
  return [
    ...undecidable(registration),
    ...conflictingBases(registration),
    ...beyondCrossings(registration),
    ...unresolved(registration),
    ...tableRefusals(registration),
  ];
}
