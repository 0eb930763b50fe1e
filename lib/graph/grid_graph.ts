import { InputError } from "../errors.ts";
import { checkInteger, describeValue } from "../random/check.ts";
import { checkerboard } from "./checkerboard.ts";
import { greedyColouring } from "./colouring.ts";
import { checkSize, MAXIMUM_VERTICES } from "./create_graph.ts";
import type { Graph } from "./graph.ts";
import { checkOffsets, type GridBoundary, gridDisplacements, type GridOffset } from "./grid_offsets.ts";

/** What a grid graph is made of. */
export interface GridOptions {
  /** The number of columns. */
  readonly width: number;
  /** The number of rows. */
  readonly height: number;
  /** The rules (a, b), each used with its four rotations. */
  readonly offsets: readonly GridOffset[];
  readonly boundary: GridBoundary;
}

/** A graph on the vertices of a grid, vertex i·width + j in row i and column j, with blocks that hold no neighbours. */
export interface GridGraph extends Graph, GridOptions {
  /** The colour classes: together every vertex once, no edge inside any. */
  readonly blocks: readonly Uint32Array[];
  /** `checkerboard` where i + j changes its parity along every edge, else `greedy`, in index order. */
  readonly colouring: "checkerboard" | "greedy";
}

/**
 * The grid of `height` × `width` vertices in which (i, j) joins (i, j) + (a, b) and its three rotations for every offset
 * (a, b) (arXiv:2510.23972, the connectivity table). Inside an open grid a vertex has four neighbours per offset, at its rim
 * fewer; on a torus every vertex has the same degree.
 *
 * Edges run offset by offset, in each first along (a, b), then along (−b, a), in the order of their first vertices, which is
 * the parameter order of the published replication. Where a torus folds two displacements, or the two directions of one,
 * onto the same pair, that pair is one edge, at its first place. Blocks are the two colours of the checkerboard where the
 * edges allow it (every a + b odd, and on a torus both sides even), else the greedy colouring.
 *
 * Sides that are no integers from 1 on, a boundary of another name and unusable offsets (see `checkOffsets`) are
 * InputErrors; more than 2^24 vertices or 2^26 edges are a SizeError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const grid = gridGraph({ width: 60, height: 60, offsets: [[0, 1], [4, 1], [9, 10]], boundary: "open" });
 * assert.deepEqual([grid.vertexCount, grid.from.length, grid.blocks.length], [3600, 18788, 2]);
 * ```
 */
export function gridGraph(options: GridOptions): GridGraph {
  const action = "Cannot build a grid graph";
  if (typeof options !== "object" || options === null) {
    throw new InputError(`${action}: the options are ${describeValue(options)}; give width, height, offsets, boundary`);
  }
  const { width, height, offsets, boundary } = options;
  checkInteger(height, "height", action, 1, MAXIMUM_VERTICES);
  checkInteger(width, "width", action, 1, MAXIMUM_VERTICES);
  if (boundary !== "open" && boundary !== "torus") {
    throw new InputError(`${action}: boundary is ${describeValue(boundary)}; give "open" or "torus"`);
  }
  checkSize(width * height, 0);
  checkOffsets(offsets, height, width, boundary);
  checkSize(width * height, 2 * offsets.length * width * height);
  const rules = offsets.map(([a, b]): GridOffset => [a, b]);
  const displacements = gridDisplacements(rules);
  const { from, to } = boundary === "open"
    ? openEdges(height, width, displacements)
    : torusEdges(height, width, displacements);
  const graph = { vertexCount: width * height, from, to };
  const even = alternates(graph, width);
  return {
    ...graph,
    width,
    height,
    offsets: rules,
    boundary,
    blocks: even ? checkerboard(height, width) : greedyColouring(graph),
    colouring: even ? "checkerboard" : "greedy",
  };
}

function openEdges(height: number, width: number, displacements: readonly GridOffset[]): Omit<Graph, "vertexCount"> {
  const along = ([di, dj]: GridOffset) => Math.max(0, height - Math.abs(di)) * Math.max(0, width - Math.abs(dj));
  const count = displacements.reduce((sum, d) => sum + along(d), 0);
  const from = new Uint32Array(count), to = new Uint32Array(count);
  let e = 0;
  for (const [di, dj] of displacements) {
    for (let i = Math.max(0, -di); i < Math.min(height, height - di); i++) {
      for (let j = Math.max(0, -dj); j < Math.min(width, width - dj); j++, e++) {
        from[e] = i * width + j;
        to[e] = (i + di) * width + j + dj;
      }
    }
  }
  return { from, to };
}

function torusEdges(height: number, width: number, displacements: readonly GridOffset[]): Omit<Graph, "vertexCount"> {
  const n = height * width;
  const from = new Uint32Array(displacements.length * n), to = new Uint32Array(displacements.length * n);
  // A torus looks the same from every vertex, so pairs repeat only where whole displacements do, up to the sign.
  const seen = new Set<number>();
  let e = 0;
  for (const [di, dj] of displacements) {
    const down = (di + height) % height, right = (dj + width) % width;
    const code = down * width + right;
    const opposite = ((height - down) % height) * width + (width - right) % width;
    if (seen.has(code) || seen.has(opposite)) continue;
    seen.add(code);
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) {
        const u = i * width + j, v = ((i + down) % height) * width + (j + right) % width;
        if (code === opposite && v < u) continue;
        from[e] = u;
        to[e++] = v;
      }
    }
  }
  return e === from.length ? { from, to } : { from: from.slice(0, e), to: to.slice(0, e) };
}

/** Whether i + j changes its parity along every edge. */
function alternates({ from, to }: Omit<Graph, "vertexCount">, width: number): boolean {
  const parity = (v: number) => (Math.floor(v / width) + v % width) % 2;
  for (let e = 0; e < from.length; e++) if (parity(from[e]!) === parity(to[e]!)) return false;
  return true;
}
