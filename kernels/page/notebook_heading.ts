import { joinLines, type NotebookDocument } from "../runner/mod.ts";

/** A notebook's own title and the rest of it. */
export interface SplitNotebook {
  /** Markdown; `null` for a notebook that does not begin with a heading of level one. */
  readonly heading: string | null;
  /** The notebook without that heading. */
  readonly body: NotebookDocument;
}

/**
 * The level-one heading with which the notebook begins, and the notebook without it.
 *
 * @param document The notebook; it stays as it is.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cells = [{ cell_type: "markdown" as const, metadata: {}, source: "# Gap\n\nText" }];
 * const { heading, body } = splitHeading({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
 * assert.equal(heading, "Gap");
 * assert.equal(body.cells[0]!.source, "\nText");
 * ```
 */
export function splitHeading(document: NotebookDocument): SplitNotebook {
  const [first, ...rest] = document.cells;
  const match = first?.cell_type === "markdown" ? /^\s*#[ \t]+([^\n]+)(?:\n|$)/.exec(joinLines(first.source)) : null;
  if (first === undefined || match === null) return { heading: null, body: document };
  const remaining = { ...first, source: joinLines(first.source).slice(match[0].length) };
  return { heading: match[1]!, body: { ...document, cells: [remaining, ...rest] } };
}
