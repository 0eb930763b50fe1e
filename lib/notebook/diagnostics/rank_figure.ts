import { checkDraws, type Draws } from "../../diagnostics/draws.ts";
import { rankHistogram } from "../../diagnostics/plot_data.ts";
import type { Trace } from "../figure/spec.ts";
import { PALETTE } from "../figure/template.ts";
import type { MimeBundle } from "../mime.ts";
import { chainFacts } from "./chain_facts.ts";
import { diagnosticFigure, type DiagnosticFigureOptions, type DiagnosticParts } from "./diagnostic_figure.ts";

/** Up to this many chains have a panel each. */
const PANELS = 8;
/** Between panels, as shares of the plot. */
const ACROSS = 0.03, DOWN = 0.24;

/** A rank plot's options. */
export interface RankFigureOptions extends DiagnosticFigureOptions {
  /** Default 20. */
  readonly bins?: number;
}

/**
 * The rank plot of one observable (Vehtari et al. 2021, §4.5): how the ranks of each chain's draws among all draws are spread. Flat
 * where the chains agree. Up to eight chains have a panel of bars each; more are the rows of a map.
 *
 * @throws {InputError} for fewer than three draws, or draws that are not finite.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const chain = (shift: number) => Float64Array.from({ length: 200 }, (_, t) => Math.sin(t * t) + shift);
 * const bundle = await rankFigure([chain(0), chain(0.5), chain(0)], { name: "energy", bins: 10 });
 * assert.match(String(bundle["text/plain"]), /Ranks of energy/);
 * ```
 */
export function rankFigure(draws: Draws, options: RankFigureOptions = {}): Promise<MimeBundle> {
  return diagnosticFigure(rankParts(draws, options), options, draws.length > 4 ? 440 : 320);
}

/** The rank plot before it is drawn. */
export function rankParts(draws: Draws, options: RankFigureOptions = {}): DiagnosticParts {
  const { name = "one observable", bins = 20 } = options;
  const { chains } = checkDraws(draws, "Cannot draw ranks", 3);
  const { counts, expected } = rankHistogram(draws, bins), { note, warnings } = chainFacts(draws);
  const shares = counts.map((chain) => Array.from(chain, (count) => count / expected));
  const few = chains <= PANELS;
  return {
    ...(few ? panels(shares, bins) : map(shares, bins)),
    title: `Ranks of ${name}`,
    notes: [`${note}; ${few ? "all bars near 1" : "white"} where the chains agree`],
    warnings,
    alt: `How the ranks of the draws of ${name} are spread in each of ${chains} chains`,
  };
}

function centres(bins: number): number[] {
  return Array.from({ length: bins }, (_, b) => (b + 0.5) / bins);
}

function panels(shares: readonly number[][], bins: number): Pick<DiagnosticParts, "data" | "layout"> {
  const chains = shares.length, columns = chains > 4 ? 4 : chains, rows = Math.ceil(chains / columns);
  const top = Math.max(2, ...shares.map((chain) => Math.max(...chain))) * 1.05;
  const layout: Record<string, unknown> = { showlegend: false, bargap: 0.08, shapes: [] };
  const data: Trace[] = [], shapes: unknown[] = [], annotations: unknown[] = [];
  shares.forEach((chain, c) => {
    const column = c % columns, row = Math.floor(c / columns), suffix = c === 0 ? "" : String(c + 1);
    const width = (1 - ACROSS * (columns - 1)) / columns, left = column * (width + ACROSS);
    const height = (1 - DOWN * (rows - 1)) / rows, bottom = (rows - 1 - row) * (height + DOWN);
    layout[`xaxis${suffix}`] = {
      domain: [left, Math.min(1, left + width)],
      range: [0, 1],
      tickvals: [0, 0.5, 1],
      anchor: `y${suffix}`,
      ...(row === rows - 1 || c + columns >= chains ? { title: { text: "rank" } } : {}),
    };
    layout[`yaxis${suffix}`] = {
      domain: [bottom, Math.min(1, bottom + height)],
      range: [0, top],
      anchor: `x${suffix}`,
      showticklabels: column === 0,
      ...(column === 0 ? { title: { text: "share" } } : {}),
    };
    data.push({
      type: "bar",
      name: `chain ${c}`,
      x: centres(bins),
      y: chain,
      width: 1 / bins,
      marker: { color: PALETTE[c % PALETTE.length]!, line: { color: "#ffffff", width: 0.5 } },
      xaxis: `x${suffix}`,
      yaxis: `y${suffix}`,
    });
    shapes.push({
      type: "line",
      x0: 0,
      x1: 1,
      xref: `x${suffix}`,
      y0: 1,
      y1: 1,
      yref: `y${suffix}`,
      line: { color: "#222222", width: 1, dash: "dash" },
    });
    annotations.push({
      text: `chain ${c}`,
      x: 0.5,
      xref: `x${suffix}`,
      y: top,
      yref: `y${suffix}`,
      yanchor: "top",
      showarrow: false,
      font: { size: 12 },
    });
  });
  return { data, layout: { ...layout, shapes, annotations } };
}

function map(shares: readonly number[][], bins: number): Pick<DiagnosticParts, "data" | "layout"> {
  return {
    data: [{
      type: "heatmap",
      name: "share of expected",
      z: shares,
      x: centres(bins),
      y: shares.map((_, c) => c),
      zmin: 0,
      zmax: 2,
      colorscale: [[0, "#0072B2"], [0.5, "#ffffff"], [1, "#D55E00"]],
      colorbar: { title: { text: "share", side: "right" }, tickvals: [0, 1, 2], ticktext: ["0", "1", "≥ 2"] },
    }],
    layout: {
      xaxis: { title: { text: "rank" }, range: [0, 1] },
      yaxis: { title: { text: "chain" }, showgrid: false },
    },
  };
}
