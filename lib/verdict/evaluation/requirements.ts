import { formatValue } from "../data/format_value.ts";
import type { Adequacy, LedgerRow } from "../ledger/ledger.ts";
import type { Requirement } from "../registration/preregistration.ts";

type Amount = Exclude<keyof Adequacy, "weightsRegistered" | "weightsUsed">;

/** A requirement on two numbers of a row: what must be present, whether it is met, and the sentence where it is not. */
interface Rule {
  readonly needs: readonly (keyof Adequacy)[];
  met(has: (name: Amount) => number): boolean;
  broken(has: (name: Amount) => number): string;
}

/** Share of the series above which τ̂ is censored. */
const CENSORED_ABOVE = 0.12;
/** How many τ̂ a window must hold. */
const WINDOW_TAUS = 50;
/** How many τ̂ a burn-in must hold. */
const BURN_IN_TAUS = 5;
/** Reference change above which the reference is not equilibrated. */
const REFERENCE_BAR = 0.10;

const RULES: Readonly<Record<Exclude<Requirement, "fresh-weights">, Rule>> = {
  "uncensored": {
    needs: ["tau", "length"],
    met: (has) => has("tau") <= CENSORED_ABOVE * has("length"),
    broken: (has) => `censored: tau ${apart(has("tau"), "exceeds 0.12 L =", CENSORED_ABOVE * has("length"))}`,
  },
  "window-50-tau": {
    needs: ["tau", "window"],
    met: (has) => has("window") >= WINDOW_TAUS * has("tau"),
    broken: (has) => `short window: ${apart(has("window"), "is under 50 tau =", WINDOW_TAUS * has("tau"))}`,
  },
  "burn-in-5-tau": {
    needs: ["tau", "burnIn"],
    met: (has) => has("burnIn") >= BURN_IN_TAUS * has("tau"),
    broken: (has) => `short burn-in: ${apart(has("burnIn"), "is under 5 tau =", BURN_IN_TAUS * has("tau"))}`,
  },
  "reference": {
    needs: ["referenceChange"],
    met: (has) => has("referenceChange") <= REFERENCE_BAR,
    broken: (has) => `unequilibrated reference: its change ${apart(has("referenceChange"), "exceeds", REFERENCE_BAR)}`,
  },
};

/**
 * Why a row may not decide a rule, or null when it may. Weights other than the registered ones are never let through,
 * whether they are asked about or not; what is required and was not recorded is not met.
 *
 * The bars: τ̂ ≤ 0.12 L (the ceiling of the estimator), windows of 50 τ̂ and burn-ins of 5 τ̂, and a reference that changed
 * by at most 0.10 between its halves.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const row = {
 *   id: "tau(L=1000)",
 *   params: { L: 1000 },
 *   measure: "tau",
 *   value: 166.7,
 *   mcse: null,
 *   n: 8,
 *   unit: "sweeps",
 *   status: "ok",
 *   reason: null,
 *   adequacy: { tau: 166.7, length: 1000 },
 * } as const;
 * assert.equal(inadequacy(row, []), null);
 * assert.equal(inadequacy(row, ["uncensored"]), "row tau(L=1000): censored: tau 166.7 exceeds 0.12 L = 120");
 * ```
 */
export function inadequacy(row: LedgerRow, requires: readonly Requirement[]): string | null {
  const adequacy = row.adequacy ?? {};
  const found = staleWeights(adequacy) ?? firstOf(requires.map((requirement) => unmet(requirement, adequacy)));
  return found === null ? null : `row ${row.id}: ${found}`;
}

function staleWeights({ weightsRegistered, weightsUsed }: Adequacy): string | null {
  if (weightsRegistered === undefined || weightsUsed === undefined || weightsRegistered === weightsUsed) return null;
  return `stale weights: the sampler ran on ${weightsUsed}, registered are ${weightsRegistered}`;
}

function unmet(requirement: Requirement, adequacy: Adequacy): string | null {
  if (requirement === "fresh-weights") return missing(requirement, ["weightsRegistered", "weightsUsed"], adequacy);
  const rule = RULES[requirement];
  const gap = missing(requirement, rule.needs, adequacy);
  if (gap !== null) return gap;
  const has = (name: Amount): number => adequacy[name]!;
  return rule.met(has) ? null : rule.broken(has);
}

function missing(requirement: Requirement, needs: readonly (keyof Adequacy)[], adequacy: Adequacy): string | null {
  const gaps = needs.filter((name) => adequacy[name] === undefined);
  if (gaps.length === 0) return null;
  return `"${requirement}" is required and ${gaps.join(" and ")} ${gaps.length === 1 ? "was" : "were"} not recorded`;
}

function firstOf(findings: readonly (string | null)[]): string | null {
  return findings.find((finding) => finding !== null) ?? null;
}

/** Two numbers that differ, in full where rounding would make them look equal. */
function apart(left: number, between: string, right: number): string {
  const short = [left, right].map(formatValue);
  const [a, b] = short[0] === short[1] ? [left, right] : short;
  return `${a} ${between} ${b}`;
}
