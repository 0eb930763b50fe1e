import { escapeHtml } from "./escape_html.ts";

/** A column that is ready to be written. */
export interface Column {
  readonly label: string;
  readonly align: "left" | "right" | "center";
}

/** A table whose cells are text. */
export interface Grid {
  readonly columns: readonly Column[];
  readonly cells: readonly (readonly string[])[];
  readonly caption: string | null;
}

const RULE = "1px solid rgba(128,128,128,0.35)";
const STRONG_RULE = "2px solid rgba(128,128,128,0.7)";

/** The table in HTML that needs no style sheet. */
export function htmlTable({ columns, cells, caption }: Grid): string {
  const cell = (tag: "th" | "td", text: string, i: number, border: string): string =>
    `<${tag} style="text-align:${columns[i]!.align};padding:4px 10px;border-bottom:${border};vertical-align:top">` +
    `${escapeHtml(text)}</${tag}>`;
  const head = columns.map((column, i) => cell("th", column.label, i, STRONG_RULE)).join("");
  const body = cells.map((row) => `<tr>${row.map((text, i) => cell("td", text, i, RULE)).join("")}</tr>`).join("\n");
  const title = caption === null
    ? ""
    : `<caption style="caption-side:top;text-align:left;padding:4px 10px;font-weight:bold">${
      escapeHtml(caption)
    }</caption>`;
  return `<table style="border-collapse:collapse;font-variant-numeric:tabular-nums">${title}` +
    `<thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table>`;
}

/** The table in Markdown. */
export function markdownTable({ columns, cells, caption }: Grid): string {
  const line = (texts: readonly string[]): string => `| ${texts.map(escapeMarkdownCell).join(" | ")} |`;
  const rules = { left: ":---", right: "---:", center: ":---:" };
  const lines = [
    line(columns.map((column) => column.label)),
    `| ${columns.map((column) => rules[column.align]).join(" | ")} |`,
    ...cells.map(line),
  ];
  return (caption === null ? "" : `**${escapeMarkdownCell(caption)}**\n\n`) + lines.join("\n");
}

/** The table in text, with aligned columns. */
export function textTable({ columns, cells, caption }: Grid): string {
  const rows = cells.map((row) => row.map((text) => text.replace(/\s*\n\s*/g, " ")));
  const widths = columns.map((column, i) => Math.max(width(column.label), ...rows.map((row) => width(row[i]!))));
  const line = (texts: readonly string[]): string =>
    texts.map((text, i) => pad(text, widths[i]!, columns[i]!.align)).join("  ").trimEnd();
  const lines = [
    line(columns.map((column) => column.label)),
    widths.map((n) => "-".repeat(n)).join("  "),
    ...rows.map(line),
  ];
  return (caption === null ? "" : `${caption}\n`) + lines.join("\n");
}

function escapeMarkdownCell(text: string): string {
  return text.replace(/[\\`*_|$~<>&[\]]/g, "\\$&").replace(/\s*\n\s*/g, " ");
}

function width(text: string): number {
  // Combining marks take no column of their own.
  return [...text.replace(/\p{M}/gu, "")].length;
}

function pad(text: string, columns: number, align: Column["align"]): string {
  const room = columns - width(text);
  const before = align === "right" ? room : align === "center" ? room >> 1 : 0;
  return " ".repeat(before) + text + " ".repeat(room - before);
}
