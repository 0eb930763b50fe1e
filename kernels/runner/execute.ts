import { InputError } from "../../lib/errors.ts";
import { type InnerKernel, KernelInterruptedError, type Limits, startKernel } from "../guard/mod.ts";
import type { JsonObject } from "../protocol/mod.ts";
import {
  cellFailure,
  failureOf,
  failureOutput,
  isBlank,
  mayFail,
  pendingFailure,
  unhandledFailure,
} from "./failures.ts";
import { type CodeCell, type ErrorOutput, joinLines, type NotebookDocument, type Output } from "./notebook.ts";
import { foreignLanguage } from "./notebook_language.ts";
import { OutputFold } from "./outputs.ts";
import type { CellReport, KernelIdentity, RunEvent, RunFailure, RunReport } from "./run_report.ts";

/** What a notebook is executed with. */
export interface ExecuteNotebookOptions {
  /** Working directory of the kernel; relative imports in cells resolve against it. */
  readonly cwd: string;
  /** Path of the Deno executable. */
  readonly deno: string;
  /** Added to this process's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds that each cell may take, and that pending work may take after the last; `null`: no limit. */
  readonly timeoutSeconds: number | null;
  /** Called as the run goes on. */
  readonly onEvent: (event: RunEvent) => void;
  /** Stops the run; the report holds what was reached. */
  readonly signal?: AbortSignal;
}

/**
 * Executes a notebook on a fresh Deno kernel, from the first cell to the last, without losing an output. Old outputs
 * are dropped, counts run from 1, and the run stops at the first failure. It is red when a cell throws, does not parse or
 * shows an `error` output, unless the cell is tagged `raises-exception`; when a rejection or an exception in a callback is
 * handled by nobody; when a cell takes too long; when the kernel dies; and when work is left at the time-out after the
 * last cell. Timings stand in the report only, so that an unchanged notebook gives an unchanged file.
 *
 * @param document The notebook; it is not changed.
 * @param options Where and how to run it.
 * @returns The executed notebook and how each cell went. A failure in the notebook is part of the report.
 * @throws {InputError} When the notebook names another language than TypeScript or JavaScript.
 * @throws {KernelStartError} When no kernel can be started.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "code" as const, metadata: {}, source: "6 * 7", execution_count: null, outputs: [] }];
 * const report = await executeNotebook({ nbformat: 4, nbformat_minor: 4, metadata: {}, cells }, {
 *   cwd: ".",
 *   deno: Deno.execPath(),
 *   environment: {},
 *   timeoutSeconds: 60,
 *   onEvent: () => {},
 * });
 * assert.equal(report.failure, null);
 * const data = { "text/plain": ["42"] };
 * const result = { output_type: "execute_result", execution_count: 1, data, metadata: {} };
 * assert.deepEqual((report.document.cells[0] as { outputs?: unknown }).outputs, [result]);
 * ```
 */
export async function executeNotebook(
  document: NotebookDocument,
  options: ExecuteNotebookOptions,
): Promise<RunReport> {
  checkLanguage(document);
  const began = performance.now();
  const run = new Run(cleared(document), options);
  let kernel: InnerKernel | null = null;
  try {
    kernel = await startKernel({
      deno: options.deno,
      cwd: options.cwd,
      environment: options.environment,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (error) {
    if (!(error instanceof KernelInterruptedError)) throw error;
    run.failure = { kind: "interrupted", cell: null, message: error.message };
  }
  if (kernel !== null) {
    try {
      await run.all(kernel);
    } finally {
      await (run.failure === null ? kernel.shutdown() : kernel.kill());
    }
  }
  const seconds = (performance.now() - began) / 1000;
  options.onEvent({ type: "finished", failure: run.failure, seconds });
  const { document: executed, failure } = run;
  return { document: executed, cells: run.reports(), failure, seconds, kernel: run.kernel };
}

interface Timing {
  startedAt: string | null;
  seconds: number;
  status: CellReport["status"];
}

class Run {
  readonly document: NotebookDocument;
  kernel: KernelIdentity | null = null;
  failure: RunFailure | null = null;
  readonly #options: ExecuteNotebookOptions;
  readonly #limits: Limits;
  readonly #fold = new OutputFold();
  readonly #timings = new Map<CodeCell, Timing>();

  constructor(document: NotebookDocument, options: ExecuteNotebookOptions) {
    this.document = document;
    this.#options = options;
    const { timeoutSeconds, signal } = options;
    this.#limits = signal === undefined ? { timeoutSeconds } : { timeoutSeconds, signal };
  }

  async all(kernel: InnerKernel): Promise<void> {
    this.kernel = identityOf(kernel.info);
    this.document.metadata["language_info"] = kernel.info["language_info"] ?? {};
    this.#options.onEvent({ type: "started", pid: kernel.pid, cellCount: this.document.cells.length });
    let count = 0, last = -1;
    for (const [index, cell] of this.document.cells.entries()) {
      if (cell.cell_type !== "code") continue;
      if (isBlank(cell)) {
        this.#timings.set(cell, { startedAt: null, seconds: 0, status: "ok" });
        continue;
      }
      await this.#cell(kernel, cell, index, ++count);
      if (this.failure !== null) return;
      last = index;
    }
    if (last >= 0) await this.#settle(kernel, last);
  }

  /** One report per code cell, with the outputs as they are by now: late ones and updates included. */
  reports(): CellReport[] {
    return this.document.cells.flatMap((cell, index) => cell.cell_type === "code" ? [this.#report(cell, index)] : []);
  }

  async #cell(kernel: InnerKernel, cell: CodeCell, index: number, executionCount: number): Promise<void> {
    const { onEvent } = this.#options;
    const began = performance.now();
    const timing: Timing = { startedAt: new Date().toISOString(), seconds: 0, status: "ok" };
    this.#timings.set(cell, timing);
    cell.execution_count = executionCount;
    cell.outputs = this.#fold.begin(executionCount);
    onEvent({ type: "cell-started", index, executionCount });
    try {
      const { error, findings } = await kernel.execute(joinLines(cell.source), {
        ...this.#limits,
        cell: index,
        onOutput: (message) => {
          this.#fold.take(message);
          onEvent({ type: "output", index, message });
        },
      });
      const shown = cell.outputs.find((output): output is ErrorOutput => output.output_type === "error");
      if (!mayFail(cell)) {
        // An error that a later clear_output removed from the page is still an error.
        if (shown !== undefined) this.failure = cellFailure(shown, this.document, index);
        else if (error !== null) {
          this.failure = cellFailure(asOutput(error), this.document, index);
          cell.outputs.push(asOutput(error));
        }
      }
      if (findings.length > 0) this.#unhandled(findings, index);
    } catch (error) {
      this.failure = failureOf(error, this.document, index);
      if (this.failure === null) throw error;
      cell.outputs.push(failureOutput(this.failure, this.document));
    }
    timing.seconds = (performance.now() - began) / 1000;
    if (this.failure !== null) timing.status = "error";
    onEvent({ type: "cell-finished", report: this.#report(cell, index) });
  }

  async #settle(kernel: InnerKernel, last: number): Promise<void> {
    try {
      const { findings, pending } = await kernel.settle({
        ...this.#limits,
        onPending: (pending) => this.#options.onEvent({ type: "pending", pending }),
      });
      const cell = this.document.cells[last] as CodeCell;
      const shown = cell.outputs.find((output): output is ErrorOutput => output.output_type === "error");
      if (findings.length > 0) this.#unhandled(findings, last);
      else if (shown !== undefined && !mayFail(cell)) this.#late(cellFailure(shown, this.document, last));
      else if (pending !== null) {
        this.#late(pendingFailure(pending, this.#options.timeoutSeconds ?? 0, this.document, last), true);
      }
    } catch (error) {
      const failure = failureOf(error, this.document, last);
      if (failure === null) throw error;
      this.#late(failure, true);
    }
  }

  #unhandled(findings: Parameters<typeof unhandledFailure>[0], fallback: number): void {
    const failure = unhandledFailure(findings, this.document, fallback);
    for (const finding of findings) {
      const one = unhandledFailure([finding], this.document, fallback);
      this.#codeCell(one.cell)?.outputs.push(failureOutput(one, this.document, finding.stack));
    }
    if (this.failure === null) this.#late(failure);
  }

  /** A failure that shows after its cell seemed to have gone well. */
  #late(failure: RunFailure, show = false): void {
    this.failure = failure;
    const cell = this.#codeCell(failure.cell);
    if (cell === null) return;
    if (show) cell.outputs.push(failureOutput(failure, this.document));
    const timing = this.#timings.get(cell);
    if (timing !== undefined) timing.status = "error";
  }

  #codeCell(index: number | null): CodeCell | null {
    const cell = index === null ? undefined : this.document.cells[index];
    return cell?.cell_type === "code" ? cell : null;
  }

  #report(cell: CodeCell, index: number): CellReport {
    const timing = this.#timings.get(cell) ?? { startedAt: null, seconds: 0, status: "not-run" };
    return {
      index,
      id: cell.id ?? null,
      executionCount: cell.execution_count,
      startedAt: timing.startedAt,
      seconds: timing.seconds,
      outputCount: cell.outputs.length,
      status: timing.status,
    };
  }
}

/** A copy whose code cells have neither outputs nor counts. */
function cleared(document: NotebookDocument): NotebookDocument {
  const copy = structuredClone(document);
  for (const cell of copy.cells) {
    if (cell.cell_type !== "code") continue;
    cell.outputs = [] satisfies Output[];
    cell.execution_count = null;
    // Another program's timings would say something about another run.
    delete cell.metadata["execution"];
  }
  return copy;
}

function checkLanguage(document: NotebookDocument): void {
  const language = foreignLanguage(document);
  if (language === null) return;
  const name = JSON.stringify(language);
  throw new InputError(`Cannot execute a notebook whose language is ${name}: the Deno kernel runs "typescript"`);
}

function identityOf(info: JsonObject): KernelIdentity {
  const language = (info["language_info"] as JsonObject | undefined)?.["name"];
  return { language: String(language), version: String(info["implementation_version"]), info };
}

function asOutput(error: { name: string; message: string; traceback: readonly string[] }): ErrorOutput {
  return { output_type: "error", ename: error.name, evalue: error.message, traceback: [...error.traceback] };
}
