import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { binarise } from "../../../lib/data/binarise.ts";
import { createDataSet, type ImageSet } from "../../../lib/data/image_set.ts";
import { labelSpins, visibleSpins, voteLabel } from "../../../lib/data/label_spots.ts";
import { selectClasses } from "../../../lib/data/select_classes.ts";
import { splitImages } from "../../../lib/data/split_images.ts";
import { takeImages } from "../../../lib/data/take_rows.ts";

const SET: ImageSet = {
  count: 4,
  height: 1,
  width: 2,
  pixels: Uint8Array.of(0, 255, 25, 26, 128, 0, 255, 255),
  white: 255,
  labels: Uint8Array.of(3, 0, 9, 0),
  classes: [0, 3, 9],
};
const DATA = createDataSet("four", SET, null);

describe("binarise()", () => {
  test("binarise() takes brightness above the threshold, by default a tenth, and not at it", () => {
    expect(binarise(SET).spins).toEqual(Int8Array.of(-1, 1, -1, 1, 1, -1, 1, 1));
    // 51/255 is a fifth exactly.
    const fifth = { ...SET, count: 1, pixels: Uint8Array.of(51, 52), labels: null, classes: [] };
    expect(binarise(fifth, 0.2).spins).toEqual(Int8Array.of(-1, 1));
  });

  test("binarise() does the same in floats as in bytes", () => {
    const levels = Uint8Array.from({ length: 256 }, (_, k) => k);
    const bytes: ImageSet = { count: 1, height: 16, width: 16, pixels: levels, white: 255, labels: null, classes: [] };
    const floats = { ...bytes, pixels: Float32Array.from(levels, (level) => level / 255), white: 1 };
    for (const threshold of [0, 0.1, 0.25, 0.5, 0.9]) {
      expect(binarise(floats, threshold).spins).toEqual(binarise(bytes, threshold).spins);
    }
  });

  test("binarise() keeps sizes, labels and classes", () => {
    const { count, height, width, labels, classes } = binarise(SET);
    expect({ count, height, width, labels, classes }).toEqual({
      count: 4,
      height: 1,
      width: 2,
      labels: SET.labels,
      classes: [0, 3, 9],
    });
  });

  test("binarise() refuses thresholds that are no share, and images that lose everything", () => {
    for (const threshold of [-0.1, 1, 25.5, NaN, "0.1" as unknown as number]) {
      expect(() => binarise(SET, threshold)).toThrow(/threshold is .*; give a number from 0 to 1, 1 excluded/);
    }
    const dim = { ...SET, pixels: new Uint8Array(8).fill(5) };
    expect(() => binarise(dim)).toThrow(/at the threshold 0.1 every pixel is dark; choose another one/);
    expect(() => binarise(dim, 0.01)).toThrow(/every pixel is bright/);
    expect(() => binarise(dim)).toThrow(InputError);
  });
});

describe("selectClasses()", () => {
  test("selectClasses() keeps the order of the data and takes that of the classes", () => {
    const { train, digest } = selectClasses(DATA, [9, 0]);
    expect(train.labels).toEqual(Uint8Array.of(0, 9, 0));
    expect([...train.pixels]).toEqual([25, 26, 128, 0, 255, 255]);
    expect(train.classes).toEqual([9, 0]);
    expect(digest).not.toBe(DATA.digest);
    expect(digest).not.toBe(selectClasses(DATA, [0, 9]).digest);
  });

  test("selectClasses() allows a class without test images, and no test image at all", () => {
    const withTest = { ...DATA, test: takeImages(SET, [0]) };
    expect(selectClasses(withTest, [0, 3]).test?.labels).toEqual(Uint8Array.of(3));
    expect(selectClasses(withTest, [0]).test).toBeNull();
  });

  test.each<[string, unknown, RegExp]>([
    ["no class", [], /classes is \[\]; give at least one label/],
    ["a number", 3, /classes is 3/],
    ["a repeated class", [0, 3, 0], /classes\[2\], 0, is repeated/],
    ["a class without images", [0, 5], /no image to train on has the label 5; the labels are 0, 3, 9/],
    ["a class that is no label", [0.5], /has the label 0.5/],
  ])("selectClasses() refuses %s", (_, classes, message) => {
    expect(() => selectClasses(DATA, classes as number[])).toThrow(message);
  });

  test("selectClasses() refuses data without labels", () => {
    const plain = createDataSet("plain", { ...SET, labels: null, classes: [] }, null);
    expect(() => selectClasses(plain, [0])).toThrow(/the data have no labels/);
  });
});

describe("labelSpins()", () => {
  test("labelSpins() repeats the one-hot places: class c at c, c + K, c + 2K", () => {
    expect(labelSpins({ labels: Uint8Array.of(3, 0), classes: [0, 1, 3] }, 3)).toEqual(
      Int8Array.of(-1, -1, 1, -1, -1, 1, -1, -1, 1, 1, -1, -1, 1, -1, -1, 1, -1, -1),
    );
  });

  test("labelSpins() follows the order of the classes", () => {
    expect(labelSpins({ labels: Uint8Array.of(3), classes: [3, 0] }, 1)).toEqual(Int8Array.of(1, -1));
  });

  test("labelSpins() refuses spots below 1, images without labels and labels of no class", () => {
    const labels = { labels: Uint8Array.of(3), classes: [3] };
    for (const spots of [0, 1.5, -1]) expect(() => labelSpins(labels, spots)).toThrow(/spots is /);
    expect(() => labelSpins({ labels: null, classes: [] }, 1)).toThrow(/the images have none/);
    expect(() => labelSpins({ ...labels, classes: [4] }, 1)).toThrow(/label 0 is 3; the classes are 4/);
  });
});

describe("voteLabel()", () => {
  test("voteLabel() undoes labelSpins(), with a minority of wrong spots", () => {
    const classes = [4, 0, 7];
    for (const label of classes) {
      const spins = labelSpins({ labels: Uint8Array.of(label), classes }, 5);
      expect(voteLabel(spins, classes)).toBe(label);
      const place = classes.indexOf(label);
      spins[place]! *= -1;
      spins[(place + 1) % 3]! *= -1;
      expect(voteLabel(spins, classes)).toBe(label);
    }
  });

  test("voteLabel() takes the first of equals, and refuses spots that do not divide", () => {
    expect(voteLabel(Int8Array.of(-1, 1, 1, -1, 1, 1), [4, 0, 7])).toBe(0);
    expect(() => voteLabel(Int8Array.of(1, 1, 1, 1), [1, 2, 3])).toThrow(/4 spins do not divide among 3 classes/);
    expect(() => voteLabel([], [1])).toThrow(InputError);
  });
});

describe("visibleSpins()", () => {
  test("visibleSpins() sets the label's spots after each image", () => {
    const rows = visibleSpins(
      binarise({ ...SET, count: 2, pixels: SET.pixels.slice(0, 4), labels: Uint8Array.of(3, 0) }),
      2,
    );
    expect(rows).toEqual(Int8Array.of(-1, 1, -1, 1, -1, -1, 1, -1, -1, 1, 1, -1, -1, 1, -1, -1));
  });

  test("visibleSpins() takes images without labels where no spot is asked for", () => {
    const plain = binarise({ ...SET, labels: null, classes: [] });
    expect(visibleSpins(plain, 0)).toEqual(plain.spins);
    expect(() => visibleSpins(plain, 1)).toThrow(/the images have none/);
  });
});

describe("splitImages()", () => {
  test("splitImages() takes every image once, keeps the order, and repeats itself for its seed", () => {
    const set: ImageSet = {
      ...SET,
      count: 100,
      width: 1,
      pixels: Uint8Array.from({ length: 100 }, (_, k) => k),
      labels: Uint8Array.from({ length: 100 }, (_, k) => k),
      classes: [],
    };
    const data = createDataSet("hundred", set, null);
    const { train, test, digest } = splitImages(data, 30, 7);
    expect([train.count, test!.count]).toEqual([70, 30]);
    expect([...train.labels!, ...test!.labels!].sort((a, b) => a - b)).toEqual([...set.labels!]);
    expect([...test!.pixels]).toEqual([...test!.labels!]);
    expect([...test!.labels!]).toEqual([...test!.labels!].sort((a, b) => a - b));
    expect(splitImages(data, 30, 7).digest).toBe(digest);
    expect(splitImages(data, 30, 8).digest).not.toBe(digest);
  });

  test("splitImages() refuses to leave no image, and to split twice", () => {
    for (const count of [0, 4, 1.5]) expect(() => splitImages(DATA, count, 1)).toThrow(/testCount is /);
    expect(() => splitImages(splitImages(DATA, 1, 1), 1, 1)).toThrow(/"four" has test images already/);
  });
});

describe("takeImages()", () => {
  test("takeImages() repeats and reorders, whatever holds the bytes", () => {
    const taken = takeImages({ ...SET, pixels: Buffer.from(SET.pixels) }, [3, 0, 3]);
    expect(taken.pixels).toEqual(Uint8Array.of(255, 255, 0, 255, 255, 255));
    expect(taken.labels).toEqual(Uint8Array.of(0, 3, 0));
    expect(takeImages(binarise(SET), [1]).spins).toEqual(Int8Array.of(-1, 1));
  });

  test("takeImages() refuses indices that are no image", () => {
    for (const index of [-1, 4, 0.5, NaN]) expect(() => takeImages(SET, [0, index])).toThrow(/index 1 is .*0 to 3/);
    expect(() => takeImages(SET, [])).toThrow(/no index is given/);
  });
});
