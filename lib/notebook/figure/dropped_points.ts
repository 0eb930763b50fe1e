import type { FigureSpec, PlainSpec } from "./spec.ts";

/**
 * One sentence for each trace of which some points cannot be drawn: not finite, or not positive on a logarithmic axis. A point that
 * the caller gave as `null` is a gap on purpose and not counted.
 *
 * @param spec the specification as given, with its non-finite numbers
 * @param plain the same as plain values
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { plainSpec } from "./plain_spec.ts";
 * const spec = { data: [{ name: "Q", y: [1, Infinity, 3] }] };
 * assert.deepEqual(droppedPoints(spec, plainSpec(spec)), ["Q: 1 of 3 points not drawn (1 not finite)"]);
 * ```
 */
export function droppedPoints(spec: FigureSpec, plain: PlainSpec): string[] {
  return spec.data.flatMap((trace, i) => {
    const name = typeof trace["name"] === "string" ? trace["name"].replace(/<[^>]*>/g, "") : `trace ${i + 1}`;
    const warning = isGrid(trace["z"]) ? gridWarning(trace["z"]) : pointWarning(trace, plain.layout);
    return warning === null ? [] : [`${name}: ${warning}`];
  });
}

/**
 * The specification without coordinates that are not positive on a logarithmic axis. Plotly would draw a line to such a point as one
 * that falls through the bottom of the figure.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const layout = { yaxis: { type: "log" } };
 * assert.deepEqual(withoutNonPositive({ data: [{ y: [1, 0, 2] }], layout }).data, [{ y: [1, null, 2] }]);
 * ```
 */
export function withoutNonPositive({ data, layout }: PlainSpec): PlainSpec {
  return {
    layout,
    data: data.map((trace) => {
      const kept = { ...trace };
      for (const axis of ["x", "y"] as const) {
        const values = trace[axis];
        if (!Array.isArray(values) || !isLogarithmic(layout, trace[`${axis}axis`] ?? axis)) continue;
        kept[axis] = values.map((value) => isNonPositive(value) ? null : value);
      }
      return kept;
    }),
  };
}

type Values = ArrayLike<unknown>;

function isGrid(z: unknown): z is ArrayLike<Values> {
  return Array.isArray(z) && z.length > 0 && isValues(z[0]);
}

function isValues(value: unknown): value is Values {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function isNonFinite(value: unknown): boolean {
  return typeof value === "number" && !Number.isFinite(value);
}

function gridWarning(z: ArrayLike<Values>): string | null {
  let cells = 0, bad = 0;
  for (const row of Array.from(z)) {
    cells += row.length;
    for (let j = 0; j < row.length; j++) if (isNonFinite(row[j])) bad++;
  }
  return bad === 0 ? null : `${bad} of ${cells} cells not drawn (not finite)`;
}

function pointWarning(trace: Readonly<Record<string, unknown>>, layout: PlainSpec["layout"]): string | null {
  const coordinates = (["x", "y"] as const).flatMap((axis) => {
    const values = trace[axis];
    return isValues(values) ? [{ values, logarithmic: isLogarithmic(layout, trace[`${axis}axis`] ?? axis) }] : [];
  });
  const n = Math.max(0, ...coordinates.map(({ values }) => values.length));
  let nonFinite = 0, nonPositive = 0;
  for (let k = 0; k < n; k++) {
    if (coordinates.some(({ values }) => isNonFinite(values[k]))) nonFinite++;
    else if (coordinates.some(({ values, logarithmic }) => logarithmic && isNonPositive(values[k]))) nonPositive++;
  }
  const reasons = [
    ...(nonFinite > 0 ? [`${nonFinite} not finite`] : []),
    ...(nonPositive > 0 ? [`${nonPositive} not positive on a logarithmic axis`] : []),
  ];
  return reasons.length === 0 ? null : `${nonFinite + nonPositive} of ${n} points not drawn (${reasons.join(", ")})`;
}

function isNonPositive(value: unknown): boolean {
  return typeof value === "number" && value <= 0;
}

function isLogarithmic(layout: PlainSpec["layout"], axis: unknown): boolean {
  const key = String(axis).replace(/^([xy])/, "$1axis");
  const settings = layout[key] as { type?: unknown } | null | undefined;
  return settings?.type === "log";
}
