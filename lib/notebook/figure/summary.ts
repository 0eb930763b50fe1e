import { formatNumber } from "../format_number.ts";
import type { PlainSpec } from "./spec.ts";

/**
 * The figure in words, for readers and viewers without pictures: title, axes, and each trace with its count and range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const text = summary({ data: [{ type: "bar", name: "Q", x: ["a", "b"], y: [1, 3] }], layout: { title: { text: "T" } } }, []);
 * assert.equal(text, "Figure: T\nbar \"Q\": n = 2, x a … b, y 1 … 3");
 * ```
 */
export function summary({ data, layout }: PlainSpec, warnings: readonly string[], alt?: string): string {
  const title = titleOf(layout);
  return [
    `Figure: ${[title, alt].filter((text) => text !== undefined && text !== "").join(". ") || "untitled"}`,
    ...axes(layout),
    ...data.map(describeTrace),
    ...warnings.map((warning) => `Warning: ${warning}`),
  ].join("\n");
}

function axes(layout: PlainSpec["layout"]): string[] {
  return Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key)).flatMap((key) => {
    const axis = layout[key] as Record<string, unknown>;
    const title = titleOf(axis);
    return title === ""
      ? []
      : [`${key.replace("axis", "")}: ${title}${axis["type"] === "log" ? " (logarithmic)" : ""}`];
  });
}

function titleOf(container: Readonly<Record<string, unknown>>): string {
  const title = container["title"];
  const text = typeof title === "object" && title !== null ? (title as { text?: unknown }).text : title;
  return typeof text === "string" ? plainText(text) : "";
}

function plainText(text: string): string {
  return text.replace(/<br\s*\/?>/gi, " ").replace(/<[^>]*>/g, "");
}

function describeTrace(trace: Record<string, unknown>): string {
  const parts = [
    `${trace["type"] ?? "scatter"}${typeof trace["name"] === "string" ? ` "${plainText(trace["name"])}"` : ""}`,
  ];
  const { x, y, z } = trace;
  const rows = Array.isArray(z) ? z.filter(Array.isArray) : [];
  const details = rows.length > 0
    ? [`${rows.length} × ${rows[0]!.length} cells`, range("z", rows.flat())]
    : [count(x, y), range("x", x), range("y", y)];
  return `${parts.join(" ")}: ${details.filter((text) => text !== "").join(", ")}`;
}

function count(x: unknown, y: unknown): string {
  const values = Array.isArray(y) ? y : x;
  return Array.isArray(values) ? `n = ${values.length}` : "";
}

function range(name: string, values: unknown): string {
  if (!Array.isArray(values)) return "";
  const present = values.filter((value) => value !== null);
  if (present.length === 0) return `${name} empty`;
  const numbers = present.filter((value) => typeof value === "number");
  if (numbers.length < present.length) {
    const [first, last] = [present[0], present[present.length - 1]];
    return `${name} ${first}${first === last ? "" : ` … ${last}`}`;
  }
  let low = Infinity, high = -Infinity;
  for (const value of numbers) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return `${name} ${formatNumber(low)}${low === high ? "" : ` … ${formatNumber(high)}`}`;
}
