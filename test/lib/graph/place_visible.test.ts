import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { checkBlocks } from "../../../lib/graph/check_blocks.ts";
import { gridGraph } from "../../../lib/graph/grid_graph.ts";
import { gridPreset } from "../../../lib/graph/grid_presets.ts";
import { placeVisible, type VisibleOptions } from "../../../lib/graph/place_visible.ts";
import { createStream, type Stream } from "../../../lib/random/stream.ts";
import { chiSquareRatio, freshSeed } from "../random/statistics.ts";

const SEED = 60_12;

function ascending(list: Uint32Array): boolean {
  return list.every((vertex, k) => k === 0 || list[k - 1]! < vertex);
}

describe("placeVisible()", () => {
  test("placeVisible() makes the published four blocks of 60_12: 996 upper hidden, 1800 lower, 784 image, 20 label", () => {
    const grid = gridPreset("60_12"), stream = createStream(SEED, "test");
    const places = placeVisible(grid, { imageCount: 784, labelCount: 20, placement: "replication", stream });
    expect(places.blocks.map((block) => block.length)).toEqual([996, 1800, 784, 20]);
    expect(checkBlocks(grid, places.blocks)).toHaveLength(4);
    expect(places.blocks[1]).toEqual(grid.blocks[1]);
    expect([places.blocks[2], places.blocks[3]]).toEqual([places.image, places.label]);
    // Image, label and upper hidden stand on one colour and so are one block of the same scan.
    const upper = Uint32Array.from([...places.blocks[0]!, ...places.image, ...places.label]).sort();
    expect(upper).toEqual(grid.blocks[0]);
    // No edge inside a block is a real condition: image and lower together break it.
    const [hidden, lower, image, label] = places.blocks.map((block) => [...block]);
    expect(() => checkBlocks(grid, [hidden!, [...lower!, ...image!], label!])).toThrow(/holds the neighbours/);
  });

  test("placeVisible() never uses the last upper vertex in the replication's placement, and can fill all others", () => {
    const grid = gridPreset("8_8"), [upper] = grid.blocks;
    const options = { labelCount: 1, placement: "replication", stream: createStream(SEED, "test") } as const;
    const { image, label } = placeVisible(grid, { ...options, imageCount: 30 });
    expect(Uint32Array.from([...image, ...label]).sort()).toEqual(upper!.subarray(0, 31));
    expect(() => placeVisible(grid, { ...options, imageCount: 31 })).toThrow(
      /labelCount is 1; give an integer from 0 to 0/,
    );
  });

  test("placeVisible() uses both colours in the paper's placement and can fill the whole grid", () => {
    const grid = gridPreset("paper-70_12"), stream = createStream(SEED, "test");
    const { image, label, hidden, blocks } = placeVisible(grid, { imageCount: 784, placement: "paper", stream });
    expect([image.length, label.length, hidden.length]).toEqual([784, 0, 4116]);
    expect([image, hidden].every(ascending)).toBe(true);
    expect(blocks).toHaveLength(4);
    expect(checkBlocks(grid, blocks)).toEqual(blocks);
    const whole = placeVisible(gridPreset("4_4"), { imageCount: 16, placement: "paper", stream });
    expect([whole.hidden.length, whole.image.length]).toEqual([0, 16]);
  });

  test("placeVisible() places by the stream: the same again, another elsewhere", () => {
    const grid = gridPreset("20_8");
    const at = (index: number) =>
      placeVisible(grid, { imageCount: 50, placement: "paper", stream: createStream(SEED, "test", index) }).image;
    expect(at(0)).toEqual(at(0));
    expect(at(0)).not.toEqual(at(1));
  });

  test("placeVisible() chooses every set of places equally often", () => {
    const grid = gridGraph({ width: 3, height: 2, offsets: [[0, 1]], boundary: "open" });
    const source = createStream(freshSeed("placeVisible() chooses every set of places equally often"), "test");
    const ratio = (stream: Stream) => {
      const counts = new Map<string, number>();
      for (let k = 0; k < 20_000; k++) {
        const key = placeVisible(grid, { imageCount: 3, placement: "paper", stream }).image.join();
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      expect(counts.size).toBe(20);
      return chiSquareRatio([...counts.values()], new Array<number>(20).fill(1 / 20));
    };
    expect(ratio(source)).toBeLessThan(1);
    // The control prefers the candidates that stand first.
    const biased = { integer: (n: number) => Math.floor(source.uniform() ** 1.2 * n) } as unknown as Stream;
    expect(ratio(biased)).toBeGreaterThan(1);
  });

  test.each<[string, Partial<Record<keyof VisibleOptions, unknown>>, RegExp]>([
    ["more image than grid", { imageCount: 401 }, /imageCount is 401; give an integer from 0 to 400/],
    ["a fraction", { imageCount: 1.5 }, /imageCount is 1.5/],
    ["a negative label", { labelCount: -1 }, /labelCount is -1/],
    ["another placement", { placement: "random" }, /placement is "random"; give "paper" or "replication"/],
    ["half of the grid in the replication's placement", { placement: "replication", imageCount: 200 }, /from 0 to 199/],
  ])("placeVisible() refuses %s", (_, wrong, message) => {
    const right = { imageCount: 10, placement: "paper", stream: createStream(SEED, "test") };
    const call = () => placeVisible(gridPreset("20_8"), { ...right, ...wrong } as VisibleOptions);
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });

  test("placeVisible() refuses the replication's placement on a grid without checkerboard", () => {
    const grid = gridGraph({ width: 5, height: 5, offsets: [[0, 1]], boundary: "torus" });
    const stream = createStream(SEED, "test");
    expect(() => placeVisible(grid, { imageCount: 1, placement: "replication", stream }))
      .toThrow(/on a grid without checkerboard/);
  });
});
