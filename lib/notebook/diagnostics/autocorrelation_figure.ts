import { checkDraws, type Draws } from "../../diagnostics/draws.ts";
import { estimateTau } from "../../diagnostics/estimate_tau.ts";
import { autocorrelationCurve } from "../../diagnostics/plot_data.ts";
import { ADMISSIBLE_TIMES, CENSORED_SHARE, type TauReading } from "../../diagnostics/tau_reading.ts";
import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import type { Trace } from "../figure/spec.ts";
import { PALETTE } from "../figure/template.ts";
import { formatNumber } from "../format_number.ts";
import type { MimeBundle } from "../mime.ts";
import { chainWarnings } from "./chain_warnings.ts";
import { diagnosticFigure, type DiagnosticFigureOptions, type DiagnosticParts } from "./diagnostic_figure.ts";

/** The autocorrelation of one observable, as `autocorrelationOf` and the streaming diagnostics give it. */
export interface AutocorrelationSeries {
  /** As it stands in the legend. */
  readonly name: string;
  /** In draws, growing. */
  readonly lags: ArrayLike<number>;
  readonly rho: ArrayLike<number>;
  readonly reading: TauReading;
}

const MOST_POINTS = 2000, LEAST_LAG = 0.45;
/** The estimator's ceiling of 0.174·L is to be seen. */
const SHOWN_SHARE = 0.2;

/**
 * The autocorrelation of draws with its τ, ready to be drawn. Short chains are read too: the figure says that they are short.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { lags, rho, reading } = autocorrelationOf("x", [[1, -1, 1, -1]]);
 * assert.deepEqual([lags.length, rho[0], reading.tau], [4, 1, 0.5]);
 * ```
 */
export function autocorrelationOf(name: string, draws: Draws): AutocorrelationSeries {
  checkDraws(draws, "Cannot compute an autocorrelation", 3);
  const rho = autocorrelationCurve(draws), lags = Float64Array.from(rho, (_, t) => t);
  return { name, lags, rho, reading: estimateTau(draws, { short: "allow" }) };
}

/**
 * The autocorrelation plot: ρ against the lag, on a logarithmic axis, with τ of each series, the largest τ that chains of this
 * length can carry (L/50), and the lags beyond which a time is only a lower bound (0.12·L). What is too short says so.
 *
 * @throws {InputError} without a series, or for lags and ρ of different lengths.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const chain = Float64Array.from({ length: 1000 }, (_, t) => t < 500 ? 1 : -1);
 * const bundle = await autocorrelationFigure([autocorrelationOf("magnetisation", [chain])]);
 * assert.match(String(bundle["text/plain"]), /Warning: magnetisation: τ ≥ 16\d.\d is censored/);
 * ```
 */
export function autocorrelationFigure(
  series: readonly AutocorrelationSeries[],
  options: DiagnosticFigureOptions = {},
): Promise<MimeBundle> {
  return diagnosticFigure(autocorrelationParts(series, options.name), options, 400);
}

/** The autocorrelation plot before it is drawn. */
export function autocorrelationParts(series: readonly AutocorrelationSeries[], name?: string): DiagnosticParts {
  if (series.length === 0) {
    throw new InputError("Cannot draw autocorrelations: there are none; give at least one series");
  }
  for (const { name, lags, rho } of series) {
    if (lags.length === rho.length && lags.length > 0) continue;
    throw new InputError(
      `Cannot draw the autocorrelation of ${
        describeValue(name)
      }: there are ${lags.length} lags and ${rho.length} values; give one value for each lag`,
    );
  }
  const length = Math.min(...series.map(({ reading }) => reading.length));
  const carried = length / ADMISSIBLE_TIMES, ceiling = CENSORED_SHARE * length;
  const longest = Math.min(length, Math.max(...series.map(({ lags }) => lags[lags.length - 1]!)));
  const last = Math.max(SHOWN_SHARE * length, 10), curves = series.map((one) => curvePoints(one, last));
  const low = Math.min(-0.25, ...curves.map(({ y }) => 1.1 * Math.min(...y)));
  const right = Math.log10(Math.min(last, Math.max(longest, 2)));
  const colour = (k: number) => PALETTE[k % PALETTE.length]!;
  const data: Trace[] = series.flatMap((one, k) => [
    {
      name: one.name,
      mode: "lines+markers",
      marker: { size: 4, color: colour(k) },
      line: { color: colour(k), width: 1.5 },
      ...curves[k]!,
    },
    {
      name: `τ ${one.reading.censored ? "≥" : "="} ${formatNumber(one.reading.tau)}`,
      mode: "lines",
      line: { color: colour(k), width: 1.5, dash: "dash" },
      x: [one.reading.tau, one.reading.tau],
      y: [low, 0.9],
    },
  ]);
  const label = (x: number, text: string, xanchor: string) => ({
    text,
    x: Math.log10(x),
    xref: "x",
    y: 0.99,
    yref: "paper",
    yanchor: "top",
    xanchor,
    showarrow: false,
    font: { size: 11, color: "#555555" },
  });
  const line = (x: number, dash: string) => ({
    type: "line",
    x0: x,
    x1: x,
    xref: "x",
    y0: 0,
    y1: 1,
    yref: "paper",
    line: { color: "#555555", width: 1, dash },
  });
  const shown = (x: number) => x > 1 && Math.log10(x) < right;
  const title = name ?? (series.length === 1 ? series[0]!.name : `${series.length} observables`);
  const prefix = (text: string, one: AutocorrelationSeries) => `${one.name}: ${text}`;
  return {
    data,
    layout: {
      xaxis: {
        type: "log",
        range: [Math.log10(LEAST_LAG), right],
        title: { text: "lag in draws" },
        tickvals: ticks(10 ** right),
      },
      yaxis: { title: { text: "autocorrelation ρ" }, range: [low, 1.05], zeroline: true, zerolinecolor: "#999999" },
      shapes: [
        ...(shown(carried) ? [line(carried, "dot")] : []),
        ...(shown(ceiling)
          ? [{
            type: "rect",
            layer: "below",
            x0: ceiling,
            x1: 10 ** right,
            xref: "x",
            y0: 0,
            y1: 1,
            yref: "paper",
            fillcolor: "#f3d9dc",
            line: { width: 0 },
          }]
          : []),
      ],
      annotations: [
        ...(shown(carried) ? [label(carried, `L/${ADMISSIBLE_TIMES} = ${formatNumber(carried)} `, "right")] : []),
        ...(shown(ceiling) ? [label(ceiling, `${CENSORED_SHARE} L = ${formatNumber(ceiling)} `, "right")] : []),
      ],
      legend: { orientation: "h", x: 1, xanchor: "right", y: -0.17, yanchor: "top" },
    },
    title: `Autocorrelation of ${title}`,
    notes: [
      `L = ${length} draws per chain; dashed: τ, dotted: the largest admissible τ, shaded: τ is only a lower bound`,
    ],
    warnings: series.flatMap((one) => chainWarnings(one).map((text) => prefix(text, one))),
    alt: `Autocorrelation against lag for ${series.map((one) => one.name).join(", ")}`,
  };
}

/** ½, which is the least τ, and 1, 2, 5 times the powers of ten. */
function ticks(last: number): number[] {
  const values = [0.5];
  for (let power = 1; power <= last; power *= 10) values.push(power, 2 * power, 5 * power);
  return values;
}

/** The points from lag 1 on; where lags lie closer than a hundredth of a decade on the axis, one of them. */
function curvePoints(
  { lags, rho }: AutocorrelationSeries,
  last: number,
): { readonly x: number[]; readonly y: number[] } {
  const x: number[] = [], y: number[] = [];
  let next = 0;
  for (let k = 0; k < lags.length && lags[k]! <= last && x.length < MOST_POINTS; k++) {
    if (lags[k]! < 1 || Math.log10(lags[k]!) < next) continue;
    x.push(lags[k]!);
    y.push(rho[k]!);
    next = Math.log10(lags[k]!) + 0.01;
  }
  return { x, y };
}
