import { InputError } from "../errors.ts";
import { checkInteger, describeValue } from "../random/check.ts";
import type { Stream } from "../random/stream.ts";
import type { GridGraph } from "./grid_graph.ts";

/** Which spins of a grid carry data. */
export interface VisibleOptions {
  /** The number of spins that carry the image. */
  readonly imageCount: number;
  /** The number of spins that carry the label; none unless given. */
  readonly labelCount?: number;
  /**
   * `paper`: anywhere on the grid. `replication`: on the even colour of the checkerboard only, and never on the last vertex of that
   * colour, which the published program leaves out by an off-by-one.
   */
  readonly placement: "paper" | "replication";
  /** Where the random numbers come from; the same stream gives the same places. */
  readonly stream: Stream;
}

/** The places of the data on a grid, all lists ascending. */
export interface VisiblePlacement {
  /** Pixel k stands at vertex image[k]. */
  readonly image: Uint32Array;
  readonly label: Uint32Array;
  readonly hidden: Uint32Array;
  /**
   * The vertices by part and colour: the hidden ones of each colour, then image, then label, empty ones left out. In the
   * replication's placement these are its four blocks in the order of its free scan: upper hidden, lower, image, label.
   */
  readonly blocks: readonly Uint32Array[];
}

/**
 * Draws which vertices of a grid carry the image and the label, uniformly without repetition; the rest is hidden. Both lists
 * are ascending, so that pixels keep their raster order (the published program loses it on grids wider than 64, to
 * the order of a hash table). Counts that do not fit, another placement, and the replication's placement on a grid without
 * checkerboard are InputErrors.
 *
 * Sources: arXiv:2510.23972 (random placement); dtm-replication, commit 7c22d19 (one colour).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createStream, gridPreset } from "thermolab";
 * const stream = createStream(1, "data");
 * const { blocks } = placeVisible(gridPreset("60_12"), { imageCount: 784, labelCount: 20, placement: "replication", stream });
 * assert.deepEqual(blocks.map((block) => block.length), [996, 1800, 784, 20]);
 * ```
 */
export function placeVisible(grid: GridGraph, options: VisibleOptions): VisiblePlacement {
  const action = "Cannot place the visible spins";
  const { imageCount, labelCount = 0, placement, stream } = options;
  const candidates = candidatesOf(grid, placement);
  checkInteger(imageCount, "imageCount", action, 0, candidates.length);
  checkInteger(labelCount, "labelCount", action, 0, candidates.length - imageCount);
  const count = imageCount + labelCount;
  for (let k = 0; k < count; k++) {
    const chosen = k + stream.integer(candidates.length - k);
    const vertex = candidates[chosen]!;
    candidates[chosen] = candidates[k]!;
    candidates[k] = vertex;
  }
  const image = candidates.slice(0, imageCount).sort();
  const label = candidates.slice(imageCount, count).sort();
  const part = new Uint8Array(grid.vertexCount);
  for (const vertex of image) part[vertex] = 1;
  for (const vertex of label) part[vertex] = 2;
  const blocks = [0, 1, 2].flatMap((p) => grid.blocks.map((block) => block.filter((vertex) => part[vertex] === p)));
  return {
    image,
    label,
    hidden: Uint32Array.from({ length: grid.vertexCount }, (_, i) => i).filter((i) => part[i] === 0),
    blocks: blocks.filter((block) => block.length > 0),
  };
}

function candidatesOf(grid: GridGraph, placement: unknown): Uint32Array {
  const action = "Cannot place the visible spins";
  if (placement === "paper") return Uint32Array.from({ length: grid.vertexCount }, (_, i) => i);
  if (placement !== "replication") {
    throw new InputError(`${action}: placement is ${describeValue(placement)}; give "paper" or "replication"`);
  }
  if (grid.colouring !== "checkerboard") {
    throw new InputError(
      `${action}: placement is "replication" on a grid without checkerboard; use the placement "paper" or offsets with a + b odd`,
    );
  }
  return grid.blocks[0]!.slice(0, Math.floor(grid.vertexCount / 2) - 1);
}
