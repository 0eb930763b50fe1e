import type { Parity } from "./sector.ts";

/** One eigenvalue of a reversible kernel other than the constant mode's, with its whole eigenspace. */
export interface SpectralLine {
  readonly parity: Parity;
  /** 1 − σ for one application of the operator. */
  readonly gap: number;
  /** Dimension of the eigenspace, or null where only its trace in the observables is known. */
  readonly multiplicity: number | null;
}

/** The spectrum as the observables see it: `weights[o][k]` is Σ f̂² of observable orbit o over the eigenspace of line k. */
export interface SpectralResolution {
  readonly lines: readonly SpectralLine[];
  readonly weights: readonly Float64Array[];
}

/** Joins resolutions of several sectors over disjoint sets of orbits into one. */
export function joinResolutions(parts: readonly SpectralResolution[]): SpectralResolution {
  const lines = parts.flatMap((part) => part.lines);
  const orbits = Math.max(0, ...parts.map((part) => part.weights.length));
  const weights = Array.from({ length: orbits }, () => new Float64Array(lines.length));
  let offset = 0;
  for (const part of parts) {
    part.weights.forEach((row, o) => weights[o]!.set(row, offset));
    offset += part.lines.length;
  }
  return { lines, weights };
}

/** Runs of indices of an ascending array whose neighbours differ by at most the tolerance at that value. */
export function degenerateRuns(
  ascending: ArrayLike<number>,
  tolerance: (value: number) => number,
): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  for (let k = 0; k < ascending.length; k++) {
    const last = runs.at(-1);
    if (last !== undefined && ascending[k]! - ascending[k - 1]! <= tolerance(ascending[k]!)) last.end = k + 1;
    else runs.push({ start: k, end: k + 1 });
  }
  return runs;
}
