import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type JsonObject, type JupyterMessage, type KernelClient, newMessage, ProtocolError } from "../protocol/mod.ts";
import { awakeSleep, awakeTimer } from "./awake_timer.ts";
import { type CellError, errorOfReply, interruptError } from "./cell_error.ts";
import { type Limits, withLimits } from "./deadline.ts";
import { KernelInterruptedError, KernelTimeoutError } from "./errors.ts";
import type { ExecuteOptions, Execution, Pending, Settlement } from "./execution.ts";
import { Fences } from "./fence.ts";
import { type FenceReport, type Finding, insideCall, LATE_TYPE, STOPPABLE_CALLS, VALUE_TYPE } from "./inside.ts";
import { HEARD_TYPE } from "./inside_interrupt.ts";
import { LISTENS_FILE, TELL } from "./inside_thread.ts";
import { stopCell } from "./interruption.ts";
import type { KernelProcess } from "./kernel_process.ts";
import { unspilled } from "./spill.ts";
import { stoppableAwaits } from "./stoppable_awaits.ts";
import { failedTests, TestReports } from "./test_report.ts";
import type { UserInput } from "./user_input.ts";

/** How long a stopped cell gets to hand over what it has printed. */
const SALVAGE_MS = 500;
const SHUTDOWN_MS = 2000;
/** How long the thread inside the kernel may take to listen. */
const LISTENS_MS = 10_000;
const LISTENS_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 100;
/** A fence takes a few milliseconds; one that takes this long stands behind code that does not return. */
const BLOCKED_MS = 1000;
/** An interrupt may hit the fence itself; a fence that fails more often has another reason. */
const FENCE_ATTEMPTS = 3;

interface RunningCell {
  readonly run: number;
  readonly ended: Promise<void>;
  interrupted: Promise<boolean> | null;
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
  readonly #input: UserInput;
  #sink: (message: JupyterMessage) => void = () => {};
  #onLate: () => void = () => {};
  #onHeard: (content: JsonObject) => void = () => {};
  #asks = 0;
  #onValue: (content: JsonObject) => void = () => {};
  #running: RunningCell | null = null;
  #runs = 0;
  /** The label of each run; inside the kernel a cell is known by its run's number, from 1. */
  readonly #labels: (number | null)[] = [];
  readonly #reports = new TestReports();

  /** Used by {@linkcode startKernel}, which has connected the parts. */
  constructor(parts: {
    deno: string;
    process: KernelProcess;
    client: KernelClient;
    info: JsonObject;
    lost: Promise<Error>;
    input: UserInput;
    /** The token by which the kernel says that it is about to exit. */
    exitToken: string;
    /** Receives the iopub stream's consumer. */
    connectBroadcast: (take: (message: JupyterMessage) => void) => void;
  }) {
    this.#deno = parts.deno;
    this.#process = parts.process;
    this.#client = parts.client;
    this.info = parts.info;
    this.lost = parts.lost;
    this.#input = parts.input;
    this.#fences = new Fences((message) => this.#sink(message));
    this.#fences.expect(parts.exitToken).then(() => this.#process.tell(TELL.received));
    parts.connectBroadcast((message) => this.#take(unspilled(message, this.#process.folder)));
    this.#process.onStandardOutput((text) => this.#reports.take(text));
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
   * Tells of findings that come while no cell runs; {@linkcode InnerKernel.fence} then reports them.
   *
   * @param callback Called at each of them.
   */
  onLateFinding(callback: () => void): void {
    this.#onLate = callback;
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
    let sawError = false, stopped = false, end = (): void => {};
    this.#labels.push(options.cell ?? null);
    const cell: RunningCell = { run: ++this.#runs, ended: new Promise((done) => end = done), interrupted: null };
    this.#running = cell;
    this.#input.answerWith(options.onInput ?? null);
    // What ends a cell comes another way than what it prints, and may overtake it.
    let endings: JupyterMessage[] | null = [];
    const release = (): void => {
      const held = endings ?? [];
      endings = null;
      held.forEach(options.onOutput);
    };
    this.#sink = (message) => {
      const { msg_type: type } = message.header;
      if (type === "error") {
        // Where an interrupt hits is the kernel's affair; the cell shows one error for it.
        if (cell.interrupted !== null) return;
        sawError = true;
      }
      if (endings !== null && (type === "error" || type === "execute_result")) endings.push(message);
      else options.onOutput(message);
    };
    const run = async (): Promise<Execution> => {
      const source = options.stoppable === true ? await stoppableAwaits(code, STOPPABLE_CALLS) : code;
      const reply = cell.interrupted === null
        ? (await this.#request(source, false, options.onInput !== undefined)).content
        : {};
      const report = await this.fence();
      release();
      const findings = [...report.findings, ...await this.#testFindings(report, options)];
      // A cell that the time-out or the abort has stopped has an error that says more.
      const error = stopped
        ? null
        : cell.interrupted !== null
        ? interruptError(false)
        : reply["status"] === "error"
        ? await errorOfReply(reply, code, this.#deno, sawError)
        : null;
      if (error !== null && !sawError) options.onOutput(this.#errorMessage(error));
      return { reply, error, findings };
    };
    const running = this.#unlessLost(run()).finally(() => {
      release();
      this.#running = null;
      end();
    });
    try {
      return await withLimits(running, options, "execute the cell", this.lost);
    } catch (error) {
      stopped = true;
      if (error instanceof KernelTimeoutError || error instanceof KernelInterruptedError) await this.#salvage(running);
      throw error;
    }
  }

  /**
   * Stops the cell that runs and keeps the kernel's variables: {@linkcode InnerKernel.execute} then ends with an error
   * named `KeyboardInterrupt`. Timers, requests and processes of the cell end with it; when that is not enough, those of
   * earlier cells do as well.
   *
   * @returns Whether no cell runs any more. When it is `false`, only killing the kernel helps.
   */
  async interrupt(): Promise<boolean> {
    const cell = this.#running;
    if (cell === null) return true;
    // The thread that hears of an interrupt starts beside the first cell.
    cell.interrupted ??= Promise.race([this.#listens(), cell.ended]).then(() =>
      stopCell(cell.ended, {
        stopWaiting: (scope) => {
          const ask = ++this.#asks, said = { heard: (): void => {}, done: (): void => {} };
          const heard = new Promise<void>((resolve) => said.heard = resolve);
          const done = new Promise<void>((resolve) => said.done = resolve);
          this.#onHeard = (content) => content["ask"] === ask && said[content["done"] === true ? "done" : "heard"]();
          this.#process.tell(`${scope === "all" ? TELL.interruptAll : TELL.interruptCell} ${cell.run} ${ask}`);
          return { heard, done };
        },
        terminate: async () => {
          await this.#client.request("control", "interrupt_request", {}).reply.catch(() => {});
          this.#input.cancel();
        },
      })
    );
    return await cell.interrupted;
  }

  /**
   * Evaluates an expression as a notebook's user expression.
   *
   * @param expression The expression's source.
   * @returns Its MIME bundle, or its error, in the form of an `execute_reply`.
   */
  async evaluate(expression: string): Promise<JsonObject> {
    const token = randomUUID();
    const value = new Promise<JsonObject>((resolve) => {
      this.#onValue = (content) => content["token"] === token && resolve(content);
    });
    const failed = this.#hidden(insideCall(`value(${JSON.stringify(token)}, async () => (${expression}\n))`))
      .then(({ content }) => content["status"] === "ok" ? new Promise<never>(() => {}) : content);
    const content = await this.#unlessLost(Promise.race([value, failed]));
    if (content["data"] !== undefined) return { status: "ok", data: content["data"], metadata: {} };
    const { name, message, traceback } = await errorOfReply(content, `(${expression}\n)`, this.#deno, false);
    return { status: "error", ename: name, evalue: message, traceback: [...traceback] };
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
    let stopped = false, blocked = false;
    const wait = async (): Promise<void> => {
      for (let pause = 5; !stopped; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
        const asked = awakeTimer(BLOCKED_MS, () => blocked = true, { ref: false });
        const report = await this.fence().finally(asked.stop);
        blocked = false;
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
      if (pending !== null && blocked) pending = { ...pending, blocked };
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
    const next = this.#runs + 1;
    for (let attempt = 1;; attempt++) {
      const token = `thermolab-fence-${randomUUID()}`;
      const passed = this.#fences.expect(token);
      const failed = this.#hidden(insideCall(`fence(${JSON.stringify(token)}, ${next})`))
        .then(({ content }) => content["status"] === "ok" ? new Promise<never>(() => {}) : content);
      const result = await Promise.race([passed, failed]);
      if ("token" in result) return this.#labelled(result as FenceReport);
      if (attempt === FENCE_ATTEMPTS) {
        throw new ProtocolError(`Cannot fence the kernel's outputs: ${result["ename"]}: ${result["evalue"]}`);
      }
    }
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
    this.#input.close();
    await this.lost;
  }

  /** Waits until the thread inside the kernel listens: one that is not there yet must not look like one that is busy. */
  async #listens(): Promise<void> {
    const limit = awakeTimer(LISTENS_MS, () => {}, { ref: false });
    const file = join(this.#process.folder, LISTENS_FILE);
    while (!existsSync(file) && limit.elapsedMs < LISTENS_MS && this.#running !== null) await sleep(LISTENS_PAUSE_MS);
    limit.stop();
  }

  #labelled(report: FenceReport): FenceReport {
    // What happens between two cells is booked on the run that has not begun; it comes from the last one.
    const label = <T extends { readonly cell: number | null }>(one: T): T => ({
      ...one,
      cell: this.#labels[Math.min(one.cell ?? 0, this.#runs) - 1] ?? null,
    });
    return { ...report, findings: report.findings.map(label), timers: report.timers.map(label) };
  }

  #take(message: JupyterMessage): void {
    const { msg_type: type } = message.header;
    if (type === HEARD_TYPE) this.#onHeard(message.content);
    else if (type === LATE_TYPE) this.#running === null && this.#onLate();
    else if (type === VALUE_TYPE) this.#onValue(message.content);
    else this.#fences.take(message);
  }

  async #testFindings({ tests }: FenceReport, options: ExecuteOptions): Promise<Finding[]> {
    if (tests === 0) return [];
    const text = await this.#reports.next();
    if (text !== "") options.onOutput(newMessage("stream", { name: "stdout", text }, this.#client.session));
    return failedTests(text, options.cell ?? null);
  }

  #request(code: string, hidden: boolean, allowsInput = false): Promise<JupyterMessage> {
    return this.#client.request("shell", "execute_request", {
      code,
      silent: hidden,
      store_history: !hidden,
      user_expressions: {},
      allow_stdin: allowsInput,
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
    await Promise.race([running.catch(() => {}), awakeSleep(SALVAGE_MS)]);
  }

  #errorMessage(error: CellError): JupyterMessage {
    const content = { ename: error.name, evalue: error.message, traceback: [...error.traceback] };
    return newMessage("error", content, this.#client.session);
  }
}
