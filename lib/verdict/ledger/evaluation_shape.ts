import { COMPARISONS } from "../data/comparison.ts";
import { NAME, pair } from "../data/names.ts";
import { VERDICTS } from "../registration/preregistration.ts";
import * as is from "../data/shape.ts";
import type { Shape } from "../data/shape.ts";

/** A number or a text; a non-finite number is a text. */
export const encodedValue: Shape = (value, path, problems) => {
  if (typeof value === "string" || Number.isFinite(value)) return;
  problems.push(`${path}: expected a finite number or a text, got ${is.quoted(value)}`);
};

const bound: Shape = (value, path, problems) => {
  if (!pair(value)) encodedValue(value, path, problems);
};

const clause = is.fields({
  label: is.someText,
  verdict: is.oneOf("PASS", "FAIL", "NOT-CHECKED", "MEASURED"),
  measure: is.nullable(encodedValue),
  error: is.nullable(is.number({ minimum: 0 })),
  comparison: is.nullable(is.oneOf(...COMPARISONS)),
  threshold: is.nullable(bound),
  row: is.nullable(is.someText),
  reason: is.nullable(is.someText),
});

const rule = is.fields({
  id: is.text("the id of a rule", NAME),
  statement: is.someText,
  mark: is.list(is.oneOf("P", "C", "O"), 1),
  published: is.nullable(is.someText),
  verdict: is.oneOf(...VERDICTS),
  measure: is.nullable(encodedValue),
  threshold: is.nullable(is.someText),
  error: is.nullable(is.number({ minimum: 0 })),
  reason: is.nullable(is.someText),
  clauses: is.list(clause, 1),
}, { caution: is.someText });

/** The shape of a recorded verdict. */
export const evaluationShape: Shape = is.fields({
  predictions: is.list(rule),
  gates: is.list(rule),
  outcome: is.someText,
});
