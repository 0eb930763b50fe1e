import { ProtocolError } from "./errors.ts";

/** Bit 0 of a frame's flags: more frames of the same message follow (ZMTP 3.0, RFC 23, "Framing"). */
export const FLAG_MORE = 0x01;
/** Bit 1 of a frame's flags: the size takes eight bytes instead of one. */
export const FLAG_LONG = 0x02;
/** Bit 2 of a frame's flags: the frame is a command, not part of a message. */
export const FLAG_COMMAND = 0x04;

/** What a frame's first bytes say: its flags, the bytes that the header itself takes, and those of the body. */
export interface FrameHeader {
  readonly more: boolean;
  readonly command: boolean;
  readonly headerBytes: number;
  readonly bodyBytes: number;
}

/**
 * The header of one ZMTP 3.0 frame: the flags and the size of the body, one byte up to 255 and eight bytes in network
 * order beyond (RFC 23, "Framing"). The body follows it unchanged.
 *
 * @param bodyBytes Size of the body in bytes.
 * @param flags {@linkcode FLAG_MORE} or {@linkcode FLAG_COMMAND}; the long bit is set as the size asks.
 * @returns Two or nine bytes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...encodeFrameHeader(5, FLAG_MORE)], [0x01, 5]);
 * assert.deepEqual([...encodeFrameHeader(256)], [0x02, 0, 0, 0, 0, 0, 0, 1, 0]);
 * ```
 */
export function encodeFrameHeader(bodyBytes: number, flags = 0): Uint8Array {
  if (bodyBytes <= 255) return Uint8Array.of(flags, bodyBytes);
  const header = new Uint8Array(9);
  header[0] = flags | FLAG_LONG;
  new DataView(header.buffer).setBigUint64(1, BigInt(bodyBytes));
  return header;
}

/**
 * Reads a frame's header, or `null` while too few bytes are there.
 *
 * @param bytes The bytes received so far, beginning with the frame.
 * @param maximumBodyBytes The largest body that is accepted.
 * @returns The header, or `null` when more bytes are needed.
 * @throws {ProtocolError} For reserved flag bits, a command with the more bit, and a body beyond the maximum.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(decodeFrameHeader(Uint8Array.of(0x02, 0, 0), 1000), null);
 * assert.deepEqual(decodeFrameHeader(Uint8Array.of(0x01, 7), 1000), {
 *   more: true,
 *   command: false,
 *   headerBytes: 2,
 *   bodyBytes: 7,
 * });
 * ```
 */
export function decodeFrameHeader(bytes: Uint8Array, maximumBodyBytes: number): FrameHeader | null {
  if (bytes.length < 2) return null;
  const flags = bytes[0]!;
  const more = (flags & FLAG_MORE) !== 0, command = (flags & FLAG_COMMAND) !== 0;
  if ((flags & ~(FLAG_MORE | FLAG_LONG | FLAG_COMMAND)) !== 0 || (more && command)) {
    throw new ProtocolError(`Cannot read a ZMTP frame with flags 0x${flags.toString(16).padStart(2, "0")}`);
  }
  if ((flags & FLAG_LONG) === 0) return { more, command, headerBytes: 2, bodyBytes: bytes[1]! };
  if (bytes.length < 9) return null;
  const size = new DataView(bytes.buffer, bytes.byteOffset, 9).getBigUint64(1);
  if (size > BigInt(maximumBodyBytes)) {
    throw new ProtocolError(`Cannot read a ZMTP frame of ${size} bytes: the limit is ${maximumBodyBytes}`);
  }
  return { more, command, headerBytes: 9, bodyBytes: Number(size) };
}
