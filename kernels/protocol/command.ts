import { ProtocolError } from "./errors.ts";

/** One ZMTP command: its name and what follows it. */
export interface Command {
  readonly name: string;
  readonly data: Uint8Array;
}

/**
 * The body of a command frame: a length byte, the name, the data (ZMTP 3.0, RFC 23, "Formal Grammar").
 *
 * @param name The command's name, 1 to 255 ASCII letters.
 * @param data What follows the name.
 * @returns The frame's body.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const body = encodeCommand("READY", new Uint8Array());
 * assert.deepEqual([...body], [5, 0x52, 0x45, 0x41, 0x44, 0x59]);
 * ```
 */
export function encodeCommand(name: string, data: Uint8Array): Uint8Array {
  const encoded = new TextEncoder().encode(name);
  const body = new Uint8Array(1 + encoded.length + data.length);
  body[0] = encoded.length;
  body.set(encoded, 1);
  body.set(data, 1 + encoded.length);
  return body;
}

/**
 * Splits the body of a command frame into name and data.
 *
 * @param body The body of a frame whose command bit is set.
 * @returns Name and data.
 * @throws {ProtocolError} When the name does not fit into the body.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(decodeCommand(encodeCommand("ERROR", Uint8Array.of(0))).name, "ERROR");
 * ```
 */
export function decodeCommand(body: Uint8Array): Command {
  const size = body[0] ?? 0;
  if (size === 0 || body.length < 1 + size) {
    throw new ProtocolError(
      `Cannot read a ZMTP command: its name of ${size} bytes does not fit into ${body.length} bytes`,
    );
  }
  return { name: new TextDecoder().decode(body.subarray(1, 1 + size)), data: body.subarray(1 + size) };
}

/**
 * The metadata of a READY command: each property as a length byte and its name, then four bytes of length in network
 * order and its value (RFC 23, "The NULL Security Mechanism").
 *
 * @param properties Names and values, in the order in which they are written.
 * @returns The encoded metadata.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...encodeMetadata([["A", Uint8Array.of(9)]])], [1, 0x41, 0, 0, 0, 1, 9]);
 * ```
 */
export function encodeMetadata(properties: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const names = properties.map(([name]) => new TextEncoder().encode(name));
  const size = properties.reduce((sum, [, value], i) => sum + 5 + names[i]!.length + value.length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [i, [, value]] of properties.entries()) {
    const name = names[i]!;
    bytes[at] = name.length;
    bytes.set(name, at + 1);
    view.setUint32(at + 1 + name.length, value.length);
    bytes.set(value, at + 5 + name.length);
    at += 5 + name.length + value.length;
  }
  return bytes;
}

/**
 * Reads the metadata of a READY command. Names are case-insensitive in ZMTP and come back in lower case.
 *
 * @param bytes The command's data.
 * @returns Values by lower-case name.
 * @throws {ProtocolError} When a name or a value runs past the end.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = encodeMetadata([["Socket-Type", new TextEncoder().encode("PUB")]]);
 * assert.equal(new TextDecoder().decode(decodeMetadata(bytes).get("socket-type")), "PUB");
 * ```
 */
export function decodeMetadata(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const properties = new Map<string, Uint8Array>();
  let at = 0;
  while (at < bytes.length) {
    const nameEnd = at + 1 + bytes[at]!;
    const valueEnd = nameEnd + 4 <= bytes.length ? nameEnd + 4 + view.getUint32(nameEnd) : Infinity;
    if (valueEnd > bytes.length) {
      throw new ProtocolError(`Cannot read ZMTP metadata: the property at byte ${at} is cut off`);
    }
    const name = new TextDecoder().decode(bytes.subarray(at + 1, nameEnd)).toLowerCase();
    properties.set(name, bytes.subarray(nameEnd + 4, valueEnd));
    at = valueEnd;
  }
  return properties;
}
