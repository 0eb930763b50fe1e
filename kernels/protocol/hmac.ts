import { createHash, type Hash } from "node:crypto";

const BLOCK_BYTES = 64;

/**
 * HMAC-SHA256 with one key for many messages (RFC 2104). The hash of the padded key, which is the same for all, is made
 * once and copied: a cell of a kernel costs dozens of signatures, and making a keyed object for each took most of their
 * time.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * // RFC 4231, test case 2.
 * const hmac = new HmacSha256("Jefe");
 * const data = new TextEncoder().encode("what do ya want for nothing?");
 * assert.equal(hmac.hex([data]), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
 * ```
 */
export class HmacSha256 {
  readonly #inner: Hash;
  readonly #outer: Hash;

  /** @param key The key, as text in UTF-8. */
  constructor(key: string) {
    const bytes: Uint8Array = new TextEncoder().encode(key);
    const block = new Uint8Array(BLOCK_BYTES);
    block.set(bytes.length > BLOCK_BYTES ? createHash("sha256").update(bytes).digest() : bytes);
    this.#inner = createHash("sha256").update(block.map((byte) => byte ^ 0x36));
    this.#outer = createHash("sha256").update(block.map((byte) => byte ^ 0x5c));
  }

  /**
   * Signs parts as if they were one text.
   *
   * @param parts The parts in order.
   * @returns 64 hexadecimal digits.
   */
  hex(parts: readonly Uint8Array[]): string {
    const inner = this.#inner.copy();
    for (const part of parts) inner.update(part);
    return this.#outer.copy().update(inner.digest()).digest("hex");
  }
}
