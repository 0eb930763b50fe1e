import type { SpinImages } from "../../data/binarise.ts";
import { populationCount } from "../../population_count.ts";

/** Images as bits, so that two are compared 32 pixels at a time. */
export interface PackedImages {
  readonly count: number;
  /** Words of an image. */
  readonly words: number;
  readonly bits: Uint32Array;
}

/** The nearest image to each of some images. */
export interface NearestImages {
  /** Index of the nearest one, the first of several. */
  readonly index: Uint32Array;
  /** Pixels in which it differs. */
  readonly distance: Uint32Array;
}

/** Bit p mod 32 of word ⌊p/32⌋ of an image is set where its pixel p is dark. */
export function packImages({ count, height, width, spins }: SpinImages): PackedImages {
  const size = height * width, words = Math.ceil(size / 32), bits = new Uint32Array(count * words);
  for (let k = 0, at = 0; k < count; k++) {
    for (let p = 0; p < size; p++, at++) if (spins[at]! < 0) bits[k * words + (p >>> 5)]! |= 1 << (p & 31);
  }
  return { count, words, bits };
}

/**
 * The nearest of `others` to each of `images`, in pixels that differ. With `self`, image k is the one at `self[k]` among the others,
 * which does not count.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const images = { count: 2, words: 1, bits: Uint32Array.of(0b0111, 0b1000) };
 * assert.deepEqual([...nearestImages(images, images).distance], [0, 0]);
 * const { index, distance } = nearestImages(images, images, Uint32Array.of(0, 1));
 * assert.deepEqual([[...index], [...distance]], [[1, 0], [4, 4]]);
 * ```
 */
export function nearestImages(images: PackedImages, others: PackedImages, self?: Uint32Array): NearestImages {
  const { words, count } = images, index = new Uint32Array(count), distance = new Uint32Array(count);
  for (let k = 0; k < count; k++) {
    let best = Infinity;
    const from = k * words, left = self?.[k];
    for (let other = 0, at = 0; other < others.count; other++, at += words) {
      if (other === left) continue;
      let differ = 0;
      for (let w = 0; w < words && differ < best; w++) {
        differ += populationCount(images.bits[from + w]! ^ others.bits[at + w]!);
      }
      if (differ < best) [best, index[k]] = [differ, other];
    }
    distance[k] = best;
  }
  return { index, distance };
}
