import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { amend, type Amendment, type Change, preregister, readAmendmentCell } from "../../../lib/verdict/mod.ts";
import { amendmentCell } from "./amendment_fixture.ts";
import { type Loose, registration } from "./fixtures.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;

function amendment(...changes: readonly Loose[]): Amendment {
  return { schemaVersion: 1, amends: DIGEST, reason: "A reason", seen: "nothing", changes: changes as Change[] };
}

describe("amend()", () => {
  test("applies add, replace and remove in order, and leaves the old registration as it was", () => {
    const plan = registration();
    const before = structuredClone(plan);
    const next = amend(
      plan,
      amendment(
        { op: "add", path: "/grid/beta/1", value: 0.75 },
        { op: "add", path: "/grid/beta/-", value: 2 },
        { op: "add", path: "/constants/a~1b~0c", value: [1] },
        { op: "remove", path: "/haltRules" },
        { op: "replace", path: "/predictions/0/clauses/0/threshold", value: 0.2 },
      ),
    );
    const { haltRules: _gone, ...rest } = structuredClone(before) as Loose;
    rest.grid.beta = [0.5, 0.75, 1, 2];
    rest.constants["a/b~c"] = [1];
    rest.predictions[0].clauses[0].threshold = 0.2;
    expect(next).toEqual(rest);
    expect(plan).toEqual(before);
    expect(Object.isFrozen(next.predictions[0]!.clauses[0])).toBe(true);
  });

  const refused: [string, Loose[], RegExp][] = [
    [
      "a field that is not there",
      [{ op: "replace", path: "/grid/gamma", value: 1 }],
      /change 1, replace "\/grid\/gamma".*known are "beta", "families"/,
    ],
    ["an item behind the end", [{ op: "replace", path: "/grid/beta/2", value: 1 }], /no item 2; the list has 2/],
    ["an item far behind the end", [{ op: "add", path: "/grid/beta/9", value: 1 }], /no item 9; the list has 2/],
    ["an item that is no index", [{ op: "remove", path: "/grid/beta/01" }], /"01" is no index/],
    ["a fraction of an item", [{ op: "replace", path: "/grid/beta/1.5", value: 1 }], /"1.5" is no index/],
    ["the end, which holds nothing", [{ op: "replace", path: "/grid/beta/-", value: 1 }], /"-" is no index/],
    ["a field of a number", [{ op: "add", path: "/budget/capSeconds/x", value: 1 }], /no list and no record/],
    [
      "the second change",
      [{ op: "remove", path: "/haltRules" }, { op: "remove", path: "/haltRules" }],
      /change 2, remove "\/haltRules"/,
    ],
    ["an inherited field", [{ op: "replace", path: "/toString", value: "x" }], /there is no "toString"/],
    ["an inherited field of a list", [{ op: "replace", path: "/grid/beta/length", value: 0 }], /"length" is no index/],
    ["the prototype", [{ op: "add", path: "/grid/__proto__", value: { a: 1 } }], /"__proto__" cannot be a field/],
    [
      "a field of the prototype",
      [{ op: "add", path: "/grid/__proto__/polluted", value: 1 }],
      /"__proto__" cannot be a field/,
    ],
    [
      "the constructor's prototype",
      [{ op: "add", path: "/constructor/prototype/polluted", value: 1 }],
      /"constructor" cannot be a field/,
    ],
    ["a prototype inside a value", [{ op: "add", path: "/grid/x", value: JSON.parse('{"__proto__":1}') }], /__proto__/],
    [
      "the name of the experiment",
      [{ op: "replace", path: "/experiment", value: "91-other" }],
      /experiment "91-other" in place of "90-example"/,
    ],
    ["no experiment", [{ op: "remove", path: "/experiment" }], /experiment/],
    [
      "a change to what is there already",
      [{ op: "replace", path: "/seeds/patterns", value: 5 }],
      /the changes change nothing/,
    ],
    [
      "changes that undo each other",
      [{ op: "add", path: "/grid/x", value: 1 }, { op: "remove", path: "/grid/x" }],
      /change nothing/,
    ],
    [
      "what is no registration any more",
      [{ op: "remove", path: "/predictions/0" }],
      /predictions: expected a list of at least 1/,
    ],
    ["the whole", [{ op: "replace", path: "", value: {} }], /changes\[0\]\.path: expected a JSON Pointer/],
    ["a path without its first stroke", [{ op: "remove", path: "grid" }], /changes\[0\]\.path/],
    ["a path with a broken escape", [{ op: "remove", path: "/grid~2" }], /changes\[0\]\.path/],
    ["another operation", [{ op: "move", from: "/grid", path: "/quick" }], /changes\[0\]\.op: expected one of/],
    ["a removal with a value", [{ op: "remove", path: "/haltRules", value: 1 }], /changes\[0\]\.value: unknown field/],
    ["an addition without a value", [{ op: "add", path: "/grid/x" }], /changes\[0\]\.value: missing/],
    ["no change at all", [], /changes: expected a list of at least 1/],
  ];
  test.each(refused)("refuses to change %s", (_, changes, message) => {
    const change = () => amend(registration(), amendment(...changes));
    expect(change).toThrow(InputError);
    expect(change).toThrow(message);
    expect(change).not.toThrow(/\n/);
    expect(({} as Loose).polluted).toBeUndefined();
  });

  test.each([
    ["reason", ""],
    ["reason", " \n"],
    ["seen", ""],
    ["amends", "sha256:abc"],
    ["schemaVersion", 2],
    ["note", "unknown"],
  ])("refuses an amendment whose %s is %j", (field, value) => {
    const one = { ...amendment({ op: "add", path: "/grid/x", value: 1 }), [field]: value } as Amendment;
    expect(() => amend(registration(), one)).toThrow(new RegExp(`^Checking the amendment failed: ${field}`));
  });

  test.each(["reason", "seen", "amends", "changes", "schemaVersion"])("refuses an amendment without %s", (field) => {
    const { [field as keyof Amendment]: _gone, ...rest } = amendment({ op: "add", path: "/grid/x", value: 1 });
    expect(() => amend(registration(), rest as Amendment)).toThrow(`${field}: missing`);
  });

  test("takes names that every object inherits as data when they stand in a record", () => {
    const names = { constructor: 1, toString: [2], hasOwnProperty: null, valueOf: "x" };
    const plan = registration({ grid: names as Loose });
    expect(plan.grid).toEqual(names);
    const next = amend(plan, amendment({ op: "replace", path: "/grid/toString/0", value: 3 }));
    expect(next.grid["toString"]).toEqual([3]);
  });
});

describe("readAmendmentCell()", () => {
  const cell = amendmentCell("plan", "next", DIGEST, [{ op: "replace", path: "/budget/capSeconds", value: 90 }]);

  test("reads what running the cell hands over", () => {
    const run = new Function("amend", "plan", `${cell}\nreturn next;`);
    let handed: unknown;
    const next = run((before: unknown, data: Amendment) => {
      handed = data;
      return amend(before as never, data);
    }, preregister(registration()));
    expect(readAmendmentCell(cell)).toEqual(handed);
    expect(next.budget.capSeconds).toBe(90);
    expect(Object.isFrozen(readAmendmentCell(cell).changes[0])).toBe(true);
  });

  test("reads the same with imports, comments and Windows line ends", () => {
    const one = readAmendmentCell(cell);
    const commented = cell.replace("amend(plan,", "amend( /* the first } */ plan // , {\n , /* { */");
    expect(readAmendmentCell(`import { amend } from "thermolab";\n${commented}`)).toEqual(one);
    expect(readAmendmentCell(cell.replaceAll("\n", "\r\n"))).toEqual(one);
  });

  test.each([
    ["a call for the data", "amend(plan, {", "amend(plan, read({", /are data/],
    ["a name for the data", "amend(plan, {", "amend(plan, data, {", /are data/],
    ["a name inside the data", '"value": 90', '"value": cap', /are data/],
    [
      "an expression for the registration",
      "amend(plan,",
      "amend(plan.old,",
      /name of the amended registration and a comma/,
    ],
    ["no registration", "amend(plan, ", "amend(", /name of the amended registration and a comma/],
    ["another function", "amend(", "preregister(", /const NAME = amend\(AMENDED/],
    ["a statement behind it", "});\n", "});\nnext.seeds.a = 1;\n", /nothing may follow the amendment/],
    [
      "a key that stands twice",
      '"seen": "nothing"',
      '"seen": "nothing", seen: "all"',
      /line 6, column 22: the key "seen" stands twice/,
    ],
  ])("refuses %s", (_, from, to, message) => {
    const source = cell.replace(from, to);
    expect(source).not.toBe(cell);
    expect(() => readAmendmentCell(source)).toThrow(InputError);
    expect(() => readAmendmentCell(source)).toThrow(message);
  });
});
