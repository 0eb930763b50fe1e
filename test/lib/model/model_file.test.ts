import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { ising } from "../../../lib/model/ising.ts";
import { loadModel } from "../../../lib/model/load_model.ts";
import { parseModel } from "../../../lib/model/parse_model.ts";
import { rbm } from "../../../lib/model/rbm.ts";
import { base64, folderWith, npyFile } from "../support/files.ts";

const RBM = { kind: "rbm", weights: [[1, 2, 3], [4, 5, 6.5]], beta: 1 };
const ISING = { kind: "ising", n: 3, edges: [[0, 1], [1, 2]], weights: [0.5, -0.25], beta: 2 };

/** JSON text in which the mark "@@" becomes a number that JSON cannot hold as a double. */
function viaText(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"@@"', "1e999"));
}

describe("parseModel()", () => {
  test("parseModel() reads both kinds", () => {
    expect(parseModel(RBM)).toEqual(rbm({ weights: RBM.weights, beta: 1 }));
    expect(parseModel(ISING)).toEqual(ising({ n: 3, edges: [[0, 1], [1, 2]], weights: [0.5, -0.25], beta: 2 }));
  });

  test("parseModel() takes biases and blocks where they are given", () => {
    const model = parseModel({ ...ISING, biases: [0, 0, 1], blocks: [[1], [0, 2]] });
    expect([...model.biases!]).toEqual([0, 0, 1]);
    expect(model.blocks.map((block) => [...block])).toEqual([[1], [0, 2]]);
    expect(parseModel(ISING).biases).toBeNull();
    expect(parseModel(ISING).blocks.map((block) => [...block])).toEqual([[0, 2], [1]]);
  });

  const { beta: _, ...withoutBeta } = RBM;
  const { edges: __, ...withoutEdges } = ISING;
  test.each<[string, unknown, RegExp]>([
    ["null", null, /it is null; give a JSON object/],
    ["a list", [RBM], /; give a JSON object/],
    ["text", "rbm", /it is "rbm"/],
    ["an empty object", {}, /the key "kind" is missing; set it to "rbm" or "ising"/],
    ["another kind", { ...RBM, kind: "potts" }, /kind is "potts"; give "rbm" or "ising"/],
    ["an unknown key", { ...RBM, temperature: 1 }, /unknown key "temperature"; the keys are kind, weights, beta/],
    ["a key of the other kind", { ...RBM, biases: [0] }, /unknown key "biases"/],
    ["a misspelt key", { ...ISING, bias: [0, 0, 0] }, /unknown key "bias"/],
    ["no beta", withoutBeta, /the key "beta" is missing; add it/],
    ["no edges", withoutEdges, /the key "edges" is missing/],
    ["a negative beta", { ...RBM, beta: -1 }, /beta is -1/],
    ["null for beta", { ...RBM, beta: null }, /beta is null/],
    ["text for beta", { ...RBM, beta: "1" }, /beta is "1"/],
    ["a beta too large for a double", { ...RBM, beta: "@@" }, /beta is Infinity/],
    ["ragged weights", { ...RBM, weights: [[1, 2], [3]] }, /weights\[1\] has 1 entry and weights\[0\] has 2/],
    ["null for a weight", { ...RBM, weights: [[1, null]] }, /weights\[0\]\[1\] is null/],
    ["text for a weight", { ...RBM, weights: [[1, "x"]] }, /weights\[0\]\[1\] is "x"/],
    ["NaN as text", { ...ISING, weights: [1, "NaN"] }, /weights\[1\] is "NaN"; give a finite number/],
    ["a weight too large for a double", { ...ISING, weights: ["@@", 1] }, /weights\[0\] is Infinity/],
    ["a bias too large for a double", { ...ISING, biases: [0, 0, "@@"] }, /biases\[2\] is Infinity/],
    ["nested weights of an Ising model", { ...ISING, weights: [[1], [2]] }, /weights\[0\] is \[1\]/],
    ["too many weights", { ...ISING, weights: [1, 2, 3] }, /weights has 3 entries; give 2, one per edge/],
    ["text for weights", { ...RBM, weights: "W" }, /weights is "W"; give numbers or the path of a .npy file/],
    ["a weights path without a folder", { ...RBM, weights: "w.npy" }, /no folder is known/],
    ["text for n", { ...ISING, n: "3" }, /n is "3"; give an integer/],
    ["half a spin", { ...ISING, n: 2.5 }, /n is 2.5/],
    ["no spin", { ...ISING, n: 0 }, /n is 0/],
    ["more spins than fit", { ...ISING, n: 1e12 }, /n is 1000000000000; give an integer from 1 to 16777216/],
    ["a repeated edge", { ...ISING, edges: [[0, 1], [1, 0]] }, /edge 1, \[1,0\], repeats edge 0/],
    ["a loop", { ...ISING, edges: [[0, 1], [1, 1]] }, /edge 1, \[1,1\], joins a vertex to itself/],
    ["an edge out of range", { ...ISING, edges: [[0, 1], [1, 3]] }, /edge 1, \[1,3\], has the endpoint 3/],
    ["null for edges", { ...ISING, edges: null }, /edges is null/],
    ["null for biases", { ...ISING, biases: null }, /biases is null/],
    ["neighbours inside a block", { ...ISING, blocks: [[0, 1], [2]] }, /block 0 holds the neighbours 0 and 1/],
    ["a spin in no block", { ...ISING, blocks: [[0], [1]] }, /vertex 2 stands in no block/],
    ["null for blocks", { ...ISING, blocks: null }, /blocks is null/],
  ])("parseModel() refuses %s with one line", (_, json, message) => {
    const call = () => parseModel(viaText(json));
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
    expect(call).not.toThrow(/\n/);
  });
});

// Written by numpy.save, NumPy 2: [[1, 2, 3], [4, 5, 6.5]] and [0.5, -0.25].
const TABLES = {
  "float64, C order": npyFile(
    "<f8",
    false,
    "(2, 3)",
    base64("AAAAAAAA8D8AAAAAAAAAQAAAAAAAAAhAAAAAAAAAEEAAAAAAAAAUQAAAAAAAABpA"),
  ),
  "float64, Fortran order": npyFile(
    "<f8",
    true,
    "(2, 3)",
    base64("AAAAAAAA8D8AAAAAAAAQQAAAAAAAAABAAAAAAAAAFEAAAAAAAAAIQAAAAAAAABpA"),
  ),
  "float32, Fortran order": npyFile("<f4", true, "(2, 3)", base64("AACAPwAAgEAAAABAAACgQAAAQEAAANBA")),
};
const VECTOR = npyFile("<f8", false, "(2,)", base64("AAAAAAAA4D8AAAAAAADQvw=="));
const INTEGERS = npyFile("<i4", false, "(1, 2)", base64("AQAAAAIAAAA="));
const BIG_ENDIAN = npyFile(
  ">f8",
  false,
  "(2, 3)",
  base64("P/AAAAAAAABAAAAAAAAAAEAIAAAAAAAAQBAAAAAAAABAFAAAAAAAAEAaAAAAAAAA"),
);
const WITH_NAN = npyFile("<f8", false, "(1, 2)", base64("AAAAAAAA8D8AAAAAAAD4fw=="));
const TEXT_ARRAY = npyFile("<U1", false, "(1,)", base64("YQAAAA=="));

describe("loadModel()", () => {
  test("loadModel() reads a file, with or without a byte order mark", () => {
    const folder = folderWith({ "m.json": JSON.stringify(RBM), "bom.json": "\ufeff" + JSON.stringify(RBM) });
    expect(loadModel(join(folder, "m.json"))).toEqual(parseModel(RBM));
    expect(loadModel(join(folder, "bom.json"))).toEqual(parseModel(RBM));
  });

  test.each(Object.entries(TABLES))("loadModel() reads %s weights beside the model", (_, bytes) => {
    const folder = folderWith({ "m.json": JSON.stringify({ ...RBM, weights: "w.npy" }), "w.npy": bytes });
    expect(loadModel(join(folder, "m.json"))).toEqual(parseModel(RBM));
  });

  test("loadModel() reads the weights of an Ising model from a vector", () => {
    const folder = folderWith({ "m.json": JSON.stringify({ ...ISING, weights: "w.npy" }), "w.npy": VECTOR });
    expect(loadModel(join(folder, "m.json"))).toEqual(parseModel(ISING));
  });

  const table = TABLES["float64, C order"];
  test.each<[string, unknown, Uint8Array | null, RegExp]>([
    ["missing weights", RBM, null, /the weights "w.npy": there is no such file/],
    ["empty weights", RBM, new Uint8Array(0), /the weights "w.npy": it is empty/],
    ["text for weights", RBM, new TextEncoder().encode("1,2,3\n4,5,6\n"), /not a usable .npy file/],
    ["weights cut off inside a number", RBM, table.slice(0, -3), /not a usable .npy file/],
    ["weights cut off after a number", RBM, table.slice(0, -8), /holds 5 numbers and its shape \(2, 3\) asks for 6/],
    ["weights cut off inside the header", RBM, table.slice(0, 40), /not a usable .npy file/],
    ["integer weights", RBM, INTEGERS, /of type "i4"; write it with numpy.save from a float32 or float64 array/],
    ["text in an array", RBM, TEXT_ARRAY, /of type "U1"|not a usable/],
    ["weights with NaN", RBM, WITH_NAN, /weights\[0\]\[1\] is NaN/],
    ["a vector for an RBM", RBM, VECTOR, /have shape \(2\); give a two-dimensional array, visible × hidden/],
    ["an empty table", RBM, npyFile("<f8", false, "(0, 3)", new Uint8Array(0)), /have shape \(0, 3\)/],
    ["a table for an Ising model", ISING, table, /have shape \(2, 3\); give a one-dimensional array of 2 numbers/],
    [
      "too few weights",
      { ...ISING, n: 4, edges: [[0, 1], [1, 2], [2, 3]] },
      VECTOR,
      /one-dimensional array of 3 numbers/,
    ],
  ])("loadModel() refuses %s", (_, model, weights, message) => {
    const folder = folderWith({
      "m.json": JSON.stringify({ ...model as object, weights: "w.npy" }),
      ...(weights === null ? {} : { "w.npy": weights }),
    });
    const call = () => loadModel(join(folder, "m.json"));
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
    expect(call).toThrow(/^Cannot load ".*m\.json": cannot /);
    expect(call).not.toThrow(/\n/);
  });

  test("loadModel() refuses big-endian weights rather than read them backwards", () => {
    const folder = folderWith({ "m.json": JSON.stringify({ ...RBM, weights: "w.npy" }), "w.npy": BIG_ENDIAN });
    expect(() => loadModel(join(folder, "m.json"))).toThrow(/not a usable .npy file \(Unsupported dtype: >f8\)/);
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ["an empty file", "", /it is empty; write a JSON object into it/],
    ["a blank file", " \n\t\n", /it is empty/],
    [
      "a trailing comma",
      '{\n  "kind": "rbm",\n}',
      /not valid JSON at line 3, column 1: a key in double quotes must stand here/,
    ],
    ["a missing value", '{"beta": }', /line 1, column 10: a JSON value must stand here/],
    ["NaN", '{"weights": [[NaN]]}', /line 1, column 15: a JSON value must stand here/],
    ["single quotes", "{'kind': 1}", /line 1, column 2/],
    [
      "a file cut off",
      '{"kind": "rbm", "weights": [[1, 2',
      /line 1, column 34: the text ends where "," or "]" must stand/,
    ],
    ["two values", "{} {}", /line 1, column 4: the end of the text must stand here/],
    ["a repeated key", '{"beta": 1,\n "beta": 2}', /line 2, column 2: the key "beta" is repeated/],
    ["a comment", '{"beta": 1 /* cold */}', /line 1, column 12/],
    ["bytes that are not UTF-8", Uint8Array.of(0x7b, 0xff, 0x7d), /it is not UTF-8 text/],
    ["a number of another notation", '{"beta": 0x10}', /line 1, column 11/],
  ])("loadModel() refuses %s", (_, text, message) => {
    const call = () => loadModel(join(folderWith({ "m.json": text }), "m.json"));
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });

  test("loadModel() refuses a missing file, a folder and an empty path", () => {
    const folder = folderWith({ "m.json": "{}" });
    expect(() => loadModel(join(folder, "none.json"))).toThrow(
      /none.json": cannot read the model: there is no such file; check/,
    );
    expect(() => loadModel(folder)).toThrow(/it is a folder; give the path of a file/);
    expect(() => loadModel(join(folder, "m.json", "x"))).toThrow(/there is no such file/);
    expect(() => loadModel("")).toThrow(/the path is empty/);
  });
});
