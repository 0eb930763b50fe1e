import { type Command, decodeCommand } from "./command.ts";
import { ProtocolError } from "./errors.ts";
import { decodeFrameHeader } from "./frame.ts";
import { decodeGreeting, type Greeting, GREETING_BYTES } from "./greeting.ts";

/** What a {@linkcode Decoder} finds in a byte stream: first the greeting, then commands and whole messages. */
export type Part =
  | { readonly kind: "greeting"; readonly greeting: Greeting }
  | { readonly kind: "command"; readonly command: Command }
  | { readonly kind: "message"; readonly frames: Uint8Array[] };

/** A single output of a gigabyte is a fault of the peer, not a message. */
const MAXIMUM_BODY_BYTES = 2 ** 30;

/**
 * Turns the bytes of one ZMTP 3.0 connection, in chunks of any size, into greeting, commands and multipart messages.
 * It does no input or output, so one decoder serves clients and servers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const greeting = Uint8Array.from([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0, 78, 85, 76, 76, ...Array(48).fill(0)]);
 * const decoder = new Decoder();
 * assert.equal(decoder.push(greeting.subarray(0, 10)).length, 0);
 * assert.equal(decoder.push(greeting.subarray(10))[0]?.kind, "greeting");
 * const [message] = decoder.push(Uint8Array.of(0x01, 1, 7, 0x00, 0));
 * assert.deepEqual(message, { kind: "message", frames: [Uint8Array.of(7), new Uint8Array()] });
 * ```
 */
export class Decoder {
  #chunks: Uint8Array[] = [];
  #available = 0;
  #needed = GREETING_BYTES;
  #greeted = false;
  #frames: Uint8Array[] = [];
  readonly #maximumBodyBytes: number;

  /** @param maximumBodyBytes The largest frame that is accepted, 1 GiB unless told. */
  constructor(maximumBodyBytes: number = MAXIMUM_BODY_BYTES) {
    this.#maximumBodyBytes = maximumBodyBytes;
  }

  /**
   * Takes the next chunk.
   *
   * @param chunk Bytes as they came from the socket; they are kept by reference, so the caller must not reuse them.
   * @returns The parts that this chunk completes, in order.
   * @throws {ProtocolError} When the stream breaks the protocol; the connection is of no use afterwards.
   */
  push(chunk: Uint8Array): Part[] {
    this.#chunks.push(chunk);
    this.#available += chunk.length;
    // Joining only when the next part is complete keeps a large frame in many chunks linear in its size.
    if (this.#available < this.#needed) return [];
    let bytes = this.#chunks.length === 1 ? chunk : joined(this.#chunks, this.#available);
    const parts: Part[] = [];
    for (;;) {
      const used = this.#greeted ? this.#frame(bytes, parts) : this.#greet(bytes, parts);
      if (used === 0) break;
      bytes = bytes.subarray(used);
    }
    this.#chunks = bytes.length > 0 ? [bytes] : [];
    this.#available = bytes.length;
    return parts;
  }

  #greet(bytes: Uint8Array, parts: Part[]): number {
    if (bytes.length < GREETING_BYTES) return 0;
    parts.push({ kind: "greeting", greeting: decodeGreeting(bytes.subarray(0, GREETING_BYTES)) });
    this.#greeted = true;
    return GREETING_BYTES;
  }

  #frame(bytes: Uint8Array, parts: Part[]): number {
    const header = decodeFrameHeader(bytes, this.#maximumBodyBytes);
    const size = header === null ? bytes.length + 1 : header.headerBytes + header.bodyBytes;
    this.#needed = size;
    if (header === null || bytes.length < size) return 0;
    const body = bytes.subarray(header.headerBytes, size);
    if (header.command) {
      if (this.#frames.length > 0) throw new ProtocolError("Cannot read a ZMTP command in the middle of a message");
      parts.push({ kind: "command", command: decodeCommand(body) });
      return size;
    }
    this.#frames.push(body);
    if (!header.more) {
      parts.push({ kind: "message", frames: this.#frames });
      this.#frames = [];
    }
    return size;
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
