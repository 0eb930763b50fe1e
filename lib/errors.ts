/** Any error that the library throws on purpose. */
export class ThermolabError extends Error {
  override name = "ThermolabError";
}

/** A value that the caller supplied cannot be used. The `lab` command turns it into one line and exit code 64. */
export class InputError extends ThermolabError {
  override name = "InputError";
}

/** A model is too large for what was asked. */
export class SizeError extends InputError {
  override name = "SizeError";
}

/** An iteration stopped before it reached its tolerance. */
export class ConvergenceError extends ThermolabError {
  override name = "ConvergenceError";
}
