import type { Comparison, Threshold } from "../data/comparison.ts";

/**
 * The comparisons that together hold where one does not.
 *
 * @returns none for a text, whose opposite is no comparison.
 */
export function opposites(
  comparison: Comparison,
  threshold: Threshold,
): readonly { readonly comparison: Comparison; readonly threshold: number }[] {
  if (typeof threshold === "string") return [];
  if (typeof threshold === "object") {
    return [{ comparison: "<", threshold: threshold[0] }, { comparison: ">", threshold: threshold[1] }];
  }
  return OPPOSITES[comparison].map((one) => ({ comparison: one, threshold }));
}

/** The comparisons with one number that together hold where one does not. */
export const OPPOSITES: Readonly<Record<Comparison, readonly Comparison[]>> = {
  "<=": [">"],
  "<": [">="],
  ">=": ["<"],
  ">": ["<="],
  "==": ["<", ">"],
  "in": [],
};
