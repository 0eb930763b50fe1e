import { checkDraws, type Draws } from "../../diagnostics/draws.ts";
import type { Trace } from "../figure/spec.ts";
import { PALETTE } from "../figure/template.ts";
import type { MimeBundle } from "../mime.ts";
import { chainFacts } from "./chain_facts.ts";
import { diagnosticFigure, type DiagnosticFigureOptions, type DiagnosticParts } from "./diagnostic_figure.ts";
import { thinDraws } from "./thin_draws.ts";

const MOST_POINTS = 12_000, BINS = 30, FEW_VALUES = 12;

/**
 * The trace plot of one observable: its draws in every chain, and at the left how often each value came. Long chains are drawn as
 * the range of equal stretches. Chains that are too short for their τ, or do not agree, say so in the figure.
 *
 * @throws {InputError} for fewer than three draws, or draws that are not finite.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const chain = (shift: number) => Float64Array.from({ length: 200 }, (_, t) => Math.sin(t * t) + shift);
 * const bundle = await traceFigure([chain(0), chain(2)], { name: "energy" });
 * assert.match(String(bundle["text/plain"]), /Trace of energy/);
 * assert.match(String(bundle["text/plain"]), /Warning: R̂ = .* above 1.01/);
 * ```
 */
export function traceFigure(draws: Draws, options: DiagnosticFigureOptions = {}): Promise<MimeBundle> {
  return diagnosticFigure(traceParts(draws, options.name), options, 380);
}

/** The trace plot before it is drawn. */
export function traceParts(draws: Draws, name = "one observable"): DiagnosticParts {
  const { chains, length } = checkDraws(draws, "Cannot draw a trace", 3);
  const most = Math.max(20, Math.floor(MOST_POINTS / chains)), thinned = length > most;
  const legend = chains > 1 && chains <= 8;
  const { note, warnings } = chainFacts(draws), value = valueBins(draws);
  const style = (c: number) => ({
    name: `chain ${c}`,
    legendgroup: `chain ${c}`,
    line: { color: PALETTE[c % PALETTE.length]!, width: chains > 8 ? 0.7 : 1 },
    opacity: chains > 8 ? 0.5 : 0.85,
  });
  const data: Trace[] = draws.flatMap((chain, c) => [
    {
      ...style(c),
      ...(value.discrete
        ? { mode: "markers", line: {}, marker: { size: 7, color: PALETTE[c % PALETTE.length]! } }
        : { mode: "lines", line: { ...style(c).line, width: 1.5, shape: "vhv" } }),
      x: value.shares(chain),
      y: value.centres,
      xaxis: "x2",
      showlegend: false,
    },
    { ...style(c), mode: "lines", ...thinDraws(chain, most), yaxis: "y2", showlegend: legend },
  ]);
  const stretch = Math.ceil(length / Math.floor(most / 2));
  return {
    data,
    layout: {
      xaxis: { domain: [0.26, 1], title: { text: "draw" }, range: [0, length + 1], anchor: "y2" },
      xaxis2: { domain: [0, 0.22], title: { text: "share of draws" }, rangemode: "tozero", nticks: 4, anchor: "y" },
      yaxis: { title: { text: name }, anchor: "x2", ...(value.discrete ? { tickvals: value.centres } : {}) },
      yaxis2: { matches: "y", anchor: "x", showticklabels: false, ticks: "" },
      ...(legend ? { legend: { orientation: "h", x: 1, xanchor: "right", y: -0.16, yanchor: "top" } } : {}),
    },
    title: `Trace of ${name}`,
    notes: [thinned ? `${note}; drawn as smallest and largest of about ${stretch} draws each` : note],
    warnings,
    alt: `The draws of ${name} in ${chains} chains, and the shares of its values`,
  };
}

/** The values as they are when there are few, otherwise in equal bins. */
function valueBins(draws: Draws): {
  readonly discrete: boolean;
  readonly centres: readonly number[];
  readonly shares: (chain: ArrayLike<number>) => number[];
} {
  const values = new Set<number>();
  let low = Infinity, high = -Infinity;
  for (const chain of draws) {
    for (let t = 0; t < chain.length; t++) {
      if (values.size <= FEW_VALUES) values.add(chain[t]!);
      low = Math.min(low, chain[t]!);
      high = Math.max(high, chain[t]!);
    }
  }
  const discrete = values.size <= FEW_VALUES, width = (high - low) / BINS;
  const sorted = [...values].sort((a, b) => a - b), places = new Map(sorted.map((value, k) => [value, k]));
  const bin = (x: number) => discrete ? places.get(x)! : Math.min(BINS - 1, Math.floor((x - low) / width));
  const bins = discrete ? sorted.length : BINS;
  return {
    discrete,
    centres: discrete ? sorted : Array.from({ length: BINS }, (_, k) => low + (k + 0.5) * width),
    shares: (chain) => {
      const shares = new Array<number>(bins).fill(0);
      for (let t = 0; t < chain.length; t++) shares[bin(chain[t]!)]! += 1 / chain.length;
      return shares;
    },
  };
}
