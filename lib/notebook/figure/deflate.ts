const MINIMUM_MATCH = 3, MAXIMUM_MATCH = 258, WINDOW = 32_768, HASH_BITS = 15;

// RFC 1951, section 3.2.5: the first length and distance of each code, and their extra bits.
const LENGTH_BASE = [
  ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227],
  258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_EXTRA = Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1));
const DISTANCE_BASE = DISTANCE_EXTRA.reduce<number[]>((bases, _, code) => {
  bases.push(code === 0 ? 1 : bases[code - 1]! + 2 ** DISTANCE_EXTRA[code - 1]!);
  return bases;
}, []);

/**
 * The bytes as a zlib stream (RFC 1950 and 1951, fixed Huffman codes). The zlib of one runtime and the next compress the same
 * bytes differently, and figures have to be the same everywhere.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { inflateSync } from "node:zlib";
 * const bytes = new Uint8Array(1000).map((_, i) => i % 7);
 * assert.deepEqual(new Uint8Array(inflateSync(deflate(bytes))), bytes);
 * ```
 */
export function deflate(bytes: Uint8Array): Uint8Array {
  const out = new BitWriter(bytes.length + (bytes.length >> 3) + 64);
  out.bits(0x78, 8);
  out.bits(0x01, 8);
  // One final block with fixed codes.
  out.bits(1, 1);
  out.bits(1, 2);
  const newest = new Int32Array(1 << HASH_BITS).fill(-1);
  let i = 0;
  while (i < bytes.length) {
    const candidate = i + MINIMUM_MATCH <= bytes.length ? remember(newest, bytes, i) : -1;
    const length = candidate >= 0 && i - candidate <= WINDOW ? matchLength(bytes, candidate, i) : 0;
    if (length < MINIMUM_MATCH) {
      writeSymbol(out, bytes[i++]!);
      continue;
    }
    writeMatch(out, length, i - candidate);
    i += length;
  }
  writeSymbol(out, 256);
  out.align();
  const checksum = adler32(bytes);
  for (let shift = 24; shift >= 0; shift -= 8) out.bits((checksum >>> shift) & 255, 8);
  return out.taken();
}

function remember(newest: Int32Array, bytes: Uint8Array, i: number): number {
  const three = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16);
  const slot = Math.imul(three, 0x9e3779b1) >>> (32 - HASH_BITS);
  const previous = newest[slot]!;
  newest[slot] = i;
  return previous;
}

function matchLength(bytes: Uint8Array, from: number, at: number): number {
  const most = Math.min(MAXIMUM_MATCH, bytes.length - at);
  let n = 0;
  while (n < most && bytes[from + n] === bytes[at + n]) n++;
  return n;
}

function writeSymbol(out: BitWriter, symbol: number): void {
  if (symbol < 144) out.code(0x30 + symbol, 8);
  else if (symbol < 256) out.code(0x190 + symbol - 144, 9);
  else if (symbol < 280) out.code(symbol - 256, 7);
  else out.code(0xc0 + symbol - 280, 8);
}

function writeMatch(out: BitWriter, length: number, distance: number): void {
  const l = lastAtMost(LENGTH_BASE, length), d = lastAtMost(DISTANCE_BASE, distance);
  writeSymbol(out, 257 + l);
  out.bits(length - LENGTH_BASE[l]!, LENGTH_EXTRA[l]!);
  out.code(d, 5);
  out.bits(distance - DISTANCE_BASE[d]!, DISTANCE_EXTRA[d]!);
}

function lastAtMost(bases: readonly number[], value: number): number {
  let code = bases.length - 1;
  while (bases[code]! > value) code--;
  return code;
}

function adler32(bytes: Uint8Array): number {
  let a = 1, b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

class BitWriter {
  #bytes: Uint8Array;
  #length = 0;
  #pending = 0;
  #count = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Least significant bit first, as numbers are stored. */
  bits(value: number, count: number): void {
    this.#pending |= value << this.#count;
    this.#count += count;
    while (this.#count >= 8) {
      this.#bytes[this.#length++] = this.#pending & 255;
      this.#pending >>>= 8;
      this.#count -= 8;
    }
  }

  /** Most significant bit first, as Huffman codes are stored. */
  code(value: number, count: number): void {
    for (let shift = count - 1; shift >= 0; shift--) this.bits((value >>> shift) & 1, 1);
  }

  align(): void {
    if (this.#count > 0) this.bits(0, 8 - this.#count);
  }

  taken(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
