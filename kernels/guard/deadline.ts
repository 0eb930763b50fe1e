import { awakeTimer } from "./awake_timer.ts";
import { KernelInterruptedError, KernelTimeoutError } from "./errors.ts";

/** What may end a wait early. */
export interface Limits {
  /** Seconds until the wait fails, without those in which this process was halted; `null` or absent: none. */
  readonly timeoutSeconds?: number | null;
  /** Ends the wait when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * Waits for a promise, but not beyond a time-out, an abort or another promise's end.
 *
 * @param work What is awaited.
 * @param limits Time-out and abort signal.
 * @param action What is attempted, for the error's message, such as `"execute the cell"`.
 * @param failed Rejects the wait with its value when it settles first.
 * @returns The value of `work`.
 * @throws {KernelTimeoutError} After `timeoutSeconds`.
 * @throws {KernelInterruptedError} When the signal aborts.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(await withLimits(Promise.resolve(1), { timeoutSeconds: 1 }, "count"), 1);
 * await assert.rejects(withLimits(new Promise(() => {}), { timeoutSeconds: 0.01 }, "wait"), /Cannot wait within 0.01 s/);
 * ```
 */
export async function withLimits<T>(
  work: Promise<T>,
  limits: Limits,
  action: string,
  failed?: Promise<Error>,
): Promise<T> {
  const { timeoutSeconds, signal } = limits;
  const cleanUp: (() => void)[] = [];
  const stopped = new Promise<never>((_, reject) => {
    failed?.then(reject);
    if (timeoutSeconds !== undefined && timeoutSeconds !== null) {
      const error = new KernelTimeoutError(`Cannot ${action} within ${timeoutSeconds} s`);
      const timer = awakeTimer(timeoutSeconds * 1000, () => reject(error));
      cleanUp.push(timer.stop);
    }
    if (signal !== undefined) {
      const abort = (): void => reject(new KernelInterruptedError(`Cannot ${action}: interrupted`));
      if (signal.aborted) abort();
      signal.addEventListener("abort", abort);
      cleanUp.push(() => signal.removeEventListener("abort", abort));
    }
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    for (const one of cleanUp) one();
  }
}
