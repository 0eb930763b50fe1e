import { installExit } from "./inside_exit.ts";
import { HEARD_TYPE, installInterrupt, INTERRUPT_NAME } from "./inside_interrupt.ts";
import { installOutputs, SPILL_KEY } from "./inside_outputs.ts";
import type { InsideParts } from "./inside_parts.ts";
import type { StoppableCalls } from "./stoppable_awaits.ts";
import { installThread, LISTENS_FILE, TELL } from "./inside_thread.ts";
import { installTimers } from "./inside_timers.ts";

/** The name of the one property that the guard adds to the kernel's global object. */
export const INSIDE = "thermolab.guard";

/** MIME type of the hidden display that carries what a fence found. */
export const FENCE_MIME = "application/vnd.thermolab.fence+json";

/** The type of the hidden message by which the kernel tells that there is a finding, which the next fence reports. */
export const LATE_TYPE = "thermolab_late";

/** The type of the hidden message that carries the value of a user expression. */
export const VALUE_TYPE = "thermolab_value";

/**
 * A rejection that nobody handled, or an exception in a callback, as the kernel's global events report them; or a
 * `Deno.test` that failed, as its report says.
 */
export interface Finding {
  readonly kind: "rejection" | "exception" | "test";
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
  /** How many tests the cell has defined; the kernel ran them when it ended and printed a report. */
  readonly tests: number;
}

/**
 * Runs inside the kernel, sent there as source text: it must not refer to anything outside itself. It installs the
 * listeners for unhandled rejections and exceptions, the book of Workers and tests, and the fence.
 *
 * @param parts What the functions inside share.
 * @param name The global property, a registered symbol's key.
 * @param mime The fence's MIME type.
 * @param lateType The message type that tells of a finding.
 * @param valueType The message type of a user expression's value.
 */
function installInside(parts: InsideParts, name: string, mime: string, lateType: string, valueType: string): void {
  // deno-lint-ignore no-explicit-any -- the kernel's internals have no types here
  const scope = globalThis as any;
  const { Deno } = scope;
  const core = Deno[Deno.internal].core;
  const broadcast = Deno.jupyter.broadcast.bind(Deno.jupyter), format = Deno.jupyter.format;
  const print: (text: string, toStandardError: boolean) => void = core.print;
  const RealWorker = scope.Worker;

  let findings: unknown[] = [];
  let tests = 0;
  const { timers, workers } = parts;

  // deno-lint-ignore no-explicit-any
  const record = (kind: string, reason: any, from: number): void => {
    if (parts.isInterrupt(reason)) return;
    const isError = reason instanceof Error || (reason !== null && typeof reason === "object" && "message" in reason);
    findings.push({
      kind,
      cell: from,
      name: isError ? String(reason.name) : "Error",
      message: isError ? String(reason.message) : Deno.inspect(reason),
      stack: isError ? String(reason.stack ?? "") : "",
    });
    broadcast(lateType, {});
  };
  // deno-lint-ignore no-explicit-any
  scope.addEventListener("unhandledrejection", (event: any) => {
    event.preventDefault();
    record("rejection", event.reason, parts.run);
  });
  // deno-lint-ignore no-explicit-any
  scope.addEventListener("error", (event: any) => {
    event.preventDefault();
    record("exception", event.error ?? event.message, parts.throwing?.cell ?? parts.run);
    parts.throwing = null;
  });

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

  const realTest = Deno.test;
  const counting = (real: (...values: unknown[]) => unknown) => (...values: unknown[]): unknown => {
    const defined = real(...values);
    tests++;
    return defined;
  };
  Deno.test = Object.assign(counting(realTest), realTest, {
    only: counting(realTest.only),
    ignore: counting(realTest.ignore),
  });

  parts.emit = (token, report) => {
    print(`${token}\n`, false);
    return broadcast("display_data", { data: { [mime]: { token, ...report } }, metadata: {}, transient: {} });
  };
  const inside = {
    async fence(token: string, next: number): Promise<void> {
      // A rejection is reported a turn of the event loop after it happened.
      await parts.turn();
      await parts.turn();
      const report = {
        findings,
        timers: [...timers.values()],
        workers: workers.size,
        busy: core.eventLoopHasMoreWork() === true,
        tests,
      };
      findings = [];
      // The next cell begins here: a request of its own would cost every cell a round trip.
      if (next !== parts.run) {
        parts.run = next;
        tests = 0;
        parts.onBegin();
      }
      await parts.emit(token, report);
    },
    wait: (value: unknown): unknown => parts.wait(value),
    each: (iterable: unknown): unknown => parts.each(iterable),
    async value(token: string, evaluate: () => unknown): Promise<void> {
      await broadcast(valueType, { token, data: await format(await evaluate()) });
    },
  };
  Object.defineProperty(scope, Symbol.for(name), { value: Object.freeze(inside) });
}

/**
 * The source of the hidden first cell.
 *
 * @param folder The kernel's private folder.
 * @param exitToken The token by which the kernel says that it is about to exit.
 * @param unset Names of the environment's variables that were for the kernel only.
 * @returns Code that runs once, before any cell.
 */
export function insideSource(folder: string, exitToken: string, unset: readonly string[]): string {
  const call = (install: unknown, ...values: unknown[]): string =>
    `(${install})(${["parts", ...values.map((value) => JSON.stringify(value))].join(", ")});`;
  return `{ const parts = { run: 0, throwing: null, timers: new Map(), workers: new Set(), ownImmediates: new Set() };
${call(installOutputs, SPILL_KEY, folder)}
${call(installTimers)}
${call(installInside, INSIDE, FENCE_MIME, LATE_TYPE, VALUE_TYPE)}
${call(installInterrupt, INTERRUPT_NAME, HEARD_TYPE, TELL.interruptAll)}
${call(installThread, folder, TELL.received, LISTENS_FILE)}
${call(installExit, exitToken, unset)} }`;
}

/** The source of the functions that a cell's own `await`s are led through. */
export const STOPPABLE_CALLS: StoppableCalls = { wait: insideName("wait"), each: insideName("each") };

/** The source of a hidden request that calls one of the installed functions. */
export function insideCall(call: string): string {
  return `await ${insideName(call)};`;
}

function insideName(name: string): string {
  return `globalThis[Symbol.for(${JSON.stringify(INSIDE)})].${name}`;
}
