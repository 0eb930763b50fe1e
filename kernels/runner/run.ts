import type { InnerKernel, Limits } from "../guard/mod.ts";
import type { JsonObject } from "../protocol/mod.ts";
import { isBlank, isSkipped, mayFail } from "./cell_tags.ts";
import { cellFailure, countFailure, failureOf, failureOutput, pendingFailure, unhandledFailure } from "./failures.ts";
import { type CodeCell, type ErrorOutput, joinLines, type NotebookDocument } from "./notebook.ts";
import { OutputFold } from "./outputs.ts";
import { recordParameters, unreadParameters } from "./parameters.ts";
import type { CellReport, KernelIdentity, RunEvent, RunFailure } from "./run_report.ts";

/** What a run needs of a kernel. */
export type RunKernel = Pick<InnerKernel, "info" | "pid" | "execute" | "settle" | "shutdown" | "kill">;

/** What a {@linkcode Run} is told. */
export interface RunOptions {
  readonly timeoutSeconds: number | null;
  readonly onEvent: (event: RunEvent) => void;
  readonly signal?: AbortSignal;
  readonly parameters: Readonly<Record<string, string>>;
  /** Called whenever the document has changed. */
  readonly onChange: () => void;
}

interface Timing {
  startedAt: string | null;
  seconds: number;
  status: CellReport["status"];
}

/** One notebook's way through one kernel; the document is valid at any time. */
export class Run {
  readonly document: NotebookDocument;
  kernel: KernelIdentity | null = null;
  failure: RunFailure | null = null;
  readonly #options: RunOptions;
  readonly #limits: Limits;
  readonly #fold = new OutputFold();
  readonly #timings = new Map<CodeCell, Timing>();

  constructor(document: NotebookDocument, options: RunOptions) {
    this.document = document;
    this.#options = options;
    const { timeoutSeconds, signal } = options;
    this.#limits = signal === undefined ? { timeoutSeconds } : { timeoutSeconds, signal };
  }

  /** Runs all cells, until something goes wrong. */
  async all(kernel: RunKernel): Promise<void> {
    this.kernel = identityOf(kernel.info);
    this.document.metadata["language_info"] = kernel.info["language_info"] ?? {};
    this.#options.onEvent({ type: "started", pid: kernel.pid, cellCount: this.document.cells.length });
    let count = 0, last = -1;
    for (const [index, cell] of this.document.cells.entries()) {
      if (cell.cell_type !== "code" || isSkipped(cell)) continue;
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

  /** Records the parameters, and whether all that were set were taken. */
  finish(): void {
    recordParameters(this.document);
    this.failure ??= unreadParameters(this.#options.parameters, this.document);
  }

  /** One report per code cell, with the outputs as they are by now: late ones and updates included. */
  reports(): CellReport[] {
    return this.document.cells.flatMap((cell, index) => cell.cell_type === "code" ? [this.#report(cell, index)] : []);
  }

  async #cell(kernel: RunKernel, cell: CodeCell, index: number, executionCount: number): Promise<void> {
    const { onEvent, onChange } = this.#options;
    const began = performance.now();
    const timing: Timing = { startedAt: new Date().toISOString(), seconds: 0, status: "ok" };
    this.#timings.set(cell, timing);
    cell.execution_count = executionCount;
    cell.outputs = this.#fold.begin(executionCount);
    onChange();
    onEvent({ type: "cell-started", index, executionCount });
    try {
      const { reply, error, findings } = await kernel.execute(joinLines(cell.source), {
        ...this.#limits,
        cell: index,
        onOutput: (message) => {
          this.#fold.take(message);
          onChange();
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
      if (this.failure === null) {
        this.failure = countFailure(reply["execution_count"], executionCount, this.document, index);
        if (this.failure !== null) cell.outputs.push(failureOutput(this.failure, this.document));
      }
    } catch (error) {
      this.failure = failureOf(error, this.document, index);
      if (this.failure === null) throw error;
      cell.outputs.push(failureOutput(this.failure, this.document));
    }
    timing.seconds = (performance.now() - began) / 1000;
    if (this.failure !== null) timing.status = "error";
    onChange();
    onEvent({ type: "cell-finished", report: this.#report(cell, index) });
  }

  async #settle(kernel: RunKernel, last: number): Promise<void> {
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

function identityOf(info: JsonObject): KernelIdentity {
  const language = (info["language_info"] as JsonObject | undefined)?.["name"];
  return { language: String(language), version: String(info["implementation_version"]), info };
}

function asOutput(error: { name: string; message: string; traceback: readonly string[] }): ErrorOutput {
  return { output_type: "error", ename: error.name, evalue: error.message, traceback: [...error.traceback] };
}
