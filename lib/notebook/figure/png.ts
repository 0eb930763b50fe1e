import { deflate } from "./deflate.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const CHANNELS = 4, FILTER_SUB = 1, FILTER_UP = 2;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/**
 * An image of 8-bit red, green, blue and opacity as a PNG file, the same bytes on every runtime.
 *
 * @param pixels width × height × 4 bytes, row by row
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const png = encodePng(1, 1, new Uint8Array([255, 0, 0, 255]));
 * assert.equal(String.fromCharCode(...png.slice(1, 4)), "PNG");
 * ```
 */
export function encodePng(width: number, height: number, pixels: ArrayLike<number>): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 6, 0, 0, 0], 8);
  const chunks = [
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", header),
    chunk("IDAT", deflate(filtered(width, height, pixels))),
    chunk("IEND", new Uint8Array(0)),
  ];
  const file = new Uint8Array(chunks.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of chunks) {
    file.set(part, offset);
    offset += part.length;
  }
  return file;
}

/** The rows with their differences to the row above, or in the first row to the pixel before: heat maps repeat both. */
function filtered(width: number, height: number, pixels: ArrayLike<number>): Uint8Array {
  const stride = width * CHANNELS;
  const out = new Uint8Array(height * (stride + 1));
  for (let row = 0; row < height; row++) {
    const at = row * (stride + 1), from = row * stride;
    out[at] = row === 0 ? FILTER_SUB : FILTER_UP;
    const back = row === 0 ? CHANNELS : stride;
    for (let k = 0; k < stride; k++) {
      const reference = row === 0 && k < CHANNELS ? 0 : pixels[from + k - back]!;
      out[at + 1 + k] = pixels[from + k]! - reference;
    }
  }
  return out;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}

function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = CRC_TABLE[(c ^ byte) & 255]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
