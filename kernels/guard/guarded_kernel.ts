import type { Json, JsonObject, JupyterMessage } from "../protocol/mod.ts";
import { KernelDiedError } from "./errors.ts";
import type { InnerKernel } from "./inner_kernel.ts";
import { type KernelOptions, startKernel } from "./start_kernel.ts";

/** What a client asks to be executed (Jupyter messaging protocol 5.3, "Execute"). */
export interface ExecuteRequest {
  readonly code: string;
  /** Runs the code without output, result or count. */
  readonly silent: boolean;
  /** Whether the execution counts; never with `silent`. */
  readonly storeHistory: boolean;
  /** Whether `prompt()` and `confirm()` may ask; they answer as if cancelled otherwise. */
  readonly allowStdin: boolean;
  /** Whether a failure aborts what is queued behind; the queue's owner honours it. */
  readonly stopOnError: boolean;
  /** Expressions to evaluate once the code has run to its end, by name. */
  readonly userExpressions?: Readonly<Record<string, string>>;
}

/** One output of a cell: an iopub message without header and parent, which its publisher gives it. */
export interface KernelOutput {
  /** The message type, such as `stream`, `display_data` or `error`. */
  readonly type: string;
  readonly content: JsonObject;
  readonly metadata: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

/** Who takes a cell's outputs and answers its questions. */
export interface ExecuteHandlers {
  /** Receives every output in order; what comes late also after the reply, until the next execution begins. */
  onOutput(output: KernelOutput): void;
  /** Answers `prompt()` and `confirm()`. */
  onInput(prompt: string, password: boolean): Promise<string>;
}

/** The content of an `execute_reply`. */
export type ExecuteReply =
  | { status: "ok"; execution_count: number; payload: Json[]; user_expressions: JsonObject }
  | { status: "error"; execution_count: number; ename: string; evalue: string; traceback: string[] };

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
  #dead: Error | null = null;

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
    return new GuardedKernel(await startKernel(options), options);
  }

  /** The process id of the kernel that runs now. */
  get pid(): number {
    return this.#kernel.pid;
  }

  /** Whether the kernel's process lives; when it does not, the next execution starts another one. */
  get isAlive(): boolean {
    return this.#dead === null;
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
   * @returns The reply's content.
   * @throws {KernelStartError} When the process had died and no other one can be started.
   */
  execute(request: ExecuteRequest, handlers: ExecuteHandlers): Promise<ExecuteReply> {
    return this.#queued(() => this.#execute(request, handlers));
  }

  /** Stops the execution that runs now; its reply is an error named `KeyboardInterrupt`. */
  async interrupt(): Promise<void> {
    await this.restart();
  }

  /** Ends the kernel's process and starts another one: all state is lost, the count begins anew. */
  async restart(): Promise<void> {
    await this.#kernel.kill();
    await this.#revive();
  }

  /** Ends the kernel's process in an orderly way, by force when it does not follow; no process is left. */
  async shutdown(): Promise<void> {
    await this.#kernel.shutdown();
  }

  /**
   * Passes a request to the kernel, after what is running.
   *
   * @param type The request's message type.
   * @param content Its content.
   * @returns The reply's content.
   */
  request(type: PassedRequest, content: JsonObject): Promise<JsonObject> {
    return this.#queued(() => this.#kernel.request(type, content));
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
    if (this.#dead !== null) await this.#revive();
    const counts = request.storeHistory && !request.silent;
    if (counts) this.#count++;
    const executionCount = this.#count;
    const onOutput = (message: JupyterMessage): void => {
      if (request.silent) return;
      const { header, content, metadata, buffers } = message;
      const type = header.msg_type;
      const counted = type === "execute_result" ? { ...content, execution_count: executionCount } : content;
      handlers.onOutput({ type, content: counted, metadata, buffers });
    };
    try {
      const { error } = await this.#kernel.execute(request.code, { cell: executionCount, onOutput });
      if (error === null) {
        return { status: "ok", execution_count: executionCount, payload: [], user_expressions: {} };
      }
      const { name: ename, message: evalue, traceback } = error;
      return { status: "error", execution_count: executionCount, ename, evalue, traceback: [...traceback] };
    } catch (error) {
      if (!(error instanceof KernelDiedError)) throw error;
      const content = { ename: error.name, evalue: error.message, traceback: [error.message] };
      handlers.onOutput({ type: "error", content, metadata: {}, buffers: [] });
      return { status: "error", execution_count: executionCount, ...content };
    }
  }

  #queued<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }

  async #revive(): Promise<void> {
    this.#kernel = await startKernel(this.#options);
    this.#dead = null;
    this.#count = 0;
    this.#watch(this.#kernel);
  }

  #watch(kernel: InnerKernel): void {
    kernel.lost.then((error) => {
      if (kernel !== this.#kernel) return;
      this.#dead = error;
      for (const callback of this.#stateLost) callback(error.message);
    });
  }
}
