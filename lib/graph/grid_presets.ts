import { InputError } from "../errors.ts";
import { describeValue } from "../random/check.ts";
import { GRID_FAMILIES } from "./grid_families.ts";
import { type GridGraph, gridGraph } from "./grid_graph.ts";
import type { GridBoundary } from "./grid_offsets.ts";
import type { GridPreset } from "./grid_preset.ts";
import { PAPER_PRESETS } from "./paper_presets.ts";
import { REPLICATION_PRESETS } from "./replication_presets.ts";

const OPEN_60: GridPreset = {
  name: "open-60",
  variant: "benchmark",
  width: 60,
  height: 60,
  offsets: GRID_FAMILIES.G12.offsets,
  boundary: "open",
  degree: 12,
  certain: true,
  source: GRID_FAMILIES.G12.source,
  note: "the grid that speed is measured on, the same graph as paper-60_12: 18,788 edges, degrees 4 to 12, mean 10.44",
};

/**
 * Every named grid by its name: the replication's presets under its own names (`60_12`: side 60, degree 12, torus), the
 * paper's families on the same sides (`paper-60_12`: open), and `open-60`, the grid of the benchmarks.
 */
export const GRID_PRESETS: Readonly<Record<string, GridPreset>> = Object.freeze(Object.fromEntries(
  [...REPLICATION_PRESETS, ...PAPER_PRESETS, OPEN_60].map((preset) => [preset.name, Object.freeze(preset)]),
));

/** A grid graph with the preset that it was made from. */
export interface PresetGraph extends GridGraph {
  readonly preset: GridPreset;
}

/**
 * The graph of a preset, with its own boundary unless another is asked for; `preset` says whose it is and whether its
 * offsets are certain. An unknown name, and a torus where the preset's side is odd, are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { vertexCount, from, preset } = gridPreset("60_12");
 * assert.deepEqual([vertexCount, from.length, preset.variant], [3600, 21600, "replication"]);
 * assert.equal(gridPreset("paper-60_24").preset.certain, false);
 * ```
 */
export function gridPreset(name: string, boundary?: GridBoundary): PresetGraph {
  if (typeof name !== "string" || !Object.hasOwn(GRID_PRESETS, name)) {
    throw new InputError(
      `Cannot build a preset grid: ${
        describeValue(name)
      } names no preset; give one of GRID_PRESETS, such as 60_12, paper-60_12 or open-60`,
    );
  }
  const preset = GRID_PRESETS[name]!;
  const { width, height, offsets } = preset;
  const ends = boundary ?? preset.boundary;
  if (ends === "torus" && width % 2 === 1) {
    throw new InputError(
      `Cannot build a preset grid: ${name} has the odd side ${width}, which leaves a torus no checkerboard; use the open boundary`,
    );
  }
  return { ...gridGraph({ width, height, offsets, boundary: ends }), preset };
}
