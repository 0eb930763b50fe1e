import { Buffer } from "node:buffer";
import { ThermolabError } from "../../errors.ts";

/** How `fetchBytes` goes about it. */
export interface FetchBytesOptions {
  /** Most bytes that are taken. */
  readonly limit: number;
  /** Seconds without a byte after which it gives up. */
  readonly idleSeconds: number;
  readonly signal?: AbortSignal;
  /** Called with the bytes so far and, where the server tells it, the whole. */
  readonly onBytes?: (bytes: number, total: number | null) => void;
}

/**
 * The body of an address. Anything but a complete answer is a ThermolabError in one line that names the address; an abort
 * rejects with the signal's reason.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = await fetchBytes("data:application/octet-stream,abc", { limit: 3, idleSeconds: 10 });
 * assert.deepEqual([...bytes], [97, 98, 99]);
 * ```
 */
export async function fetchBytes(url: string, options: FetchBytesOptions): Promise<Uint8Array> {
  const { limit, idleSeconds, signal, onBytes } = options;
  signal?.throwIfAborted();
  const stop = new AbortController();
  const aborted = () => stop.abort();
  signal?.addEventListener("abort", aborted, { once: true });
  let timer: ReturnType<typeof setTimeout> | undefined, silent = false;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      silent = true;
      stop.abort();
    }, 1000 * idleSeconds);
  };
  try {
    wait();
    const response = await fetch(url, { signal: stop.signal });
    if (!response.ok) {
      await response.body?.cancel();
      throw new ThermolabError(`the server answers ${response.status}`);
    }
    const announced = response.headers.get("content-encoding") === null ? response.headers.get("content-length") : null;
    const total = announced === null ? null : Number(announced);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of response.body!) {
      wait();
      length += part.length;
      if (length > limit) throw new ThermolabError(`it sends more than ${limit} bytes`);
      parts.push(part);
      onBytes?.(length, total);
    }
    return new Uint8Array(Buffer.concat(parts));
  } catch (error) {
    signal?.throwIfAborted();
    const reason = silent
      ? `no byte came for ${idleSeconds} s`
      : error instanceof ThermolabError
      ? error.message
      : rootMessage(error);
    throw new ThermolabError(`Cannot download ${url}: ${reason}`, { cause: error });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", aborted);
  }
}

/** Node.js hides what went wrong behind "fetch failed", Deno repeats the address. */
function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const text = cause instanceof Error && cause.message !== "" ? cause.message : error.message;
  return text.split("\n")[0]!.replace(/^error sending request for url \([^)]*\): /, "");
}
