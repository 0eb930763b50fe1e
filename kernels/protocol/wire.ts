import { timingSafeEqual } from "node:crypto";
import { ProtocolError, SignatureError } from "./errors.ts";
import { HmacSha256 } from "./hmac.ts";
import type { Json, JsonObject, JupyterMessage, MessageHeader } from "./message.ts";
import { messageOf } from "./message_of.ts";

const DELIMITER = new TextEncoder().encode("<IDS|MSG>");

/** A guard has two keys, a runner one for each of its kernels. */
const KEYS_KEPT = 64;
const signers = new Map<string, HmacSha256>();

/**
 * The signature of a message: HMAC-SHA256 in hexadecimal over header, parent header, metadata and content as they
 * stand on the wire (Jupyter messaging protocol 5.3, "The Wire Protocol"). An empty key means no signature.
 *
 * @param key The connection's key.
 * @param parts The four serialised dictionaries.
 * @returns 64 hexadecimal digits, or the empty string for an empty key.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * // RFC 4231, test case 2, the data split over two parts.
 * const text = (s: string) => new TextEncoder().encode(s);
 * assert.equal(
 *   sign("Jefe", [text("what do ya want "), text("for nothing?")]),
 *   "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
 * );
 * ```
 */
export function sign(key: string, parts: readonly Uint8Array[]): string {
  if (key === "") return "";
  let signer = signers.get(key);
  if (signer === undefined) {
    if (signers.size >= KEYS_KEPT) signers.clear();
    signers.set(key, signer = new HmacSha256(key));
  }
  return signer.hex(parts);
}

/**
 * The frames of a message: identities, delimiter, signature, four dictionaries, buffers.
 *
 * @param message The message.
 * @param key The connection's key.
 * @returns Frames for one ZeroMQ message.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { newMessage } from "./message.ts";
 * const frames = encodeMessage(newMessage("kernel_info_request", {}, "s"), "key");
 * assert.equal(new TextDecoder().decode(frames[0]), "<IDS|MSG>");
 * assert.equal(frames.length, 6);
 * ```
 */
export function encodeMessage(message: JupyterMessage, key: string): Uint8Array[] {
  const encoder = new TextEncoder();
  const parts = [message.header, message.parent ?? {}, message.metadata, message.content]
    .map((part) => encoder.encode(JSON.stringify(part)));
  return [...message.identities, DELIMITER, encoder.encode(sign(key, parts)), ...parts, ...message.buffers];
}

/**
 * Reads the frames of a message and verifies its signature first.
 *
 * @param frames The frames of one ZeroMQ message.
 * @param key The connection's key.
 * @returns The message.
 * @throws {SignatureError} When the signature is not the one that the key gives.
 * @throws {ProtocolError} When frames are missing or are not JSON objects.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { newMessage } from "./message.ts";
 * const frames = encodeMessage(newMessage("status", { execution_state: "idle" }, "s"), "key");
 * assert.equal(decodeMessage(frames, "key").content["execution_state"], "idle");
 * assert.throws(() => decodeMessage(frames, "another key"));
 * ```
 */
export function decodeMessage(frames: readonly Uint8Array[], key: string): JupyterMessage {
  const at = frames.findIndex((frame) =>
    frame.length === DELIMITER.length && frame.every((b, i) => b === DELIMITER[i])
  );
  if (at < 0 || frames.length < at + 6) {
    throw new ProtocolError(
      `Cannot read a Jupyter message of ${frames.length} frames: the delimiter or a part is missing`,
    );
  }
  const parts = frames.slice(at + 2, at + 6);
  if (!equal(frames[at + 1]!, sign(key, parts))) {
    throw new SignatureError("Cannot accept a Jupyter message: its signature does not fit the connection's key");
  }
  const [header, parent, metadata, content] = parts.map(parseObject);
  return {
    identities: frames.slice(0, at),
    header: header as unknown as MessageHeader,
    parent: parent!["msg_id"] === undefined ? null : parent as unknown as MessageHeader,
    metadata: metadata!,
    content: content!,
    buffers: frames.slice(at + 6),
  };
}

function equal(received: Uint8Array, expected: string): boolean {
  const bytes = new TextEncoder().encode(expected);
  return received.length === bytes.length && timingSafeEqual(received, bytes);
}

function parseObject(bytes: Uint8Array): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new ProtocolError(
      `Cannot read a part of a Jupyter message: ${messageOf(error)}`,
    );
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new ProtocolError(`Cannot read a part of a Jupyter message: ${JSON.stringify(value)} is no object`);
  }
  return value;
}
