import { encodedValue, evaluationShape } from "./evaluation_shape.ts";
import { ROW_STATUSES } from "./ledger.ts";
import type { Parameters } from "./ledger.ts";
import { EXPERIMENT_NAME, NAME, parameter } from "../data/names.ts";
import { preregistrationShape } from "../registration/preregistration_shape.ts";
import { rowId } from "./row_id.ts";
import * as is from "../data/shape.ts";
import type { Shape } from "../data/shape.ts";

const digest = is.text('"sha256:" and 64 hexadecimal digits', /^sha256:[0-9a-f]{64}$/);
const time = is.text("a time such as 2026-01-31T12:00:00.000Z", /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/);
const amount = is.number({ minimum: 0 });
const count = is.number({ minimum: 0, integer: true });

const adequacy: Shape = (value, path, problems) => {
  is.fields({}, {
    tau: amount,
    length: amount,
    window: amount,
    burnIn: amount,
    referenceChange: amount,
    weightsRegistered: is.someText,
    weightsUsed: is.someText,
  })(value, path, problems);
  if (is.isRecord(value) && Object.keys(value).length === 0) problems.push(`${path}: says nothing; leave it out`);
};

const rowFields = is.fields({
  id: is.someText,
  params: is.recordOf(parameter, NAME),
  measure: is.text('a name such as "gammaEff"', NAME),
  value: is.nullable(encodedValue),
  mcse: is.nullable(is.number({ minimum: 0 })),
  n: count,
  unit: is.someText,
  status: is.oneOf(...ROW_STATUSES),
  reason: is.nullable(is.someText),
}, { source: is.someText, adequacy });

/** A row: an `ok` row has a value and no reason, any other row has a reason. */
export const rowShape: Shape = (value, path, problems) => {
  const before = problems.length;
  rowFields(value, path, problems);
  if (problems.length > before) return;
  const row = value as Record<string, unknown>;
  if (row.status === "ok") {
    if (row.value === null || row.value === "NaN") {
      problems.push(`${path}.value: ${is.quoted(row.value)} cannot be ok; give the row another status and its reason`);
    }
    if (row.reason !== null) problems.push(`${path}.reason: expected null beside the status "ok"`);
  } else if (row.reason === null) problems.push(`${path}.reason: the status ${is.quoted(row.status)} needs one`);
  const id = rowId(row.measure as string, row.params as Parameters);
  if (row.id !== id) problems.push(`${path}.id: expected ${is.quoted(id)}, got ${is.quoted(row.id)}`);
};

const preregistration = is.fields({ digest: is.nullable(digest), registration: preregistrationPart });

function preregistrationPart(value: unknown, path: string, problems: string[]): void {
  const inner: string[] = [];
  preregistrationShape(value, "", inner);
  problems.push(...inner.map((problem) => `${path}.${problem}`));
}

/** The shape of what a notebook has read. */
export const inputShape: Shape = is.fields({ experiment: is.someText, digest });
const sealedNumber = is.fields({
  cell: count,
  output: is.nullable(count),
  index: count,
  text: is.someText,
  source: is.nullable(is.someText),
  row: is.nullable(is.someText),
});

const structure = is.fields({
  schemaVersion: is.oneOf(1),
  experiment: is.text("a file name", EXPERIMENT_NAME),
  mode: is.oneOf("quick", "full"),
  preregistration: is.nullable(preregistration),
  digests: is.fields({ code: is.nullable(digest), lock: is.nullable(digest), weights: is.nullable(digest) }),
  seeds: is.recordOf(count, NAME),
  device: is.nullable(is.recordOf(is.nullable(parameter))),
  versions: is.recordOf(is.someText),
  startedAt: time,
  finishedAt: time,
  rows: is.list(rowShape),
  displays: is.list(is.fields({ cell: count, count })),
  timings: is.list(is.fields({ cell: count, seconds: amount })),
  totals: is.fields({ seconds: amount }),
  verdict: is.nullable(evaluationShape),
}, { rowsDigest: digest, inputs: is.list(inputShape), prose: is.list(sealedNumber) });

/** The shape of a ledger, version 1; `ledger.schema.json` says the same but that ids are unique and match their rows. */
export const ledgerShape: Shape = (value, path, problems) => {
  structure(value, path, problems);
  if (problems.length > 0) return;
  const ids = (value as { rows: { id: string }[] }).rows.map((row) => row.id);
  const seen = new Set<string>();
  ids.forEach((id, i) => {
    if (seen.has(id)) problems.push(`rows[${i}].id: ${is.quoted(id)} stands twice`);
    seen.add(id);
  });
};
