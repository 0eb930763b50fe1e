import { clauseShape, measurementShape } from "./clause_shape.ts";
import { formTwoFields } from "./form_one.ts";
import { EXPERIMENT_NAME, NAME, name, names } from "../data/names.ts";
import { budgetShape, crossingsShape, measuresShape } from "./plan_shape.ts";
import { type Preregistration, VERDICTS } from "./preregistration.ts";
import { referenceProblems } from "./preregistration_references.ts";
import * as is from "../data/shape.ts";
import type { Shape } from "../data/shape.ts";

export { EXPERIMENT_NAME, NAME, parameter } from "../data/names.ts";

const head = {
  id: name,
  statement: is.someText,
  mark: is.list(is.oneOf("P", "C", "O"), 1),
  published: is.nullable(is.someText),
};
const headOfFormTwo = { caution: is.someText, after: names };

const gate = is.fields({ ...head, clauses: is.list(clauseShape, 1) }, headOfFormTwo);

const prediction: Shape = (value, path, problems) => {
  const item = is.isRecord(value) && value.measureOnly === true ? measurementShape : clauseShape;
  const optional = { ...headOfFormTwo, measureOnly: is.oneOf(true, false) };
  is.fields({ ...head, clauses: is.list(item, 1) }, optional)(value, path, problems);
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
  schemaVersion: is.oneOf(1, 2),
  experiment: is.text('a file name such as "01-exact-diagonalisation"', EXPERIMENT_NAME),
  question: is.someText,
  substrate: is.someText,
  kernel: is.someText,
  unit: is.someText,
  grid: free,
  seeds: is.recordOf(is.number({ minimum: 0, integer: true }), NAME),
  constants: free,
  quick: free,
  budget: budgetShape,
  predictions: is.list(prediction, 1),
  gates: is.list(gate),
  outcomes: is.list(is.fields({ token, when })),
  otherwise: is.nullable(token),
}, {
  haltRules: is.someText,
  samplingSeeds: names,
  measures: measuresShape,
  crossings: crossingsShape,
});

/**
 * The shape of a pre-registration, forms 1 and 2; `preregistration.schema.json` says the same but for what one part says
 * of another.
 */
export const preregistrationShape: Shape = (value, path, problems) => {
  structure(value, path, problems);
  if (!is.isRecord(value)) return;
  if (value.schemaVersion === 1) problems.push(...formTwoFields(value));
  if (value.schemaVersion === 2 && !Object.hasOwn(value, "measures")) {
    problems.push("measures: missing; form 2 says what each measure can be");
  }
  if (problems.length === 0) problems.push(...referenceProblems(value as unknown as Preregistration));
};
