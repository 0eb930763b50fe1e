import type { Pending } from "../guard/mod.ts";
import type { JsonObject, JupyterMessage } from "../protocol/mod.ts";
import type { NotebookDocument } from "./notebook.ts";

/** How one code cell went. */
export interface CellReport {
  /** Index over all cells of the notebook, counted from 0. */
  readonly index: number;
  /** The cell's id, `null` in notebooks older than nbformat 4.5. */
  readonly id: string | null;
  /** Counted from 1 over the cells that ran; `null` for a cell that did not run or is empty. */
  readonly executionCount: number | null;
  /** ISO 8601, `null` for a cell that did not run. */
  readonly startedAt: string | null;
  /** Wall-clock time in seconds, 0 for a cell that did not run. */
  readonly seconds: number;
  readonly outputCount: number;
  /** `ok` includes a cell that failed and is tagged `raises-exception`. */
  readonly status: "ok" | "error" | "not-run";
}

/** Why a run is red. */
export interface RunFailure {
  /**
   * `cell-error`: a cell threw, did not parse or shows an error; `timeout`: it took too long; `kernel-died`: the kernel's
   * process ended; `unhandled`: a rejection or an exception in a callback that nobody handled; `failed-test`: a `Deno.test` in a cell failed; `interrupted`: the abort
   * signal; `pending`: work was left at the time-out after the last cell; `execution-count`: the kernel's counts are not 1,
   * 2, …; `parameters`: what was set is not what the notebook takes, which is bad input rather than a bad notebook.
   */
  readonly kind:
    | "cell-error"
    | "timeout"
    | "kernel-died"
    | "unhandled"
    | "failed-test"
    | "interrupted"
    | "pending"
    | "execution-count"
    | "parameters";
  /** Index of the cell over all cells, counted from 0; `null` where it is not known. */
  readonly cell: number | null;
  /** One line or more that begin with the cell's name, counted from 1. */
  readonly message: string;
}

/** The kernel that ran a notebook, as it names itself. */
export interface KernelIdentity {
  /** Such as `typescript`. */
  readonly language: string;
  /** The kernel's version, which is Deno's. */
  readonly version: string;
  /** The whole answer to `kernel_info_request`. */
  readonly info: JsonObject;
}

/** The outcome of one notebook's execution. */
export interface RunReport {
  /** The executed notebook, valid also after a failure: cells after it have no outputs and no count. */
  readonly document: NotebookDocument;
  /** One report per code cell, in order. */
  readonly cells: readonly CellReport[];
  /** `null` when the run is green. */
  readonly failure: RunFailure | null;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Wall-clock time in seconds, the kernel's start and the wait for pending work included. */
  readonly seconds: number;
  /** `null` when the run was interrupted before the kernel was ready. */
  readonly kernel: KernelIdentity | null;
}

/** What happens while a notebook runs. Indices count from 0 over all cells; `cellCount` is the number of all cells. */
export type RunEvent =
  | { readonly type: "started"; readonly pid: number; readonly cellCount: number }
  | { readonly type: "cell-started"; readonly index: number; readonly executionCount: number }
  | { readonly type: "output"; readonly index: number; readonly message: JupyterMessage }
  | { readonly type: "cell-finished"; readonly report: CellReport }
  | { readonly type: "pending"; readonly pending: Pending }
  | { readonly type: "finished"; readonly failure: RunFailure | null; readonly seconds: number };
