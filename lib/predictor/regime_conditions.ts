import { isNotComputed, type NotComputed } from "./not_computed.ts";

/** The conditions under which Q_op ≈ Q_struct^⊥ is claimed, by the program's names. */
export type RegimeId = "A2" | "A3" | "A4" | "A5" | "A6" | "A7" | "A8" | "plateau" | "F4";

/** One condition of the regime, judged. */
export interface RegimeCondition {
  readonly id: RegimeId;
  readonly statement: string;
  readonly status: "met" | "unmet" | "NOT-CHECKED";
  /** What the condition is read from; null when it was not computed. */
  readonly number: number | null;
  readonly relation: "≤" | "≥" | "<" | ">";
  readonly bound: number;
  /** Whose bound it is: P published by the program, C pinned by computing it, O chosen here where the program gives none. */
  readonly mark: "P" | "C" | "O";
  /** Why there is no number, or how a condition is known beyond its number. */
  readonly reason: string | null;
}

/** The number of each condition, or why there is none; `known` is how a condition is known beyond its number. */
export type RegimeFigures = Readonly<Record<RegimeId, number | NotComputed>> & { readonly known?: KnownBy };

/** How a condition is known beyond its number. */
export type KnownBy = Partial<Readonly<Record<RegimeId, string>>>;

type Rule = Pick<RegimeCondition, "id" | "statement" | "relation" | "bound" | "mark">;

/** The rules, in the order in which they are shown. */
export const REGIME_RULES: readonly Rule[] = [
  { id: "A2", statement: "detailed balance, largest residual", relation: "≤", bound: 1e-10, mark: "P" },
  { id: "A3", statement: "irreducible and aperiodic, gap of a sweep", relation: ">", bound: 0, mark: "P" },
  { id: "A4", statement: "square-integrable observables, largest variance", relation: "<", bound: Infinity, mark: "P" },
  { id: "A5", statement: "burn-in, B·γ_eff", relation: "≥", bound: 5, mark: "O" },
  { id: "A6", statement: "window, K/τ_max", relation: "≥", bound: 50, mark: "P" },
  { id: "A7", statement: "the bulk relaxes, γ_bulk per sweep", relation: "≥", bound: 0.1, mark: "O" },
  { id: "A8", statement: "C* at ε/10 and 10ε, change of γ_eff", relation: "≤", bound: 0.1, mark: "O" },
  { id: "plateau", statement: "on the training plateau, Q_op", relation: "≤", bound: 1, mark: "O" },
  { id: "F4", statement: "positive phase free, MSE_pos/MSE_neg", relation: "≤", bound: 0.3, mark: "P" },
];

/** Room for the rounding of a number that meets its bound exactly, such as B·γ_eff with B = 5/γ_eff. */
const ROUNDING = 1e-9;

/**
 * Judges the regime from its numbers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const none = { notComputed: "not asked" };
 * const figures = { A2: 1e-17, A3: 0.1, A4: 1, A5: 5, A6: 49, A7: 0.2, A8: 0, plateau: none, F4: 0.05 };
 * const conditions = regimeConditions(figures);
 * assert.deepEqual(conditions.filter((c) => c.status !== "met").map((c) => [c.id, c.status, c.reason]), [
 *   ["A6", "unmet", null],
 *   ["plateau", "NOT-CHECKED", "not asked"],
 * ]);
 * ```
 */
export function regimeConditions(figures: RegimeFigures): RegimeCondition[] {
  return REGIME_RULES.map((rule) => {
    const figure = figures[rule.id], head = { id: rule.id, statement: rule.statement };
    const tail = { relation: rule.relation, bound: rule.bound, mark: rule.mark };
    if (isNotComputed(figure)) {
      return { ...head, status: "NOT-CHECKED", number: null, ...tail, reason: figure.notComputed };
    }
    if (Number.isNaN(figure)) {
      return { ...head, status: "NOT-CHECKED", number: null, ...tail, reason: "The number is not defined" };
    }
    const status = holds(figure, rule) ? "met" : "unmet";
    return { ...head, status, number: figure, ...tail, reason: figures.known?.[rule.id] ?? null };
  });
}

function holds(number: number, { relation, bound }: Rule): boolean {
  switch (relation) {
    case "≤":
      return number <= bound * (1 + ROUNDING);
    case "≥":
      return number >= bound * (1 - ROUNDING);
    case "<":
      return number < bound;
    case ">":
      return number > bound;
  }
}
