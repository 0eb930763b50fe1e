import { dominantMode } from "./arnoldi.ts";
import type { DominantMode } from "./arnoldi.ts";
import { inner } from "./inner_product.ts";
import { fastestMode, slowModes } from "./slow_modes.ts";
import type { SlowMode } from "./slow_modes.ts";
import type { TransitionOperator } from "./transition_operator.ts";

/** Gaps closer than this, relative to the gap, count as one. */
const SAME_GAP = 1e-9;

/** Whether a gap is the smallest one but for rounding. */
export function isSameGap(gap: number, smallest: number): boolean {
  return gap <= smallest * (1 + SAME_GAP);
}

/** From this gap on a heat-bath kernel is P = 1πᵀ, and every function of zero mean belongs to its slowest eigenspace. */
const FORGETS_ALL = 1 - 1e-12;

/** Σ |⟨f, φ⟩_π|² over the eigenspace of a reversible operator's slowest mode, of which one mode is known. */
export function slowestOverlaps(
  operator: TransitionOperator,
  mode: SlowMode,
  functions: readonly Float64Array[],
): number[] {
  if (functions.length === 0) return [];
  const { weights } = operator.sector;
  if (operator.kernel !== "metropolis" && mode.gap >= FORGETS_ALL) return functions.map((f) => inner(weights, f, f));
  const below = mode.gap * (1 + SAME_GAP);
  const space = slowModes(operator, { below, count: Infinity, known: [mode] });
  return overlaps(operator, space, functions);
}

/** The same for the fastest mode. */
export function fastestOverlaps(
  operator: TransitionOperator,
  mode: SlowMode,
  functions: readonly Float64Array[],
): number[] {
  const space = [mode], { size, parity } = operator.sector;
  while (functions.length > 0 && space.length < (parity === "odd" ? size : size - 1)) {
    const next = fastestMode(operator, space);
    if (next.gap < mode.gap * (1 - SAME_GAP)) break;
    space.push(next);
  }
  return overlaps(operator, space, functions);
}

/** The same for the slowest mode of an operator that is not reversible; of a complex pair one eigenfunction counts. */
export function dominantOverlaps(
  operator: TransitionOperator,
  mode: DominantMode,
  functions: readonly Float64Array[],
): number[] {
  if (functions.length === 0) return [];
  const { weights } = operator.sector;
  if (mode.gap >= FORGETS_ALL) return functions.map((f) => inner(weights, f, f));
  if (mode.imaginary.some((value) => value !== 0)) {
    return functions.map((f) => inner(weights, f, mode.real) ** 2 + inner(weights, f, mode.imaginary) ** 2);
  }
  const vectors = [mode.real];
  for (;;) {
    const next = dominantMode(operator, vectors);
    if (next === null || !isSameGap(next.gap, mode.gap)) break;
    vectors.push(next.real);
  }
  return overlaps(operator, vectors.map((vector) => ({ gap: mode.gap, vector })), functions);
}

function overlaps(
  { sector }: TransitionOperator,
  space: readonly SlowMode[],
  functions: readonly Float64Array[],
): number[] {
  return functions.map((f) => space.reduce((sum, { vector }) => sum + inner(sector.weights, f, vector) ** 2, 0));
}
