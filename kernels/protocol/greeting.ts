import { ProtocolError } from "./errors.ts";

/** Size of the ZMTP 3.0 greeting in bytes. */
export const GREETING_BYTES = 64;

/** What a peer's greeting says: its protocol version, its security mechanism and whether it acts as server there. */
export interface Greeting {
  readonly major: number;
  readonly minor: number;
  readonly mechanism: string;
  readonly asServer: boolean;
}

/**
 * The greeting of a ZMTP 3.0 peer with the NULL mechanism (RFC 23, "Connection Establishment"): signature, version 3.0,
 * mechanism padded to 20 bytes, as-server bit (0 for NULL on both sides), filler.
 *
 * @returns 64 bytes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const greeting = encodeGreeting();
 * assert.deepEqual([...greeting.subarray(0, 16)], [0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0, 0x4e, 0x55, 0x4c, 0x4c]);
 * ```
 */
export function encodeGreeting(): Uint8Array {
  const greeting = new Uint8Array(GREETING_BYTES);
  greeting[0] = 0xff;
  greeting[9] = 0x7f;
  greeting[10] = 3;
  greeting.set(new TextEncoder().encode("NULL"), 12);
  return greeting;
}

/**
 * Reads a peer's greeting.
 *
 * @param bytes Exactly {@linkcode GREETING_BYTES} bytes.
 * @returns Version, mechanism and role.
 * @throws {ProtocolError} When the peer does not speak ZMTP 3 or asks for another mechanism than NULL.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(decodeGreeting(encodeGreeting()), { major: 3, minor: 0, mechanism: "NULL", asServer: false });
 * ```
 */
export function decodeGreeting(bytes: Uint8Array): Greeting {
  if (bytes[0] !== 0xff || (bytes[9]! & 1) !== 1) {
    throw new ProtocolError("Cannot greet the peer: its first bytes are no ZMTP signature");
  }
  const major = bytes[10]!, minor = bytes[11]!;
  if (major < 3) {
    throw new ProtocolError(`Cannot greet the peer: it speaks ZMTP ${major}.${minor}, 3.0 or newer is needed`);
  }
  const padded = bytes.subarray(12, 32);
  const end = padded.indexOf(0);
  const mechanism = new TextDecoder().decode(end < 0 ? padded : padded.subarray(0, end));
  if (mechanism !== "NULL") {
    throw new ProtocolError(`Cannot greet the peer: it asks for the mechanism "${mechanism}", only NULL is known`);
  }
  return { major, minor, mechanism, asServer: bytes[32] === 1 };
}
