import { InputError } from "../errors.ts";
import { formatNumber } from "./format_number.ts";
import type { MimeBundle } from "./mime.ts";
import { type Column, type Grid, htmlTable, markdownTable, textTable } from "./table_forms.ts";

/** What a cell of a table may hold. `null` and `undefined` are shown as a dash. */
export type CellValue = string | number | boolean | null | undefined;

/** One row: values by column key. */
export type TableRow = Readonly<Record<string, CellValue>>;

/** How one column is shown. */
export interface ColumnSpec {
  /** The key in the rows. */
  readonly key: string;
  /** The heading. Default: the key. */
  readonly label?: string;
  /** Default: numbers right, everything else left. */
  readonly align?: "left" | "right" | "center";
  /** Significant digits of numbers. Default 4. */
  readonly digits?: number;
  /** Writes a value; replaces every default for this column. */
  readonly format?: (value: CellValue, row: TableRow) => string;
}

/** How a table is shown. */
export interface TableOptions {
  /** The columns in their order, by key or in full. Default: the keys of the rows in the order in which they first appear. */
  readonly columns?: readonly (string | ColumnSpec)[];
  /** A line above the table. */
  readonly caption?: string;
}

/** Most cells of one table, so that the output stays small enough to reach the notebook. */
export const MAXIMUM_CELLS = 10_000;

/**
 * A table as a bundle: `text/html` with inline styles only (shown by notebooks that are not trusted, too), `text/markdown` and
 * aligned `text/plain`. All text is escaped.
 *
 * @throws {InputError} when a column is in no row, a value is not a {@link CellValue}, or there are more than 10,000 cells.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bundle = table([{ cell: "C-deep", tau: 112.4791 }, { cell: "A", tau: Infinity }], {
 *   columns: ["cell", { key: "tau", label: "τ max" }],
 * });
 * assert.equal(bundle["text/plain"], "cell    τ max\n------  -----\nC-deep  112.5\nA           ∞");
 * ```
 */
export function table(rows: readonly TableRow[], options: TableOptions = {}): MimeBundle {
  const grid = gridOf(rows, options);
  return { "text/html": htmlTable(grid), "text/markdown": markdownTable(grid), "text/plain": textTable(grid) };
}

function gridOf(rows: readonly TableRow[], options: TableOptions): Grid {
  const keys = new Set(rows.flatMap((row) => Object.keys(row)));
  const specs = (options.columns ?? [...keys]).map((column) => typeof column === "string" ? { key: column } : column);
  for (const { key } of specs) {
    if (rows.length > 0 && !keys.has(key)) {
      throw new InputError(
        `Cannot show the column "${key}": no row has it, the rows have ${[...keys].map((k) => `"${k}"`).join(", ")}`,
      );
    }
  }
  if (rows.length * specs.length > MAXIMUM_CELLS) {
    throw new InputError(
      `Cannot show a table of ${rows.length} × ${specs.length} cells: show at most ${MAXIMUM_CELLS} cells, or a summary`,
    );
  }
  const columns: Column[] = specs.map((spec) => ({
    label: spec.label ?? spec.key,
    align: spec.align ?? (isNumeric(rows, spec.key) ? "right" : "left"),
  }));
  const cells = rows.map((row) => specs.map((spec) => cellText(row, spec)));
  return { columns, cells, caption: options.caption ?? null };
}

function isNumeric(rows: readonly TableRow[], key: string): boolean {
  const values = rows.map((row) => row[key]).filter((value) => value !== null && value !== undefined);
  return values.length > 0 && values.every((value) => typeof value === "number");
}

function cellText(row: TableRow, spec: ColumnSpec): string {
  const value = row[spec.key];
  if (spec.format !== undefined) return spec.format(value, row);
  if (value === null || value === undefined) return "–";
  if (typeof value === "number") return formatNumber(value, spec.digits);
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  throw new InputError(
    `Cannot show a value of type "${typeof value}" in the column "${spec.key}": give text, a number, or a format for the column`,
  );
}
