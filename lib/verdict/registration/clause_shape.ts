import { COMPARISONS } from "../data/comparison.ts";
import { distinct, NAME, name, names, pair, parameter } from "../data/names.ts";
import { REQUIREMENTS } from "./preregistration.ts";
import * as is from "../data/shape.ts";
import type { Shape } from "../data/shape.ts";

const parameters: Shape = (value, path, problems) =>
  Array.isArray(value) ? is.list(parameter, 1)(value, path, problems) : parameter(value, path, problems);

const comparison = is.oneOf(...COMPARISONS);

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
    {
      where: is.recordOf(parameters, NAME),
      given: condition({ measure: name }),
      within: condition(),
      against: name,
      by: names,
    },
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
const basis = is.fields({ full: rowCount, quick: is.nullable(rowCount) }, { per: names });
const requires = distinct(is.list(is.oneOf(...REQUIREMENTS), 1));

function singleStandsOnOne(value: unknown, path: string, problems: string[]): void {
  if (!is.isRecord(value) || !is.isRecord(value.estimand) || !is.isRecord(value.basis)) return;
  const { estimand } = value;
  if (estimand.aggregate !== "single" || Object.hasOwn(estimand, "given") || Object.hasOwn(estimand, "by")) return;
  const { full, quick } = value.basis;
  if (full !== 1 || (quick !== 1 && quick !== null)) {
    problems.push(`${path}.basis: the aggregate "single" stands on one row, got ${is.quoted(value.basis)}`);
  }
}

/** A clause without a comparison. It reports one value, so it has no groups. */
export const measurementShape: Shape = (value, path, problems) => {
  is.fields({ estimand: estimand(false), basis }, { requires })(value, path, problems);
  singleStandsOnOne(value, path, problems);
  if (is.isRecord(value) && is.isRecord(value.estimand) && Object.hasOwn(value.estimand, "by")) {
    problems.push(`${path}.estimand.by: a measurement reports one value; write one clause for each group`);
  }
};

/** A clause with its comparison. */
export const clauseShape: Shape = (value, path, problems) => {
  is.fields({ estimand: estimand(true), comparison, threshold: is.anything, basis }, { requires })(
    value,
    path,
    problems,
  );
  singleStandsOnOne(value, path, problems);
  if (is.isRecord(value) && Object.hasOwn(value, "threshold")) thresholdFits(value, path, problems, true);
};
