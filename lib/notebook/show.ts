import { display } from "./display.ts";
import { markdown, type MarkdownValue } from "./markdown.ts";
import { table, type TableOptions, type TableRow } from "./table.ts";

/**
 * Shows a {@link table}. Await it.
 *
 * @throws {InputError} as {@link table} does.
 *
 * @example
 * ```ts
 * await showTable([{ cell: "C-deep", tau: 112.479 }]);
 * ```
 */
export async function showTable(rows: readonly TableRow[], options: TableOptions = {}): Promise<void> {
  await display(table(rows, options));
}

/**
 * Shows {@link markdown}, of a text or as a template. Await it.
 *
 * @throws {InputError} as {@link markdown} does.
 *
 * @example
 * ```ts
 * await showMarkdown`The slowest observable has $\tau$ = ${112.479}.`;
 * ```
 */
export async function showMarkdown(
  source: string | TemplateStringsArray,
  ...values: readonly MarkdownValue[]
): Promise<void> {
  await display(typeof source === "string" ? markdown(source) : markdown(source, ...values));
}
