import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { loadImages } from "../../../lib/data/load_images.ts";
import { folderWith, npyFile } from "../support/files.ts";

const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const BYTES = npyFile("|u1", false, "(2, 2, 3)", Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255));

function load(images: Uint8Array, labels?: Uint8Array) {
  const folder = folderWith({ "images.npy": images, ...(labels === undefined ? {} : { "labels.npy": labels }) });
  return loadImages(join(folder, "images.npy"), labels === undefined ? {} : { labels: join(folder, "labels.npy") });
}

describe("loadImages()", () => {
  test("loadImages() reads N × height × width bytes", () => {
    const { train, test } = load(BYTES);
    expect([train.count, train.height, train.width, train.white]).toEqual([2, 2, 3, 255]);
    expect([...train.pixels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255]);
    expect(test).toBeNull();
  });

  test("loadImages() reads Fortran order to the same images", () => {
    // Entry (i, j, k) of the array stands at i + 2 j + 4 k.
    const fortran = Uint8Array.of(0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 255);
    expect(load(npyFile("|u1", true, "(2, 2, 3)", fortran)).digest).toBe(load(BYTES).digest);
  });

  test("loadImages() reads N × pixels as squares where they are, else as rows", () => {
    const { train } = load(npyFile("|u1", false, "(1, 4)", Uint8Array.of(0, 9, 9, 255)));
    expect([train.height, train.width]).toEqual([2, 2]);
    const row = load(npyFile("|u1", false, "(1, 3)", Uint8Array.of(0, 9, 255))).train;
    expect([row.height, row.width]).toEqual([1, 3]);
  });

  test.each<[string, Uint8Array]>([
    ["float32", npyFile("<f4", false, "(1, 1, 2)", bytesOf(Float32Array.of(0.25, 1)))],
    ["float64", npyFile("<f8", false, "(1, 1, 2)", bytesOf(Float64Array.of(0.25, 1)))],
  ])("loadImages() reads %s from 0 to 1", (_, file) => {
    const { train } = load(file);
    expect([...train.pixels, train.white]).toEqual([0.25, 1, 1]);
  });

  test("loadImages() reads truth values and bytes of 0 and 1 as two levels", () => {
    for (const type of ["|b1", "|u1"]) {
      const { train } = load(npyFile(type, false, "(1, 1, 2)", Uint8Array.of(0, 1)));
      expect([...train.pixels, train.white]).toEqual([0, 1, 1]);
    }
  });

  test.each<[string, Uint8Array]>([
    ["<i8", bytesOf(BigInt64Array.of(5n, 3n))],
    ["<u8", bytesOf(BigUint64Array.of(5n, 3n))],
    ["<i4", bytesOf(Int32Array.of(5, 3))],
    ["<u2", bytesOf(Uint16Array.of(5, 3))],
    ["|u1", Uint8Array.of(5, 3)],
  ])("loadImages() reads labels of the type %s", (type, data) => {
    const { train } = load(BYTES, npyFile(type, false, "(2,)", data));
    expect([...train.labels!, ...train.classes]).toEqual([5, 3, 3, 5]);
  });

  const label = (...values: bigint[]) =>
    npyFile("<i8", false, `(${values.length},)`, bytesOf(BigInt64Array.from(values)));
  test.each<[string, Uint8Array, Uint8Array | undefined, RegExp]>([
    [
      "text",
      new TextEncoder().encode("0,1\n"),
      undefined,
      /Cannot read the images ".*images.npy": it is not a usable .npy/,
    ],
    ["an empty file", new Uint8Array(0), undefined, /it is empty/],
    [
      "integers",
      npyFile("<i8", false, "(1, 1)", bytesOf(BigInt64Array.of(1n))),
      undefined,
      /numbers are of type "i8"; write it with numpy.save from a uint8, bool, float32 or float64 array/,
    ],
    [
      "one dimension",
      npyFile("|u1", false, "(2,)", Uint8Array.of(1, 2)),
      undefined,
      /its shape is \(2\); give N × height × width/,
    ],
    [
      "four dimensions",
      npyFile("|u1", false, "(1, 1, 1, 2)", Uint8Array.of(1, 2)),
      undefined,
      /its shape is \(1, 1, 1, 2\)/,
    ],
    ["no image", npyFile("|u1", false, "(0, 2, 2)", Uint8Array.of()), undefined, /its shape is \(0, 2, 2\)/],
    ["an array cut off", BYTES.subarray(0, -1), undefined, /it holds 11 numbers and its shape \(2, 2, 3\) asks for 12/],
    [
      "floats up to 255",
      npyFile("<f4", false, "(1, 2)", bytesOf(Float32Array.of(1, 254))),
      undefined,
      /number 1 is 254; give floats from 0 to 1, or save brightness up to 255 as uint8/,
    ],
    ["NaN", npyFile("<f4", false, "(1, 2)", bytesOf(Float32Array.of(NaN, 1))), undefined, /number 0 is NaN/],
    ["a negative label", BYTES, label(1n, -1n), /labels ".*labels.npy": label 1 is -1; labels run from 0 to 255/],
    ["a label past 255", BYTES, label(256n, 1n), /label 0 is 256/],
    [
      "too many labels",
      BYTES,
      label(1n, 2n, 3n),
      /holds 2 and the labels ".*labels.npy" 3; give files that belong together/,
    ],
    [
      "labels of two dimensions",
      BYTES,
      npyFile("|u1", false, "(2, 1)", Uint8Array.of(1, 2)),
      /its shape is \(2, 1\); give one dimension/,
    ],
    [
      "float labels",
      BYTES,
      npyFile("<f4", false, "(2,)", bytesOf(Float32Array.of(1, 2))),
      /numbers are of type "f4"; write it with numpy.save from an array of integers/,
    ],
  ])("loadImages() refuses %s", (_, images, labels, message) => {
    const call = () => load(images, labels);
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
    expect(call).not.toThrow(/\n/);
  });
});
