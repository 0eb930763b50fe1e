import { Buffer } from "node:buffer";

/**
 * Bytes, or a text as UTF-8, in base64: the form that data URIs and binary outputs of a notebook have.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * // RFC 4648, section 10.
 * assert.equal(base64("foobar"), "Zm9vYmFy");
 * assert.equal(base64(Uint8Array.of(0x66)), "Zg==");
 * ```
 */
export function base64(content: string | Uint8Array): string {
  const bytes = typeof content === "string"
    ? Buffer.from(content, "utf8")
    : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return bytes.toString("base64");
}
