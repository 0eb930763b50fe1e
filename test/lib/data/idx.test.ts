import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { parseIdxImages, parseIdxLabels } from "../../../lib/data/idx.ts";
import { loadImages } from "../../../lib/data/load_images.ts";
import { folderWith } from "../support/files.ts";
import { gz, idx, SMALL, TEST_LABELS, TEST_PIXELS, TRAIN_LABELS, TRAIN_PIXELS } from "./idx_bytes.ts";

const IMAGES = SMALL["train-images-idx3-ubyte"], LABELS = SMALL["train-labels-idx1-ubyte"];
const ASCII = new TextEncoder().encode("P5 2 2 255");

function refused(call: () => unknown, message: RegExp): void {
  expect(call).toThrow(InputError);
  expect(call).toThrow(message);
  expect(call).not.toThrow(/\n/);
}

describe("parseIdxImages()", () => {
  test("parseIdxImages() reads sizes and pixels, from the middle of a buffer as well", () => {
    const inside = new Uint8Array([9, 9, 9, ...IMAGES]).subarray(3);
    const expected = { count: 3, height: 2, width: 2, pixels: Uint8Array.from(TRAIN_PIXELS) };
    expect(parseIdxImages(IMAGES, "the images")).toEqual(expected);
    expect(parseIdxImages(inside, "the images")).toEqual(expected);
  });

  test("parseIdxImages() reads height before width", () => {
    const { height, width } = parseIdxImages(idx([1, 2, 3], [1, 2, 3, 4, 5, 6]), "the images");
    expect([height, width]).toEqual([2, 3]);
  });

  test.each<[string, Uint8Array, RegExp]>([
    ["an empty file", new Uint8Array(0), /Cannot read "x": it is empty; give an IDX file of images/],
    ["three bytes", IMAGES.subarray(0, 3), /it ends after 3 bytes/],
    ["another format", ASCII, /it begins with the bytes 50 35 20 32 and an IDX file of images with 00 00 08 03/],
    ["a type that does not exist", idx([1, 1, 1], [0], 7), /it begins with the bytes 00 00 07 03/],
    ["floats", idx([1, 1, 1], [0, 0, 0, 0], 0x0d), /it holds floats of 32 bits .* save it as unsigned bytes/],
    ["labels", LABELS, /it has 1 dimension .* and images have 3; check that images and labels are not swapped/],
    ["colours", idx([1, 1, 1, 3], [1, 2, 3]), /it has 4 dimensions/],
    ["a header cut off", IMAGES.subarray(0, 11), /ends inside its header of 16 bytes, after 11/],
    ["no image", idx([0, 2, 2], []), /announces 0 × 2 × 2 bytes/],
    ["images without width", idx([3, 2, 0], []), /announces 3 × 2 × 0 bytes/],
    ["a body cut off", IMAGES.subarray(0, -1), /announces 3 × 2 × 2 = 12 bytes and 11 follow; it was cut off/],
    ["a body too long", new Uint8Array([...IMAGES, 0]), /= 12 bytes and 13 follow; it is not the file that its header/],
    ["sizes past any memory", idx([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], [1]), /7\.9\d*e\+28 bytes and 1 follows/],
  ])("parseIdxImages() refuses %s", (_, bytes, message) => refused(() => parseIdxImages(bytes, '"x"'), message));
});

describe("parseIdxLabels()", () => {
  test("parseIdxLabels() reads labels", () => {
    expect(parseIdxLabels(LABELS, "the labels")).toEqual(Uint8Array.from(TRAIN_LABELS));
  });

  test.each<[string, Uint8Array, RegExp]>([
    ["images", IMAGES, /it has 3 dimensions .* and labels have 1/],
    ["a body cut off", LABELS.subarray(0, -2), /announces 3 bytes and 1 follows; it was cut off/],
    ["no label", idx([0], []), /announces 0 bytes/],
  ])("parseIdxLabels() refuses %s", (_, bytes, message) => refused(() => parseIdxLabels(bytes, '"x"'), message));
});

describe("loadImages()", () => {
  const [trainImages, trainLabels, testImages, testLabels] = Object.values(SMALL);

  test("loadImages() reads a folder by any of the usual names, plain and packed, to the same digest", () => {
    const digests = [
      SMALL,
      Object.fromEntries(Object.entries(SMALL).map(([name, bytes]) => [`${name}.gz`, gz(bytes)])),
      {
        "train-images.idx3-ubyte": trainImages,
        "train-labels.idx1-ubyte.gz": gz(trainLabels),
        "test-images.idx": testImages,
        "test-labels-ubyte": testLabels,
        "README.md": "not data",
      },
      // An archive without its suffix is told by its first bytes.
      { ...SMALL, "train-images-idx3-ubyte": gz(trainImages) },
      // The plain file is taken where both lie there.
      { ...SMALL, "train-images-idx3-ubyte.gz": "damaged" },
    ].map((files) => loadImages(folderWith(files)).digest);
    expect(new Set(digests).size).toBe(1);
    const other = { ...SMALL, "t10k-labels-idx1-ubyte": idx([2], [7, 0]) };
    expect(loadImages(folderWith(other)).digest, "control: other labels").not.toBe(digests[0]);
  });

  test("loadImages() gives pixels, labels and the classes of both parts", () => {
    const { train, test } = loadImages(folderWith(SMALL));
    expect(train).toEqual({
      count: 3,
      height: 2,
      width: 2,
      pixels: Uint8Array.from(TRAIN_PIXELS),
      white: 255,
      labels: Uint8Array.from(TRAIN_LABELS),
      classes: [0, 3, 7],
    });
    expect(test?.pixels).toEqual(Uint8Array.from(TEST_PIXELS));
    expect(test?.labels).toEqual(Uint8Array.from(TEST_LABELS));
    expect(test?.classes).toEqual([0, 3, 7]);
  });

  test("loadImages() does without labels and without test images", () => {
    const data = loadImages(folderWith({ "images.idx3-ubyte": trainImages }));
    expect([data.train.labels, data.train.classes, data.test]).toEqual([null, [], null]);
  });

  test("loadImages() takes bytes of 0 and 1 for two levels", () => {
    expect(loadImages(folderWith({ "images-ubyte": idx([1, 1, 2], [0, 1]) })).train.white).toBe(1);
  });

  test.each<[string, Record<string, Uint8Array | string>, RegExp]>([
    ["a folder without images", { "data.csv": "1,2" }, /it holds no images to train on; name them like/],
    ["test images alone", { "t10k-images-idx3-ubyte": testImages }, /it holds no images to train on/],
    [
      "labels alone",
      { "train-labels-idx1-ubyte": trainLabels },
      /holds the labels "train-labels-idx1-ubyte" and no images/,
    ],
    [
      "two files for the same",
      { "a-train-images-idx3-ubyte": trainImages, "b-train-images-idx3-ubyte": trainImages },
      /"a-train-images-idx3-ubyte" and "b-train-images-idx3-ubyte" both look like the train images; keep one/,
    ],
    [
      "fewer labels than images",
      { ...SMALL, "train-labels-idx1-ubyte": idx([2], [1, 2]) },
      /images-idx3-ubyte" holds 3 .* 2; /,
    ],
    ["images and labels swapped", {
      "train-images-idx3-ubyte": trainLabels,
      "train-labels-idx1-ubyte": trainImages,
    }, /images ".*train-images-idx3-ubyte": it has 1 dimension/],
    [
      "an archive cut off",
      { "train-images-idx3-ubyte.gz": gz(trainImages).subarray(0, -9) },
      /Cannot unpack the images ".*\.gz": the gzip archive is damaged or cut off/,
    ],
    ["a damaged archive", { "train-images-idx3-ubyte.gz": gz(trainImages).fill(255, 10, 20) }, /damaged or cut off/],
    [
      "test images of another size",
      { ...SMALL, "t10k-images-idx3-ubyte": idx([2, 1, 4], TEST_PIXELS) },
      /of 2 × 2 and .* of 1 × 4; give images of one size/,
    ],
    ["labels for one part only", {
      "train-images-idx3-ubyte": trainImages,
      "train-labels-idx1-ubyte": trainLabels,
      "t10k-images-idx3-ubyte": testImages,
    }, /labels for ".*train-images-idx3-ubyte" and none for ".*t10k-images-idx3-ubyte"/],
  ])("loadImages() refuses %s", (_, files, message) => refused(() => loadImages(folderWith(files)), message));

  test("loadImages() refuses labels out of the range that is asked for, and takes them in it", () => {
    const folder = folderWith(SMALL);
    refused(
      () => loadImages(folder, { labelLimit: 7 }),
      /t10k-labels-idx1-ubyte": label 1 is 7; labels run from 0 to 6/,
    );
    expect(loadImages(folder, { labelLimit: 8 }).train.count).toBe(3);
  });

  test("loadImages() refuses a missing path, a file that is no data and labels for a folder", () => {
    const folder = folderWith({ ...SMALL, "notes.txt": "" });
    refused(() => loadImages(join(folder, "none")), /there is no such file or folder/);
    refused(() => loadImages(""), /there is no such file or folder/);
    refused(() => loadImages(join(folder, "notes.txt")), /neither a folder nor a .npy file/);
    refused(() => loadImages(folder, { labels: "labels.npy" }), /put an IDX file of labels into the folder/);
  });
});
