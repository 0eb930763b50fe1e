import type { SpinImages } from "../../data/binarise.ts";
import type { MimeBundle } from "../mime.ts";
import { tileFigure } from "./tile_figure.ts";
import type { TileOptions } from "./tile_layout.ts";

/** How images stand in a grid. */
export interface ImageGridOptions extends TileOptions {
  /** Default: about as many as rows, and at most 12. */
  readonly columns?: number;
  /** Whether the label stands under each image, where there are labels; default true. */
  readonly labels?: boolean;
}

/**
 * Images side by side as a static figure, ink where a spin is +1, with their labels; show it with `display()`. At most 1024 images, and
 * 1.5 MB.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { binarise, builtInDigits, takeImages } from "thermolab";
 * const digits = takeImages(binarise(builtInDigits().train), [0, 1, 2, 3]);
 * const bundle = imageGrid(digits, { alt: "Four digits", columns: 2 });
 * assert.match(String(bundle["text/plain"]), /4 pictures of 28 × 28 in 2 rows of 2\ncaptions: 0, 1, 2, 3/);
 * ```
 */
export function imageGrid(images: SpinImages, options: ImageGridOptions): MimeBundle {
  const { count, height, width, spins, labels } = images, size = height * width;
  const columns = options.columns ?? Math.min(12, Math.ceil(Math.sqrt(count)));
  const pictures = Array.from({ length: count }, (_, k) => spins.subarray(k * size, (k + 1) * size));
  const captions = labels !== null && (options.labels ?? true) ? Array.from(labels, String) : undefined;
  return tileFigure({ height, width, columns, pictures, ...(captions === undefined ? {} : { captions }) }, options);
}
