import { COMPARISONS } from "./comparison.ts";
import { VERDICTS } from "./preregistration.ts";
import * as is from "./shape.ts";
import type { Shape } from "./shape.ts";

/** Names of experiments: they become file names. */
export const EXPERIMENT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** Names of measures, parameters, seeds and rules. */
export const NAME = /^[A-Za-z][A-Za-z0-9._-]*$/;

const name = is.text('a name such as "gammaEff" (letters, digits, ".", "_", "-")', NAME);

/** A parameter of a row. */
export const parameter: Shape = (value, path, problems) => {
  if (typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return;
  problems.push(`${path}: expected a text, a boolean or a finite number, got ${is.quoted(value)}`);
};

const parameters: Shape = (value, path, problems) =>
  Array.isArray(value) ? is.list(parameter, 1)(value, path, problems) : parameter(value, path, problems);

const comparison = is.oneOf(...COMPARISONS);

/** Whether a value is two finite numbers. */
export function pair(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((x) => Number.isFinite(x));
}

/** A threshold belongs to its comparison: a pair to `in`, a text only to `==`. */
function thresholdFits(value: Record<string, unknown>, path: string, problems: string[], estimands: boolean): void {
  const { comparison, threshold } = value;
  const expected = comparison === "in"
    ? "a pair [lo, hi]"
    : comparison === "=="
    ? "a finite number or a text"
    : "a finite number";
  const fits = comparison === "in"
    ? pair(threshold)
    : Number.isFinite(threshold) || (comparison === "==" && typeof threshold === "string");
  const isEstimand = estimands && comparison !== "in" && is.isRecord(threshold);
  if (isEstimand) estimand(false)(threshold, `${path}.threshold`, problems);
  else if (!fits) {
    problems.push(
      `${path}.threshold: expected ${expected}${estimands ? " or an estimand" : ""}, got ${is.quoted(threshold)}`,
    );
  } else if (pair(threshold) && threshold[0] > threshold[1]) {
    problems.push(`${path}.threshold: ${is.quoted(threshold)} is empty; write the smaller bound first`);
  }
}

function condition(more: Readonly<Record<string, Shape>> = {}): Shape {
  return (value, path, problems) => {
    is.fields({ ...more, comparison, threshold: is.anything })(value, path, problems);
    if (is.isRecord(value) && Object.hasOwn(value, "threshold")) thresholdFits(value, path, problems, false);
  };
}

/** `every` has no single value, so only a clause's own estimand may use it. */
function estimand(mayBeEvery: boolean): Shape {
  const aggregates = ["max", "min", "median", "mean", "count", "share", "single", "spearman"];
  const shape = is.fields(
    { measure: name, aggregate: is.oneOf(...(mayBeEvery ? ["every", ...aggregates] : aggregates)) },
    { where: is.recordOf(parameters, NAME), given: condition({ measure: name }), within: condition(), against: name },
  );
  return (value, path, problems) => {
    shape(value, path, problems);
    if (!is.isRecord(value)) return;
    const needs = (field: string, wanted: boolean): void => {
      if (Object.hasOwn(value, field) === wanted) return;
      problems.push(
        `${path}.${field}: the aggregate ${is.quoted(value.aggregate)} ${wanted ? "needs it" : "has no use for it"}`,
      );
    };
    needs("within", value.aggregate === "count" || value.aggregate === "share");
    needs("against", value.aggregate === "spearman");
  };
}

const rowCount = is.number({ minimum: 1, integer: true });
const basis = is.fields({ full: rowCount, quick: is.nullable(rowCount) });

function singleStandsOnOne(value: unknown, path: string, problems: string[]): void {
  if (!is.isRecord(value) || !is.isRecord(value.estimand) || !is.isRecord(value.basis)) return;
  if (value.estimand.aggregate !== "single" || Object.hasOwn(value.estimand, "given")) return;
  const { full, quick } = value.basis;
  if (full !== 1 || (quick !== 1 && quick !== null)) {
    problems.push(`${path}.basis: the aggregate "single" stands on one row, got ${is.quoted(value.basis)}`);
  }
}

const measurement: Shape = (value, path, problems) => {
  is.fields({ estimand: estimand(false), basis })(value, path, problems);
  singleStandsOnOne(value, path, problems);
};

const clause: Shape = (value, path, problems) => {
  is.fields({ estimand: estimand(true), comparison, threshold: is.anything, basis })(value, path, problems);
  singleStandsOnOne(value, path, problems);
  if (is.isRecord(value) && Object.hasOwn(value, "threshold")) thresholdFits(value, path, problems, true);
};

const head = {
  id: name,
  statement: is.someText,
  mark: is.list(is.oneOf("P", "C", "O"), 1),
  published: is.nullable(is.someText),
};

const gate = is.fields({ ...head, clauses: is.list(clause, 1) });

const prediction: Shape = (value, path, problems) => {
  const item = is.isRecord(value) && value.measureOnly === true ? measurement : clause;
  is.fields({ ...head, clauses: is.list(item, 1) }, { measureOnly: is.oneOf(true, false) })(value, path, problems);
};

const token: Shape = (value, path, problems) => {
  is.someText(value, path, problems);
  if (value === "HALT") problems.push(`${path}: "HALT" is what a failed gate says; choose another token`);
};

const when: Shape = (value, path, problems) => {
  is.recordOf(is.list(is.oneOf(...VERDICTS), 1), NAME)(value, path, problems);
  if (is.isRecord(value) && Object.keys(value).length === 0) {
    problems.push(`${path}: names no prediction; write what always holds as "otherwise"`);
  }
};

const free = is.recordOf(is.anything);

const structure = is.fields({
  schemaVersion: is.oneOf(1),
  experiment: is.text('a file name such as "01-exact-diagonalisation"', EXPERIMENT_NAME),
  question: is.someText,
  substrate: is.someText,
  kernel: is.someText,
  unit: is.someText,
  grid: free,
  seeds: is.recordOf(is.number({ minimum: 0, integer: true }), NAME),
  constants: free,
  quick: free,
  budget: is.fields({ capSeconds: is.number({ minimum: 1 }) }),
  predictions: is.list(prediction, 1),
  gates: is.list(gate),
  outcomes: is.list(is.fields({ token, when })),
  otherwise: token,
}, { haltRules: is.someText });

/** What one part says of another: identifiers are unique, the decision table names predictions that exist. */
function references(value: Record<string, unknown>, problems: string[]): void {
  const rules = (part: unknown): string[] => (part as { id: string }[]).map((rule) => rule.id);
  const predictions = rules(value.predictions);
  const ids = [...predictions, ...rules(value.gates)];
  const repeated = ids.find((id, i) => ids.indexOf(id) !== i);
  if (repeated !== undefined) problems.push(`predictions and gates: the id ${is.quoted(repeated)} stands twice`);
  const rows = value.outcomes as { token: string; when: Record<string, unknown> }[];
  rows.forEach((row, i) => {
    for (const id of Object.keys(row.when)) {
      if (!predictions.includes(id)) {
        problems.push(`outcomes[${i}].when: ${is.quoted(id)} is no prediction; known are ${predictions.join(", ")}`);
      }
    }
    if (rows.findIndex((other) => other.token === row.token) !== i) {
      problems.push(`outcomes[${i}].token: ${is.quoted(row.token)} stands twice`);
    }
  });
}

/** The shape of a pre-registration, version 1; `preregistration.schema.json` says the same but for cross-references. */
export const preregistrationShape: Shape = (value, path, problems) => {
  structure(value, path, problems);
  if (problems.length === 0) references(value as Record<string, unknown>, problems);
};
