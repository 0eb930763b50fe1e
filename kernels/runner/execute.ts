import { InputError } from "../../lib/errors.ts";
import { PARAMETERS_VARIABLE } from "../../lib/notebook/parameters_setting.ts";
import { KernelInterruptedError, type KernelOptions, startKernel } from "../guard/mod.ts";
import { Autosave } from "./autosave.ts";
import type { NotebookDocument, Output } from "./notebook.ts";
import { foreignLanguage } from "./notebook_language.ts";
import { forgetParameters } from "./parameters.ts";
import { Run, type RunKernel } from "./run.ts";
import type { RunEvent, RunReport } from "./run_report.ts";

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
  /** Texts that set the parameters of the notebook, by name; {@linkcode parseSettings} makes them of a command line. */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Saves the notebook as far as it has come: at most every five seconds, and at the end. It must write before it returns,
   * since the document goes on changing.
   */
  readonly onAutosave?: (document: NotebookDocument) => void;
  /** Starts the kernel in place of `startKernel`. */
  readonly start?: (options: KernelOptions) => Promise<RunKernel>;
}

/**
 * Executes a notebook on a fresh Deno kernel, from the first cell to the last, without losing an output. Old outputs
 * are dropped, counts run from 1, and the run stops at the first failure. It is red when a cell throws, does not parse or
 * shows an `error` output, unless the cell is tagged `raises-exception`; when a rejection or an exception in a callback is
 * handled by nobody; when a `Deno.test` fails; when a cell takes too long; when the kernel dies or its counts are not
 * 1, 2, …; when work is left at the time-out after the last cell; and when a parameter is set that the notebook does not
 * take. A cell tagged `skip-execution` is passed over. Timings stand in the report only, so that an unchanged notebook
 * gives an unchanged file; `withTimings` puts them in.
 *
 * @param document The notebook; it is not changed.
 * @param options Where and how to run it.
 * @returns The executed notebook and how each cell went. A failure in the notebook is part of the report.
 * @throws {InputError} When the notebook names another language than TypeScript or JavaScript.
 * @throws {KernelStartError} When no kernel can be started.
 * @throws {Error} The last autosave's own error.
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
  const { signal, onAutosave, parameters = {} } = options;
  const began = performance.now(), startedAt = new Date().toISOString();
  const copy = cleared(document);
  const autosave = onAutosave && new Autosave(() => onAutosave(copy));
  const run = new Run(copy, {
    timeoutSeconds: options.timeoutSeconds,
    onEvent: options.onEvent,
    ...(signal === undefined ? {} : { signal }),
    parameters,
    onChange: () => autosave?.changed(),
  });
  let kernel: RunKernel | null = null;
  try {
    kernel = await (options.start ?? startKernel)({
      deno: options.deno,
      cwd: options.cwd,
      // Always set, so that nothing is set that the run does not know of.
      environment: { ...options.environment, [PARAMETERS_VARIABLE]: JSON.stringify(parameters) },
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (!(error instanceof KernelInterruptedError)) throw error;
    run.failure = { kind: "interrupted", cell: null, message: error.message };
  }
  if (kernel !== null) {
    try {
      await run.all(kernel);
    } catch (error) {
      autosave?.finish();
      throw error;
    } finally {
      await (run.failure === null ? kernel.shutdown() : kernel.kill());
    }
  }
  run.finish();
  const seconds = (performance.now() - began) / 1000;
  options.onEvent({ type: "finished", failure: run.failure, seconds });
  autosave?.finish();
  const { document: executed, failure } = run;
  return { document: executed, cells: run.reports(), failure, startedAt, seconds, kernel: run.kernel };
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
    delete cell.metadata["papermill"];
  }
  forgetParameters(copy);
  return copy;
}

function checkLanguage(document: NotebookDocument): void {
  const language = foreignLanguage(document);
  if (language === null) return;
  const name = JSON.stringify(language);
  throw new InputError(`Cannot execute a notebook whose language is ${name}: the Deno kernel runs "typescript"`);
}
