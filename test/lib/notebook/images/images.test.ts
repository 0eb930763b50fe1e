import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { SpinImages } from "../../../../lib/data/mod.ts";
import { InputError } from "../../../../lib/errors.ts";
import { denoisingStrip, imageGrid, type MimeBundle } from "../../../../lib/notebook/mod.ts";
import type { Generation } from "../../../../lib/train/mod.ts";

/** Three pictures of two rows of three pixels. */
const IMAGES: SpinImages = {
  count: 3,
  height: 2,
  width: 3,
  spins: Int8Array.of(1, -1, -1, -1, 1, -1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1, 1),
  labels: Uint8Array.of(0, 7, 3),
  classes: [0, 3, 7],
};
const INK = 0x22, PAPER = 0xff, FRAME = 0xd0;

/** The red channel of the PNG inside a bundle's SVG, row by row, by the PNG specification's filters 1 and 2. */
function pixelsOf(bundle: MimeBundle): { readonly width: number; readonly rows: readonly number[][] } {
  const png = Buffer.from(/data:image\/png;base64,([^"]+)/.exec(String(bundle["image/svg+xml"]))![1]!, "base64");
  const width = png.readUInt32BE(16), height = png.readUInt32BE(20), parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const type = png.toString("latin1", at + 4, at + 8);
    if (type === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(parts)), stride = 4 * width, rows: number[][] = [];
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]!, row = new Uint8Array(stride);
    for (let k = 0; k < stride; k++) {
      row[k] = raw[y * (stride + 1) + 1 + k]! + (filter === 2 ? above[k]! : filter === 1 && k >= 4 ? row[k - 4]! : 0);
    }
    rows.push(Array.from({ length: width }, (_, x) => row[4 * x]!));
    above = row;
  }
  return { width, rows };
}

describe("imageGrid()", () => {
  test("imageGrid() paints every pixel of every image in its place, in a frame", () => {
    const { rows } = pixelsOf(imageGrid(IMAGES, { alt: "Three", columns: 2, scale: 1, labels: false }));
    for (let k = 0; k < 3; k++) {
      const left = (k % 2) * (3 + 6), top = Math.floor(k / 2) * (2 + 6);
      for (let y = 0; y < 2; y++) {
        for (let x = 0; x < 3; x++) {
          expect(rows[top + 1 + y]![left + 1 + x]).toBe(IMAGES.spins[6 * k + 3 * y + x]! > 0 ? INK : PAPER);
        }
      }
      const corners = [rows[top]![left], rows[top + 3]![left + 4], rows[top]![left + 4], rows[top + 3]![left]];
      expect(corners).toEqual([FRAME, FRAME, FRAME, FRAME]);
    }
    // The fourth place is empty.
    expect(rows.slice(8, 12).every((row) => row.slice(9).every((value) => value === PAPER))).toBe(true);
  });

  test("imageGrid() shows without trust, in words, and the same bytes each time", () => {
    const of = () => imageGrid(IMAGES, { alt: "Three <pictures>", title: "A & B", columns: 2 });
    const bundle = of(), svg = String(bundle["image/svg+xml"]);
    expect(of()).toEqual(bundle);
    expect(Object.keys(bundle).sort()).toEqual(["image/svg+xml", "text/html", "text/plain"]);
    const html = String(bundle["text/html"]);
    expect(html).toMatch(/^<img src="data:image\/svg\+xml;base64,[^"]+" alt="Three &lt;pictures&gt;"/);
    expect(Buffer.from(/base64,([^"]+)/.exec(html)![1]!, "base64").toString()).toBe(svg);
    expect(svg).toContain(">A &amp; B</text>");
    expect([...svg.matchAll(/text-anchor="middle">([^<]*)</g)].map(([, text]) => text)).toEqual(["0", "7", "3"]);
    expect(bundle["text/plain"]).toBe(
      "A & B\nThree <pictures>\n3 pictures of 2 × 3 in 2 rows of 2\ncaptions: 0, 7, 3",
    );
  });

  test("imageGrid() refuses pictures without words, without pixels, and too many", () => {
    expect(() => imageGrid(IMAGES, { alt: " " })).toThrow(/give alt/);
    expect(() => imageGrid({ ...IMAGES, width: 4 }, { alt: "a" })).toThrow(InputError);
    expect(() => imageGrid({ ...IMAGES, count: 2000, spins: new Int8Array(12_000), labels: null }, { alt: "a" }))
      .toThrow(
        /number of pictures is 2000/,
      );
    expect(() => imageGrid(IMAGES, { alt: "a", columns: 0 })).toThrow(/columns is 0/);
  });
});

describe("denoisingStrip()", () => {
  const rowsOf = (value: number) => Int8Array.of(value, value, 1, -value, -value, 1);
  const generation: Generation = {
    ...{ count: 2, imageCount: 2, labelCount: 1, noise: rowsOf(1), rows: rowsOf(-1) },
    states: [{ step: 1, rows: rowsOf(1), weightsDigest: "" }, { step: 0, rows: rowsOf(-1), weightsDigest: "" }],
  };

  test("denoisingStrip() shows the noise, then every step, an image a row", () => {
    const form = { height: 1, width: 2, alt: "Two", scale: 1 };
    const bundle = denoisingStrip(generation, { ...form, images: [1, 0], rowHeads: ["second", "first"] });
    const { rows } = pixelsOf(bundle);
    const at = (row: number, column: number) => rows[row * 7 + 1]!.slice(column * 8 + 1, column * 8 + 3);
    // The second image is the negative of the first, and label spins are no pixels.
    expect([0, 1, 2].map((column) => at(0, column)[0])).toEqual([PAPER, PAPER, INK]);
    expect([0, 1, 2].map((column) => at(1, column)[1])).toEqual([INK, INK, PAPER]);
    expect(String(bundle["text/plain"])).toContain("columns: noise, t = 1, t = 0\nrows: second, first");
  });

  test("denoisingStrip() refuses images that do not exist and other sizes", () => {
    expect(() => denoisingStrip(generation, { height: 1, width: 2, alt: "a", images: [2] })).toThrow(/an image is 2/);
    expect(() => denoisingStrip(generation, { height: 2, width: 2, alt: "a" })).toThrow(/are not 2 × 2/);
    expect(() => denoisingStrip(generation, { height: 1, width: 2, alt: "a", rowHeads: ["x"] })).toThrow(
      /give 2 texts/,
    );
  });
});
