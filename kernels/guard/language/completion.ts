import type { JsonObject } from "../../protocol/mod.ts";
import { codePointOffset, type LinePosition, offsetAt } from "./positions.ts";

/** What a language server offers ("Completion Item"). */
export interface CompletionItem {
  readonly label: string;
  readonly kind?: number;
  readonly detail?: string;
  readonly sortText?: string;
  readonly filterText?: string;
  readonly insertText?: string;
  readonly textEdit?: {
    readonly newText: string;
    readonly range?: { readonly start: LinePosition };
    readonly insert?: { readonly start: LinePosition };
  };
}

/** What the protocol's "CompletionItemKind" numbers mean, counted from 1. */
const KINDS = [
  ...["text", "method", "function", "constructor", "field", "variable", "class", "interface", "module", "property"],
  ...["unit", "value", "enum", "keyword", "snippet", "color", "file", "reference", "folder", "member", "constant"],
  ...["struct", "event", "operator", "type"],
];

/** What fits at a cursor. */
export interface Completion {
  /** Where what is replaced begins, in UTF-16 units of the cell. */
  readonly start: number;
  /** The items that fit what is typed, the most likely first. */
  readonly items: readonly CompletionItem[];
}

/**
 * Keeps of a language server's list what continues the text before the cursor. Upper and lower case are told apart only
 * where something fits exactly.
 *
 * @param items All that the server offers.
 * @param code The cell's source.
 * @param offset The cursor, in UTF-16 units.
 * @param firstLine The cell's first line in the server's document.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { start, items } = fitting([{ label: "map" }, { label: "join" }], "a.ma", 4, 0);
 * assert.deepEqual([start, items.map(({ label }) => label)], [2, ["map"]]);
 * ```
 */
export function fitting(
  items: readonly CompletionItem[],
  code: string,
  offset: number,
  firstLine: number,
): Completion {
  const word = offset - /[\p{ID_Continue}$\u200c\u200d]*$/u.exec(code.slice(0, offset))![0].length;
  const startOf = ({ textEdit }: CompletionItem): number => {
    const start = textEdit?.range?.start ?? textEdit?.insert?.start;
    if (start === undefined) return word;
    return offsetAt(code, { line: start.line - firstLine, character: start.character });
  };
  const starts = items.map(startOf);
  // Members that are symbols would replace the dot before the name as well; they must not hide the names.
  const start = starts.includes(word) ? word : Math.min(offset, ...starts);
  const typed = code.slice(start, offset);
  const fits = (same: (text: string) => string): CompletionItem[] =>
    items.filter((item) => startOf(item) === start && same(item.filterText ?? newText(item)).startsWith(same(typed)));
  const exact = fits((text) => text);
  const found = exact.length > 0 ? exact : fits((text) => text.toLowerCase());
  const order = ({ sortText, label }: CompletionItem): string => `${sortText ?? ""}\n${label}`;
  return { start, items: found.sort((a, b) => order(a) < order(b) ? -1 : 1) };
}

/**
 * The content of Jupyter's `complete_reply`.
 *
 * @param completion What fits.
 * @param code The cell's source.
 * @param offset The cursor, in UTF-16 units.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const reply = completeReply({ start: 2, items: [{ label: "map", kind: 2, detail: "map(): void" }] }, "a.ma", 4);
 * assert.deepEqual(reply["matches"], ["map"]);
 * assert.deepEqual(reply["metadata"], {
 *   _jupyter_types_experimental: [{ start: 2, end: 4, text: "map", type: "method", signature: "map(): void" }],
 * });
 * ```
 */
export function completeReply({ start, items }: Completion, code: string, offset: number): JsonObject {
  const from = codePointOffset(code, start), to = codePointOffset(code, offset);
  const types = items.map((item) => ({
    start: from,
    end: to,
    text: newText(item),
    type: KINDS[(item.kind ?? 0) - 1] ?? "",
    signature: item.detail ?? "",
  }));
  return {
    status: "ok",
    matches: [...new Set(types.map(({ text }) => text))],
    cursor_start: from,
    cursor_end: to,
    metadata: { _jupyter_types_experimental: types },
  };
}

function newText({ textEdit, insertText, label }: CompletionItem): string {
  return textEdit?.newText ?? insertText ?? label;
}
