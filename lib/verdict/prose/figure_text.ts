import { decodeValue, type EncodedValue } from "../data/encoded_value.ts";
import { formatValue } from "../data/format_value.ts";

/**
 * A value of the ledger as the prose shows it.
 *
 * @param value null where the ledger has none, shown as a dash.
 * @param digits "3": decimals; "3s": significant digits; null: as in the verdict table. Texts have none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(figureText(0.64812, "3"), "0.648");
 * assert.equal(figureText(0.025, "3s"), "0.0250");
 * assert.equal(figureText(-2e-14, null), "−2e−14");
 * assert.equal(figureText(null, null), "–");
 * ```
 */
export function figureText(value: EncodedValue | null, digits: string | null): string {
  if (value === null) return "–";
  const decoded = decodeValue(value);
  if (typeof decoded === "string") return inMarkdown(decoded);
  if (digits === null || !Number.isFinite(decoded)) return formatValue(value);
  const text = digits.endsWith("s") ? significant(decoded, parseInt(digits)) : decoded.toFixed(parseInt(digits));
  const unsigned = Number(text) === 0 ? text.replace("-", "") : text;
  return unsigned.replace("e+", "e").replaceAll("-", "−");
}

function significant(value: number, count: number): string {
  const text = value.toPrecision(count);
  return text.includes("e+") && Math.abs(value) < 1e6 ? String(Number(text)) : text;
}

/** A text that neither formats anything nor ends the value. */
function inMarkdown(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]|$~]/g, "\\$&").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
