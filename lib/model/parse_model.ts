import type { NumberTable } from "../data/npy.ts";
import { InputError } from "../errors.ts";
import { createGraph, MAXIMUM_VERTICES } from "../graph/create_graph.ts";
import { checkInteger, describeValue } from "../random/check.ts";
import type { EnergyModel } from "./energy_model.ts";
import { ising } from "./ising.ts";
import { checkKeys, checkObject } from "./json_object.ts";
import { rbm } from "./rbm.ts";

/** How `parseModel` reaches what stands outside the JSON value. */
export interface ParseModelOptions {
  /** Reads weights given as the path of a `.npy` file. Without it such a path is an InputError. */
  readonly readWeights?: (path: string) => NumberTable;
}

const ACTION = "Cannot use the model";

/**
 * The model that a parsed MODEL.json describes: `{"kind": "rbm", "weights": [[…], …], "beta": 1}` or `{"kind": "ising",
 * "n": N, "edges": [[i, j], …], "weights": […], "biases": […], "beta": 1, "blocks": [[…], …]}` with `biases` and `blocks`
 * optional. Weights may be the path of a `.npy` file: visible × hidden, or one number per edge.
 *
 * Unknown or missing keys, another kind, ragged rows, text, null or non-finite numbers, a negative beta, repeated, self or
 * out-of-range edges and neighbours inside a block are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const model = parseModel({ kind: "rbm", weights: [[1, 0.5]], beta: 2 });
 * assert.equal(model.graph.vertexCount, 3);
 * assert.throws(() => parseModel({ kind: "rbm", weights: [[1, 0.5], [1]], beta: 2 }), /weights\[1\] has 1 entry/);
 * ```
 */
export function parseModel(json: unknown, options: ParseModelOptions = {}): EnergyModel {
  const { kind } = checkObject(json, ACTION);
  if (kind === "rbm") return parseRbm(json, options);
  if (kind === "ising") return parseIsing(json, options);
  if (kind === undefined) throw new InputError(`${ACTION}: the key "kind" is missing; set it to "rbm" or "ising"`);
  throw new InputError(`${ACTION}: kind is ${describeValue(kind)}; give "rbm" or "ising"`);
}

function parseRbm(json: unknown, options: ParseModelOptions): EnergyModel {
  const { weights, beta } = checkKeys(json, ACTION, ["kind", "weights", "beta"], []);
  const table = readTable(weights, options);
  if (table === null) {
    // The constructor checks the values; only their static types are taken on trust here.
    return rbm({ weights: weights as number[][], beta: beta as number });
  }
  const [m, n] = table.shape;
  if (table.shape.length !== 2 || m === 0 || n === 0) {
    throw new InputError(
      `${ACTION}: the weights in ${describeValue(weights)} have shape (${
        table.shape.join(", ")
      }); give a two-dimensional array, visible × hidden`,
    );
  }
  const rows = Array.from({ length: m! }, (_, i) => table.data.subarray(i * n!, (i + 1) * n!));
  return rbm({ weights: rows, beta: beta as number });
}

function parseIsing(json: unknown, options: ParseModelOptions): EnergyModel {
  const record = checkKeys(json, ACTION, ["kind", "n", "edges", "weights", "beta"], ["biases", "blocks"]);
  const n = checkInteger(record["n"], "n", ACTION, 1, MAXIMUM_VERTICES);
  const graph = createGraph(n, record["edges"] as [number, number][]);
  const table = readTable(record["weights"], options);
  if (table !== null && (table.shape.length !== 1 || table.shape[0] !== graph.from.length)) {
    throw new InputError(
      `${ACTION}: the weights in ${describeValue(record["weights"])} have shape (${
        table.shape.join(", ")
      }); give a one-dimensional array of ${graph.from.length} numbers, one per edge`,
    );
  }
  return ising({
    graph,
    weights: table === null ? record["weights"] as number[] : table.data,
    beta: record["beta"] as number,
    ...("biases" in record ? { biases: record["biases"] as number[] } : {}),
    ...("blocks" in record ? { blocks: record["blocks"] as number[][] } : {}),
  });
}

function readTable(weights: unknown, options: ParseModelOptions): NumberTable | null {
  if (typeof weights !== "string") return null;
  if (!weights.endsWith(".npy")) {
    throw new InputError(`${ACTION}: weights is ${describeValue(weights)}; give numbers or the path of a .npy file`);
  }
  if (options.readWeights === undefined) {
    throw new InputError(
      `${ACTION}: weights is the path ${describeValue(weights)} and no folder is known; load the model from its file`,
    );
  }
  return options.readWeights(weights);
}
