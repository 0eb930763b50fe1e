import { InputError } from "../errors.ts";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A number for people: `digits` significant digits (fewer when the number has fewer), powers of ten below 10⁻⁴ and from 10⁶
 * on, a true minus sign, ∞ for infinity. Integers below 10⁹ in magnitude are written in full.
 *
 * @param value any number
 * @param digits 1 to 17, default 4
 * @throws {InputError} when `digits` is not an integer from 1 to 17.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(formatNumber(1409.4184), "1409");
 * assert.equal(formatNumber(-0.25), "−0.25");
 * assert.equal(formatNumber(0.249996), "0.2500");
 * assert.equal(formatNumber(1.234e-7, 3), "1.23×10⁻⁷");
 * assert.equal(formatNumber(Infinity), "∞");
 * ```
 */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isInteger(digits) || digits < 1 || digits > 17) {
    throw new InputError(`Cannot format a number with ${digits} digits: give an integer from 1 to 17`);
  }
  if (Number.isNaN(value)) return "NaN";
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  if (size === Infinity) return `${sign}∞`;
  if (size < 1e9 && Number.isInteger(size)) return `${sign}${size}`;

  const shortest = size.toExponential();
  const rounded = size.toExponential(digits - 1);
  const scientific = Number(rounded) === size && shortest.length < rounded.length ? shortest : rounded;
  const [mantissa, exponentText] = scientific.split("e") as [string, string];
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 6) return `${sign}${mantissa}×10${superscript(exponent)}`;
  const decimals = Math.max(0, mantissa.replace(".", "").length - 1 - exponent);
  // The rounded decimal, not the binary value, so that it is not rounded twice.
  return sign + Number(scientific).toFixed(decimals);
}

function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return exponent < 0 ? `⁻${digits}` : digits;
}
