import process from "node:process";
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { useFrontEnd } from "../../../lib/notebook/front_end.ts";
import { parameters, PARAMETERS_MIME } from "../../../lib/notebook/parameters.ts";
import { type ParameterDefinitions, ParameterError } from "../../../lib/notebook/parameters_definition.ts";
import { PARAMETERS_VARIABLE } from "../../../lib/notebook/parameters_setting.ts";
import { recorder } from "./recorder.ts";

let front = recorder();
beforeEach(() => useFrontEnd(front = recorder()));
afterEach(() => {
  delete process.env[PARAMETERS_VARIABLE];
  useFrontEnd(null);
});

const set = (settings: Readonly<Record<string, string>>): void => {
  process.env[PARAMETERS_VARIABLE] = JSON.stringify(settings);
};

const DEFINITIONS = {
  beta: { value: 3, min: 0, max: 10, description: "inverse temperature" },
  chains: { value: 100, min: 1, integer: true },
  kernel: { value: "symmetric", choices: ["symmetric", "forward"] },
  flag: false,
  label: "run",
} as const satisfies ParameterDefinitions;

describe("parameters()", () => {
  test("parameters() gives the defaults, typed by them, and frozen", async () => {
    const values = await parameters({
      beta: 3,
      flag: false,
      label: "run",
      kernel: { value: "symmetric", choices: ["symmetric", "forward"] },
      chains: { value: 100, min: 1 },
    });
    expect(values).toEqual({ beta: 3, flag: false, label: "run", kernel: "symmetric", chains: 100 });
    expect(Object.isFrozen(values)).toBe(true);
    expectTypeOf(values.beta).toEqualTypeOf<number>();
    expectTypeOf(values.flag).toEqualTypeOf<boolean>();
    expectTypeOf(values.label).toEqualTypeOf<string>();
    expectTypeOf(values.chains).toEqualTypeOf<number>();
    expectTypeOf(values.kernel).toEqualTypeOf<"symmetric" | "forward">();
  });

  test("parameters() takes what a run sets, each in its own type", async () => {
    set({ beta: " 2.5e-1", chains: "32", kernel: "forward", flag: "true", label: "" });
    expect(await parameters(DEFINITIONS)).toEqual({
      beta: 0.25,
      chains: 32,
      kernel: "forward",
      flag: true,
      label: "",
    });
  });

  test("parameters() refuses an unknown name and lists the known ones", async () => {
    set({ bta: "2" });
    const error = await parameters(DEFINITIONS).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ParameterError);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toBe(
      'Cannot set the parameter "bta": the notebook does not have it, it has "beta", "chains", "kernel", "flag", "label"',
    );
    expect(front.shown).toEqual([]);
  });

  test.each([
    ["beta", "warm", /"beta" to "warm": it takes a number/],
    ["beta", "", /to "": it takes a number/],
    ["beta", "0x10", /to "0x10": it takes a number/],
    ["beta", "Infinity", /it takes a number/],
    ["beta", "1e999", /Infinity is not finite/],
    ["beta", "-1", /-1 is less than 0, the least value allowed/],
    ["beta", "11", /11 is greater than 10, the greatest value allowed/],
    ["chains", "1.5", /1.5 is not a whole number/],
    ["chains", "0", /0 is less than 1/],
    ["kernel", "palindromic", /"palindromic" is none of "symmetric", "forward"/],
    ["flag", "1", /it takes "true" or "false"/],
    ["flag", "TRUE", /it takes "true" or "false"/],
  ])("parameters() refuses %s=%s", async (name, text, message) => {
    set({ [name]: text });
    await expect(parameters(DEFINITIONS)).rejects.toThrow(ParameterError);
    await expect(parameters(DEFINITIONS)).rejects.toThrow(message);
  });

  test.each(["{", "3", "null", '["beta"]', '{"beta":2}'])(
    "parameters() refuses settings that are no object of strings: %s",
    async (text) => {
      process.env[PARAMETERS_VARIABLE] = text;
      await expect(parameters({ beta: 3 })).rejects.toThrow(/is not a JSON object of strings/);
    },
  );

  test.each([
    [{ "2x": 1 }, /"2x" failed: a name is made of/],
    [{ x: null }, /its default is null/],
    [{ x: [1] }, /"0" is none of "value"/],
    [{ x: { min: 1 } }, /its default is of type "undefined"/],
    [{ x: { value: 1, step: 2 } }, /"step" is none of "value", "min"/],
    [{ x: { value: "a", min: 1 } }, /min, max and integer are for numbers/],
    [{ x: { value: 1, min: "0" } }, /min is not a number/],
    [{ x: { value: 1, choices: [] } }, /choices must be one or more values of type "number"/],
    [{ x: { value: 1, choices: ["1"] } }, /choices must be one or more values of type "number"/],
    [{ x: { value: 1, choices: [2] } }, /the default of "x" failed: 1 is none of 2/],
    [{ x: { value: 1, choices: [1, 9], max: 5 } }, /a choice of "x" failed: 9 is greater than 5/],
    [{ x: NaN }, /the default of "x" failed: NaN is not finite/],
    [{ x: { value: 1.5, integer: true } }, /1.5 is not a whole number/],
  ])("parameters() refuses the definition %j", async (definitions, message) => {
    const error = await parameters(definitions as unknown as ParameterDefinitions).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(InputError);
    // A mistake in the notebook, not in what the run sets.
    expect(error).not.toBeInstanceOf(ParameterError);
    expect((error as Error).message).toMatch(message);
  });

  test("parameters() shows a table, and the values for programs", async () => {
    await parameters(DEFINITIONS);
    const plain = front.shown[0]!.bundle;
    expect(plain["text/plain"]).toBe([
      "parameter  value      allowed             meaning",
      "---------  ---------  ------------------  -------------------",
      "beta       3          0 to 10             inverse temperature",
      "chains     100        whole, at least 1   –",
      "kernel     symmetric  symmetric, forward  –",
      "flag       false      –                   –",
      "label      run        –                   –",
    ].join("\n"));
    expect(plain[PARAMETERS_MIME]).toEqual({
      values: { beta: 3, chains: 100, kernel: "symmetric", flag: false, label: "run" },
      set: [],
    });
    set({ beta: "2" });
    await parameters({ beta: 3, flag: true });
    const changed = front.shown[1]!.bundle;
    expect(changed["text/plain"]).toBe(
      "parameter  value  default\n---------  -----  -------\nbeta       2      3\nflag       true   –",
    );
    expect(changed[PARAMETERS_MIME]).toEqual({ values: { beta: 2, flag: true }, set: ["beta"] });
  });

  test("parameters() without any shows nothing", async () => {
    expect(await parameters({})).toEqual({});
    expect(front.shown).toEqual([]);
  });
});
