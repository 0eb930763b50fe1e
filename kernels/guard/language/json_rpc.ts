import { Buffer } from "node:buffer";
import type { Readable, Writable } from "node:stream";

/** What the other side answers with when it cannot do what was asked. */
export class RpcError extends Error {
  override name = "RpcError";
}

/** A request or notification of the other side. */
export type RpcHandler = (method: string, params: unknown) => unknown;

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** One JSON-RPC 2.0 connection over two streams, framed as the language server protocol frames it ("Base Protocol"). */
export class RpcConnection {
  readonly #output: Writable;
  readonly #answer: RpcHandler;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: RpcError) => void }>();
  #received: Uint8Array<ArrayBufferLike> = new Uint8Array(0);
  #next = 1;
  #closed = false;

  /**
   * @param input What the other side writes.
   * @param output What it reads.
   * @param answer Called with each of its requests; what it returns is the result.
   */
  constructor(input: Readable, output: Writable, answer: RpcHandler = () => null) {
    this.#output = output;
    this.#answer = answer;
    input.on("data", (bytes: Uint8Array) => this.#take(bytes));
    input.on("error", () => this.close());
    input.on("close", () => this.close());
    output.on("error", () => this.close());
  }

  /**
   * Asks the other side.
   *
   * @param method The method's name.
   * @param params Its parameters.
   * @param signal Takes the question back when it aborts; the promise then settles as the other side likes.
   * @returns The result.
   * @throws {RpcError} When the other side refuses, or the connection ends first.
   */
  request(method: string, params: unknown, signal?: AbortSignal): Promise<unknown> {
    if (this.#closed) return Promise.reject(new RpcError(`Cannot ask for ${method}: the connection has ended`));
    const id = this.#next++;
    signal?.addEventListener("abort", () => {
      if (this.#waiting.has(id)) this.notify("$/cancelRequest", { id });
    });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ id, method, params });
    });
  }

  /** Tells the other side something that needs no answer. */
  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  /** Refuses what still waits. */
  close(): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.values()) reject(new RpcError("Lost the connection to the language server"));
    this.#waiting.clear();
  }

  #send(message: Message): void {
    if (this.#closed) return;
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.#output.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  }

  #take(bytes: Uint8Array): void {
    let received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const end = received.indexOf("\r\n\r\n");
      const length = end < 0 ? null : /Content-Length: *(\d+)/i.exec(received.toString("latin1", 0, end));
      const from = end + 4, to = from + Number(length?.[1]);
      if (length === null || received.length < to) break;
      this.#dispatch(JSON.parse(received.toString("utf8", from, to)) as Message);
      received = received.subarray(to);
    }
    this.#received = received;
  }

  #dispatch({ id, method, params, result, error }: Message): void {
    if (method !== undefined) {
      const answered = this.#answer(method, params) ?? null;
      if (id !== undefined) this.#send({ id, result: answered });
      return;
    }
    const waiting = this.#waiting.get(id as number);
    this.#waiting.delete(id as number);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new RpcError(error.message));
  }
}
