import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { ising } from "../../../lib/model/ising.ts";
import { loadData } from "../../../lib/model/load_data.ts";
import { parseData } from "../../../lib/model/parse_data.ts";
import { rbm } from "../../../lib/model/rbm.ts";
import { folderWith } from "../support/files.ts";

const MODEL = ising({ n: 3, edges: [[0, 1], [2, 1]], weights: [1, 1], biases: [0, 0, 0], beta: 1 });
const PLAIN = ising({ n: 3, edges: [[0, 1], [2, 1]], weights: [1, 1], beta: 1 });
const RBM = rbm({ weights: [[1, 2], [3, 4]], beta: 1 });

describe("parseData()", () => {
  test("parseData() averages pairs, then single spins when the model has biases, without a minus sign", () => {
    const states = [[1, 1, 1], [1, -1, 1], [1, -1, -1], [1, 1, 1]];
    expect([...parseData({ states }, MODEL).moments]).toEqual([0, 0.5, 1, 0, 0.5]);
    expect([...parseData({ states }, PLAIN).moments]).toEqual([0, 0.5]);
  });

  test("parseData() weighs states, and only the ratio of weights counts", () => {
    const states = [[1, 1, 1], [-1, 1, 1]];
    for (const weights of [[3, 1], [0.75, 0.25], [3e-300, 1e-300]]) {
      const { moments } = parseData({ states, weights }, MODEL);
      [0.5, 1, 0.5, 1, 1].forEach((moment, a) => expect(moments[a]).toBeCloseTo(moment, 14));
    }
    expect([...parseData({ states, weights: [0, 2] }, PLAIN).moments]).toEqual([-1, 1]);
  });

  test("parseData() counts states that count alike, and neither weighted ones nor moments", () => {
    const states = [[1, 1, 1], [-1, 1, 1], [1, 1, 1]];
    expect(parseData({ states }, PLAIN).stateCount).toBe(3);
    expect(parseData({ states, weights: [0.5, 0.5, 0.5] }, PLAIN).stateCount).toBe(3);
    expect(parseData({ states, weights: [2, 1, 1] }, PLAIN).stateCount).toBeNull();
    expect(parseData({ moments: [0, 0.5] }, PLAIN).stateCount).toBeNull();
  });

  test("parseData() reads RBM states as visible, then hidden, and moments in row order", () => {
    expect([...parseData({ states: [[1, -1, 1, -1]] }, RBM).moments]).toEqual([1, -1, -1, 1]);
    expect([...parseData({ moments: [0.1, 0.2, 0.3, -1] }, RBM).moments]).toEqual([0.1, 0.2, 0.3, -1]);
  });

  test("parseData() keeps the moments of a law with one state inside [−1, 1]", () => {
    const weights = Array.from({ length: 50 }, (_, k) => 0.1 + k / 7);
    const { moments } = parseData({ states: weights.map(() => [1, -1, -1]), weights }, MODEL);
    expect([...moments]).toEqual([-1, 1, 1, -1, -1]);
  });

  test.each<[string, unknown, RegExp]>([
    ["null", null, /it is null; give a JSON object/],
    ["neither key", {}, /it has neither "states" nor "moments"; give one of them/],
    ["both keys", { states: [[1, 1, 1]], moments: [0, 0, 0, 0, 0] }, /unknown key "states"; the keys are moments/],
    ["weights of moments", { moments: [0, 0, 0, 0, 0], weights: [1] }, /unknown key "weights"/],
    ["an unknown key", { states: [[1, 1, 1]], weight: [1] }, /unknown key "weight"/],
    ["too few moments", { moments: [0, 0] }, /moments has 2 entries; give 5, one per observable/],
    ["a moment above 1", { moments: [0, 0, 1.5, 0, 0] }, /moments\[2\] is 1.5; give a number from -1 to 1/],
    ["a moment below -1", { moments: [-1.001, 0, 0, 0, 0] }, /moments\[0\] is -1.001/],
    ["an infinite moment", { moments: [1e999, 0, 0, 0, 0] }, /moments\[0\] is Infinity/],
    ["null among moments", { moments: [null, 0, 0, 0, 0] }, /moments\[0\] is null/],
    ["text among moments", { moments: ["0", 0, 0, 0, 0] }, /moments\[0\] is "0"/],
    ["no states", { states: [] }, /states is \[\]; give at least one state/],
    ["null for states", { states: null }, /states is null/],
    ["a short state", { states: [[1, 1, 1], [1, 1]] }, /states\[1\] has 2 entries; give 3 entries, each \+1 or -1/],
    ["a spin of 0", { states: [[1, 0, 1]] }, /states\[0\]\[1\] is 0/],
    ["text for a spin", { states: [[1, "1", 1]] }, /states\[0\]\[1\] is "1"/],
    ["null for a state", { states: [null] }, /states\[0\] is null/],
    ["a weight too many", { states: [[1, 1, 1]], weights: [1, 1] }, /weights has 2 entries; give 1, one per state/],
    [
      "a negative weight",
      { states: [[1, 1, 1]], weights: [-1] },
      /weights\[0\] is -1; give a number that is at least 0/,
    ],
    ["weights of 0", { states: [[1, 1, 1]], weights: [0] }, /all weights are 0/],
    ["an infinite weight", { states: [[1, 1, 1]], weights: [Infinity] }, /weights\[0\] is Infinity/],
    [
      "weights whose sum overflows",
      { states: [[1, 1, 1], [1, 1, 1]], weights: [1e308, 1e308] },
      /sum of weights is Infinity/,
    ],
  ])("parseData() refuses %s", (_, json, message) => {
    const call = () => parseData(json, MODEL);
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});

describe("loadData()", () => {
  test("loadData() reads a file", () => {
    const folder = folderWith({ "d.json": '{"states": [[1, 1, -1]]}' });
    expect([...loadData(join(folder, "d.json"), PLAIN).moments]).toEqual([1, -1]);
  });

  test("loadData() names the file in every refusal", () => {
    const folder = folderWith({
      "empty.json": "",
      "bad.json": '{"states": [[1, 1,]]}',
      "zero.json": '{"states": [[1, 0, 1]]}',
    });
    const load = (name: string) => () => loadData(join(folder, name), PLAIN);
    expect(load("none.json")).toThrow(/^Cannot load ".*none.json": cannot read the data: there is no such file/);
    expect(load("empty.json")).toThrow(/^Cannot load ".*empty.json": cannot read the data: it is empty/);
    expect(load("bad.json")).toThrow(/bad.json": cannot read the data: it is not valid JSON at line 1, column 19/);
    expect(load("zero.json")).toThrow(/zero.json": cannot use the data: states\[0\]\[1\] is 0/);
  });
});
