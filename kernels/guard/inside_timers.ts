import type { InsideParts } from "./inside_parts.ts";

/**
 * Runs inside the kernel, sent there as source text: it must not refer to anything outside itself. It keeps the book of
 * timers, and it runs the callbacks of timers and immediates one by one, each alone in a turn of the event loop: code that
 * is terminated while the loop goes through several of them stops the loop for good.
 *
 * @param parts What the functions inside share.
 */
export function installTimers(parts: InsideParts): void {
  // deno-lint-ignore no-explicit-any -- the kernel's internals have no types here
  const scope = globalThis as any;
  const { core } = scope.Deno[scope.Deno.internal];
  const { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate } = scope;
  const { timers } = parts;

  const guardsOwn = (callback: () => void): void => {
    const immediate = setImmediate(() => {
      parts.ownImmediates.delete(immediate);
      callback();
    });
    parts.ownImmediates.add(immediate);
  };
  parts.turn = () => new Promise((done) => guardsOwn(done));

  const due: (() => void)[] = [];
  const next = (): void =>
    queueMicrotask(() => {
      const call = due.shift()!;
      // Before the call, which may be terminated.
      if (due.length > 0) guardsOwn(next);
      call();
    });
  const runAlone = (call: () => void): void => {
    const context = core.getAsyncContext();
    const inContext = (): void => {
      const before = core.getAsyncContext();
      core.setAsyncContext(context);
      try {
        call();
      } finally {
        core.setAsyncContext(before);
      }
    };
    if (due.push(inContext) === 1) guardsOwn(next);
  };

  // deno-lint-ignore no-explicit-any
  const timer = (kind: string, real: any) => (callback: any, milliseconds?: number, ...rest: unknown[]): unknown => {
    if (typeof callback !== "function") return real(callback, milliseconds, ...rest);
    const stopped = parts.stopFlag();
    const entry = { kind, cell: parts.run, milliseconds: Number(milliseconds ?? 0) };
    const call = (values: unknown[]): void => {
      // It may have been cleared after it was due; and a busy interval would be due before the loop hears of an interrupt.
      if (timers.get(id) !== entry || stopped()) return;
      if (kind === "setTimeout") timers.delete(id);
      try {
        callback.apply(scope, values);
      } catch (error) {
        parts.throwing = entry;
        throw error;
      }
    };
    const id = real((...values: unknown[]) => runAlone(() => call(values)), milliseconds, ...rest);
    timers.set(id, entry);
    return id;
  };
  // deno-lint-ignore no-explicit-any
  const clear = (real: any) => (id: unknown): void => {
    if (typeof id === "object" || id === undefined) timers.delete(id);
    else for (const known of timers.keys()) if (Number(known) === Number(id)) timers.delete(known);
    real(id);
  };
  const cleared = new WeakSet();
  // deno-lint-ignore no-explicit-any
  const immediate = (callback: any, ...rest: unknown[]): unknown => {
    if (typeof callback !== "function") return setImmediate(callback, ...rest);
    const stopped = parts.stopFlag();
    const call = (values: unknown[]): void => {
      if (!cleared.has(id) && !stopped()) callback(...values);
    };
    const id = setImmediate((...values: unknown[]) => runAlone(() => call(values)), ...rest);
    return id;
  };

  // The properties are what util.promisify() goes by.
  const like = (made: unknown, real: unknown): unknown =>
    Object.defineProperties(made, Object.getOwnPropertyDescriptors(real));
  scope.setTimeout = like(timer("setTimeout", setTimeout), setTimeout);
  scope.setInterval = like(timer("setInterval", setInterval), setInterval);
  scope.setImmediate = like(immediate, setImmediate);
  scope.clearTimeout = clear(clearTimeout);
  scope.clearInterval = clear(clearInterval);
  scope.clearImmediate = (id: unknown): void => {
    if (typeof id === "object" && id !== null) cleared.add(id);
    clearImmediate(id);
  };
}
