import { checkDraws, type Draws } from "../../diagnostics/draws.ts";
import { essEvolution } from "../../diagnostics/plot_data.ts";
import { PALETTE } from "../figure/template.ts";
import { formatNumber } from "../format_number.ts";
import type { MimeBundle } from "../mime.ts";
import { chainFacts } from "./chain_facts.ts";
import { diagnosticFigure, type DiagnosticFigureOptions, type DiagnosticParts } from "./diagnostic_figure.ts";

/** The least effective sample size for which R̂ and standard errors can be trusted, per chain (Vehtari et al. 2021, §4). */
const LEAST_PER_CHAIN = 100;

/** Options of the plot of effective sample sizes. */
export interface EssFigureOptions extends DiagnosticFigureOptions {
  /** Beginnings of the chains that are measured. Default 20. */
  readonly points?: number;
}

/**
 * How bulk and tail effective sample size grow with the draws: straight lines when sampling goes on as it began. Sizes that end
 * below 100 per chain are warned of.
 *
 * @throws {InputError} for fewer than four draws per point, or draws that are not finite.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const chain = Float64Array.from({ length: 120 }, (_, t) => Math.sin(t / 20));
 * const bundle = await essFigure([chain, chain], { name: "energy", points: 5 });
 * assert.match(String(bundle["text/plain"]), /Warning: The bulk ESS ends at \d+/);
 * ```
 */
export function essFigure(draws: Draws, options: EssFigureOptions = {}): Promise<MimeBundle> {
  return diagnosticFigure(essParts(draws, options), options, 380);
}

/** The plot of effective sample sizes before it is drawn. */
export function essParts(draws: Draws, options: EssFigureOptions = {}): DiagnosticParts {
  const { name = "one observable", points = 20 } = options;
  const { chains } = checkDraws(draws, "Cannot draw effective sample sizes", 3);
  const { lengths, bulk, tail } = essEvolution(draws, points), { note, warnings } = chainFacts(draws);
  const least = LEAST_PER_CHAIN * chains, x = lengths.map((length) => length * chains);
  const line = (label: string, y: readonly number[], colour: string, symbol: string) => ({
    name: label,
    mode: "lines+markers",
    x,
    y,
    marker: { color: colour, size: 6, symbol },
    line: { color: colour, width: 1.5 },
  });
  const short = ([["bulk", bulk], ["tail", tail]] as const).flatMap(([label, sizes]) => {
    const last = sizes[sizes.length - 1]!;
    return last >= least
      ? []
      : [`The ${label} ESS ends at ${formatNumber(Math.round(last))}, below ${LEAST_PER_CHAIN} per chain = ${least}`];
  });
  return {
    data: [
      line("bulk", bulk, PALETTE[0]!, "circle"),
      line("tail", tail, PALETTE[1]!, "square"),
      {
        name: `${LEAST_PER_CHAIN} per chain`,
        mode: "lines",
        x: [0, x[x.length - 1]],
        y: [least, least],
        line: { color: "#555555", width: 1, dash: "dash" },
      },
    ],
    layout: {
      xaxis: { title: { text: "draws of all chains" }, rangemode: "tozero" },
      yaxis: { title: { text: "effective sample size" }, rangemode: "tozero" },
      legend: { orientation: "h", x: 1, xanchor: "right", y: -0.17, yanchor: "top" },
    },
    title: `Effective sample size of ${name}`,
    notes: [note],
    warnings: [...warnings, ...short],
    alt: `Bulk and tail effective sample size of ${name} against the number of draws`,
  };
}
