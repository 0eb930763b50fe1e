import { encodeValue } from "../data/encoded_value.ts";
import type { LedgerRow, Parameters } from "../ledger/ledger.ts";
import type { Estimand, ParameterValue, Preregistration } from "../registration/preregistration.ts";
import { rowId } from "../ledger/row_id.ts";
import { listOf } from "./implied.ts";

/** What is said of a row that was not measured. */
export const NOT_MEASURED = { status: "not-checked", value: null, mcse: null, reason: "not measured" } as const;

/** A row of a measure, complete and fit to decide a rule. */
export function madeRow(
  registration: Preregistration,
  measure: string,
  params: Parameters,
  value: number | string,
): LedgerRow {
  const planned = registration.measures?.[measure];
  const error = planned?.plannedError ?? 0;
  return {
    id: rowId(measure, params),
    params,
    measure,
    value: encodeValue(value),
    mcse: error === 0 ? null : error,
    n: 1,
    unit: planned?.unit ?? (measure === "budgetDecision" ? "decision" : "1"),
    status: "ok",
    reason: null,
    adequacy: ADEQUATE,
  };
}

/** One row that an estimand reads, with further parameters where they are given. */
export function exampleRow(
  registration: Preregistration,
  estimand: Estimand,
  value: number | string,
  more: Parameters = {},
): LedgerRow {
  const params: Record<string, ParameterValue> = {};
  for (const [name, allowed] of Object.entries(estimand.where ?? {})) params[name] = listOf(allowed)[0]!;
  return madeRow(registration, estimand.measure, { ...params, ...more }, value);
}

const WEIGHTS = `sha256:${"0".repeat(64)}`;

// Meets every requirement, with room to spare.
const ADEQUATE = {
  tau: 1,
  length: 1000,
  window: 1000,
  burnIn: 100,
  referenceChange: 0.01,
  weightsRegistered: WEIGHTS,
  weightsUsed: WEIGHTS,
} as const;
