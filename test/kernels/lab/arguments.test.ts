import { describe, expect, test } from "vitest";
import { parseArguments, positiveNumber } from "../../../kernels/lab/arguments.ts";

const FLAGS = { "--mode": "value", "--json": "switch", "--observable": "values" } as const;

describe("parseArguments()", () => {
  test("takes flags and positionals in any order", () => {
    const parsed = parseArguments("q", ["a", "--json", "--mode=full", "b"], FLAGS);
    expect(parsed.positionals).toEqual(["a", "b"]);
    expect(parsed.has("--json")).toBe(true);
    expect(parsed.value("--mode")).toBe("full");
    expect(parsed.values("--observable")).toEqual([]);
  });

  test("takes everything behind two dashes as positional", () => {
    expect(parseArguments("q", ["--", "--json"], FLAGS).positionals).toEqual(["--json"]);
  });

  test("collects a flag that may be repeated", () => {
    expect(parseArguments("q", ["--observable", "1", "--observable=-2"], FLAGS).values("--observable")).toEqual([
      "1",
      "-2",
    ]);
  });

  test("refuses a name that every object has", () => {
    expect(() => parseArguments("q", ["--constructor"], FLAGS)).toThrow('unknown flag "--constructor"');
    expect(() => parseArguments("q", ["-j"], FLAGS)).toThrow('unknown flag "-j"');
  });

  test("does not take the next flag for a value", () => {
    expect(() => parseArguments("q", ["--mode", "--json"], FLAGS)).toThrow('"--mode" needs a value, got "--json"');
    expect(() => parseArguments("q", ["--mode="], FLAGS)).toThrow('"--mode" needs a value');
  });
});

describe("positiveNumber()", () => {
  test.each([["1", 1], ["1e3", 1000], ["+7", 7], ["2.0", 2]])("reads %s", (text, value) => {
    expect(positiveNumber("--window", text, "whole number")).toBe(value);
  });

  test.each(["", " 1", "0x10", "1_000", "Infinity", "NaN", "-3", "0", "1.5", "9007199254740993"])(
    "refuses %j as a whole number",
    (text) => {
      expect(() => positiveNumber("--window", text, "whole number")).toThrow(JSON.stringify(text));
    },
  );
});
