import { InputError } from "../../errors.ts";

/**
 * A freeze record is not what freezing has written.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const error = new FreezeRecordError("the example", ["link 1: its seal is broken", "link 2: its seal is broken"]);
 * assert.match(error.message, /^Verifying the example failed: link 1: its seal is broken; link 2/);
 * ```
 */
export class FreezeRecordError extends InputError {
  override name = "FreezeRecordError";
  /** One sentence for each thing that is wrong. */
  readonly problems: readonly string[];

  /** The record as messages name it, and at least one problem. */
  constructor(what: string, problems: readonly string[]) {
    const more = problems.length > 6 ? `; and ${problems.length - 6} more` : "";
    super(
      `Verifying ${what} failed: ${problems.slice(0, 6).join("; ")}${more}; take the committed file, and amend the ` +
        "registration in place of editing it",
    );
    this.problems = problems;
  }
}
