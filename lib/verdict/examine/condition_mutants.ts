import type { Comparison, Threshold } from "../data/comparison.ts";
import { comparisonSymbol } from "../data/comparison.ts";
import type { Condition } from "../registration/preregistration.ts";
import { type Domain, isTexts } from "./domain.ts";
import { valueText } from "./rule_text.ts";

/** A condition that was altered. */
export interface AlteredCondition {
  readonly description: string;
  readonly condition: Condition;
}

const TURNED: Readonly<Record<Comparison, readonly Comparison[]>> = {
  "<=": ["<", ">="],
  "<": ["<=", ">"],
  ">=": [">", "<="],
  ">": [">=", "<"],
  "==": ["<=", ">="],
  "in": [],
};

/** The other comparisons that a comparison with a number is turned into. */
export function turned(comparison: Comparison): readonly Comparison[] {
  return TURNED[comparison];
}

/**
 * A condition with another comparison, with its bound moved by the step to either side, or with one of its two bounds
 * left out; for a text, with each other text.
 */
export function conditionMutants(
  { comparison, threshold }: Condition,
  domain: Domain,
  step: (bound: number) => number,
): readonly AlteredCondition[] {
  const altered = (description: string, to: Comparison, bound: Threshold): AlteredCondition => ({
    description,
    condition: { comparison: to, threshold: bound },
  });
  if (typeof threshold === "string") {
    const others = isTexts(domain) ? domain.filter((text) => text !== threshold) : [];
    return others.map((text) => altered(`"${threshold}" becomes "${text}"`, comparison, text));
  }
  if (typeof threshold === "object") {
    const [lo, hi] = threshold;
    const moved =
      ([[at(lo, -step(lo)), hi], [at(lo, step(lo)), hi], [lo, at(hi, -step(hi))], [lo, at(hi, step(hi))]] as const)
        .filter((pair) => pair[0] <= pair[1])
        .map((pair) =>
          altered(
            `[${threshold.map(valueText).join(", ")}] becomes [${pair.map(valueText).join(", ")}]`,
            comparison,
            pair,
          )
        );
    return [altered("only the upper bound", "<=", hi), altered("only the lower bound", ">=", lo), ...moved];
  }
  return [
    ...turned(comparison).map((to) =>
      altered(`${comparisonSymbol(comparison)} becomes ${comparisonSymbol(to)}`, to, threshold)
    ),
    ...[-1, 1].map((side) => at(threshold, side * step(threshold))).filter((bound) => bound !== threshold)
      .map((bound) => altered(`${valueText(threshold)} becomes ${valueText(bound)}`, comparison, bound)),
  ];
}

/** A bound that was moved, without the digits that rounding adds: 0.8 − 0.1 is 0.7. */
function at(bound: number, step: number): number {
  return Number((bound + step).toPrecision(12));
}
