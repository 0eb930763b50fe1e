import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError, SizeError } from "../../../lib/errors.ts";
import { adjacency } from "../../../lib/graph/adjacency.ts";
import { bipartiteGraph } from "../../../lib/graph/bipartite_graph.ts";
import { checkBlocks } from "../../../lib/graph/check_blocks.ts";
import { greedyColouring } from "../../../lib/graph/colouring.ts";
import { completeGraph } from "../../../lib/graph/complete_graph.ts";
import { createGraph } from "../../../lib/graph/create_graph.ts";
import type { Graph } from "../../../lib/graph/graph.ts";

/** Any simple graph of up to 9 vertices, edges in any order and orientation. */
const anyGraph = fc.integer({ min: 1, max: 9 }).chain((n) => {
  const pairs: [number, number][] = [];
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) pairs.push([i, j]);
  return fc.tuple(
    fc.shuffledSubarray(pairs),
    fc.array(fc.boolean(), { minLength: pairs.length, maxLength: pairs.length }),
  )
    .map(([chosen, turned]) =>
      createGraph(n, chosen.map(([i, j], k): [number, number] => turned[k] ? [j, i] : [i, j]))
    );
});

function lists(blocks: readonly Uint32Array[]): number[][] {
  return blocks.map((block) => [...block]);
}

function neighbourSets(graph: Graph): Set<number>[] {
  const sets = Array.from({ length: graph.vertexCount }, () => new Set<number>());
  graph.from.forEach((i, e) => {
    sets[i]!.add(graph.to[e]!);
    sets[graph.to[e]!]!.add(i);
  });
  return sets;
}

describe("createGraph()", () => {
  test("createGraph() keeps the edges in order and orientation", () => {
    const graph = createGraph(4, [[2, 0], [1, 3]]);
    expect([graph.vertexCount, [...graph.from], [...graph.to]]).toEqual([4, [2, 1], [0, 3]]);
  });

  test.each<[string, number, unknown, RegExp]>([
    ["a loop", 3, [[0, 1], [2, 2]], /edge 1, \[2,2\], joins a vertex to itself; leave it out/],
    ["a repeated edge", 3, [[0, 1], [1, 2], [0, 1]], /edge 2, \[0,1\], repeats edge 0; give each pair once/],
    ["a repeated edge the other way round", 3, [[0, 1], [1, 0]], /edge 1, \[1,0\], repeats edge 0/],
    ["an endpoint too large", 3, [[0, 3]], /edge 0, \[0,3\], has the endpoint 3; endpoints are integers from 0 to 2/],
    ["a negative endpoint", 3, [[-1, 2]], /has the endpoint -1/],
    ["a fraction", 3, [[0, 1.5]], /has the endpoint 1.5/],
    ["text", 3, [[0, "1"]], /has the endpoint "1"/],
    ["null", 3, [[0, null]], /has the endpoint null/],
    ["a triple", 3, [[0, 1, 2]], /edge 0, \[0,1,2\], is not a pair/],
    ["null for an edge", 3, [null], /edge 0, null, is not a pair/],
    ["null for the list", 3, null, /edges is null; give a list of pairs/],
    ["text for the list", 3, "01", /edges is "01"/],
    ["no vertices", 0, [], /the number of vertices is 0/],
    ["a fraction of vertices", 2.5, [], /the number of vertices is 2.5/],
  ])("createGraph() refuses %s", (_, n, edges, message) => {
    const call = () => createGraph(n, edges as [number, number][]);
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });

  test("createGraph() and completeGraph() refuse what cannot fit before allocating it", () => {
    expect(() => createGraph(1e12, [])).toThrow(SizeError);
    expect(() => completeGraph(1e6)).toThrow(SizeError);
    expect(() => bipartiteGraph(100_000, 100_000)).toThrow(SizeError);
  });
});

describe("adjacency()", () => {
  test("adjacency() lists every neighbour once, with the edge that joins it, in edge order", () => {
    fc.assert(fc.property(anyGraph, (graph) => {
      const { offsets, neighbours, edges } = adjacency(graph);
      const sets = neighbourSets(graph);
      for (let i = 0; i < graph.vertexCount; i++) {
        const row = [...neighbours.subarray(offsets[i], offsets[i + 1])];
        const through = [...edges.subarray(offsets[i], offsets[i + 1])];
        expect(new Set(row)).toEqual(sets[i]);
        expect(row.length).toBe(sets[i]!.size);
        expect(through).toEqual(through.toSorted((a, b) => a - b));
        row.forEach((j, k) =>
          expect(new Set([graph.from[through[k]!], graph.to[through[k]!]])).toEqual(new Set([i, j]))
        );
      }
    }));
  });
});

describe("completeGraph() and bipartiteGraph()", () => {
  test("completeGraph() lists the pairs (0, 1), (0, 2), (1, 2) … row by row", () => {
    const { from, to } = completeGraph(4);
    expect([...from].map((i, e) => [i, to[e]])).toEqual([[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]);
    expect(completeGraph(1).from).toHaveLength(0);
  });

  test("bipartiteGraph() joins i and m + j by edge i·n + j", () => {
    const [m, n] = [3, 4], { vertexCount, from, to } = bipartiteGraph(m, n);
    expect([vertexCount, from.length]).toEqual([7, 12]);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) expect([from[i * n + j], to[i * n + j]]).toEqual([i, m + j]);
    }
  });

  test.each([0, -1, 1.5, NaN])("completeGraph(%d) and bipartiteGraph(%d, 2) are refused", (n) => {
    expect(() => completeGraph(n)).toThrow(InputError);
    expect(() => bipartiteGraph(n, 2)).toThrow(InputError);
    expect(() => bipartiteGraph(2, n)).toThrow(InputError);
  });
});

describe("greedyColouring()", () => {
  test("greedyColouring() colours a complete graph vertex by vertex and a bipartite one by its sides", () => {
    expect(lists(greedyColouring(completeGraph(3)))).toEqual([[0], [1], [2]]);
    expect(lists(greedyColouring(bipartiteGraph(2, 3)))).toEqual([[0, 1], [2, 3, 4]]);
    expect(lists(greedyColouring(createGraph(3, [])))).toEqual([[0, 1, 2]]);
  });

  test("greedyColouring() follows index order, where it may need more colours than there must be", () => {
    // The crown graph on 6 vertices is bipartite; visited pair by pair it takes three colours.
    const crown = createGraph(6, [[0, 3], [0, 5], [2, 1], [2, 5], [4, 1], [4, 3]]);
    expect(lists(greedyColouring(crown))).toEqual([[0, 1], [2, 3], [4, 5]]);
  });

  test("greedyColouring() gives every vertex the smallest colour that its earlier neighbours leave", () => {
    fc.assert(fc.property(anyGraph, (graph) => {
      const blocks = greedyColouring(graph), sets = neighbourSets(graph);
      expect(checkBlocks(graph, blocks)).toEqual(blocks);
      const colour = new Map(blocks.flatMap((block, c) => [...block].map((i) => [i, c] as const)));
      for (let i = 0; i < graph.vertexCount; i++) {
        const taken = [...sets[i]!].filter((j) => j < i).map((j) => colour.get(j)!);
        for (let c = 0; c < colour.get(i)!; c++) expect(taken).toContain(c);
        expect(taken).not.toContain(colour.get(i));
      }
      for (const block of blocks) expect([...block]).toEqual([...block].toSorted((a, b) => a - b));
    }));
  });
});

describe("checkBlocks()", () => {
  const chain = createGraph(4, [[0, 1], [1, 2], [2, 3]]);

  test("checkBlocks() keeps the order of blocks and of vertices", () => {
    expect(lists(checkBlocks(chain, [[3, 1], [2, 0]]))).toEqual([[3, 1], [2, 0]]);
  });

  test.each<[string, unknown, RegExp]>([
    ["a whole chain in one block", [[0, 1, 2, 3]], /block 0 holds the neighbours 0 and 1 \(edge 0\)/],
    ["neighbours in the last block", [[0], [1, 3, 2]], /block 1 holds the neighbours 1 and 2 \(edge 1\)/],
    ["a missing vertex", [[0, 2], [1]], /vertex 3 stands in no block/],
    ["a vertex given twice", [[0, 2], [1, 3, 0]], /vertex 0 stands in block 0 and again in block 1/],
    ["a vertex given twice in one block", [[0, 2, 2], [1, 3]], /vertex 2 stands in block 0 and again in block 0/],
    ["a vertex out of range", [[0, 2], [1, 4]], /block 1 holds 4; vertices are integers from 0 to 3/],
    ["text", [[0, 2], [1, "3"]], /block 1 holds "3"/],
    ["a fraction", [[0, 2], [1, 2.5]], /block 1 holds 2.5/],
    ["an empty block", [[0, 2], [], [1, 3]], /block 1 is \[\]/],
    ["null for a block", [null, [0, 1, 2, 3]], /block 0 is null/],
    ["null for the list", null, /blocks is null/],
  ])("checkBlocks() refuses %s", (_, blocks, message) => {
    const call = () => checkBlocks(chain, blocks as number[][]);
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });

  test("checkBlocks() names the pair and block of any edge put inside a block", () => {
    fc.assert(fc.property(anyGraph.filter((graph) => graph.from.length > 0), (graph) => {
      const others = Array.from({ length: graph.vertexCount }, (_, i) => i)
        .filter((i) => i !== graph.from[0] && i !== graph.to[0]).map((i) => [i]);
      const blocks = [...others, [graph.from[0]!, graph.to[0]!]];
      expect(() => checkBlocks(graph, blocks)).toThrow(
        `block ${others.length} holds the neighbours ${graph.from[0]} and ${graph.to[0]} (edge 0)`,
      );
    }));
  });
});
