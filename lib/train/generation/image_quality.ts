import type { SpinImages } from "../../data/binarise.ts";
import { takeImages } from "../../data/take_rows.ts";
import { InputError } from "../../errors.ts";
import { createStream, type Stream } from "../../random/stream.ts";
import { imageMoments, rootMeanSquare } from "./image_moments.ts";
import { nearestImages, type PackedImages, packImages } from "./packed_images.ts";

/** Distances to nearest images, as shares of the pixels. */
export interface NearestDistance {
  readonly mean: number;
  readonly median: number;
  /** Share of the images that are equal to one. */
  readonly copies: number;
}

/** How near a set of images is to the data. */
export interface ImageQuality {
  readonly count: number;
  /** To the training images, and to the held-out ones: nearer to the first says copied, far from both says unlike the data. */
  readonly toTraining: NearestDistance;
  readonly toHeldOut: NearestDistance;
  /** Root mean square differences to the training images of ⟨x_p⟩ over pixels and of ⟨x_p·x_q⟩ over pairs of pixels. */
  readonly pixelMeans: number;
  readonly pixelPairs: number;
  /** Mean share of the pixels in which two images of the set differ: low where all look alike. */
  readonly diversity: number;
  /** Share of the images whose label is that of the nearest training image; null where there are no labels. */
  readonly labelAgreement: number | null;
}

/** The same measures of generated images, of as many held-out ones, and of as much noise. */
export interface ImageComparison {
  readonly generated: ImageQuality;
  readonly heldOut: ImageQuality;
  readonly noise: ImageQuality;
}

/** What generated images are held against. */
export interface ImageReference {
  readonly training: SpinImages;
  /** At least as many as the generated ones, and at least two. */
  readonly heldOut: SpinImages;
  /** Which held-out images are taken, and the noise. */
  readonly seed: number;
}

/**
 * Quality of generated images by measures that need no download: distances to the nearest training and held-out images, moments of the
 * pixels, how much the images differ among themselves, and whether a label agrees with the nearest training image's. Each stands beside
 * the same for as many held-out images (what could be reached; no image counts as its own neighbour) and for fair coins with random labels
 * (what nothing looks like).
 *
 * The Fréchet Inception distance of the published figures is not among them: its network has to be downloaded. It would plug in beside
 * these, on the same three sets: 512 images per class enlarged from 28 to 256 pixels (bilinear), three equal colour channels, the 2,048
 * pool features of InceptionV3, and ‖μ − μ′‖² + tr(Σ + Σ′ − 2(Σ·Σ′)^½) against the training images binarised at the same threshold and
 * of the same classes (statistics over all classes are another reference; so is another threshold).
 *
 * Takes about images × training images × pixels/32 operations, seconds for hundreds of images. Sizes that differ, and too few
 * held-out images, are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { binarise, builtInDigits } from "thermolab";
 * const digits = builtInDigits(), training = binarise(digits.train);
 * // Copies of training images: as near as can be, and their labels agree.
 * const { generated, noise } = compareImages(training, { training, heldOut: training, seed: 1 });
 * assert.deepEqual([generated.toTraining.copies, generated.labelAgreement, generated.pixelPairs], [1, 1, 0]);
 * assert.ok(noise.toTraining.mean > 0.3 && noise.toTraining.copies === 0);
 * ```
 */
export function compareImages(generated: SpinImages, { training, heldOut, seed }: ImageReference): ImageComparison {
  const { count } = generated, action = "Cannot compare images";
  for (const [name, images] of [["training", training], ["held-out", heldOut]] as const) {
    if (images.height !== generated.height || images.width !== generated.width) {
      throw new InputError(
        `${action}: the ${name} ones are ${images.height} × ${images.width} and the generated ones ${generated.height} × ` +
          `${generated.width}; give images of one size`,
      );
    }
  }
  if (heldOut.count < Math.max(count, 2)) {
    throw new InputError(
      `${action}: there are ${count} generated and ${heldOut.count} held-out ones; give at least as many, and two`,
    );
  }
  const stream = createStream(seed, "probe"), chosen = chooseIndices(heldOut.count, count, stream);
  const reference: Reference = {
    training,
    trainingMoments: imageMoments(training),
    packedTraining: packImages(training),
    packedHeldOut: packImages(heldOut),
  };
  return {
    generated: measure(generated, reference),
    heldOut: measure(takeImages(heldOut, chosen), reference, chosen),
    noise: measure(noiseImages(generated, training.classes, stream), reference),
  };
}

interface Reference {
  readonly training: SpinImages;
  readonly trainingMoments: ReturnType<typeof imageMoments>;
  readonly packedTraining: PackedImages;
  readonly packedHeldOut: PackedImages;
}

function measure(images: SpinImages, reference: Reference, self?: Uint32Array): ImageQuality {
  const { count, labels, height, width } = images, packed = packImages(images), size = height * width;
  const training = nearestImages(packed, reference.packedTraining);
  const heldOut = nearestImages(packed, reference.packedHeldOut, self);
  const { means, pairs } = imageMoments(images), known = reference.training.labels;
  const agree = labels === null || known === null
    ? null
    : labels.reduce((sum, label, k) => sum + (label === known[training.index[k]!] ? 1 : 0), 0) / count;
  return {
    count,
    toTraining: distances(training.distance, size),
    toHeldOut: distances(heldOut.distance, size),
    pixelMeans: rootMeanSquare(means, reference.trainingMoments.means),
    pixelPairs: rootMeanSquare(pairs, reference.trainingMoments.pairs),
    // Two of n images differ in a pixel of mean m with the probability ½(1 − m²)·n/(n − 1).
    diversity: count < 2 ? 0 : means.reduce((sum, m) => sum + (1 - m * m) / 2, 0) / size * count / (count - 1),
    labelAgreement: agree,
  };
}

function distances(pixels: Uint32Array, size: number): NearestDistance {
  const sorted = pixels.slice().sort(), half = sorted.length / 2;
  return {
    mean: pixels.reduce((sum, distance) => sum + distance, 0) / pixels.length / size,
    median: (sorted[Math.floor(half - 0.5)]! + sorted[Math.ceil(half - 0.5)]!) / 2 / size,
    copies: pixels.reduce((sum, distance) => sum + (distance === 0 ? 1 : 0), 0) / pixels.length,
  };
}

/** Some of 0 … n − 1, each at most once. */
function chooseIndices(n: number, count: number, stream: Stream): Uint32Array {
  const all = Uint32Array.from({ length: n }, (_, k) => k);
  for (let k = 0; k < count; k++) {
    const other = k + stream.integer(n - k);
    [all[k], all[other]] = [all[other]!, all[k]!];
  }
  return all.slice(0, count);
}

function noiseImages({ count, height, width }: SpinImages, classes: readonly number[], stream: Stream): SpinImages {
  const spins = Int8Array.from({ length: count * height * width }, () => stream.sign());
  const labels = classes.length === 0
    ? null
    : Uint8Array.from({ length: count }, () => classes[stream.integer(classes.length)]!);
  return { count, height, width, spins, labels, classes };
}
