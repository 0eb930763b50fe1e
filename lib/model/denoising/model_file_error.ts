import { InputError } from "../../errors.ts";

/**
 * Why a denoising model's file cannot be used: it is none, or damaged in its header (`format`); of a version that this library
 * does not know (`version`); shorter or longer than its header says (`length`); with numbers that do not have the digests that
 * the header gives (`digest`); or of another model than the one expected (`model`).
 */
export type ModelFileProblem = "format" | "version" | "length" | "digest" | "model";

/**
 * The file of a denoising model cannot be used; `problem` says in which way.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(new ModelFileError("length", "Cannot read it").problem, "length");
 * ```
 */
export class ModelFileError extends InputError {
  override name = "ModelFileError";
  readonly problem: ModelFileProblem;

  constructor(problem: ModelFileProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}
