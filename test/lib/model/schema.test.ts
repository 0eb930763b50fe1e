import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { parseData } from "../../../lib/model/parse_data.ts";
import { parseModel } from "../../../lib/model/parse_model.ts";

function validator(name: string) {
  const url = new URL(`../../../lib/model/${name}`, import.meta.url);
  return new Ajv({ strictTypes: false }).compile(JSON.parse(readFileSync(url, "utf8")));
}
const acceptsModel = validator("model.schema.json"), acceptsData = validator("data.schema.json");

function reads(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return false;
  }
}
/** The reader as the schema sees it: any path to weights counts as read. */
const readsModel = (json: unknown) =>
  reads(() => parseModel(json, { readWeights: () => ({ shape: [1, 1], data: Float64Array.of(1) }) }));

const RBM = { kind: "rbm", weights: [[1, 2], [3, 4]], beta: 1 };
const ISING = { kind: "ising", n: 3, edges: [[0, 1], [1, 2]], weights: [1, 2], beta: 1 };
const FULL = { ...ISING, biases: [0, 0, 1], blocks: [[0, 2], [1]] };

/** Values of every JSON type, to stand where another belongs. */
const OTHERS = [null, "text", "1", -1, 0.5, 3, true, [], [null], [[]], ["a"], [0.5], [-1], {}];

describe("model.schema.json", () => {
  test.each([RBM, ISING, FULL, { ...RBM, weights: "w.npy" }, { ...ISING, edges: [], weights: [] }, {
    ...RBM,
    beta: 0,
  }])(
    "model.schema.json and parseModel() accept %j",
    (json) => {
      expect([acceptsModel(json), readsModel(json)]).toEqual([true, true]);
    },
  );

  test("model.schema.json refuses what parseModel() refuses, for every key left out or given another type", () => {
    let refused = 0;
    for (const good of [RBM, FULL]) {
      for (const key of Object.keys(good)) {
        const { [key]: _, ...without } = good as Record<string, unknown>;
        for (const json of [without, ...OTHERS.map((value) => ({ ...good, [key]: value }))]) {
          // Counts and ranges that relate one key to another are beyond a schema: then it may accept what the reader refuses.
          if (!acceptsModel(json)) {
            refused++;
            expect(readsModel(json), JSON.stringify(json)).toBe(false);
          }
        }
      }
    }
    expect(refused).toBeGreaterThan(100);
  });

  test.each([
    {},
    null,
    [],
    { ...RBM, kind: "potts" },
    { ...RBM, extra: 1 },
    { ...RBM, biases: [0, 0, 0, 0] },
    { ...RBM, weights: [] },
    { ...RBM, weights: [[]] },
    { ...RBM, weights: [[1, null]] },
    { ...RBM, weights: [["1"]] },
    { ...RBM, weights: "w.csv" },
    { ...RBM, beta: -0.1 },
    { ...RBM, beta: "1" },
    { ...ISING, n: 0 },
    { ...ISING, n: 2.5 },
    { ...ISING, n: 2 ** 24 + 1 },
    { ...ISING, edges: [[0, 1], [0, 1]] },
    { ...ISING, edges: [[0, 1], [1, 1]] },
    { ...ISING, edges: [[0, 1], [1]] },
    { ...ISING, edges: [[0, 1], [1, -2]] },
    { ...ISING, edges: [[0, 1], [1, 1.5]] },
    { ...ISING, weights: [[1], [2]] },
    { ...FULL, biases: null },
    { ...FULL, biases: ["0", 0, 0] },
    { ...FULL, blocks: [] },
    { ...FULL, blocks: [[0, 2], [], [1]] },
    { ...FULL, blocks: [[0, 0, 2], [1]] },
  ])("model.schema.json and parseModel() refuse %j", (json) => {
    expect([acceptsModel(json), readsModel(json)]).toEqual([false, false]);
  });

  test("model.schema.json accepts every model that parseModel() reads", () => {
    const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, 1, null, "1"));
    const json = fc.oneof(
      fc.record({
        kind: fc.constant("rbm"),
        weights: fc.array(fc.array(number, { maxLength: 2 }), { maxLength: 2 }),
        beta: number,
      }),
      fc.record({
        kind: fc.constant("ising"),
        n: fc.integer({ min: -1, max: 4 }),
        edges: fc.array(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.nat(3)), { maxLength: 2 }),
        weights: fc.array(number, { maxLength: 2 }),
        beta: number,
      }),
    );
    fc.assert(
      fc.property(json, (value) => {
        if (readsModel(value)) expect(acceptsModel(value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("data.schema.json", () => {
  const model = parseModel(FULL);
  const readsData = (json: unknown) => reads(() => parseData(json, model));
  const spins = { states: [[1, 1, -1], [1, 1, 1]], weights: [1, 0] };

  test.each([spins, { states: [[1, 1, 1]] }, { moments: [0, 1, -1, 0.5, -0.5] }])(
    "data.schema.json and parseData() accept %j",
    (json) => {
      expect([acceptsData(json), readsData(json)]).toEqual([true, true]);
    },
  );

  test.each([
    {},
    null,
    { states: [] },
    { states: [[]] },
    { states: [[1, 0, 1]] },
    { states: [[1, "1", 1]] },
    { states: [null] },
    { ...spins, weights: [] },
    { ...spins, weights: [1, -1] },
    { ...spins, weights: null },
    { ...spins, extra: 1 },
    { ...spins, moments: [0, 0, 0, 0, 0] },
    { moments: [0, 0, 0, 0, 1.5] },
    { moments: [0, 0, 0, 0, null] },
    { moments: null },
  ])("data.schema.json and parseData() refuse %j", (json) => {
    expect([acceptsData(json), readsData(json)]).toEqual([false, false]);
  });
});
