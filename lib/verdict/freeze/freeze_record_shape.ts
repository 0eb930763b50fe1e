import { amendmentShape } from "../registration/amendment_shape.ts";
import { digestShape } from "../data/digest_shape.ts";
import { VERDICTS } from "../registration/preregistration.ts";
import { EXPERIMENT_NAME, NAME, preregistrationShape } from "../registration/preregistration_shape.ts";
import * as is from "../data/shape.ts";
import type { Shape } from "../data/shape.ts";

const ruleId = is.text("the id of a rule", NAME);
const count = is.number({ minimum: 0, integer: true });

/** The shape of what an examination has found. */
export const examinationShape: Shape = is.fields({
  witnesses: is.list(is.fields({ rule: ruleId, verdict: is.oneOf(...VERDICTS), statement: is.someText })),
  mutants: is.fields({
    count,
    changed: count,
    survivors: is.list(is.fields({ rule: ruleId, mutant: is.someText, reason: is.someText })),
  }),
});

/** Its own checks are written for a whole file, whose fields have no path before them. */
const registration: Shape = (value, path, problems) => {
  const inner: string[] = [];
  preregistrationShape(value, "", inner);
  problems.push(...inner.map((problem) => `${path}.${problem}`));
};

const link = is.fields({
  digest: digestShape,
  previous: is.nullable(digestShape),
  libraryVersion: is.someText,
  seeds: is.recordOf(count, NAME),
  source: is.someText,
  amendment: is.nullable(amendmentShape),
  registration,
  examination: is.nullable(examinationShape),
  seal: digestShape,
});

/** The shape of a freeze record, version 1; `freeze_record.schema.json` says the same. */
export const freezeRecordShape: Shape = is.fields({
  schemaVersion: is.oneOf(1),
  experiment: is.text("a file name", EXPERIMENT_NAME),
  links: is.list(link, 1),
});
