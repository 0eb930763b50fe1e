import { FigureError, type FigureSpec, type PlainSpec } from "./spec.ts";

// Enough for any picture, and it keeps float noise out of the files.
const SIGNIFICANT_DIGITS = 9;
const MAXIMUM_DEPTH = 20;

/**
 * The specification as plain JSON values: typed arrays become arrays, numbers are rounded to nine digits, non-finite numbers in the
 * arrays of a trace become `null` (Plotly leaves such points out).
 *
 * @throws {FigureError} for a non-finite number anywhere else, and for values that JSON cannot hold.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { data } = plainSpec({ data: [{ y: new Float32Array([0.5, NaN]) }] });
 * assert.deepEqual(data, [{ y: [0.5, null] }]);
 * ```
 */
export function plainSpec(spec: FigureSpec): PlainSpec {
  if (!Array.isArray(spec.data)) throw new FigureError("Cannot draw a figure without traces: give data as an array");
  return {
    data: spec.data.map((trace, i) => plainRecord(trace, `data[${i}]`, true)),
    layout: plainRecord(spec.layout ?? {}, "layout", false),
  };
}

function plainRecord(value: unknown, path: string, gaps: boolean): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new FigureError(`Cannot draw ${path}: it must be an object`);
  }
  return plain(value, path, gaps, 0) as Record<string, unknown>;
}

function plain(value: unknown, path: string, gaps: boolean, depth: number): unknown {
  if (depth > MAXIMUM_DEPTH) throw new FigureError(`Cannot draw ${path}: it is nested too deeply or contains itself`);
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return finite(value, path);
    case "object":
      break;
    default:
      throw new FigureError(
        `Cannot draw ${path}: a value of type "${typeof value}" has no place in a figure, leave it out`,
      );
  }
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return plainArray(Array.from(value as unknown as ArrayLike<unknown>), path, gaps, depth);
  }
  if (Array.isArray(value)) return plainArray(value, path, gaps, depth);
  const result: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (entry !== undefined) result[key] = plain(entry, `${path}.${key}`, gaps, depth + 1);
  }
  return result;
}

function plainArray(values: readonly unknown[], path: string, gaps: boolean, depth: number): unknown[] {
  return values.map((entry, i) => {
    if (gaps && typeof entry === "number" && !Number.isFinite(entry)) return null;
    return plain(entry, `${path}[${i}]`, gaps, depth + 1);
  });
}

function finite(value: number, path: string): number {
  if (!Number.isFinite(value)) {
    throw new FigureError(`Cannot draw ${path}: it is ${value}, give a finite number`);
  }
  return Number.isInteger(value) ? value : Number(value.toPrecision(SIGNIFICANT_DIGITS));
}
