import type { JsonObject } from "../protocol/mod.ts";

/** Text as a notebook file stores it: one string, or one string per line. */
export type MultilineText = string | string[];

/** Text that programs print. */
export interface StreamOutput {
  output_type: "stream";
  name: string;
  text: MultilineText;
}

/** A figure, table or other rich display. */
export interface DisplayOutput {
  output_type: "display_data";
  data: JsonObject;
  metadata: JsonObject;
}

/** The value of a cell's last expression. */
export interface ResultOutput {
  output_type: "execute_result";
  execution_count: number | null;
  data: JsonObject;
  metadata: JsonObject;
}

/** What ended a cell. */
export interface ErrorOutput {
  output_type: "error";
  ename: string;
  evalue: string;
  traceback: string[];
}

/** Any output of a code cell (nbformat 4, "Code cell outputs"). */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** What all cells have. Unknown keys are kept. */
export interface CellBase {
  /** Present from nbformat 4.5 on. */
  id?: string;
  metadata: JsonObject;
  source: MultilineText;
}

/** A cell that runs. */
export interface CodeCell extends CellBase {
  cell_type: "code";
  execution_count: number | null;
  outputs: Output[];
}

/** A cell of prose, or one that renderers pass on as it is. */
export interface TextCell extends CellBase {
  cell_type: "markdown" | "raw";
}

/** One cell of a notebook. */
export type NotebookCell = CodeCell | TextCell;

/** A notebook of format 4.0 to 4.5. */
export interface NotebookDocument {
  nbformat: 4;
  nbformat_minor: number;
  metadata: JsonObject;
  cells: NotebookCell[];
}

/**
 * Text in one piece.
 *
 * @param text As stored in a notebook file.
 * @returns The same text as one string.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(joinLines(["a\n", "b"]), "a\nb");
 * ```
 */
export function joinLines(text: MultilineText): string {
  return typeof text === "string" ? text : text.join("");
}

/**
 * Text as Jupyter stores it: one string per line, each with its line end.
 *
 * @param text Text in one piece.
 * @returns Its lines; an empty list for the empty text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(splitLines("a\nb\n"), ["a\n", "b\n"]);
 * assert.deepEqual(splitLines(""), []);
 * ```
 */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/**
 * Whether a display of a type holds any JSON value; all others hold text (nbformat 4, "mimebundle").
 *
 * @param type A MIME type.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(isJsonType("application/vnd.plotly.v1+json"), true);
 * assert.equal(isJsonType("text/plain"), false);
 * ```
 */
export function isJsonType(type: string): boolean {
  return /^application\/(json|[^/]+\+json)$/.test(type);
}

/**
 * The name of a cell for people: its number, counted from 1 over all cells, and its first line with something in it.
 *
 * @param document The notebook.
 * @param index The cell's index, counted from 0 over all cells.
 * @returns A name such as `cell 5 (const x = 1)`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "markdown" as const, metadata: {}, source: "\n# A title\n" }];
 * assert.equal(cellName({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }, 0), "cell 1 (# A title)");
 * ```
 */
export function cellName(document: NotebookDocument, index: number): string {
  const lines = joinLines(document.cells[index]?.source ?? "").split("\n").map((line) => line.trim());
  const first = lines.find((line) => line !== "") ?? "";
  return `cell ${index + 1} (${first.length > 60 ? `${first.slice(0, 59)}…` : first})`;
}
