import { createStream } from "../../random/stream.ts";
import { drawLines } from "./draw_lines.ts";
import { GLYPHS } from "./glyphs.ts";
import { penLine } from "./pen_line.ts";

/** Height and width of a digit's image. */
export const DIGIT_SIDE = 28;

/** How large a digit is written, in pixels, before it is stretched. */
const HEIGHT = 19, WIDTH = 16;

/**
 * Writes a digit into an image of 28 × 28 bytes: one of its glyphs, with the points moved a little, stretched, slanted,
 * turned, shifted, and by a pen of some width, all from a stream that depends on (seed, digit, variant) alone.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const one = new Uint8Array(784), again = new Uint8Array(784);
 * writeDigit(7, 3, 0, one);
 * writeDigit(7, 3, 0, again);
 * assert.deepEqual(one, again);
 * assert.equal(Math.max(...one), 255);
 * ```
 */
export function writeDigit(digit: number, variant: number, seed: number, image: Uint8Array): void {
  const stream = createStream(seed, "data", 1 + digit + 10 * variant);
  const between = (low: number, high: number): number => low + (high - low) * stream.uniform();
  const glyphs = GLYPHS[digit]!;
  const glyph = glyphs[stream.integer(glyphs.length)]!;
  const width = WIDTH * between(0.8, 1.1), height = HEIGHT * between(0.88, 1.06);
  const slant = between(-0.08, 0.3), turn = between(-0.12, 0.12), norm = Math.sqrt(1 + turn * turn);
  const moved = new Map<string, readonly [number, number]>();
  const lines = glyph.map((stroke) => {
    const points: number[] = [];
    for (let k = 0; k < stroke.length; k += 2) {
      const x = stroke[k]!, y = stroke[k + 1]!;
      // Strokes that meet in a point still meet there.
      const key = `${x} ${y}`;
      const shift = moved.get(key) ?? [between(-0.035, 0.035), between(-0.035, 0.035)];
      moved.set(key, shift);
      const v = (y + shift[1] - 0.5) * height, u = (x + shift[0] - 0.5) * width - slant * v;
      points.push((u - turn * v) / norm, (v + turn * u) / norm);
    }
    return penLine(points);
  });
  const middle = (DIGIT_SIDE - 1) / 2;
  const right = middle + between(-1.2, 1.2), down = middle + between(-1, 1);
  for (const line of lines) {
    for (let k = 0; k < line.length; k += 2) {
      line[k]! += right;
      line[k + 1]! += down;
    }
  }
  drawLines({ lines, radius: between(0.75, 1.55) }, DIGIT_SIDE, image);
}
