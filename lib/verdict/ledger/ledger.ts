import type { EncodedValue } from "../data/encoded_value.ts";
import type { Evaluation } from "../evaluation/evaluation.ts";
import type { ParameterValue, Preregistration, RunMode } from "../registration/preregistration.ts";

/**
 * Whether a row's value may be used. `ok` may; `censored` is only a bound; `inadmissible` was measured but does not meet
 * its own adequacy rule; `not-checked` and `not-run` have no value.
 */
export type RowStatus = "ok" | "not-checked" | "censored" | "inadmissible" | "not-run";

/** Every status of a row. */
export const ROW_STATUSES: readonly RowStatus[] = ["ok", "not-checked", "censored", "inadmissible", "not-run"];

/** Parameters of a row: the cell of the grid it belongs to. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** What a row's value stands on, for the rules that ask whether it may be used. Times in the registration's unit. */
export interface Adequacy {
  /** τ̂, the largest autocorrelation time that matters for the value. */
  readonly tau?: number;
  /** Length L of the series from which τ̂ was estimated. */
  readonly length?: number;
  /** Window K of the average. */
  readonly window?: number;
  /** Burn-in B before it. */
  readonly burnIn?: number;
  /** ‖g(second half) − g(first half)‖/‖g‖ of the reference gradient. */
  readonly referenceChange?: number;
  /** Digest of the weights that the registration or the model names. */
  readonly weightsRegistered?: string;
  /** Digest of the weights that the sampler ran on. */
  readonly weightsUsed?: string;
}

/** One measured value. */
export interface LedgerRow {
  /** Made from the measure and the parameters by {@link rowId}; unique in a ledger. */
  readonly id: string;
  readonly params: Parameters;
  readonly measure: string;
  /** A number, a text such as "odd", or "Infinity", "-Infinity", "NaN"; null only where the status is not `ok`. */
  readonly value: EncodedValue | null;
  /** Monte-Carlo standard error in the value's unit; null for an exact value. */
  readonly mcse: number | null;
  /** How many samples the value stands on; 1 for an exact value. */
  readonly n: number;
  readonly unit: string;
  readonly status: RowStatus;
  /** Why the status is not `ok`, else null. */
  readonly reason: string | null;
  /** Where a figure was taken from that this run did not measure, such as a published page. */
  readonly source?: string;
  readonly adequacy?: Adequacy;
}

/** Another ledger, or a file, that the notebook has read. */
export interface LedgerInput {
  /** The experiment, or the name of the file. */
  readonly experiment: string;
  /** "sha256:…" of what was read. */
  readonly digest: string;
}

/** A number in the prose of a notebook, sealed with its place when the notebook was recorded. */
export interface SealedNumber {
  /** The cell, counted from 0. */
  readonly cell: number;
  /** Which output of the cell displays the prose, counted from 0; null for a markdown cell. */
  readonly output: number | null;
  /** Which number of that prose, counted from 0. */
  readonly index: number;
  /** The number as it is written. */
  readonly text: string;
  /** Where a published figure was taken from. */
  readonly source: string | null;
  /** The row or rule of the ledger that it is interpolated from. */
  readonly row: string | null;
}

/** What was run, on what, and what came out: the record of an experiment, in one JSON file. */
export interface Ledger {
  readonly schemaVersion: 1;
  readonly experiment: string;
  readonly mode: RunMode;
  /**
   * The registration that the rows answer, null for a notebook without one. Its digest is null until a runner, which
   * knows the cell's source, has filled it in.
   */
  readonly preregistration: { readonly digest: string | null; readonly registration: Preregistration } | null;
  /** "sha256:…" of the code, the lock file and the weights that ran; null where unknown or where there are none. */
  readonly digests: { readonly code: string | null; readonly lock: string | null; readonly weights: string | null };
  /** The seeds that ran: the registration's, but for the sampling seeds that a re-execution has replaced. */
  readonly seeds: Readonly<Record<string, number>>;
  /** The machine, in named facts such as `cpu` and `cores`; null until a runner has filled it in. */
  readonly device: Readonly<Record<string, ParameterValue | null>> | null;
  /** Program → version. */
  readonly versions: Readonly<Record<string, string>>;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly rows: readonly LedgerRow[];
  /** What `rowsDigest` gives for the rows; absent in old ledgers. */
  readonly rowsDigest?: string;
  /** What the notebook has read; absent when it has read nothing. */
  readonly inputs?: readonly LedgerInput[];
  /** The numbers of the prose; absent until a runner has sealed them. */
  readonly prose?: readonly SealedNumber[];
  /** Displays per cell, cells counted from 0. */
  readonly displays: readonly { readonly cell: number; readonly count: number }[];
  /** Seconds per cell, cells counted from 0. */
  readonly timings: readonly { readonly cell: number; readonly seconds: number }[];
  readonly totals: { readonly seconds: number };
  /** The verdict as it was reached; null without a registration. */
  readonly verdict: Evaluation | null;
}
