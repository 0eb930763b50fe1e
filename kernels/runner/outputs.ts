import type { Json, JsonObject, JupyterMessage } from "../protocol/mod.ts";
import { isJsonType, joinLines, type Output, splitLines } from "./notebook.ts";

/**
 * Folds iopub messages into the outputs of a notebook's cells, as Jupyter's own clients do: neighbouring texts of one
 * stream become one output, `update_display_data` changes every display of that identifier in whichever cell it stands,
 * `clear_output` clears at once or before the next output. Identifiers and other transient data are not stored.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { newMessage } from "../protocol/mod.ts";
 * const fold = new OutputFold();
 * const outputs = fold.begin(1);
 * fold.take(newMessage("stream", { name: "stdout", text: "a\n" }, "s"));
 * fold.take(newMessage("stream", { name: "stdout", text: "b" }, "s"));
 * assert.deepEqual(outputs, [{ output_type: "stream", name: "stdout", text: ["a\n", "b"] }]);
 * ```
 */
export class OutputFold {
  #outputs: Output[] = [];
  #executionCount: number | null = null;
  #clearNext = false;
  readonly #displays = new Map<string, { data: JsonObject; metadata: JsonObject }[]>();

  /**
   * Starts the next cell.
   *
   * @param executionCount The number that its result is stored with.
   * @returns The list that the cell's outputs go into, until the next cell begins.
   */
  begin(executionCount: number | null): Output[] {
    this.#outputs = [];
    this.#executionCount = executionCount;
    this.#clearNext = false;
    return this.#outputs;
  }

  /**
   * Takes the next message.
   *
   * @param message An iopub message; what is not output is ignored.
   */
  take(message: JupyterMessage): void {
    const { content } = message;
    switch (message.header.msg_type) {
      case "stream":
        return this.#stream(String(content["name"]), String(content["text"]));
      case "display_data":
        return this.#display({ output_type: "display_data", ...bundle(content) }, content);
      case "execute_result": {
        const execution_count = this.#executionCount;
        return this.#display({ output_type: "execute_result", execution_count, ...bundle(content) }, content);
      }
      case "update_display_data":
        for (const display of this.#displays.get(displayId(content) ?? "") ?? []) {
          Object.assign(display, bundle(content));
        }
        return;
      case "error": {
        const traceback = (content["traceback"] as string[] | undefined ?? []).map(String);
        return this.#append({
          output_type: "error",
          ename: String(content["ename"]),
          evalue: String(content["evalue"]),
          traceback,
        });
      }
      case "clear_output":
        if (content["wait"] === true) this.#clearNext = true;
        else this.#outputs.length = 0;
    }
  }

  #stream(name: string, text: string): void {
    const last = this.#outputs.at(-1);
    if (this.#clearNext || last?.output_type !== "stream" || last.name !== name) {
      return this.#append({ output_type: "stream", name, text: splitLines(text) });
    }
    // Only the last line can grow, so that a hundred thousand short texts take no quadratic time.
    const lines = last.text as string[], pieces = splitLines(text);
    if (lines.at(-1)?.endsWith("\n") === false && pieces.length > 0) lines.push(lines.pop()! + pieces.shift()!);
    for (const piece of pieces) lines.push(piece);
  }

  #display(output: Output & { data: JsonObject; metadata: JsonObject }, content: JsonObject): void {
    this.#append(output);
    const id = displayId(content);
    if (id !== null) this.#displays.set(id, [...this.#displays.get(id) ?? [], output]);
  }

  #append(output: Output): void {
    if (this.#clearNext) this.#outputs.length = 0;
    this.#clearNext = false;
    this.#outputs.push(output);
  }
}

function displayId(content: JsonObject): string | null {
  const id = (content["transient"] as JsonObject | null | undefined)?.["display_id"];
  return typeof id === "string" ? id : null;
}

/** Data and metadata as nbformat stores them: types in order, texts line by line, JSON and base64 as they are. */
function bundle(content: JsonObject): { data: JsonObject; metadata: JsonObject } {
  const data = objectOf(content["data"]);
  const entries = Object.keys(data).sort().map((type): [string, Json] => [type, stored(type, data[type]!)]);
  return { data: Object.fromEntries(entries), metadata: objectOf(content["metadata"]) };
}

function stored(type: string, value: Json): Json {
  if (isJsonType(type)) return value;
  const isText = typeof value === "string" || (Array.isArray(value) && value.every((one) => typeof one === "string"));
  // A notebook has only text there; a cell may send anything.
  if (!isText) return JSON.stringify(value);
  const byLine = type.startsWith("text/") || type === "image/svg+xml" || type === "application/javascript";
  return byLine ? splitLines(joinLines(value as string | string[])) : value;
}

function objectOf(value: Json | undefined): JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}
