import {
  type Finding,
  KernelDiedError,
  KernelInterruptedError,
  KernelTimeoutError,
  type Pending,
} from "../guard/mod.ts";
import { cellName, type ErrorOutput, type NotebookDocument } from "./notebook.ts";
import type { RunFailure } from "./run_report.ts";

/**
 * What an error that ended an execution says about the run.
 *
 * @param error What was thrown.
 * @param document The notebook.
 * @param cell The index of the cell that ran.
 * @returns The failure, or `null` for an error that is no property of the notebook and must go on.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { KernelTimeoutError } from "../guard/mod.ts";
 * const cells = [{ cell_type: "raw" as const, metadata: {}, source: "x" }];
 * const document = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells };
 * const failure = failureOf(new KernelTimeoutError("Cannot execute the cell within 5 s"), document, 0);
 * assert.deepEqual(failure, { kind: "timeout", cell: 0, message: "cell 1 (x): Cannot execute the cell within 5 s" });
 * assert.equal(failureOf(new TypeError("a bug"), document, 0), null);
 * ```
 */
export function failureOf(error: unknown, document: NotebookDocument, cell: number): RunFailure | null {
  const kind = error instanceof KernelTimeoutError
    ? "timeout"
    : error instanceof KernelInterruptedError
    ? "interrupted"
    : error instanceof KernelDiedError
    ? "kernel-died"
    : null;
  return kind === null ? null : { kind, cell, message: `${cellName(document, cell)}: ${(error as Error).message}` };
}

/**
 * What an `error` output in a cell says about the run.
 *
 * @param output The output.
 * @param document The notebook.
 * @param cell The cell's index.
 * @returns The failure.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "raw" as const, metadata: {}, source: "x" }];
 * const document = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells };
 * const output = { output_type: "error" as const, ename: "TypeError", evalue: "boo", traceback: [] };
 * assert.equal(cellFailure(output, document, 0).message, "cell 1 (x): TypeError: boo");
 * ```
 */
export function cellFailure(output: ErrorOutput, document: NotebookDocument, cell: number): RunFailure {
  const kind = output.ename === "ParameterError" ? "parameters" : "cell-error";
  return { kind, cell, message: `${cellName(document, cell)}: ${output.ename}: ${output.evalue}` };
}

/**
 * What the kernel's own count of a cell says about the run: in a fresh kernel that runs nothing else the counts are 1, 2, ….
 *
 * @param counted The count in the kernel's reply.
 * @param due The count that the cell should have.
 * @param document The notebook.
 * @param cell The cell's index.
 * @returns The failure, `null` when the counts agree.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "raw" as const, metadata: {}, source: "x" }];
 * const document = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells };
 * assert.equal(countFailure(1, 1, document, 0), null);
 * assert.equal(countFailure(3, 1, document, 0)!.kind, "execution-count");
 * ```
 */
export function countFailure(
  counted: unknown,
  due: number,
  document: NotebookDocument,
  cell: number,
): RunFailure | null {
  if (counted === due) return null;
  const shown = counted === undefined ? "no execution count" : `the execution count ${JSON.stringify(counted)}`;
  const message = `${cellName(document, cell)}: The kernel gave ${shown} where ${due} is due`;
  return { kind: "execution-count", cell, message };
}

/**
 * What findings beside the cells say about the run.
 *
 * @param findings At least one.
 * @param document The notebook.
 * @param fallback The index of the cell that is blamed when a finding names none.
 * @returns The failure; its message counts the findings beyond the first.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "raw" as const, metadata: {}, source: "x" }];
 * const document = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells };
 * const finding = { kind: "rejection" as const, cell: 0, name: "Error", message: "lost", stack: "" };
 * assert.equal(unhandledFailure([finding], document, 0).message, "cell 1 (x): Unhandled rejection: Error: lost");
 * ```
 */
export function unhandledFailure(
  findings: readonly Finding[],
  document: NotebookDocument,
  fallback: number,
): RunFailure {
  const first = findings[0]!;
  const cell = first.cell ?? fallback;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : "";
  const [kind, what] = FINDINGS[first.kind];
  const message = `${cellName(document, cell)}: ${what}: ${first.name}: ${first.message}${more}`;
  return { kind, cell, message };
}

const FINDINGS: Readonly<Record<Finding["kind"], readonly [RunFailure["kind"], string]>> = {
  rejection: ["unhandled", "Unhandled rejection"],
  exception: ["unhandled", "Unhandled exception"],
  test: ["failed-test", "Failed test"],
};

/**
 * What work left at the time-out says about the run.
 *
 * @param pending The work.
 * @param seconds How long it was waited for.
 * @param document The notebook.
 * @param last The index of the last code cell, blamed when no timer names its cell.
 * @returns The failure.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "raw" as const, metadata: {}, source: "x" }];
 * const document = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells };
 * const timers = [{ kind: "setInterval" as const, cell: 0, milliseconds: 50 }];
 * const failure = pendingFailure({ timers, workers: 1, blocked: false }, 2, document, 0);
 * assert.equal(
 *   failure.message,
 *   "cell 1 (x): still pending 2 s after the last cell: setInterval every 50 ms, 1 Worker that was not terminated",
 * );
 * ```
 */
export function pendingFailure(
  pending: Pending,
  seconds: number,
  document: NotebookDocument,
  last: number,
): RunFailure {
  const cell = pending.timers.find((timer) => timer.cell !== null)?.cell ?? last;
  const message = `${cellName(document, cell)}: still pending ${seconds} s after the last cell: ${
    pendingText(pending)
  }`;
  return { kind: "pending", cell, message };
}

/**
 * Names pending work for people.
 *
 * @param pending The work.
 * @returns A list such as `setTimeout of 500 ms, 2 Workers that were not terminated`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(pendingText({ timers: [], workers: 0, blocked: true }), "a callback that does not return");
 * ```
 */
export function pendingText(pending: Pending): string {
  const parts = pending.timers.slice(0, 3).map(({ kind, milliseconds }) =>
    kind === "setInterval" ? `setInterval every ${milliseconds} ms` : `setTimeout of ${milliseconds} ms`
  );
  if (pending.timers.length > 3) parts.push(`${pending.timers.length - 3} more timers`);
  if (pending.workers > 0) {
    parts.push(
      pending.workers === 1
        ? "1 Worker that was not terminated"
        : `${pending.workers} Workers that were not terminated`,
    );
  }
  if (pending.blocked) parts.push("a callback that does not return");
  return parts.length > 0 ? parts.join(", ") : "asynchronous work that was started and not awaited";
}

/**
 * An `error` output for what stopped a cell from outside or happened beside it, so that the notebook itself shows it.
 *
 * @param failure The failure.
 * @param document The notebook, whose cell the failure's message begins with.
 * @param stack Lines of a stack, if there is one.
 * @returns The output.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "raw" as const, metadata: {}, source: "x" }];
 * const document = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells };
 * const output = failureOutput({ kind: "timeout", cell: 0, message: "cell 1 (x): Too slow" }, document);
 * assert.deepEqual(output, { output_type: "error", ename: "Timeout", evalue: "Too slow", traceback: ["Timeout: Too slow"] });
 * ```
 */
export function failureOutput(failure: RunFailure, document: NotebookDocument, stack = ""): ErrorOutput {
  const ename = NAMES[failure.kind];
  const prefix = failure.cell === null ? "" : `${cellName(document, failure.cell)}: `;
  const evalue = failure.message.slice(prefix.length);
  return {
    output_type: "error",
    ename,
    evalue,
    traceback: [`${ename}: ${evalue}`, ...stack.split("\n").filter(Boolean)],
  };
}

const NAMES: Readonly<Record<RunFailure["kind"], string>> = {
  "cell-error": "Error",
  "timeout": "Timeout",
  "kernel-died": "KernelDied",
  "unhandled": "Unhandled",
  "failed-test": "FailedTest",
  "interrupted": "Interrupted",
  "pending": "Pending",
  "execution-count": "ExecutionCount",
  "parameters": "Parameters",
};
