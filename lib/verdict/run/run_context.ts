import { join } from "node:path";
import process from "node:process";
import { InputError } from "../../errors.ts";
import type { RunMode } from "../registration/preregistration.ts";
import { EXPERIMENT_NAME, NAME } from "../data/names.ts";
import * as is from "../data/shape.ts";
import { type SweepPart, sweepPartShape } from "./sweep_part.ts";

/** The environment variable in which a runner tells a notebook how it is run. */
export const RUN_VARIABLE = "THERMOLAB_RUN";

/** How a notebook is run. */
export interface RunContext {
  readonly mode: RunMode;
  /** Where the results ledger goes. */
  readonly ledger: string;
  /** The notebook's name. */
  readonly experiment: string;
  /** Digest of the pre-registration cell; null when there is none or nobody computed it. */
  readonly preregistrationDigest: string | null;
  /** Where each row is kept as soon as it is recorded, so that an interrupted run can go on; none without it. */
  readonly journal?: string;
  /** Sampling seeds in place of the registered ones, for a re-execution. */
  readonly seeds?: Readonly<Record<string, number>>;
  /** "sha256:…" of the library's code, of the lock file and of the notebook's cells. */
  readonly code?: string | null;
  readonly lock?: string | null;
  readonly notebook?: string | null;
  /** The run's part in a sweep; without it, the run makes all cells itself. */
  readonly sweep?: SweepPart;
}

const digest = is.nullable(is.text('"sha256:" and 64 hexadecimal digits', /^sha256:[0-9a-f]{64}$/));

const shape = is.fields({
  mode: is.oneOf("quick", "full"),
  ledger: is.someText,
  experiment: is.text('a file name such as "01-exact-diagonalisation"', EXPERIMENT_NAME),
  preregistrationDigest: digest,
}, {
  journal: is.someText,
  seeds: is.recordOf(is.number({ minimum: 0, integer: true }), NAME),
  code: digest,
  lock: digest,
  notebook: digest,
  sweep: sweepPartShape,
});

/**
 * How the notebook that asks is run: what the runner says in the environment variable `THERMOLAB_RUN` (JSON), or, in an
 * interactive session, quick mode with the ledger in `out/`.
 *
 * @param experiment the name for an interactive session.
 * @throws {InputError} when the variable does not hold what a runner writes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { join } from "node:path";
 * assert.equal(runContext("90-coin").ledger, join("out", "90-coin.quick.json"));
 * ```
 */
export function runContext(experiment = "notebook"): RunContext {
  const text = process.env[RUN_VARIABLE];
  if (text === undefined || text === "") return interactive(experiment);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(
      `Reading the environment variable ${RUN_VARIABLE} failed: ${is.quoted(text)} is not JSON; unset it`,
    );
  }
  const problems = is.problemsOf(shape, value);
  if (problems !== null) {
    throw new InputError(`Reading the environment variable ${RUN_VARIABLE} failed: ${problems}; unset it`);
  }
  return Object.freeze(value as RunContext);
}

function interactive(experiment: string): RunContext {
  return Object.freeze({
    mode: "quick",
    ledger: join("out", `${experiment}.quick.json`),
    experiment,
    preregistrationDigest: null,
  });
}
