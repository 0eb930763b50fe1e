import type { GridOptions } from "../../../lib/graph/grid_graph.ts";

/**
 * The edge list by the words of the published program: for every offset, each of its four rotations, each vertex in index
 * order, the pair, unless it leaves an open grid or stands already in the set of unordered pairs.
 */
export function bruteForceGrid({ width, height, offsets, boundary }: GridOptions): [number, number][] {
  const edges: [number, number][] = [], seen = new Set<string>();
  for (const [a, b] of offsets) {
    for (const [di, dj] of [[a, b], [-b, a], [-a, -b], [b, -a]] as const) {
      for (let i = 0; i < height; i++) {
        for (let j = 0; j < width; j++) {
          let k = i + di, l = j + dj;
          if (boundary === "torus") {
            k = (k + 10 * height) % height;
            l = (l + 10 * width) % width;
          } else if (k < 0 || l < 0 || k >= height || l >= width) continue;
          const u = i * width + j, v = k * width + l;
          const pair = `${Math.min(u, v)} ${Math.max(u, v)}`;
          if (u === v || seen.has(pair)) continue;
          seen.add(pair);
          edges.push([u, v]);
        }
      }
    }
  }
  return edges;
}
