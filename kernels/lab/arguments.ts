import { InputError } from "../../lib/errors.ts";

/** What a flag takes: nothing, one value, or one value each time it is given. */
export type FlagKind = "switch" | "value" | "values";

/** The parsed arguments of one command. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** Whether a switch is set. */
  readonly has: (flag: string) => boolean;
  /** The value of a flag, `undefined` where it is not given. */
  readonly value: (flag: string) => string | undefined;
  /** All values of a flag that may be repeated. */
  readonly values: (flag: string) => readonly string[];
}

/**
 * Parses `--flag value`, `--flag=value`, switches and positionals, in any order; behind `--` everything is positional.
 * A value may begin with one dash, so that a negative number is judged by who knows what it means.
 *
 * @param command The command's name, for messages.
 * @param args The arguments behind it.
 * @param flags Flag, with its dashes, → what it takes.
 * @throws {InputError} For a flag that is unknown, lacks its value, takes none, or is repeated.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const parsed = parseArguments("run", ["05", "--mode", "full"], { "--mode": "value" });
 * assert.deepEqual(parsed.positionals, ["05"]);
 * assert.equal(parsed.value("--mode"), "full");
 * assert.throws(() => parseArguments("run", ["--mod", "full"], { "--mode": "value" }), /unknown flag "--mod"/);
 * ```
 */
export function parseArguments(
  command: string,
  args: readonly string[],
  flags: Readonly<Record<string, FlagKind>>,
): Arguments {
  const fail = (what: string): never => {
    throw new InputError(`Cannot read the arguments of "lab ${command}": ${what}`);
  };
  const positionals: string[] = [];
  const given = new Map<string, string[]>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === "--") {
      positionals.push(...args.slice(i + 1));
      break;
    }
    if (!arg.startsWith("-") || arg === "-") {
      positionals.push(arg);
      continue;
    }
    const equals = arg.indexOf("=");
    const flag = equals < 0 ? arg : arg.slice(0, equals);
    const kind = Object.hasOwn(flags, flag) ? flags[flag]! : undefined;
    if (kind === undefined) {
      return fail(`unknown flag ${JSON.stringify(flag)}; ${known(flags)}, and "lab help ${command}" explains`);
    }
    if (kind !== "values" && given.has(flag)) fail(`the flag "${flag}" is given twice; give it once`);
    if (kind === "switch") {
      if (equals >= 0) {
        fail(`the flag "${flag}" takes no value, got ${JSON.stringify(arg.slice(equals + 1))}; leave it out`);
      }
      given.set(flag, []);
      continue;
    }
    const value = equals >= 0 ? arg.slice(equals + 1) : args[++i];
    if (value === undefined || value === "" || (equals < 0 && value.startsWith("--"))) {
      const found = value === undefined ? "nothing follows" : `got ${JSON.stringify(value)}`;
      return fail(`the flag "${flag}" needs a value, ${found}; write ${flag} VALUE`);
    }
    given.set(flag, [...given.get(flag) ?? [], value]);
  }
  return {
    positionals,
    has: (flag) => given.has(flag),
    value: (flag) => given.get(flag)?.[0],
    values: (flag) => given.get(flag) ?? [],
  };
}

/**
 * The value, when it is one of the choices.
 *
 * @param flag The flag or argument, for the message.
 * @param value What was given.
 * @param choices What may be given.
 * @throws {InputError} For anything else.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(oneOf("--mode", "full", ["quick", "full"]), "full");
 * assert.throws(() => oneOf("--mode", "slow", ["quick", "full"]), /--mode .*"slow"; use quick or full/);
 * ```
 */
export function oneOf<T extends string>(flag: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new InputError(`Cannot use ${flag} ${JSON.stringify(value)}; use ${listed(choices, "or")}`);
}

/**
 * The number behind a flag's text.
 *
 * @param flag The flag, for the message.
 * @param text What was given, in decimal or with an exponent.
 * @param kind Any positive number, or a positive whole one.
 * @throws {InputError} For text that is no such number.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(positiveNumber("--window", "1e3", "whole number"), 1000);
 * assert.throws(() => positiveNumber("--window", "1.5", "whole number"), /--window "1.5"/);
 * assert.throws(() => positiveNumber("--timeout", "soon", "number"), /--timeout "soon"/);
 * ```
 */
export function positiveNumber(flag: string, text: string, kind: "number" | "whole number"): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  const usable = kind === "whole number" ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (usable && value > 0) return value;
  throw new InputError(`Cannot use ${flag} ${JSON.stringify(text)}; give a positive ${kind}`);
}

/**
 * Words as a list in a sentence.
 *
 * @param words At least one.
 * @param conjunction What stands before the last.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(listed(["a", "b", "c"], "or"), "a, b or c");
 * ```
 */
export function listed(words: readonly string[], conjunction: "and" | "or"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}

function known(flags: Readonly<Record<string, FlagKind>>): string {
  const names = Object.keys(flags);
  return names.length === 0 ? "it takes none" : `the flags are ${listed(names, "and")}`;
}
