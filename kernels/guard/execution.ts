import type { JsonObject, JupyterMessage } from "../protocol/mod.ts";
import type { CellError } from "./cell_error.ts";
import type { Limits } from "./deadline.ts";
import type { Finding, PendingTimer } from "./inside.ts";

/** What `InnerKernel.execute()` is called with. */
export interface ExecuteOptions extends Limits {
  /** A label, such as the cell's index, by which findings and timers name the cell. */
  readonly cell?: number;
  /** Receives every output of the cell in order, and until the next cell what comes late. */
  readonly onOutput: (message: JupyterMessage) => void;
  /** Whether `stoppableAwaits()` prepares the cell for an interrupt; without it some waits do not end. */
  readonly stoppable?: boolean;
  /** Answers `prompt()` and `confirm()`, which give `null` and `false` at once without it. */
  readonly onInput?: (prompt: string, password: boolean) => Promise<string>;
}

/** How a cell ended. */
export interface Execution {
  /** The content of the kernel's reply. */
  readonly reply: JsonObject;
  /** The error that ended the cell, `null` when it ran to its end. */
  readonly error: CellError | null;
  /** Rejections and exceptions that nobody handled, and tests that failed, since the cell before. */
  readonly findings: readonly Finding[];
}

/** Work that a notebook has started and that has not ended. */
export interface Pending {
  readonly timers: readonly PendingTimer[];
  /** Workers that were started and not terminated. */
  readonly workers: number;
  /** Whether the kernel did not even answer, as when a callback never returns. */
  readonly blocked: boolean;
}

/** What `InnerKernel.settle()` found. */
export interface Settlement {
  readonly findings: readonly Finding[];
  /** What was left at the time-out, `null` when everything has settled. */
  readonly pending: Pending | null;
}
