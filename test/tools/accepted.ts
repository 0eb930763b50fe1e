/** A part of `lab check` that CI may leave unchecked. */
export interface Accepted {
  /** The notebook's name, or "*" for all. */
  readonly experiment: string;
  /** The id that `lab check` gives the part. */
  readonly id: string;
  readonly reason: string;
}

/** What `lab check --json` says of one experiment, as far as it is needed here. */
export interface CheckedExperiment {
  readonly id: string;
  readonly status: string;
  readonly notChecked: readonly { readonly id: string; readonly message: string }[];
}

/** What CI makes of a check. */
export interface Acceptance {
  readonly code: number;
  /** One line per part that was not checked: accepted with its reason, or refused. */
  readonly lines: readonly string[];
}

/**
 * The exit code of CI for that of `lab check`: 2 becomes 0 only when every part that was not checked stands in the list.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const experiments = [{ id: "01", status: "not-checked", notChecked: [{ id: "order", message: "shallow" }] }];
 * const list = [{ experiment: "*", id: "order", reason: "no history" }];
 * assert.equal(acceptance(2, experiments, list).code, 0);
 * assert.equal(acceptance(2, experiments, []).code, 2);
 * assert.equal(acceptance(1, experiments, list).code, 1);
 * ```
 */
export function acceptance(
  code: number,
  experiments: readonly CheckedExperiment[],
  list: readonly Accepted[],
): Acceptance {
  let refused = 0;
  const lines = experiments.flatMap(({ id: experiment, notChecked }) =>
    notChecked.map(({ id, message }) => {
      const entry = list.find((one) => one.id === id && (one.experiment === "*" || one.experiment === experiment));
      if (entry === undefined) refused++;
      const verdict = entry === undefined ? "refused, it is in no list" : `accepted: ${entry.reason}`;
      return `${experiment}: NOT CHECKED (${id}): ${message}; ${verdict}`;
    })
  );
  return { code: code === 2 && lines.length > 0 && refused === 0 ? 0 : code, lines };
}
