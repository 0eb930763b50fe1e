import { InputError } from "../errors.ts";
import { formatNumber } from "./format_number.ts";
import type { MimeBundle } from "./mime.ts";

/** What may stand in a `${…}` of {@link markdown}: numbers are formatted, a bundle stands for its Markdown. */
export type MarkdownValue = string | number | boolean | MimeBundle;

/**
 * Markdown as a bundle, either of a text or of a template whose common indentation is removed. Numbers are written by
 * {@link formatNumber}, tables and other bundles by their own Markdown, strings as they stand (they may hold Markdown).
 * Backslashes are kept as typed, so that formulas need no doubling.
 *
 * @throws {InputError} when a bundle without the form `text/markdown` or a value of another type is interpolated.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bundle = markdown`
 *   # Result
 *   $\tau$ is ${112.4791}
 * `;
 * assert.equal(bundle["text/markdown"], "# Result\n$\\tau$ is 112.5");
 * assert.equal(markdown("*one*")["text/plain"], "*one*");
 * ```
 */
export function markdown(text: string): MimeBundle;
export function markdown(strings: TemplateStringsArray, ...values: readonly MarkdownValue[]): MimeBundle;
export function markdown(source: string | TemplateStringsArray, ...values: readonly MarkdownValue[]): MimeBundle {
  const text = typeof source === "string" ? source : fill(source, values);
  return { "text/markdown": text, "text/plain": text };
}

function fill(strings: TemplateStringsArray, values: readonly MarkdownValue[]): string {
  // Raw, because `\t` in a formula is the start of \tau and not a tab; only an escaped backtick or ${ loses its backslash.
  const raw = strings.raw.map((part) => part.replace(/\\(`|\$(?=\{))/g, "$1"));
  const indents = raw.flatMap((part, i) => {
    const lines = part.split("\n").slice(1);
    return lines.filter((line, j) => line.trim() !== "" || (j === lines.length - 1 && i < values.length))
      .map((line) => /^[ \t]*/.exec(line)![0].length);
  });
  const indent = indents.length === 0 ? 0 : Math.min(...indents);
  const pattern = new RegExp(`\\n[ \\t]{0,${indent}}`, "g");
  let text = "";
  raw.forEach((part, i) => {
    text += part.replace(pattern, "\n");
    if (i < values.length) text += written(values[i]!);
  });
  return text.replace(/^[ \t]*\n/, "").trimEnd();
}

function written(value: MarkdownValue): string {
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  const text = typeof value === "object" && value !== null ? value["text/markdown"] : undefined;
  if (typeof text === "string") return text;
  throw new InputError(
    `Cannot put ${value === null ? "null" : `a value of type "${typeof value}"`} into Markdown: ` +
      "give a string, a number or a bundle with the form text/markdown",
  );
}
