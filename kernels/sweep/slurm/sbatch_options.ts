import { InputError } from "../../../lib/errors.ts";

/** What the sweep itself says to `sbatch`. */
const TAKEN = ["array", "output", "error", "parsable", "wait", "wrap", "test-only", "chdir"];

/**
 * Options of `sbatch` from the texts behind `--sbatch`.
 *
 * @param settings Such as `partition=long`, or `exclusive`.
 * @returns Such as `--partition=long`.
 * @throws {InputError} For what is no option, or one that the sweep sets itself.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(sbatchOptions(["time=01:00:00", "exclusive"]), ["--time=01:00:00", "--exclusive"]);
 * assert.throws(() => sbatchOptions(["array=0-9"]), /"array=0-9".*sets "array" itself/);
 * assert.throws(() => sbatchOptions(["--time 5"]), /"--time 5"/);
 * ```
 */
export function sbatchOptions(settings: readonly string[]): string[] {
  return settings.map((setting) => {
    const name = /^([a-z][a-z-]*)(?:=.+)?$/s.exec(setting)?.[1];
    if (name === undefined) {
      throw new InputError(
        `Cannot use --sbatch ${
          JSON.stringify(setting)
        }; write KEY=VALUE with a long option of sbatch, such as partition=long`,
      );
    }
    if (TAKEN.includes(name)) {
      throw new InputError(
        `Cannot use --sbatch ${JSON.stringify(setting)}: the sweep sets "${name}" itself; leave it out`,
      );
    }
    return `--${setting}`;
  });
}
