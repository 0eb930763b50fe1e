import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.ts";
import { ising } from "../../../../lib/model/ising.ts";
import { siteOrder } from "../../../../lib/sampler/plan/site_order.ts";
import { uniforms } from "../../support/random_models.ts";

const EDGES: readonly (readonly [number, number])[] = [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [0, 5], [1, 4]];
const ring = (blocks?: readonly (readonly number[])[]) =>
  ising({ n: 6, edges: EDGES, weights: EDGES.map(() => 1), beta: 1, ...(blocks === undefined ? {} : { blocks }) });

/** Checks everything that a site order promises against the model itself. */
function checkOrder(model: ReturnType<typeof ring>, clamped: readonly number[]): void {
  const sites = siteOrder(model, clamped), n = model.graph.vertexCount;
  expect([...sites.order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
  sites.positions.forEach((p, spin) => expect(sites.order[p]).toBe(spin));
  expect(sites.freeCount).toBe(n - clamped.length);
  expect([...sites.order.subarray(sites.freeCount)]).toEqual([...clamped].sort((a, b) => a - b));
  const blocks = model.blocks.map((block) => [...block].filter((i) => !clamped.includes(i))).filter((b) =>
    b.length > 0
  );
  const found = blocks.map((_, b) => [...sites.order.subarray(sites.blockStarts[b]!, sites.blockStarts[b + 1]!)]);
  expect(found).toEqual(blocks);
  expect([sites.blockStarts.length, sites.blockStarts.at(-1)]).toEqual([blocks.length + 1, sites.freeCount]);
  for (let p = 0; p < n; p++) {
    const neighbours: string[] = [], entries: string[] = [];
    for (let k = sites.rows[p]!; k < sites.rows[p + 1]!; k++) {
      entries.push(`${sites.order[sites.columns[k]!]} by ${sites.edges[k]}`);
    }
    model.graph.from.forEach((from, e) => {
      if (from === sites.order[p]) neighbours.push(`${model.graph.to[e]} by ${e}`);
      if (model.graph.to[e] === sites.order[p]) neighbours.push(`${from} by ${e}`);
    });
    expect(entries.sort()).toEqual(neighbours.sort());
  }
}

describe("siteOrder()", () => {
  test.each<[string, readonly (readonly number[])[] | undefined, readonly number[]]>([
    ["the greedy colouring", undefined, []],
    ["the greedy colouring with a clamped spin", undefined, [2]],
    ["blocks in another order", [[1, 3, 5], [0, 2, 4]], []],
    ["blocks whose spins are not in order", [[4, 0, 2], [5, 1, 3]], [0]],
    ["three blocks, one clamped whole", [[0, 2], [1, 5, 3], [4]], [4]],
    ["the first block clamped whole", [[4], [0, 2], [1, 5, 3]], [4]],
    ["single spins as blocks", [[5], [3], [1], [0], [2], [4]], [3, 0]],
    ["all spins but one clamped", undefined, [5, 3, 1, 0, 2]],
  ])("siteOrder() lays out %s", (_, blocks, clamped) => checkOrder(ring(blocks), clamped));

  test("siteOrder() lays out random block orders and clamped spins", () => {
    const next = uniforms(21);
    for (let trial = 0; trial < 50; trial++) {
      const shuffled = [0, 1, 2, 3, 4, 5].map((i) => [next(), i] as const).sort((a, b) => a[0] - b[0]).map(([, i]) =>
        i
      );
      checkOrder(ring(shuffled.map((i) => [i])), shuffled.filter((i) => i !== shuffled[0] && next() < 0.4));
    }
  });

  test("siteOrder() has no edges to lay out in a model without any", () => {
    const sites = siteOrder(ising({ n: 2, edges: [], weights: [], biases: [1, 1], beta: 1 }));
    expect([[...sites.rows], sites.columns.length, [...sites.blockStarts]]).toEqual([[0, 0, 0], 0, [0, 2]]);
  });

  test.each<[unknown, RegExp]>([
    [[6], /clamped\[0\] is 6; spins are integers from 0 to 5/],
    [[0, -1], /clamped\[1\] is -1/],
    [[0.5], /clamped\[0\] is 0.5/],
    [["1"], /clamped\[0\] is "1"/],
    [[1, 2, 1], /clamped\[2\] is 1 for the second time/],
    [[0, 1, 2, 3, 4, 5], /all 6 spins are clamped/],
    ["0", /clamped is "0"; give a list of spins/],
  ])("siteOrder() refuses %j", (clamped, message) => {
    const call = () => siteOrder(ring(), clamped as number[]);
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});
