import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError, SizeError } from "../../../lib/errors.ts";
import { adjacency } from "../../../lib/graph/adjacency.ts";
import { checkBlocks } from "../../../lib/graph/check_blocks.ts";
import { checkerboard } from "../../../lib/graph/checkerboard.ts";
import { createGraph } from "../../../lib/graph/create_graph.ts";
import type { Graph } from "../../../lib/graph/graph.ts";
import { type GridGraph, gridGraph, type GridOptions } from "../../../lib/graph/grid_graph.ts";
import type { GridOffset } from "../../../lib/graph/grid_offsets.ts";
import { bruteForceGrid } from "./brute_force_grid.ts";

/** Sides and offsets of small grids, the unusable ones among them. */
const anyOptions: fc.Arbitrary<GridOptions> = fc.record({
  width: fc.integer({ min: 1, max: 9 }),
  height: fc.integer({ min: 1, max: 9 }),
  offsets: fc.array(fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: -6, max: 6 })), {
    minLength: 1,
    maxLength: 4,
  }),
  boundary: fc.constantFrom("open", "torus"),
});

function built(options: GridOptions): GridGraph | null {
  try {
    return gridGraph(options);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function pairs(graph: Graph): number[][] {
  return [...graph.from].map((i, e) => [i, graph.to[e]!]);
}

function degrees(graph: Graph): number[] {
  const { offsets } = adjacency(graph);
  return Array.from({ length: graph.vertexCount }, (_, i) => offsets[i + 1]! - offsets[i]!);
}

function square(side: number, boundary: "open" | "torus", ...offsets: GridOffset[]): GridGraph {
  return gridGraph({ width: side, height: side, offsets, boundary });
}

describe("gridGraph()", () => {
  test("gridGraph() lists the edges of a 2 × 3 grid by rotation, then by vertex, with vertex i·width + j", () => {
    const grid = gridGraph({ width: 3, height: 2, offsets: [[0, 1]], boundary: "open" });
    // Along (0, 1): the rows 0 1 2 and 3 4 5. Along (−1, 0): from the second row up.
    expect(pairs(grid)).toEqual([[0, 1], [1, 2], [3, 4], [4, 5], [3, 0], [4, 1], [5, 2]]);
    expect(grid.blocks.map((block) => [...block])).toEqual([[0, 2, 4], [1, 3, 5]]);
  });

  test("gridGraph() lists the same edges in the same order as the set of unordered pairs, and no others", () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyOptions, (options) => {
        const grid = built(options);
        if (grid === null) return;
        accepted++;
        expect(pairs(grid)).toEqual(bruteForceGrid(options));
        expect(() => createGraph(grid.vertexCount, bruteForceGrid(options))).not.toThrow();
        expect(checkBlocks(grid, grid.blocks)).toEqual(grid.blocks);
        if (grid.colouring === "checkerboard") expect(grid.blocks).toHaveLength(2);
      }),
      { numRuns: 400 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  test("gridGraph() joins each vertex of a torus to the four rotations of an offset", () => {
    const side = 7, { offsets, neighbours } = adjacency(square(side, "torus", [2, 1]));
    const at = (i: number, j: number) => ((i + side) % side) * side + (j + side) % side;
    for (let i = 0; i < side; i++) {
      for (let j = 0; j < side; j++) {
        const row = neighbours.subarray(offsets[at(i, j)], offsets[at(i, j) + 1]);
        expect(new Set(row)).toEqual(new Set([at(i + 2, j + 1), at(i - 1, j + 2), at(i - 2, j - 1), at(i + 1, j - 2)]));
        expect(row).toHaveLength(4);
      }
    }
  });

  test("gridGraph() counts a wrap-around pair once", () => {
    // On a side of 2 the right and the left neighbour are one vertex: the torus is the open square.
    expect(pairs(square(2, "torus", [0, 1]))).toEqual([[0, 1], [2, 3], [0, 2], [1, 3]]);
    // On a side of 4, (0, 1) and (0, 3) are the same step taken in opposite directions.
    expect(pairs(square(4, "torus", [0, 1], [0, 3]))).toEqual(pairs(square(4, "torus", [0, 1])));
    // On a side of 5 the rotation (−1, 2) of (2, 1) is twice it, (4, 2), so only the signs fold: all four stay apart.
    expect(new Set(degrees(square(5, "torus", [2, 1])))).toEqual(new Set([4]));
    // On a side of 4 the two ends of (2, 2) are one vertex, and so are those of its rotation.
    expect(new Set(degrees(square(4, "torus", [2, 2])))).toEqual(new Set([1]));
  });

  test("gridGraph() uses the checkerboard where every edge changes the parity, and the greedy colouring elsewhere", () => {
    expect(square(6, "open", [0, 1], [4, 1]).colouring).toBe("checkerboard");
    expect(square(6, "torus", [0, 1], [4, 1]).colouring).toBe("checkerboard");
    expect(square(5, "open", [0, 1]).colouring).toBe("checkerboard");
    // An odd side brings a row back to its own colour; a + b even stays on it.
    for (const grid of [square(5, "torus", [0, 1]), square(6, "open", [0, 1], [1, 1]), square(6, "torus", [0, 2])]) {
      expect(grid.colouring).toBe("greedy");
      expect(checkBlocks(grid, grid.blocks)).toHaveLength(grid.blocks.length);
      expect(() => checkBlocks(grid, checkerboard(grid.height, grid.width))).toThrow(/holds the neighbours/);
    }
  });

  test("gridGraph() keeps its own copy of the offsets", () => {
    const offsets: [number, number][] = [[0, 1]];
    const grid = gridGraph({ width: 4, height: 4, offsets, boundary: "open" });
    offsets[0]![1] = 3;
    expect(grid.offsets).toEqual([[0, 1]]);
  });

  test.each<[string, unknown, RegExp]>([
    ["no options", null, /the options are null/],
    ["a width of 0", { width: 0 }, /width is 0; give an integer from 1/],
    ["a fraction for the height", { height: 2.5 }, /height is 2.5/],
    ["text for the height", { height: "6" }, /height is "6"/],
    ["another boundary", { boundary: "periodic" }, /boundary is "periodic"; give "open" or "torus"/],
    ["no boundary", { boundary: undefined }, /boundary is undefined/],
    ["no offsets", { offsets: [] }, /offsets is \[\]; give a list of at least one pair/],
    ["text for the offsets", { offsets: "0,1" }, /offsets is "0,1"/],
    ["a number for an offset", { offsets: [3] }, /offset 0, 3, is not a pair of integers/],
    ["a triple", { offsets: [[0, 1, 2]] }, /offset 0, \[0,1,2\], is not a pair/],
    ["a fraction in an offset", { offsets: [[0, 0.5]] }, /offset 0, \[0,0.5\], is not a pair of integers/],
    ["the zero offset", { offsets: [[0, 1], [0, 0]] }, /offset 1, \[0,0\], joins every vertex to itself/],
    ["the zero offset with a sign", { offsets: [[-0, 0]] }, /joins every vertex to itself/],
    ["an offset given twice", { offsets: [[4, 1], [0, 1], [4, 1]] }, /offset 2, \[4,1\], repeats offset 0/],
    ["a quarter turn of an earlier offset", { offsets: [[4, 1], [-1, 4]] }, /offset 1, \[-1,4\], repeats offset 0/],
    ["a half turn of an earlier offset", { offsets: [[0, 1], [0, -1]] }, /offset 1, \[0,-1\], repeats offset 0/],
    ["an offset that leaves the grid", { offsets: [[6, 1]] }, /offset 0, \[6,1\], joins nothing on a grid of 6 × 6/],
    [
      "an offset that reaches round the torus",
      { offsets: [[-7, 2]], boundary: "torus" },
      /offset 0, \[-7,2\], reaches round a grid of 6 × 6/,
    ],
  ])("gridGraph() refuses %s", (_, wrong, message) => {
    const right = { width: 6, height: 6, offsets: [[0, 1]], boundary: "open" };
    const call = () =>
      gridGraph((wrong === null ? null : { ...right, ...(wrong as object) }) as unknown as GridOptions);
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });

  test("gridGraph() takes the mirror image of an offset beside it, which is no rotation of it", () => {
    expect(square(60, "torus", [4, 1], [1, 4]).from).toHaveLength(4 * 3600);
  });

  test("gridGraph() makes a chain of a grid of one row", () => {
    const chain = gridGraph({ width: 4, height: 1, offsets: [[0, 1]], boundary: "open" });
    expect(pairs(chain)).toEqual([[0, 1], [1, 2], [2, 3]]);
  });

  test("gridGraph() refuses what cannot fit before allocating it", () => {
    const huge = (side: number) => () => square(side, "open", [0, 1], [4, 1], [9, 10]);
    expect(huge(5000)).toThrow(SizeError);
    expect(huge(4096)).toThrow(SizeError);
  });
});

describe("checkerboard()", () => {
  test("checkerboard() puts a square of odd side's corners into the first colour", () => {
    expect(checkerboard(3, 3).map((block) => [...block])).toEqual([[0, 2, 4, 6, 8], [1, 3, 5, 7]]);
  });

  test.each([[0, 3], [3, 0], [1, 1], [1.5, 2], [5000, 5000]])("checkerboard(%d, %d) is refused", (height, width) => {
    expect(() => checkerboard(height, width)).toThrow(InputError);
  });
});
