import { type ConnectionInfo, type JsonObject, messageOf } from "../../protocol/mod.ts";
import { GuardedKernel } from "../guarded_kernel.ts";
import { createLanguageService, type LanguageService } from "../language/mod.ts";
import { Executor } from "./executor.ts";
import { History } from "./history.ts";
import { kernelInfo } from "./kernel_info.ts";
import { answerLanguageRequest } from "./language_requests.ts";
import { Questions } from "./questions.ts";
import { refusal, replyType } from "./refusal.ts";
import type { Request } from "./request.ts";
import { RequestQueue } from "./request_queue.ts";
import { KernelSockets } from "./sockets.ts";

/** How long an error's reply waits for executions that were sent before it: they are aborted with the queued ones. */
const ABORT_WINDOW_MS = 30;

/** What a kernel server is started with. */
export interface KernelServerOptions {
  /** Where the five sockets listen. */
  readonly info: ConnectionInfo;
  /** Path of the Deno executable of the inner kernel. */
  readonly deno: string;
  /** Working directory of the cells. */
  readonly cwd: string;
}

/**
 * A Jupyter kernel on five sockets: the guarded Deno kernel for any number of clients. Requests on shell are served one
 * at a time, those on control at any time; `busy` and `idle` enclose each, and whatever a request puts out lies between
 * them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { connectKernel, newConnectionInfo } from "../../protocol/mod.ts";
 * const info = await newConnectionInfo();
 * const server = await KernelServer.start({ info, deno: Deno.execPath(), cwd: "." });
 * const client = await connectKernel(info, { onBroadcast: () => {} });
 * const { content } = await client.request("shell", "execute_request", { code: "6 * 7" }).reply;
 * assert.deepEqual([content["status"], content["execution_count"]], ["ok", 1]);
 * client.close();
 * await server.stop();
 * ```
 */
export class KernelServer {
  readonly #sockets: KernelSockets;
  readonly #shell: RequestQueue = new RequestQueue((request, aborted) => this.#serveShell(request, aborted));
  readonly #control: RequestQueue = new RequestQueue((request) => this.#serveControl(request));
  readonly #history = new History();
  readonly #language: LanguageService;
  readonly #questions: Questions;
  #kernel: GuardedKernel | null = null;
  #executor: Executor | null = null;
  #stopping: Promise<void> | null = null;
  #stopped: () => void = () => {};

  /** Settles when a client has shut the kernel down, or {@linkcode KernelServer.stop} was called, and all is over. */
  readonly stopped: Promise<void> = new Promise((resolve) => this.#stopped = resolve);

  /** Used by {@linkcode KernelServer.start}. */
  constructor(sockets: KernelSockets, { deno, cwd }: KernelServerOptions) {
    this.#sockets = sockets;
    this.#questions = new Questions(sockets);
    this.#language = createLanguageService({ deno, cwd });
  }

  /**
   * Binds the sockets, then starts the inner kernel; what clients ask before it is there waits for it.
   *
   * @param options Connection, executable, working directory.
   * @returns The running server.
   * @throws {ProtocolError} When a port is taken.
   * @throws {KernelStartError} When the inner kernel cannot be started.
   */
  static async start(options: KernelServerOptions): Promise<KernelServer> {
    let begin = (): void => {};
    const begun = new Promise<void>((resolve) => begin = resolve);
    const sockets = await KernelSockets.bind(options.info, {
      onShell: (request) => void begun.then(() => server.#shell.add(request)),
      onControl: (request) => void begun.then(() => server.#control.add(request)),
      onStdin: (request) => void begun.then(() => server.#questions.take(request)),
    });
    const server: KernelServer = new KernelServer(sockets, options);
    try {
      await server.#startKernel(options);
    } catch (error) {
      await sockets.close();
      throw error;
    }
    begin();
    return server;
  }

  /** Stops the cell that runs. */
  async interrupt(): Promise<void> {
    await this.#kernel?.interrupt();
  }

  /** Ends the inner kernel and the sockets; no process is left. */
  stop(): Promise<void> {
    return this.#stopping ??= this.#end(async () => {});
  }

  async #startKernel({ deno, cwd }: KernelServerOptions): Promise<void> {
    const kernel = await GuardedKernel.start({ deno, cwd });
    this.#executor = new Executor({
      kernel,
      sockets: this.#sockets,
      questions: this.#questions,
      history: this.#history,
      language: this.#language,
    });
    this.#kernel = kernel;
  }

  async #end(farewell: () => Promise<void>): Promise<void> {
    await Promise.all([this.#kernel?.shutdown(), this.#language.dispose()]);
    await farewell();
    await this.#sockets.close();
    this.#stopped();
  }

  async #serveShell(request: Request, aborted: boolean): Promise<void> {
    await this.#serve(request, async (type, content) => {
      if (type === "execute_request") return await this.#execute(request, aborted);
      if (type === "comm_open") return this.#refuseComm(request);
      const limit = new AbortController();
      const urgent = this.#shell.arrival("execute_request", limit.signal);
      const answer = await answerLanguageRequest(this.#language, type, content, urgent) ?? this.#answer(type, content);
      limit.abort();
      this.#reply(request, answer);
    });
  }

  async #serveControl(request: Request): Promise<void> {
    await this.#serve(request, async (type, content) => {
      if (type === "interrupt_request") {
        await this.interrupt();
        return this.#reply(request, { status: "ok" });
      }
      this.#reply(request, this.#answer(type, content));
    });
  }

  /** What is the same on shell and control. */
  #answer(type: string, content: JsonObject): JsonObject {
    switch (type) {
      case "kernel_info_request":
        return kernelInfo(this.#kernel!.info);
      case "comm_info_request":
        return { status: "ok", comms: {} };
      case "history_request":
        return this.#history.answer(content);
      default:
        return refusal(`Cannot answer a message of type "${type}": this kernel does not know it`);
    }
  }

  async #serve(request: Request, work: (type: string, content: JsonObject) => Promise<void>): Promise<void> {
    const { header, content } = request.message;
    const status = (state: string): void => this.#sockets.publish("status", { execution_state: state }, header);
    status("busy");
    if (header.msg_type === "shutdown_request") {
      const restart = content["restart"] === true;
      // The queue that this is served by would otherwise wait for itself.
      this.#stopping ??= this.#end(() => {
        const reply = { status: "ok", restart };
        this.#sockets.reply(request, "shutdown_reply", reply);
        this.#sockets.publish("shutdown_reply", reply, header);
        status("idle");
        return Promise.resolve();
      });
      return;
    }
    try {
      await work(header.msg_type, content);
    } catch (error) {
      this.#reply(request, refusal(messageOf(error)));
    }
    status("idle");
  }

  async #execute(request: Request, aborted: boolean): Promise<void> {
    if (aborted) return this.#reply(request, { status: "aborted" });
    const started = new Date().toISOString();
    const { content, abort } = await this.#executor!.execute(request);
    if (abort) await this.#shell.abort("execute_request", ABORT_WINDOW_MS);
    this.#reply(request, content, { started });
  }

  #reply(request: Request, content: JsonObject, metadata: JsonObject = {}): void {
    const type = replyType(request.message.header.msg_type);
    if (type !== null) this.#sockets.reply(request, type, content, { metadata });
  }

  /** No target is registered in this kernel; the protocol asks that the other side is told. */
  #refuseComm({ message }: Request): void {
    const id = message.content["comm_id"] ?? "";
    this.#sockets.publish("comm_close", { comm_id: id, data: {} }, message.header);
  }
}
