import type { LedgerRow } from "../ledger/ledger.ts";
import { rowShape } from "../ledger/ledger_shape.ts";
import { EXPERIMENT_NAME, NAME } from "../data/names.ts";
import type { Preregistration } from "../registration/preregistration.ts";
import { VERDICTS } from "../registration/preregistration.ts";
import { BUDGET_GATE } from "../registration/preregistration_references.ts";
import { preregistrationShape } from "../registration/preregistration_shape.ts";
import { BUILT_IN_MEASURES } from "../registration/read_measures.ts";
import * as is from "../data/shape.ts";
import type { Shape } from "../data/shape.ts";

const day = is.text("a day such as 2026-05-31", /^\d{4}-\d{2}-\d{2}$/);
const verdicts = is.recordOf(is.oneOf(...VERDICTS), NAME);

const registrationPart: Shape = (value, path, problems) => {
  const inner: string[] = [];
  preregistrationShape(value, "", inner);
  problems.push(...inner.map((problem) => `${path}.${problem}`));
};

const structure = is.fields({
  schemaVersion: is.oneOf(1),
  experiment: is.text("a file name", EXPERIMENT_NAME),
  source: is.fields({ title: is.someText, page: is.someText, date: day }),
  registration: registrationPart,
  rows: is.list(rowShape, 1),
  expected: is.fields({
    predictions: verdicts,
    gates: verdicts,
    outcome: is.someText,
    note: is.nullable(is.someText),
  }),
});

interface Parts {
  readonly experiment: string;
  readonly registration: Preregistration;
  readonly rows: readonly LedgerRow[];
  readonly expected: Readonly<Record<"predictions" | "gates", object>>;
}

/** The shape of a published ledger; `published.schema.json` says the same but for what one part says of another. */
export const publishedShape: Shape = (value, path, problems) => {
  structure(value, path, problems);
  if (problems.length > 0) return;
  const parts = value as Parts;
  const { experiment, registration, expected } = parts;
  if (registration.schemaVersion !== 2) {
    problems.push(`registration.schemaVersion: expected 2, got ${is.quoted(registration.schemaVersion)}`);
    return;
  }
  if (registration.experiment !== experiment) {
    problems.push(
      `registration.experiment: expected ${is.quoted(experiment)}, got ${is.quoted(registration.experiment)}`,
    );
  }
  const gates = registration.gates.map(({ id }) => id);
  if (registration.budget.projectionAt !== undefined) gates.push(BUDGET_GATE);
  sameRules(expected.predictions, registration.predictions.map(({ id }) => id), "expected.predictions", problems);
  sameRules(expected.gates, gates, "expected.gates", problems);
  rowsFit(parts, problems);
};

function sameRules(verdicts: object, ids: readonly string[], path: string, problems: string[]): void {
  for (const id of ids) if (!Object.hasOwn(verdicts, id)) problems.push(`${path}.${id}: missing`);
  for (const id of Object.keys(verdicts)) {
    if (!ids.includes(id)) problems.push(`${path}: ${is.quoted(id)} is no rule; known are ${ids.join(", ")}`);
  }
}

function rowsFit({ registration, rows }: Parts, problems: string[]): void {
  const { measures = {} } = registration;
  const seen = new Set<string>();
  rows.forEach((row, i) => {
    if (seen.has(row.id)) problems.push(`rows[${i}].id: ${is.quoted(row.id)} stands twice`);
    seen.add(row.id);
    if (row.source === undefined) problems.push(`rows[${i}].source: missing; say where ${row.id} was printed`);
    if (BUILT_IN_MEASURES.includes(row.measure)) return;
    if (!Object.hasOwn(measures, row.measure)) {
      problems.push(`rows[${i}].measure: ${is.quoted(row.measure)} is not registered`);
    } else if (measures[row.measure]!.unit !== row.unit) {
      const { unit } = measures[row.measure]!;
      problems.push(`rows[${i}].unit: ${is.quoted(row.measure)} is registered in ${is.quoted(unit)}`);
    }
  });
}
