import { awakeSleep } from "../awake_timer.ts";
import type { Request } from "./request.ts";

interface Waiting {
  readonly request: Request;
  aborted: boolean;
}

/**
 * Serves requests one at a time, in the order in which they came.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { newMessage } from "../../protocol/mod.ts";
 * const served: string[] = [];
 * const queue = new RequestQueue(async ({ message }) => {
 *   await new Promise((done) => setTimeout(done, message.header.msg_type === "slow" ? 10 : 0));
 *   served.push(message.header.msg_type);
 * });
 * for (const type of ["slow", "fast"]) queue.add({ message: newMessage(type, {}, "s"), connection: null! });
 * await queue.idle;
 * assert.deepEqual(served, ["slow", "fast"]);
 * ```
 */
export class RequestQueue {
  readonly #serve: (request: Request, aborted: boolean) => Promise<void>;
  readonly #waiting: Waiting[] = [];
  readonly #arrivals = new Set<(request: Request) => void>();
  #serving: Promise<void> | null = null;

  /** @param serve Serves one request and never rejects; `aborted` when a failure before it has cancelled it. */
  constructor(serve: (request: Request, aborted: boolean) => Promise<void>) {
    this.#serve = serve;
  }

  /** Settles when nothing waits and nothing is being served. */
  get idle(): Promise<void> {
    return this.#serving ?? Promise.resolve();
  }

  /** @param request Is served after all that came before it. */
  add(request: Request): void {
    this.#waiting.push({ request, aborted: false });
    for (const arrived of this.#arrivals) arrived(request);
    this.#serving ??= this.#run();
  }

  /**
   * Waits until a request of a type is in the queue.
   *
   * @param type The message type.
   * @param signal Ends the wait; the promise then stays unsettled.
   */
  arrival(type: string, signal: AbortSignal): Promise<void> {
    const wanted = ({ message }: Request): boolean => message.header.msg_type === type;
    if (this.#waiting.some(({ request }) => wanted(request))) return Promise.resolve();
    return new Promise((resolve) => {
      const arrived = (request: Request): void => {
        if (wanted(request)) resolve();
      };
      this.#arrivals.add(arrived);
      signal.addEventListener("abort", () => this.#arrivals.delete(arrived), { once: true });
    });
  }

  /**
   * Cancels the requests of a type that wait, and those that a client has sent but that are still under way.
   *
   * @param type The message type.
   * @param windowMs How long to wait for those, in milliseconds, without those in which this process is halted.
   */
  async abort(type: string, windowMs: number): Promise<void> {
    await awakeSleep(windowMs);
    for (const waiting of this.#waiting) {
      if (waiting.request.message.header.msg_type === type) waiting.aborted = true;
    }
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await this.#serve(next.request, next.aborted);
    }
    this.#serving = null;
  }
}
