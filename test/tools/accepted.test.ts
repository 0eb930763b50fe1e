import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { acceptance } from "./accepted.ts";

const order = { id: "order", message: "the clone is shallow" }, freeze = { id: "freeze", message: "never frozen" };
const list = [{ experiment: "01-a", id: "order", reason: "no history" }];

describe("acceptance()", () => {
  test("passes what was checked, and never what fails", () => {
    expect(acceptance(0, [{ id: "01-a", status: "holds", notChecked: [] }], [])).toEqual({ code: 0, lines: [] });
    expect(acceptance(1, [{ id: "01-a", status: "fails", notChecked: [order] }], list).code).toBe(1);
    expect(acceptance(64, [], list).code).toBe(64);
  });

  test("accepts only the parts that the list names, for the experiments that it names, and says so", () => {
    const done = acceptance(2, [{ id: "01-a", status: "not-checked", notChecked: [order] }], list);
    expect(done).toEqual({
      code: 0,
      lines: ["01-a: NOT CHECKED (order): the clone is shallow; accepted: no history"],
    });
    expect(acceptance(2, [{ id: "02-b", status: "not-checked", notChecked: [order] }], list).code).toBe(2);
    const both = acceptance(2, [{ id: "01-a", status: "not-checked", notChecked: [order, freeze] }], list);
    expect([both.code, both.lines[1]]).toEqual([
      2,
      "01-a: NOT CHECKED (freeze): never frozen; refused, it is in no list",
    ]);
  });

  test("does not take an unexplained 2 for a pass", () => {
    expect(acceptance(2, [], list).code).toBe(2);
  });

  test("the committed list gives a reason for each entry", () => {
    const committed = JSON.parse(readFileSync(new URL("accepted_checks.json", import.meta.url), "utf8"));
    for (const entry of committed) expect(entry.reason).toMatch(/\S{3}/);
  });
});
