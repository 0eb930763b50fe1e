import { InputError } from "../../lib/errors.ts";

/**
 * The one file that a command takes.
 *
 * @throws {InputError} when there is none, or more than one
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(onlyArgument("q", "model", "MODEL.json", ["a.json"]), "a.json");
 * assert.throws(() => onlyArgument("q", "model", "MODEL.json", []), /Cannot run lab q without a model/);
 * assert.throws(() => onlyArgument("q", "model", "MODEL.json", ["a", "b"]), /"b"; give one model only/);
 * ```
 */
export function onlyArgument(command: string, noun: string, file: string, positionals: readonly string[]): string {
  const [first, ...more] = positionals;
  if (first === undefined) {
    throw new InputError(`Cannot run lab ${command} without a ${noun}; give the path of a ${file} file`);
  }
  if (more.length > 0) {
    throw new InputError(`Cannot use the argument ${JSON.stringify(more[0])}; give one ${noun} only`);
  }
  return first;
}
