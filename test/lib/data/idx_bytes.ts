import { gzipSync } from "node:zlib";

/** An IDX file as its description lays it out: two zeros, type, count of dimensions, sizes of 32 bits (high byte first), data. */
export function idx(sizes: readonly number[], data: ArrayLike<number>, type = 8): Uint8Array {
  const header = [
    0,
    0,
    type,
    sizes.length,
    ...sizes.flatMap((n) => [n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255]),
  ];
  return Uint8Array.from([...header, ...Array.from(data)]);
}

/** Bytes packed by gzip, as plain bytes. */
export function gz(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(bytes));
}

/** Three training and two test images of 2 × 2, with labels. */
export const TRAIN_PIXELS: readonly number[] = [0, 25, 26, 255, 1, 2, 3, 4, 200, 100, 50, 25];
export const TRAIN_LABELS: readonly number[] = [3, 0, 3];
export const TEST_PIXELS: readonly number[] = [9, 90, 180, 255, 255, 0, 0, 255];
export const TEST_LABELS: readonly number[] = [0, 7];

/** The four files of the small data set under their usual names. */
export const SMALL = {
  "train-images-idx3-ubyte": idx([3, 2, 2], TRAIN_PIXELS),
  "train-labels-idx1-ubyte": idx([3], TRAIN_LABELS),
  "t10k-images-idx3-ubyte": idx([2, 2, 2], TEST_PIXELS),
  "t10k-labels-idx1-ubyte": idx([2], TEST_LABELS),
} as const;
