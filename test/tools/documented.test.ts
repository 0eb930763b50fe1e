import { expect, test } from "vitest";
import { undocumented } from "./documented.ts";

const example = { kind: "example" };

test("undocumented() names exports without docstring or example, and no other", () => {
  expect(undocumented([
    { name: "good", declarations: [{ kind: "function", jsDoc: { doc: "Does it.", tags: [example] } }] },
    { name: "bare", declarations: [{ kind: "function" }] },
    { name: "told", declarations: [{ kind: "class", jsDoc: { doc: "Only told.", tags: [] } }] },
    { name: "Shape", declarations: [{ kind: "interface" }] },
    { name: "InputError", declarations: [{ kind: "class", jsDoc: { doc: "An error." } }] },
  ])).toEqual(["bare has no docstring", "told has no @example"]);
});
