import { FigureError, type PlainSpec } from "./spec.ts";

/** The kinds of trace that can be drawn without a graphics card and without a network. */
export const STATIC_TRACE_TYPES: readonly string[] = [
  "bar",
  "box",
  "contour",
  "heatmap",
  "histogram",
  "histogram2d",
  "histogram2dcontour",
  "scatter",
  "scatterpolar",
  "violin",
];

/**
 * Refuses traces that would be drawn wrongly or not at all: kinds that need WebGL or a network, and x and y of different lengths.
 *
 * @throws {FigureError} naming the trace.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkTraces({ data: [{ type: "scattergl" }], layout: {} }), /scattergl/);
 * ```
 */
export function checkTraces({ data }: PlainSpec): void {
  if (data.length === 0) throw new FigureError("Cannot draw a figure without traces: give at least one in data");
  data.forEach((trace, i) => {
    const type = trace["type"] ?? "scatter";
    if (typeof type !== "string" || !STATIC_TRACE_TYPES.includes(type)) {
      throw new FigureError(
        `Cannot draw data[${i}] of type ${JSON.stringify(type)} without a browser: ` +
          `use one of ${STATIC_TRACE_TYPES.join(", ")}`,
      );
    }
    const { x, y } = trace;
    if (["scatter", "bar"].includes(type) && Array.isArray(x) && Array.isArray(y) && x.length !== y.length) {
      throw new FigureError(
        `Cannot draw data[${i}]: x has ${x.length} values and y has ${y.length}, give as many of each`,
      );
    }
  });
}
