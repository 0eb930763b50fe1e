import type { InsideParts } from "./inside_parts.ts";

/**
 * The type of the hidden messages by which the kernel says that it has heard of an interrupt, and then that it has done
 * what it can: the collector, which comes in between, leaves it no time for an answer.
 */
export const HEARD_TYPE = "thermolab_interrupt";

/** The name of the error that an interrupted cell ends with, the one that Jupyter's users know. */
export const INTERRUPT_NAME = "KeyboardInterrupt";

/**
 * Runs inside the kernel, sent there as source text: it must not refer to anything outside itself. On the guard's word
 * it stops what the running cell waits for: timers are cleared, and what its `await`s wait for, requests and processes
 * are made to reject. Where that is not enough, a promise that nothing can settle any more is garbage, and V8 ends an
 * evaluation whose promise is collected. Variables stay as they are.
 *
 * @param parts What the functions inside share.
 * @param name The error's name.
 * @param heardType The message type of the answer.
 * @param all The guard's word for stopping the work of every cell; any other one stops that of the running cell.
 */
export function installInterrupt(parts: InsideParts, name: string, heardType: string, all: string): void {
  // deno-lint-ignore no-explicit-any -- the kernel's internals have no types here
  const scope = globalThis as any;
  const { Deno, process, AbortController, AbortSignal } = scope;
  const core = Deno[Deno.internal].core;
  const broadcast = Deno.jupyter.broadcast.bind(Deno.jupyter);
  const { clearTimeout } = process.getBuiltinModule("node:timers");
  const firstResources = new Set(Object.keys(core.resources()));

  // Only a new context shows the collector; the flag is taken back so that the cells' own contexts and Workers do not.
  const flags = process.getBuiltinModule("node:v8");
  flags.setFlagsFromString("--expose-gc");
  const collect: () => void = process.getBuiltinModule("node:vm").runInNewContext("gc");
  flags.setFlagsFromString("--no-expose-gc");

  class KeyboardInterrupt extends Error {
    override name = name;
  }
  parts.isInterrupt = (reason) => reason instanceof KeyboardInterrupt;

  let firstTimer = 0, asked = 0, wake = 2;
  // One per cell, because an interrupt means the running cell first, and then all.
  let stop = new AbortController();
  const stops = new Set([stop]);
  // Timers are numbered in one row, those of node:timers too, which have no other trace.
  const nextTimer = (): number => {
    const timer = core.createSystemTimer(() => {}, 1, false);
    core.cancelTimer(timer);
    return timer._timerId;
  };
  parts.stopFlag = () => {
    const born = parts.run;
    return () => parts.interruptedRun() === born;
  };
  parts.onBegin = () => {
    firstTimer = nextTimer();
    asked = 0;
    stop = new AbortController();
    stops.add(stop);
  };

  const withStop = (signal: unknown): unknown =>
    signal === undefined || signal === null ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const orStopped = <T>(work: PromiseLike<T>): Promise<T> => {
    const { signal } = stop;
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(signal.reason);
      if (signal.aborted) return abort();
      signal.addEventListener("abort", abort, { once: true });
      const finish = (): void => signal.removeEventListener("abort", abort);
      work.then((value) => (finish(), resolve(value)), (error) => (finish(), reject(error)));
    });
  };
  parts.wait = (value) =>
    typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function"
      ? orStopped(value as PromiseLike<unknown>)
      : value;
  // deno-lint-ignore no-explicit-any
  parts.each = (iterable: any) => {
    const asynchronous = iterable[Symbol.asyncIterator];
    const iterator = asynchronous === undefined ? iterable[Symbol.iterator]() : asynchronous.call(iterable);
    const step = async (result: unknown): Promise<unknown> => {
      // deno-lint-ignore no-explicit-any
      const { done, value } = await orStopped(Promise.resolve(result)) as any;
      // Of a plain iterable the values themselves are awaited.
      return { done, value: asynchronous === undefined && !done ? await parts.wait(value) : value };
    };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () => step(iterator.next()),
      return: (value: unknown) => iterator.return === undefined ? { done: true, value } : iterator.return(value),
    };
  };

  const realFetch = scope.fetch;
  // deno-lint-ignore no-explicit-any
  scope.fetch = function fetch(input: any, init?: any): Promise<unknown> {
    const given = init?.signal ?? (input instanceof scope.Request ? input.signal : undefined);
    return realFetch(input, { ...init, signal: withStop(given) });
  };

  const RealCommand = Deno.Command;
  Deno.Command = class Command extends RealCommand {
    readonly #command: unknown;
    // deno-lint-ignore no-explicit-any
    readonly #options: any;
    // deno-lint-ignore no-explicit-any
    constructor(command: unknown, options?: any) {
      super(command, options);
      this.#command = command;
      this.#options = options;
    }
    #stoppable(): { output(): Promise<unknown>; spawn(): Record<string, unknown> } {
      return new RealCommand(this.#command, { ...this.#options, signal: withStop(this.#options?.signal) });
    }
    output(): Promise<unknown> {
      return orStopped(this.#stoppable().output());
    }
    spawn(): unknown {
      const child = this.#stoppable().spawn();
      const status = orStopped(child["status"] as Promise<unknown>);
      // A status that nobody asks for must not turn into an unhandled rejection.
      status.catch(() => {});
      const output = (child["output"] as () => Promise<unknown>).bind(child);
      Object.defineProperty(child, "status", { value: status, configurable: true });
      Object.defineProperty(child, "output", { value: () => orStopped(output()), configurable: true });
      return child;
    }
  };

  const clearTimers = (first: number): void => {
    for (let id = first, end = nextTimer(); id < end; id++) clearTimeout(id);
    for (const id of parts.timers.keys()) if (Number(id) >= first) parts.timers.delete(id);
    for (let one = core.immediateQueue?.head, next; one; one = next) {
      next = one._idleNext;
      if (!parts.ownImmediates.has(one)) scope.clearImmediate(one);
    }
  };
  const stopAll = (): void => {
    for (const worker of [...parts.workers]) worker.terminate();
    for (const id of Object.keys(core.resources())) if (!firstResources.has(id)) core.tryClose(Number(id));
  };
  parts.onInterrupt = async (line) => {
    const [told, meant, ask] = line.split(" ");
    // An interrupt that a busy thread has heard too late must not hit the next cell.
    if (Number(meant) !== parts.run) return;
    broadcast(heardType, { ask: Number(ask), done: false });
    // Where a callback was terminated, the timers of its duration are no longer scheduled until one of another fires.
    core.createSystemTimer(() => {}, wake++, false);
    const reason = new KeyboardInterrupt("The cell was interrupted");
    clearTimers(told === all ? 0 : firstTimer);
    for (const one of told === all ? stops : [stop]) one.abort(reason);
    if (told === all) {
      stopAll();
      stops.clear();
    }
    // What the cell still starts until its end is stopped too.
    stop.abort(reason);
    // The waiting of most cells has ended by now; the collector takes a tenth of a second, or much longer.
    if (asked++ > 0) {
      await parts.turn();
      collect();
    }
    broadcast(heardType, { ask: Number(ask), done: true });
  };
}
