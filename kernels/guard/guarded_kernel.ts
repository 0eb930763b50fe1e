import { setImmediate } from "node:timers/promises";
import type { JsonObject, JupyterMessage } from "../protocol/mod.ts";
import { ThermolabError } from "../../lib/errors.ts";
import { type CellError, interruptError } from "./cell_error.ts";
import { KernelDiedError } from "./errors.ts";
import type { ExecuteHandlers, ExecuteReply, ExecuteRequest, KernelOutput } from "./execute_request.ts";
import { findingError } from "./finding_output.ts";
import type { Finding } from "./inside.ts";
import type { InnerKernel } from "./inner_kernel.ts";
import { loadTypeScript } from "./language/typescript.ts";
import { type KernelOptions, startKernel } from "./start_kernel.ts";

export type { ExecuteHandlers, ExecuteReply, ExecuteRequest, KernelOutput } from "./execute_request.ts";

/** The requests that {@linkcode GuardedKernel.request} passes to the kernel. */
export type PassedRequest = "complete_request" | "inspect_request" | "is_complete_request" | "comm_info_request";

/**
 * A Deno kernel that outlives its process: it runs cells one at a time, in the order of the calls, stops a cell that is
 * interrupted, tells why a process died and starts the next one when it is needed. Nothing that happens in a cell makes
 * {@linkcode GuardedKernel.execute} reject; it is told by outputs and by the reply.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const kernel = await GuardedKernel.start({ deno: Deno.execPath(), cwd: "." });
 * const texts: unknown[] = [];
 * const request = { silent: false, storeHistory: true, allowStdin: false, stopOnError: true };
 * const reply = await kernel.execute({ ...request, code: "console.log(6 * 7)" }, {
 *   onOutput: ({ content }) => texts.push(content["text"]),
 *   onInput: () => Promise.resolve(""),
 * });
 * await kernel.shutdown();
 * assert.deepEqual([reply.status, reply.execution_count, texts], ["ok", 1, ["42\n"]]);
 * ```
 */
export class GuardedKernel {
  /** The content of the kernel's `kernel_info_reply`. */
  readonly info: JsonObject;
  readonly #options: KernelOptions;
  readonly #stateLost = new Set<(reason: string) => void>();
  #kernel: InnerKernel;
  #count = 0;
  #queue: Promise<unknown> = Promise.resolve();
  #dead = false;
  #closed = false;
  #reviving: Promise<unknown> | null = null;
  /** Why the guard itself has ended the process, which the process's end does not tell. */
  #endedBecause: string | null = null;
  #interrupted = false;
  /** Takes what comes while no cell runs. */
  #lastOutput: (output: KernelOutput) => void = () => {};

  /** Used by {@linkcode GuardedKernel.start}. */
  constructor(kernel: InnerKernel, options: KernelOptions) {
    this.info = kernel.info;
    this.#options = options;
    this.#kernel = kernel;
    this.#watch(kernel);
  }

  /**
   * Starts a kernel.
   *
   * @param options As for {@linkcode startKernel}.
   * @returns The kernel, ready for its first cell.
   * @throws {KernelStartError} When the executable is missing, ends at once or does not answer in time.
   */
  static async start(options: KernelOptions): Promise<GuardedKernel> {
    // The first cell that waits should not have to wait for the parser too.
    loadTypeScript().catch(() => {});
    return new GuardedKernel(await startKernel(options), options);
  }

  /** The process id of the kernel that runs now. */
  get pid(): number {
    return this.#kernel.pid;
  }

  /** Whether the kernel's process lives; when it does not, the next execution starts another one. */
  get isAlive(): boolean {
    return !this.#dead;
  }

  /** The number of the last counted execution, 0 after a start or a restart. */
  get executionCount(): number {
    return this.#count;
  }

  /**
   * Runs code and waits until all its outputs are in. Executions asked for at once run one after the other.
   *
   * @param request What is to run.
   * @param handlers Where outputs go and who answers questions.
   * @returns The reply's content. It is an error when the code throws, does not parse or is interrupted, when a display
   * fails, when a rejection, an exception in a callback or a failing `Deno.test` came to nobody's attention, and when the
   * process dies. Whatever is an error is shown as one.
   */
  execute(request: ExecuteRequest, handlers: ExecuteHandlers): Promise<ExecuteReply> {
    return this.#queued(() => this.#execute(request, handlers));
  }

  /**
   * Stops the execution that runs now; its reply is an error named `KeyboardInterrupt`. Variables are kept, unless the
   * cell cannot be stopped within 3 s: then the process is ended, and the error says so.
   */
  async interrupt(): Promise<void> {
    // A cell may wait for its kernel's start; it runs once the promise's other followers have been called.
    if (this.#reviving !== null) await this.#reviving.then(() => setImmediate(), () => {});
    const kernel = this.#kernel;
    if (this.#dead || await kernel.interrupt()) return;
    this.#interrupted = true;
    await this.#end(kernel, "the cell could not be stopped");
  }

  /**
   * Ends the kernel's process and starts another one: all state is lost, the count begins anew.
   *
   * @throws {KernelStartError} When no other process can be started.
   */
  async restart(): Promise<void> {
    await this.#end(this.#kernel, "the kernel was restarted");
    await this.#queued(() => this.#revived());
  }

  /** Ends the kernel's process in an orderly way, by force when it does not follow; no process is left. */
  async shutdown(): Promise<void> {
    this.#closed = true;
    await this.#kernel.shutdown();
    // Another process may be about to start; it ends here too.
    await this.#queued(() => this.#kernel.kill());
  }

  /**
   * Passes a request to the kernel, after what is running.
   *
   * @param type The request's message type.
   * @param content Its content.
   * @returns The reply's content.
   * @throws {KernelDiedError} When the process ends before it has answered.
   */
  request(type: PassedRequest, content: JsonObject): Promise<JsonObject> {
    return this.#queued(async () => {
      await this.#revived();
      return await this.#kernel.request(type, content);
    });
  }

  /**
   * Announces losses of state.
   *
   * @param callback Called with the reason, in words, each time when the kernel's variables are gone.
   */
  onStateLost(callback: (reason: string) => void): void {
    this.#stateLost.add(callback);
  }

  async #execute(request: ExecuteRequest, handlers: ExecuteHandlers): Promise<ExecuteReply> {
    let shown: CellError | null = null;
    const show = (output: KernelOutput): void => {
      if (!request.silent) handlers.onOutput(output);
    };
    const showError = (error: CellError): void => {
      shown ??= error;
      show(errorOutput(error));
    };
    const reply = (error: CellError | null, userExpressions: JsonObject = {}): ExecuteReply => {
      const count = { execution_count: this.#count };
      if (error === null) return { status: "ok", ...count, payload: [], user_expressions: userExpressions };
      const { name, message, traceback } = error;
      return { status: "error", ...count, ename: name, evalue: message, traceback: [...traceback] };
    };
    try {
      await this.#revived();
      if (request.storeHistory && !request.silent) this.#count++;
      this.#lastOutput = show;
      const { error, findings } = await this.#kernel.execute(request.code, {
        cell: this.#count,
        stoppable: true,
        onOutput: (message) => {
          if (message.header.msg_type === "error") shown ??= errorOf(message.content);
          show(this.#counted(message));
        },
        ...(request.allowStdin ? { onInput: (prompt, password) => handlers.onInput(prompt, password) } : {}),
      });
      findings.forEach((finding) => showError(findingError(finding)));
      const failure = error ?? shown;
      return reply(failure, failure === null ? await this.#evaluated(request.userExpressions ?? {}) : {});
    } catch (error) {
      const failure = this.#failureOf(error);
      // A kernel that has lost its connection is of no more use.
      if (!this.#dead) await this.#end(this.#kernel, failure.message);
      showError(failure);
      return reply(failure);
    }
  }

  #counted({ header, content, metadata, buffers }: JupyterMessage): KernelOutput {
    const type = header.msg_type;
    const counted = type === "execute_result" ? { ...content, execution_count: this.#count } : content;
    return { type, content: counted, metadata, buffers };
  }

  async #evaluated(expressions: Readonly<Record<string, string>>): Promise<JsonObject> {
    const values: JsonObject = {};
    for (const [name, expression] of Object.entries(expressions)) {
      values[name] = await this.#kernel.evaluate(expression);
    }
    return values;
  }

  #failureOf(error: unknown): CellError {
    if (this.#interrupted && error instanceof KernelDiedError) {
      this.#interrupted = false;
      return interruptError(true);
    }
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const told = error instanceof KernelDiedError && this.#endedBecause !== null ? this.#endedBecause : message;
    return { name, message: told, traceback: [`${name}: ${told}`] };
  }

  /** Shows what was found while no cell ran. */
  async #showLate(kernel: InnerKernel): Promise<void> {
    if (kernel !== this.#kernel || this.#dead) return;
    const { findings } = await kernel.fence();
    findings.forEach((finding: Finding) => this.#lastOutput(errorOutput(findingError(finding))));
  }

  #queued<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }

  async #end(kernel: InnerKernel, reason: string): Promise<void> {
    this.#endedBecause = reason;
    await kernel.kill();
  }

  async #revived(): Promise<void> {
    if (this.#closed) throw new ThermolabError("Cannot use a kernel that was shut down; start another one");
    if (!this.#dead) return;
    const starting = startKernel(this.#options);
    this.#reviving = starting.finally(() => this.#reviving = null);
    this.#reviving.catch(() => {});
    this.#kernel = await starting;
    this.#dead = false;
    this.#endedBecause = null;
    this.#interrupted = false;
    this.#count = 0;
    this.#watch(this.#kernel);
  }

  #watch(kernel: InnerKernel): void {
    kernel.onLateFinding(() => void this.#queued(() => this.#showLate(kernel)).catch(() => {}));
    kernel.lost.then((error) => {
      this.#dead = true;
      if (this.#closed) return;
      for (const callback of this.#stateLost) callback(this.#endedBecause ?? error.message);
    });
  }
}

function errorOutput({ name, message, traceback }: CellError): KernelOutput {
  const content = { ename: name, evalue: message, traceback: [...traceback] };
  return { type: "error", content, metadata: {}, buffers: [] };
}

function errorOf({ ename, evalue, traceback }: JsonObject): CellError {
  return { name: String(ename), message: String(evalue), traceback: (traceback ?? []) as string[] };
}
