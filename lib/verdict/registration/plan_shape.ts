import { distinct, NAME, name, parameter } from "../data/names.ts";
import * as is from "../data/shape.ts";
import type { Shape } from "../data/shape.ts";

// A value of this spelling is read back as a number, so no row can hold it as a text.
const NUMBERS_IN_WORDS: readonly unknown[] = ["NaN", "Infinity", "-Infinity"];

const end: Shape = (value, path, problems) => {
  if (Number.isFinite(value) || value === "Infinity" || value === "-Infinity") return;
  problems.push(`${path}: expected a finite number, "Infinity" or "-Infinity", got ${is.quoted(value)}`);
};

const range: Shape = (value, path, problems) => {
  if (!Array.isArray(value) || value.length !== 2) {
    problems.push(`${path}: expected a pair [smallest, largest], got ${is.quoted(value)}`);
    return;
  }
  is.list(end)(value, path, problems);
  if (Number(value[0]) > Number(value[1])) {
    problems.push(`${path}: ${is.quoted(value)} is empty; write the smaller end first`);
  }
};

const word: Shape = (value, path, problems) => {
  is.someText(value, path, problems);
  if (NUMBERS_IN_WORDS.includes(value)) problems.push(`${path}: ${is.quoted(value)} is a number; register a range`);
};

const plannedMeasure: Shape = (value, path, problems) => {
  is.fields(
    { unit: is.someText, plannedError: is.number({ minimum: 0 }) },
    { range, values: distinct(is.list(word, 1)) },
  )(value, path, problems);
  if (is.isRecord(value) && Object.hasOwn(value, "range") === Object.hasOwn(value, "values")) {
    problems.push(`${path}: give either the range of its numbers or the texts that are its values`);
  }
};

/** Measure → what it can be. */
export const measuresShape: Shape = is.recordOf(plannedMeasure, NAME);

/** The parameter at whose registered values alone readings count. */
export const crossingsShape: Shape = is.fields({ parameter: name, registered: distinct(is.list(parameter, 1)) });

const share: Shape = (value, path, problems) => {
  if (typeof value === "number" && value > 0 && value < 1) return;
  problems.push(`${path}: expected a share between 0 and 1, got ${is.quoted(value)}`);
};

/** Cap and projection. */
export const budgetShape: Shape = is.fields({ capSeconds: is.number({ minimum: 1 }) }, { projectionAt: share });
