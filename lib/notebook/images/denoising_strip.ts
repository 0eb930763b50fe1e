import { InputError } from "../../errors.ts";
import { checkInteger } from "../../random/check.ts";
import type { Generation } from "../../train/generation/generate_images.ts";
import type { MimeBundle } from "../mime.ts";
import { tileFigure } from "./tile_figure.ts";
import type { TileOptions } from "./tile_layout.ts";

/** How a denoising is shown. */
export interface DenoisingStripOptions extends TileOptions {
  readonly height: number;
  readonly width: number;
  /** Which images, one row each; default the first six. */
  readonly images?: readonly number[];
  /** A text before each row, such as its label. */
  readonly rowHeads?: readonly string[];
}

/**
 * The denoising of some images as a static figure: a row for each image, from the noise on the left through what each step brought forth
 * to the image on the right, step numbers t above. Show it with `display()`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const form = { count: 1, imageCount: 1, labelCount: 0, noise: Int8Array.of(1) };
 * const rows = Int8Array.of(-1), states = [{ step: 1, rows: Int8Array.of(1), weightsDigest: "" }, { step: 0, rows, weightsDigest: "" }];
 * const bundle = denoisingStrip({ ...form, states, rows }, { height: 1, width: 1, alt: "One pixel goes out" });
 * assert.match(String(bundle["text/plain"]), /columns: noise, t = 1, t = 0/);
 * ```
 */
export function denoisingStrip(generation: Generation, options: DenoisingStripOptions): MimeBundle {
  const action = "Cannot show a denoising", { count, imageCount, labelCount, noise, states } = generation;
  const { height, width, rowHeads } = options;
  if (height * width !== imageCount) {
    throw new InputError(
      `${action}: images of ${imageCount} pixels are not ${height} × ${width}; give height and width of them`,
    );
  }
  const images = options.images ?? Array.from({ length: Math.min(6, count) }, (_, k) => k);
  images.forEach((k) => checkInteger(k, "an image", action, 0, count - 1));
  const stages = [noise, ...states.map(({ rows }) => rows)], row = imageCount + labelCount;
  const pictures = images.flatMap((k) => stages.map((rows) => rows.subarray(k * row, k * row + imageCount)));
  const columnHeads = ["noise", ...states.map(({ step }) => `t = ${step}`)];
  return tileFigure(
    { height, width, columns: stages.length, pictures, columnHeads, ...(rowHeads === undefined ? {} : { rowHeads }) },
    options,
  );
}
