import { dirname, resolve } from "node:path";
import { inFile } from "../data/in_file.ts";
import { parseNpy } from "../data/npy.ts";
import { readBytes, readText } from "../data/read_file.ts";
import type { EnergyModel } from "./energy_model.ts";
import { parseJsonText } from "./json_text.ts";
import { parseModel } from "./parse_model.ts";

/**
 * The model in a MODEL.json file; a `.npy` path for its weights is taken relative to that file. A missing or empty file,
 * malformed JSON (with line and column) and everything that `parseModel` refuses are InputErrors that name the file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => loadModel("none.json"), /Cannot load "none.json": .* there is no such file/);
 * ```
 */
export function loadModel(path: string): EnergyModel {
  return inFile(path, () =>
    parseModel(parseJsonText(readText(path, "the model"), "the model"), {
      readWeights: (weights) => {
        const what = `the weights ${JSON.stringify(weights)}`;
        return parseNpy(readBytes(resolve(dirname(path), weights), what), what);
      },
    }));
}
