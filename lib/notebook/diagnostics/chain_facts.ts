import type { Draws } from "../../diagnostics/draws.ts";
import { estimateTau } from "../../diagnostics/estimate_tau.ts";
import { rHat } from "../../diagnostics/r_hat.ts";
import { formatNumber } from "../format_number.ts";
import { chainWarnings } from "./chain_warnings.ts";

/** The line of numbers and the warnings that stand above every figure of draws. */
export function chainFacts(draws: Draws): { readonly note: string; readonly warnings: readonly string[] } {
  const reading = estimateTau(draws, { short: "allow" }), chains = draws.length;
  const reduction = chains > 1 && reading.length > 3 ? rHat(draws) : NaN;
  const parts = [
    `${chains} ${chains === 1 ? "chain" : "chains"} × ${reading.length} draws`,
    `τ ${reading.censored ? "≥" : "="} ${formatNumber(reading.tau)}`,
  ];
  if (!Number.isNaN(reduction)) parts.push(`R̂ = ${formatNumber(reduction)}`);
  const first = draws[0]![0]!, warnings = chainWarnings({ reading, rHat: reduction });
  if (draws.every((chain) => Array.from(chain).every((value) => value === first))) {
    warnings.push("No draw differs from another: neither τ nor R̂ says anything");
  }
  return { note: parts.join(", "), warnings };
}
