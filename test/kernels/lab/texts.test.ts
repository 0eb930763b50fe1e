import { describe, expect, test } from "vitest";
import { plainJson } from "../../../kernels/lab/plain_json.ts";
import { textTable } from "../../../kernels/lab/text_table.ts";
import { verdictText } from "../../../kernels/lab/verdict_text.ts";
import { clause, prediction, registration, row } from "../../lib/verdict/fixtures.ts";
import { evaluate } from "../../../lib/verdict/mod.ts";

describe("textTable()", () => {
  test("aligns columns and wraps at words", () => {
    const text = textTable([{ title: "id", width: 4 }, { title: "said", width: 7 }, { title: "n", width: 3 }], [
      ["a", "one two three", "1"],
      ["bb", "∞", "22"],
    ]);
    expect(text).toBe("id  said     n\na   one two  1\n    three\nbb  ∞        22\n");
  });

  test("keeps a word that is longer than its column", () => {
    expect(textTable([{ title: "x", width: 3 }], [["longer word"]])).toBe("x\nlonger\nword\n");
  });
});

describe("verdictText()", () => {
  test("gives each clause its line and each verdict other than PASS its reason", () => {
    const gap = (aggregate: "max" | "min", threshold: number) =>
      clause(2, { estimand: { measure: "gap", aggregate }, comparison: "<", threshold });
    const plan = registration({ predictions: [prediction("P1", gap("max", 0.5), gap("min", 0.01))] });
    const text = verdictText(evaluate(plan, [row("gap", { i: 0 }, 0.1), row("gap", { i: 1 }, 0.4)], "full"));
    const lines = text.trimEnd().split("\n");
    expect(lines).toHaveLength(5);
    expect(lines[1]).toMatch(/^P1 +FAIL +max gap 0\.4 +< 0\.5 +–$/);
    expect(lines[2]).toMatch(/^ +min gap 0\.1 +< 0\.01$/);
    expect(lines[3]).toMatch(/^P1 FAIL: /);
    expect(lines[4]).toBe("outcome: OPEN");
  });
});

describe("plainJson()", () => {
  test("names every number that JSON does not have", () => {
    expect(plainJson([Infinity, -Infinity, NaN, 1])).toEqual(["Infinity", "-Infinity", "NaN", 1]);
  });
});
