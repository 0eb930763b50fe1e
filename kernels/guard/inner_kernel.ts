import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type JsonObject, type JupyterMessage, type KernelClient, newMessage, ProtocolError } from "../protocol/mod.ts";
import { type Limits, withLimits } from "./deadline.ts";
import { KernelDiedError, KernelInterruptedError, KernelTimeoutError } from "./errors.ts";
import { Fences } from "./fence.ts";
import { type FenceReport, type Finding, insideCall, type PendingTimer } from "./inside.ts";
import type { KernelProcess } from "./kernel_process.ts";
import { unspilled } from "./spill.ts";
import { syntaxMessage } from "./syntax_message.ts";

/** How long a stopped cell gets to hand over what it has printed. */
const SALVAGE_MS = 500;
const SHUTDOWN_MS = 2000;
const LONGEST_PAUSE_MS = 100;
/** How long a broken connection may stay without the process's end, which explains it. */
const BROKEN_MS = 1000;
/** A fence takes a few milliseconds; one that takes this long stands behind code that does not return. */
const BLOCKED_MS = 1000;
const LAST_MESSAGES_MS = 200;

/** What {@linkcode InnerKernel.execute} is called with. */
export interface ExecuteOptions extends Limits {
  /** A label, such as the cell's index, by which findings and timers name the cell. */
  readonly cell?: number;
  /** Receives every output of the cell in order, and until the next cell what comes late. */
  readonly onOutput: (message: JupyterMessage) => void;
}

/** How a cell ended. */
export interface Execution {
  /** The content of the kernel's reply. */
  readonly reply: JsonObject;
  /** The error that ended the cell, `null` when it ran to its end. */
  readonly error: { readonly name: string; readonly message: string; readonly traceback: readonly string[] } | null;
  /** Rejections and exceptions that nobody handled, since the cell before. */
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

/** What {@linkcode InnerKernel.settle} found. */
export interface Settlement {
  readonly findings: readonly Finding[];
  /** What was left at the time-out, `null` when everything has settled. */
  readonly pending: Pending | null;
}

/**
 * One Deno kernel, owned: it runs cells one at a time without losing an output, tells what went wrong beside the cells,
 * and never outlives its owner. {@linkcode startKernel} makes one.
 */
export class InnerKernel {
  /** The kernel's answer to `kernel_info_request`. */
  readonly info: JsonObject;
  /** Settles when the kernel is lost, with the reason; also after {@linkcode InnerKernel.shutdown}. */
  readonly lost: Promise<Error>;
  readonly #deno: string;
  readonly #process: KernelProcess;
  readonly #client: KernelClient;
  readonly #fences: Fences;
  #sink: (message: JupyterMessage) => void = () => {};

  /** Used by {@linkcode startKernel}, which has connected the parts. */
  constructor(parts: {
    deno: string;
    process: KernelProcess;
    client: KernelClient;
    info: JsonObject;
    lost: Promise<Error>;
    /** Receives the iopub stream's consumer. */
    connectBroadcast: (take: (message: JupyterMessage) => void) => void;
  }) {
    this.#deno = parts.deno;
    this.#process = parts.process;
    this.#client = parts.client;
    this.info = parts.info;
    this.lost = parts.lost;
    this.#fences = new Fences((message) => this.#sink(message));
    parts.connectBroadcast((message) => this.#fences.take(unspilled(message, this.#process.folder)));
    this.lost.then(() => this.#process.removeFolder());
  }

  /** The kernel's process id. */
  get pid(): number {
    return this.#process.pid;
  }

  /** How many messages were dropped because of a wrong signature. */
  get badSignatures(): number {
    return this.#client.badSignatures;
  }

  /**
   * Runs one cell and waits until all its outputs are in.
   *
   * @param code The cell's source.
   * @param options Where outputs go, the limits, the cell's label.
   * @returns The reply, the error if the cell ended with one, and findings.
   * @throws {KernelTimeoutError} After the time-out; the kernel may still be running the cell, so kill it.
   * @throws {KernelInterruptedError} When the signal aborts; the same holds.
   * @throws {KernelDiedError} When the kernel's process ends.
   */
  async execute(code: string, options: ExecuteOptions): Promise<Execution> {
    let sawError = false, stopped = false;
    this.#sink = (message) => {
      if (message.header.msg_type === "error") sawError = true;
      options.onOutput(message);
    };
    const run = async (): Promise<Execution> => {
      // Two requests at once would have the kernel's second reply wait for the delayed acknowledgement of its first.
      await this.#hidden(insideCall(`begin(${options.cell ?? null})`));
      const reply = (await this.#request(code, false)).content;
      const report = await this.fence();
      // An interrupted cell's own reply says nothing that the time-out or the abort does not say better.
      const error = reply["status"] === "error" && !stopped ? await this.#errorOf(reply, code, sawError) : null;
      if (error !== null && !sawError) options.onOutput(this.#errorMessage(error));
      return { reply, error, findings: report.findings };
    };
    const running = this.#unlessLost(run());
    try {
      return await withLimits(running, options, "execute the cell", this.lost);
    } catch (error) {
      stopped = true;
      if (error instanceof KernelTimeoutError || error instanceof KernelInterruptedError) await this.#salvage(running);
      throw error;
    }
  }

  /**
   * Waits until the event loop has nothing left for which a plain `deno run` would stay alive: timers, files, requests,
   * Workers. Outputs go where those of the last cell went.
   *
   * @param options Time-out, abort signal, and who is told while something is pending.
   * @returns Findings, and what was left at the time-out.
   * @throws {KernelInterruptedError} When the signal aborts.
   * @throws {KernelDiedError} When the kernel's process ends.
   */
  async settle(options: Limits & { readonly onPending?: (pending: Pending) => void }): Promise<Settlement> {
    const findings: Finding[] = [];
    let pending: Pending | null = { timers: [], workers: 0, blocked: true };
    let stopped = false;
    let asked = Date.now();
    const wait = async (): Promise<void> => {
      for (let pause = 5; !stopped; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
        asked = Date.now();
        const report = await this.fence();
        asked = Infinity;
        findings.push(...report.findings);
        pending = report.busy ? { timers: report.timers, workers: report.workers, blocked: false } : null;
        if (pending === null) return;
        options.onPending?.(pending);
        await sleep(pause);
      }
    };
    try {
      await withLimits(this.#unlessLost(wait()), options, "settle", this.lost);
    } catch (error) {
      if (!(error instanceof KernelTimeoutError)) throw error;
      if (pending !== null && Date.now() - asked > BLOCKED_MS) pending = { ...pending, blocked: true };
    } finally {
      stopped = true;
    }
    return { findings, pending };
  }

  /**
   * Sends a hidden request behind everything sent before and waits until its tokens have come on both of the kernel's
   * ways out.
   *
   * @returns What has happened beside the cells since the last fence.
   * @throws {ProtocolError} When the connection ends first.
   */
  async fence(): Promise<FenceReport> {
    const token = `thermolab-fence-${randomUUID()}`;
    const passed = this.#fences.expect(token);
    const reply = this.#hidden(insideCall(`fence(${JSON.stringify(token)})`)).then(({ content }) => {
      if (content["status"] === "ok") return new Promise<never>(() => {});
      throw new ProtocolError(`Cannot fence the kernel's outputs: ${content["ename"]}: ${content["evalue"]}`);
    });
    return await Promise.race([passed, reply]);
  }

  /**
   * Sends a request on the kernel's shell socket.
   *
   * @param type The message type.
   * @param content Its content.
   * @returns The reply's content.
   * @throws {KernelDiedError} When the kernel's process ends.
   */
  async request(type: string, content: JsonObject): Promise<JsonObject> {
    return (await this.#unlessLost(this.#client.request("shell", type, content).reply)).content;
  }

  /** Ends the kernel in an orderly way, by force when it does not follow; no process is left. */
  async shutdown(): Promise<void> {
    this.#client.request("control", "shutdown_request", { restart: false });
    await Promise.race([this.#process.ended, sleep(SHUTDOWN_MS, undefined, { ref: false })]);
    await this.kill();
  }

  /** Kills the kernel and all that its cells have started; no process is left. */
  async kill(): Promise<void> {
    await this.#process.kill();
    this.#client.close();
    await this.lost;
  }

  #request(code: string, hidden: boolean): Promise<JupyterMessage> {
    return this.#client.request("shell", "execute_request", {
      code,
      silent: hidden,
      store_history: !hidden,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: false,
    }).reply;
  }

  #hidden(code: string): Promise<JupyterMessage> {
    return this.#request(code, true);
  }

  /** A reply that fails because the process died is reported as the death that it is. */
  async #unlessLost<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw error instanceof ProtocolError ? await this.lost : error;
    }
  }

  async #salvage(running: Promise<unknown>): Promise<void> {
    this.#client.request("control", "interrupt_request", {});
    await Promise.race([running.catch(() => {}), sleep(SALVAGE_MS, undefined, { ref: false })]);
  }

  async #errorOf(reply: JsonObject, code: string, sawError: boolean): Promise<NonNullable<Execution["error"]>> {
    const traceback = reply["traceback"] as string[] | undefined ?? [];
    if (sawError || traceback.length > 0) {
      return { name: String(reply["ename"]), message: String(reply["evalue"]), traceback };
    }
    const message = await syntaxMessage(this.#deno, code);
    if (message === null) return { name: String(reply["ename"]), message: String(reply["evalue"]), traceback: [] };
    return { name: "SyntaxError", message: message.split("\n")[0]!, traceback: [`SyntaxError: ${message}`] };
  }

  #errorMessage(error: NonNullable<Execution["error"]>): JupyterMessage {
    const content = { ename: error.name, evalue: error.message, traceback: [...error.traceback] };
    return newMessage("error", content, this.#client.session);
  }
}

/**
 * Connects the two ways in which a kernel can be lost: its process ends, or a connection breaks although it lives.
 *
 * @param process The kernel's process.
 * @param client Its client.
 * @param broken Settles when a connection has ended that nobody closed.
 * @returns Settles with the reason.
 */
export function lossOf(process: KernelProcess, client: KernelClient, broken: Promise<Error | null>): Promise<Error> {
  const died = process.ended.then(async (end) => {
    // What the kernel sent before its end is still on its way.
    await Promise.race([client.ended, sleep(LAST_MESSAGES_MS, undefined, { ref: false })]);
    return new KernelDiedError(end);
  });
  const cut = broken.then(async (error) => {
    await sleep(BROKEN_MS, undefined, { ref: false });
    return error ?? new ProtocolError("Lost the connection to the Deno kernel although its process lives");
  });
  return Promise.race([died, cut]);
}
