import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { builtInDigits } from "../../../lib/data/digits/built_in_digits.ts";
import { drawLines } from "../../../lib/data/digits/draw_lines.ts";
import { GLYPHS } from "../../../lib/data/digits/glyphs.ts";
import { penLine } from "../../../lib/data/digits/pen_line.ts";
import type { ImageSet } from "../../../lib/data/image_set.ts";

/** The share of test images whose nearest training image (by squared distance) has their label. */
function nearestNeighbour(train: ImageSet, test: ImageSet, labelOf: (k: number) => number): number {
  const size = train.height * train.width;
  let right = 0;
  for (let k = 0; k < test.count; k++) {
    let best = -1, least = Infinity;
    for (let j = 0; j < train.count; j++) {
      let distance = 0;
      for (let p = 0; p < size && distance < least; p++) {
        distance += (test.pixels[k * size + p]! - train.pixels[j * size + p]!) ** 2;
      }
      if (distance < least) [best, least] = [j, distance];
    }
    if (labelOf(best) === test.labels![k]) right++;
  }
  return right / test.count;
}

describe("builtInDigits()", () => {
  const { train, test: held, digest, name } = builtInDigits();

  test("builtInDigits() draws 600 and 200 images of 28 × 28, each digit alike often, and says what they are", () => {
    expect([train.count, held!.count, train.height, train.width]).toEqual([600, 200, 28, 28]);
    for (let digit = 0; digit < 10; digit++) {
      expect(train.labels!.filter((label) => label === digit).length).toBe(60);
    }
    expect(name).toBe("built-in digits");
  });

  test("builtInDigits() draws the same bits on every runtime", () => {
    // Records that name this digest were made on these images: it is changed on purpose or not at all.
    expect(digest).toBe("sha256:ec745144f66f5f028ef8da0dd0976fa145582da6267cbe79b3839ee32626c065");
  });

  test("builtInDigits() draws more of the same when more are asked for, and others for another seed", () => {
    const more = builtInDigits({ perDigit: 61, testPerDigit: 0 });
    expect(train.pixels.every((light, k) => light === more.train.pixels[k])).toBe(true);
    expect(more.test).toBeNull();
    expect(builtInDigits({ seed: 1 }).digest).not.toBe(digest);
  });

  test("builtInDigits() draws no image twice, and every digit whole in its frame", () => {
    const size = 784, seen = new Set<string>();
    for (const { pixels, count } of [train, held!]) {
      for (let k = 0; k < count; k++) {
        const image = pixels.subarray(k * size, (k + 1) * size);
        seen.add(image.join());
        for (let edge = 0; edge < 28; edge++) {
          expect([image[edge], image[756 + edge], image[28 * edge], image[28 * edge + 27]]).toEqual([0, 0, 0, 0]);
        }
      }
    }
    expect(seen.size).toBe(800);
  });

  test("builtInDigits() are told apart by their nearest neighbour, and not by shuffled labels", () => {
    expect(nearestNeighbour(train, held!, (k) => train.labels![k]!)).toBeGreaterThan(0.9);
    // Labels of a neighbour in the list belong to the next digit: none is right where the first test is.
    expect(nearestNeighbour(train, held!, (k) => train.labels![(k + 1) % 600]!)).toBeLessThan(0.1);
  });

  test.each([{ perDigit: 0 }, { perDigit: 65537 }, { testPerDigit: -1 }, { perDigit: 1.5 }])(
    "builtInDigits() refuses %j",
    (options) => {
      expect(() => builtInDigits(options)).toThrow(InputError);
      expect(() => builtInDigits(options)).toThrow(/erDigit is /);
    },
  );
});

describe("penLine()", () => {
  test("penLine() is a Catmull–Rom spline: through its points, (9(b + c) − a − d)/16 in the middle of a span", () => {
    const line = penLine([0, 0, 1, 4, 2, 2, 5, 0]);
    expect([line[12], line[13], line[24], line[25]]).toEqual([1, 4, 2, 2]);
    expect(line[18]).toBeCloseTo((9 * (1 + 2) - 0 - 5) / 16, 14);
    expect(line[19]).toBeCloseTo((9 * (4 + 2) - 0 - 0) / 16, 14);
    expect([line.at(-2), line.at(-1)]).toEqual([5, 0]);
  });

  test("penLine() closes a closed stroke smoothly", () => {
    const line = penLine([0, 0, 2, 0, 2, 2, 0, 2, 0, 0]);
    // The middle of the first side, whose neighbours are (0, 2) and (2, 2).
    expect([line[6], line[7]]).toEqual([1, (9 * 0 - 2 - 2) / 16]);
  });

  test("GLYPHS hold points, two or more to a stroke, inside or next to the box", () => {
    for (const stroke of GLYPHS.flat(2)) {
      expect(stroke.length % 2).toBe(0);
      expect(stroke.length).toBeGreaterThanOrEqual(4);
      for (const value of stroke) expect(value >= 0 && value <= 1).toBe(true);
    }
  });
});

describe("drawLines()", () => {
  test("drawLines() shades by the distance to the line", () => {
    const image = new Uint8Array(25);
    drawLines({ lines: [Float64Array.of(2, 2, 2, 2)], radius: 1 }, 5, image);
    // 1.5 − distance, at most 1: distances 0, 1, √2 and 2.
    const diagonal = Math.round(255 * (1.5 - Math.SQRT2));
    expect([image[12], image[13], image[18], image[14]]).toEqual([255, 128, diagonal, 0]);
  });

  test("drawLines() cuts what leaves the image", () => {
    const image = new Uint8Array(4);
    drawLines({ lines: [Float64Array.of(-3, 0, 9, 0)], radius: 0.5 }, 2, image);
    expect([...image]).toEqual([255, 255, 0, 0]);
  });
});
