import { inFile } from "../data/in_file.ts";
import { readText } from "../data/read_file.ts";
import type { EnergyModel } from "./energy_model.ts";
import { parseJsonText } from "./json_text.ts";
import { type DataMoments, parseData } from "./parse_data.ts";

/**
 * The moments in a DATA.json file for a model. A missing or empty file, malformed JSON (with line and column) and everything
 * that `parseData` refuses are InputErrors that name the file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "./rbm.ts";
 * const model = rbm({ weights: [[1]], beta: 1 });
 * assert.throws(() => loadData("none.json", model), /Cannot load "none.json": .* there is no such file/);
 * ```
 */
export function loadData(path: string, model: EnergyModel): DataMoments {
  return inFile(path, () => parseData(parseJsonText(readText(path, "the data"), "the data"), model));
}
