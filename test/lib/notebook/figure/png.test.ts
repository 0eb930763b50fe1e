import fc from "fast-check";
import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { deflate } from "../../../../lib/notebook/figure/deflate.ts";
import { encodePng } from "../../../../lib/notebook/figure/png.ts";

test("deflate() is read back by zlib, whatever the bytes", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    // Repetitions at every distance.
    fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 400 }), fc.integer({ min: 1, max: 300 }))
      .map(([part, times]) => Uint8Array.from({ length: part.length * times }, (_, i) => part[i % part.length]!)),
  );
  fc.assert(
    fc.property(bytes, (input) => {
      expect(Buffer.from(input).equals(inflateSync(deflate(input)))).toBe(true);
    }),
    { seed: 20261121, numRuns: 200 },
  );
});

test("deflate() finds repetitions as far as 32,768 bytes back and none farther", () => {
  for (const distance of [32_767, 32_768, 32_769]) {
    const input = new Uint8Array(distance + 4);
    let state = 1;
    for (let i = 0; i < distance; i++) input[i] = (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
    input.set(input.subarray(0, 4), distance);
    expect(Buffer.from(input).equals(inflateSync(deflate(input)))).toBe(true);
  }
});

test("deflate() makes little of what repeats", () => {
  expect(deflate(new Uint8Array(100_000)).length).toBeLessThan(1000);
});

test("deflate() writes the stream that RFC 1950 and 1951 prescribe for one byte", () => {
  // 78 01; bits 1, 01, the literal 97 as 0x30 + 97 = 10010001, end of block 0000000; Adler-32 of "a" is 0x00620062.
  expect([...deflate(new Uint8Array([97]))]).toEqual([0x78, 0x01, 0x4b, 0x04, 0x00, 0x00, 0x62, 0x00, 0x62]);
});

test("encodePng() holds the pixels and right checksums", () => {
  const width = 13, height = 7;
  const pixels = Uint8Array.from({ length: width * height * 4 }, (_, i) => (i * i * 31) % 256);
  const png = Buffer.from(encodePng(width, height, pixels));
  expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString("latin1", at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc(png.subarray(at + 4, at + 8 + length)));
    at += 12 + length;
  }
  expect(chunks.map(({ type }) => type)).toEqual(["IHDR", "IDAT", "IEND"]);
  expect([...chunks[0]!.data]).toEqual([0, 0, 0, width, 0, 0, 0, height, 8, 6, 0, 0, 0]);
  expect(unfilter(inflateSync(chunks[1]!.data), width, height)).toEqual([...pixels]);
});

test("encodePng() ends with the IEND chunk of the standard", () => {
  // PNG specification, section 11.2.5; its checksum is AE 42 60 82.
  const png = encodePng(1, 1, [0, 0, 0, 0]);
  expect([...png.slice(-12)]).toEqual([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
});

/** CRC-32 bit by bit, without a table. */
function crc(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
  }
  return ~c >>> 0;
}

/** Undoes the filters None, Sub and Up of the PNG specification. */
function unfilter(rows: Uint8Array, width: number, height: number): number[] {
  const stride = width * 4, out: number[] = [];
  for (let row = 0; row < height; row++) {
    const filter = rows[row * (stride + 1)];
    for (let k = 0; k < stride; k++) {
      const left = k < 4 ? 0 : out[row * stride + k - 4]!, above = row === 0 ? 0 : out[(row - 1) * stride + k]!;
      const reference = filter === 1 ? left : filter === 2 ? above : 0;
      out.push((rows[row * (stride + 1) + 1 + k]! + reference) & 255);
    }
  }
  return out;
}
