import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { adjacency } from "../../../lib/graph/adjacency.ts";
import { checkBlocks } from "../../../lib/graph/check_blocks.ts";
import type { Graph } from "../../../lib/graph/graph.ts";
import { GRID_FAMILIES } from "../../../lib/graph/grid_families.ts";
import { gridGraph } from "../../../lib/graph/grid_graph.ts";
import { GRID_PRESETS, gridPreset } from "../../../lib/graph/grid_presets.ts";

function degrees(graph: Graph): number[] {
  const { offsets } = adjacency(graph);
  return Array.from({ length: graph.vertexCount }, (_, i) => offsets[i + 1]! - offsets[i]!);
}

/** How many vertices stand at each distance from vertex 0: equal for isomorphic graphs that look the same from every vertex. */
function shells(graph: Graph): number[] {
  const { offsets, neighbours } = adjacency(graph);
  const distance = new Int32Array(graph.vertexCount).fill(-1), queue = [0], counts: number[] = [];
  distance[0] = 0;
  for (const u of queue) {
    counts[distance[u]!] = (counts[distance[u]!] ?? 0) + 1;
    for (const v of neighbours.subarray(offsets[u], offsets[u + 1])) {
      if (distance[v] !== -1) continue;
      distance[v] = distance[u]! + 1;
      queue.push(v);
    }
  }
  return counts;
}

const SIDES = [44, 50, 60, 70, 80, 90], DEGREES = [8, 12, 16, 20];

describe("gridPreset()", () => {
  // Counts of the published program's own graphs, generated and counted from its offsets independently of this code.
  test.each<[string, number, "torus" | "open", number]>([
    ["44_12", 1936, "torus", 11_616],
    ["60_12", 3600, "torus", 21_600],
    ["70_12", 4900, "torus", 29_400],
    ["90_12", 8100, "torus", 48_600],
    ["60_40", 3600, "torus", 72_000],
    ["100_76", 10_000, "torus", 380_000],
    ["8_8", 64, "torus", 256],
    ["20_8", 400, "torus", 1600],
    ["42_8", 1764, "torus", 7056],
    ["6_4", 36, "torus", 72],
    ["4_4", 16, "torus", 32],
    ["60_12", 3600, "open", 18_788],
    ["70_12", 4900, "open", 26_088],
    ["8_8", 64, "open", 168],
    ["20_8", 400, "open", 1368],
    ["42_8", 1764, "open", 6560],
    ["6_4", 36, "open", 60],
    ["4_4", 16, "open", 24],
    ["3_4", 9, "open", 12],
    ["open-60", 3600, "open", 18_788],
    ["paper-60_12", 3600, "open", 18_788],
    ["paper-70_12", 4900, "open", 26_088],
  ])("gridPreset(%s) has the published %d vertices and, with the boundary %s, %d edges", (name, n, boundary, edges) => {
    const grid = gridPreset(name, boundary);
    expect([grid.vertexCount, grid.from.length]).toEqual([n, edges]);
  });

  test("gridPreset() gives each replication torus side²·degree/2 edges and one degree, two colours, no repeated pair", () => {
    const names = Object.keys(GRID_PRESETS).filter((name) => GRID_PRESETS[name]!.variant === "replication");
    for (const side of SIDES) for (const degree of DEGREES) expect(names).toContain(`${side}_${degree}`);
    expect(names).toEqual(expect.arrayContaining(["70_24", "60_32", "60_40", "100_40", "100_60", "100_76", "120_36"]));
    for (const name of names.filter((name) => name !== "3_4")) {
      const grid = gridPreset(name), { degree } = grid.preset;
      expect([name, grid.boundary, grid.from.length]).toEqual([name, "torus", grid.width ** 2 * degree / 2]);
      expect(new Set(degrees(grid))).toEqual(new Set([degree]));
      expect(new Set([...grid.from].map((u, e) => Math.min(u, grid.to[e]!) * 2 ** 14 + Math.max(u, grid.to[e]!))).size)
        .toBe(grid.from.length);
      expect(checkBlocks(grid, grid.blocks).map((block) => block.length))
        .toEqual([grid.vertexCount / 2, grid.vertexCount / 2]);
    }
  });

  test("gridPreset() gives each paper preset the edges of its rectangles of starting points", () => {
    for (const [name, preset] of Object.entries(GRID_PRESETS).filter(([, { variant }]) => variant === "paper")) {
      const grid = gridPreset(name), side = grid.width;
      // (a, b) fits from (side − a)(side − b) vertices, and so does each of its quarter turns.
      const count = preset.offsets.reduce((sum, [a, b]) => sum + 2 * (side - a) * (side - b), 0);
      expect([name, grid.boundary, grid.from.length]).toEqual([name, "open", count]);
      expect(Math.max(...degrees(grid))).toBe(preset.degree);
      expect(grid.colouring).toBe("checkerboard");
      expect(checkBlocks(grid, grid.blocks)).toHaveLength(2);
    }
  });

  test("gridPreset() gives open-60 degrees from 4 to 12 with the mean 10.44, 37,576 directed edges", () => {
    const grid = gridPreset("open-60"), all = degrees(grid);
    expect([Math.min(...all), Math.max(...all)]).toEqual([4, 12]);
    expect(all.reduce((a, b) => a + b)).toBe(37_576);
    expect((37_576 / 3600).toFixed(2)).toBe("10.44");
    // Each rotation fits or not by the vertex's distances to the four sides.
    const fits = (i: number, j: number) => i >= 0 && j >= 0 && i < 60 && j < 60 ? 1 : 0;
    all.forEach((degree, v) => {
      const i = Math.floor(v / 60), j = v % 60;
      const expected = [[0, 1], [4, 1], [9, 10]].reduce(
        (sum, [a, b]) =>
          sum + fits(i + a!, j + b!) + fits(i - b!, j + a!) + fits(i - a!, j - b!) + fits(i + b!, j - a!),
        0,
      );
      expect(degree).toBe(expected);
    });
  });

  test("gridPreset() keeps the paper's and the replication's graphs of degree 12 apart: equal counts, other graphs", () => {
    const ours = gridPreset("60_12"), paper = gridPreset("paper-60_12", "torus");
    expect(paper.from.length).toBe(ours.from.length);
    expect(shells(paper)).not.toEqual(shells(ours));
    // Mirroring every offset of a grid, by contrast, only renames its vertices.
    const mirrored = gridGraph({ ...ours, offsets: ours.offsets.map(([a, b]) => [b, a] as const) });
    expect(shells(mirrored)).toEqual(shells(ours));
  });

  test("gridPreset() starts 60_12 with the parameters in the published order", () => {
    const { from, to } = gridPreset("60_12");
    const edge = (e: number) => [from[e], to[e]];
    // Offset by offset, rotation by rotation, vertex by vertex: (0, 1), then (−1, 0), then (4, 1).
    expect([edge(0), edge(59), edge(3600), edge(7200), edge(14_400)])
      .toEqual([[0, 1], [59, 0], [0, 59 * 60], [0, 4 * 60 + 1], [0, 10 * 60 + 9]]);
  });

  test("GRID_PRESETS says of each preset its source and whether its offsets are certain", () => {
    for (const [name, preset] of Object.entries(GRID_PRESETS)) {
      expect(preset.name).toBe(name);
      expect(preset.degree).toBe(4 * preset.offsets.length);
      expect(preset.source).toMatch(/arXiv:2510\.23972|dtm-replication, commit 7c22d19/);
      expect(preset.certain).toBe(preset.variant !== "paper" || preset.degree < 20);
      expect(preset.note.includes("low confidence")).toBe(!preset.certain);
    }
    expect(GRID_PRESETS["60_12"]!.offsets).toEqual([[0, 1], [4, 1], [10, 9]]);
    expect(GRID_PRESETS["paper-60_12"]!.offsets).toEqual([[0, 1], [4, 1], [9, 10]]);
  });

  test("GRID_FAMILIES names each family by its degree and holds checkerboard offsets only", () => {
    for (const [name, { offsets, certain }] of Object.entries(GRID_FAMILIES)) {
      expect(name).toBe(`G${4 * offsets.length}`);
      expect(certain).toBe(offsets.length < 5);
      for (const [a, b] of offsets) expect((a + b) % 2).toBe(1);
    }
  });

  test.each<[string, unknown, unknown, RegExp]>([
    ["an unknown name", "60_13", undefined, /"60_13" names no preset; give one of GRID_PRESETS/],
    ["the replication's broken default", "601", undefined, /"601" names no preset/],
    ["a name that every object has", "constructor", undefined, /"constructor" names no preset/],
    ["a number", 6012, undefined, /6012 names no preset/],
    ["a torus of odd side", "3_4", "torus", /3_4 has the odd side 3/],
    ["another boundary", "60_12", "closed", /boundary is "closed"/],
  ])("gridPreset() refuses %s", (_, name, boundary, message) => {
    const call = () => gridPreset(name as string, boundary as "open");
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});
