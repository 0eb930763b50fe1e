import { installOutputs, SPILL_KEY } from "./inside_outputs.ts";

/** The name of the one property that the guard adds to the kernel's global object. */
export const INSIDE = "thermolab.guard";

/** MIME type of the hidden display that carries what a fence found. */
export const FENCE_MIME = "application/vnd.thermolab.fence+json";

/** A rejection that nobody handled, or an exception in a callback, as the kernel's global events report them. */
export interface Finding {
  readonly kind: "rejection" | "exception";
  /** The label of the cell that caused it as far as known: that of the timer, or of the cell that ran then. */
  readonly cell: number | null;
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** A timer that a cell has started and that has not ended. */
export interface PendingTimer {
  readonly kind: "setTimeout" | "setInterval";
  readonly cell: number | null;
  readonly milliseconds: number;
}

/** What a fence reports. */
export interface FenceReport {
  readonly token: string;
  readonly findings: readonly Finding[];
  readonly timers: readonly PendingTimer[];
  /** Workers that were started and not terminated. */
  readonly workers: number;
  /** Whether the event loop has work left for which a plain `deno run` would stay alive. */
  readonly busy: boolean;
}

/**
 * Runs inside the kernel, sent there as source text: it must not refer to anything outside itself. It installs the
 * orphan watchdog, the listeners for unhandled rejections and exceptions, the timers' book-keeping, and the fence.
 *
 * @param name The global property, a registered symbol's key.
 * @param mime The fence's MIME type.
 * @param folder The kernel's private folder; the watchdog removes it.
 */
function installInside(name: string, mime: string, folder: string): void {
  // deno-lint-ignore no-explicit-any -- the kernel's internals have no types here
  const scope = globalThis as any;
  const { Deno, process } = scope;
  const core = Deno[Deno.internal].core;
  const broadcast = Deno.jupyter.broadcast.bind(Deno.jupyter);
  const print: (text: string, toStandardError: boolean) => void = core.print;
  const realSetTimeout = scope.setTimeout, realClearTimeout = scope.clearTimeout;
  const realSetInterval = scope.setInterval, realClearInterval = scope.clearInterval;
  const RealWorker = scope.Worker;

  let cell: number | null = null;
  let throwingTimer: { cell: number | null } | null = null;
  let findings: unknown[] = [];
  const timers = new Map<unknown, { kind: string; cell: number | null; milliseconds: number }>();
  const workers = new Set<unknown>();

  const watchdog = `
    const fs = process.getBuiltinModule("node:fs"), bytes = new Uint8Array(64);
    for (;;) {
      try { if (fs.readSync(0, bytes) === 0) break; }
      catch (error) {
        if (error.code !== "EAGAIN" && error.code !== "EINTR") break;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      }
    }
    try { fs.rmSync(${JSON.stringify(folder)}, { recursive: true, force: true }); } catch {}
    process.kill(process.platform === "win32" ? process.pid : -process.pid, "SIGKILL");`;
  const Thread = process.getBuiltinModule("node:worker_threads").Worker;
  new Thread(watchdog, { eval: true }).unref();

  // deno-lint-ignore no-explicit-any
  const record = (kind: string, reason: any, from: number | null): void => {
    const isError = reason instanceof Error || (reason !== null && typeof reason === "object" && "message" in reason);
    findings.push({
      kind,
      cell: from,
      name: isError ? String(reason.name) : "Error",
      message: isError ? String(reason.message) : Deno.inspect(reason),
      stack: isError ? String(reason.stack ?? "") : "",
    });
  };
  // deno-lint-ignore no-explicit-any
  scope.addEventListener("unhandledrejection", (event: any) => {
    event.preventDefault();
    record("rejection", event.reason, cell);
  });
  // deno-lint-ignore no-explicit-any
  scope.addEventListener("error", (event: any) => {
    event.preventDefault();
    record("exception", event.error ?? event.message, throwingTimer === null ? cell : throwingTimer.cell);
    throwingTimer = null;
  });

  // deno-lint-ignore no-explicit-any
  const timer = (kind: string, real: any) => (callback: any, milliseconds?: number, ...rest: unknown[]): unknown => {
    if (typeof callback !== "function") return real(callback, milliseconds, ...rest);
    const entry = { kind, cell, milliseconds: Number(milliseconds ?? 0) };
    const id = real(
      (...values: unknown[]) => {
        if (kind === "setTimeout") timers.delete(id);
        try {
          return callback.apply(scope, values);
        } catch (error) {
          throwingTimer = entry;
          throw error;
        }
      },
      milliseconds,
      ...rest,
    );
    timers.set(id, entry);
    return id;
  };
  // deno-lint-ignore no-explicit-any
  const clear = (real: any) => (id: unknown): void => {
    timers.delete(id);
    real(id);
  };
  scope.setTimeout = timer("setTimeout", realSetTimeout);
  scope.setInterval = timer("setInterval", realSetInterval);
  scope.clearTimeout = clear(realClearTimeout);
  scope.clearInterval = clear(realClearInterval);

  scope.Worker = class Worker extends RealWorker {
    constructor(...values: unknown[]) {
      super(...values);
      workers.add(this);
    }
    terminate(): void {
      workers.delete(this);
      super.terminate();
    }
  };

  const turn = (): Promise<void> => new Promise((done) => realSetTimeout(done, 0));
  const inside = {
    begin(label: number | null): void {
      cell = label;
    },
    async fence(token: string): Promise<void> {
      // A rejection is reported a turn of the event loop after it happened.
      await turn();
      await turn();
      print(`${token}\n`, false);
      const report = {
        token,
        findings,
        timers: [...timers.values()],
        workers: workers.size,
        busy: core.eventLoopHasMoreWork() === true,
      };
      findings = [];
      await broadcast("display_data", { data: { [mime]: report }, metadata: {}, transient: {} });
    },
  };
  Object.defineProperty(scope, Symbol.for(name), { value: Object.freeze(inside) });
}

/**
 * The source of the hidden first cell.
 *
 * @param folder The kernel's private folder.
 * @returns Code that runs once, before any cell.
 */
export function insideSource(folder: string): string {
  const call = (install: unknown, ...values: string[]): string =>
    `(${install})(${values.map((value) => JSON.stringify(value)).join(", ")});`;
  return `${call(installOutputs, SPILL_KEY, folder)}\n${call(installInside, INSIDE, FENCE_MIME, folder)}`;
}

/** The source of a hidden request that calls one of the installed functions. */
export function insideCall(call: string): string {
  return `await globalThis[Symbol.for(${JSON.stringify(INSIDE)})].${call};`;
}
