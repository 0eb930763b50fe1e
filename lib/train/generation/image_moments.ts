import type { SpinImages } from "../../data/binarise.ts";
import { populationCount } from "../../population_count.ts";

/** First and second moments of the pixels ±1 of a set of images. */
export interface ImageMoments {
  /** ⟨x_p⟩, one per pixel. */
  readonly means: Float64Array;
  /** ⟨x_p·x_q⟩ of every two pixels p < q, row after row. */
  readonly pairs: Float64Array;
}

/**
 * The moments of all pixels and pairs of pixels.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const spins = Int8Array.of(1, 1, 1, -1), images = { count: 2, height: 1, width: 2, spins, labels: null, classes: [] };
 * const { means, pairs } = imageMoments(images);
 * assert.deepEqual([[...means], [...pairs]], [[1, 0], [0]]);
 * ```
 */
export function imageMoments({ count, height, width, spins }: SpinImages): ImageMoments {
  const size = height * width, words = Math.ceil(count / 32), bits = new Uint32Array(size * words);
  for (let k = 0, at = 0; k < count; k++) {
    for (let p = 0; p < size; p++, at++) if (spins[at]! < 0) bits[p * words + (k >>> 5)]! |= 1 << (k & 31);
  }
  const means = new Float64Array(size), pairs = new Float64Array(size * (size - 1) / 2);
  for (let p = 0, pair = 0; p < size; p++) {
    let dark = 0;
    for (let w = p * words; w < (p + 1) * words; w++) dark += populationCount(bits[w]!);
    means[p] = 1 - 2 * dark / count;
    for (let q = p + 1; q < size; q++) {
      let unequal = 0;
      for (let w = 0; w < words; w++) unequal += populationCount(bits[p * words + w]! ^ bits[q * words + w]!);
      pairs[pair++] = 1 - 2 * unequal / count;
    }
  }
  return { means, pairs };
}

/**
 * The root mean square of the differences of two lists.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(rootMeanSquare(Float64Array.of(1, 0), Float64Array.of(0, 1)), 1);
 * ```
 */
export function rootMeanSquare(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2;
  return Math.sqrt(sum / a.length);
}
