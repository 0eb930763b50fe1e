import { digestShape } from "../data/digest_shape.ts";
import * as is from "../data/shape.ts";
import type { Shape } from "../data/shape.ts";

const pointer = is.text('a JSON Pointer such as "/budget/capSeconds"', /^(?:\/(?:[^~/]|~[01])*)+$/);

const change: Shape = (value, path, problems) => {
  const removes = is.isRecord(value) && value.op === "remove";
  const common = { op: is.oneOf("add", "replace", "remove"), path: pointer };
  is.fields(removes ? common : { ...common, value: is.anything })(value, path, problems);
};

/** The shape of an amendment, version 1. */
export const amendmentShape: Shape = is.fields({
  schemaVersion: is.oneOf(1),
  amends: digestShape,
  reason: is.someText,
  seen: is.someText,
  changes: is.list(change, 1),
});
