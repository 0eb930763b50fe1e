import { inner } from "../exact/inner_product.ts";
import { centredProduct, observableSpins, productParity } from "../exact/observables.ts";
import { type Sector, sectors } from "../exact/sector.ts";
import { slowModes } from "../exact/slow_modes.ts";
import { degenerateRuns } from "../exact/spectral_lines.ts";
import { sweepGap } from "../exact/sweep.ts";
import { TransitionOperator } from "../exact/transition_operator.ts";
import type { Analysis } from "./analysis.ts";
import { isNotComputed, type NotComputed } from "./not_computed.ts";
import { CLUSTER_RULE, seenLines } from "./slow_cluster.ts";

/** A squared overlap below this is zero but for rounding, which leaves about 1e−30. */
const NO_OVERLAP = 1e-20;

/** Most modes of a sector that are listed one by one where the spectrum is too large to diagonalise. */
const LISTED_MODES = 24;

/** Relative distance within which gaps belong to one eigenspace. */
const SAME_GAP = 1e-8;

/** A bound from below, where too many modes stand before the bulk. */
export interface AtLeast {
  readonly atLeast: number;
}

/**
 * γ_bulk = 1 − max σ_j per sweep over the modes outside of C*(O) that an observable overlaps (μ_j > 0): infinite where there is
 * no such mode, null where there is no C*(O).
 */
export function bulkGap(analysis: Analysis): number | null | NotComputed | AtLeast {
  const { reading, model, law } = analysis;
  if (reading === null || isNotComputed(reading)) return reading;
  const { resolution, multiplicities, steps, listsAll, cluster } = reading;
  if (cluster === null) return null;
  if (listsAll) return smallestOutside(seenLines(resolution, multiplicities, steps), cluster.largestGap);
  if (analysis.kernel === "metropolis") {
    return { notComputed: "The bulk of a Metropolis spectrum too large to diagonalise folds at its negative end" };
  }
  const found = sectors(model, law).map((sector) => bulkGapOfSector(analysis, sector, steps, cluster.largestGap));
  const smallest = Math.min(...found.map(({ gap }) => gap));
  return found.every(({ listed, gap }) => listed || gap > smallest) ? smallest : { atLeast: smallest };
}

/** Smallest gap among what is seen but does not belong to C*(O). */
function smallestOutside(
  lines: readonly { readonly gap: number; readonly relevance: number }[],
  largestGap: number,
): number {
  const outside = lines.filter(({ gap, relevance }) =>
    relevance ** 2 > NO_OVERLAP && !(relevance > CLUSTER_RULE.epsilon && gap <= largestGap)
  );
  return Math.min(...outside.map(({ gap }) => gap));
}

/**
 * The same from the slow modes of one large sector, listed until one lies outside; when there are too many, a bound from below:
 * what is not listed is no slower than the last that is.
 */
function bulkGapOfSector(
  { model, kernel, structure }: Analysis,
  sector: Sector,
  steps: number,
  largestGap: number,
): { readonly gap: number; readonly listed: boolean } {
  const functions = structure.orbits.representatives.map((a) => observableSpins(model, a))
    .filter((spins) => productParity(model, spins) === sector.parity).map((spins) => centredProduct(spins, sector));
  if (functions.length === 0) return { gap: Infinity, listed: true };
  const operator = new TransitionOperator(model, kernel, sector);
  let modes = slowModes(operator, { below: Infinity, count: 1 });
  for (;;) {
    const lines = degenerateRuns(modes.map(({ gap }) => gap), (gap) => SAME_GAP * gap).map(({ start, end }) => ({
      gap: sweepGap(modes[start]!.gap, steps),
      relevance: Math.sqrt(
        Math.max(
          ...functions.map((f) =>
            modes.slice(start, end).reduce((sum, { vector }) => sum + inner(sector.weights, f, vector) ** 2, 0)
          ),
        ),
      ),
    }));
    const smallest = smallestOutside(lines, largestGap);
    // An eigenspace is known only when the next one has begun.
    if (lines.some(({ gap }) => gap > smallest)) return { gap: smallest, listed: true };
    const more = slowModes(operator, { below: Infinity, count: modes.length + 1, known: modes });
    if (more.length === modes.length) return { gap: smallest, listed: true };
    if (more.length > LISTED_MODES) {
      return { gap: Math.min(smallest, sweepGap(more.at(-1)!.gap, steps)), listed: false };
    }
    modes = more;
  }
}
