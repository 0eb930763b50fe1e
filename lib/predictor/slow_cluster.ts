import { sweepGap } from "../exact/sweep.ts";
import type { SpectralResolution } from "../exact/spectral_lines.ts";

/** Rule of the slow cluster C*(O): which modes the observables see, and how much slower than the slowest one still counts. */
export interface ClusterRule {
  /** Smallest |f̂| (the largest over the observables, eigenspace by eigenspace) that makes a mode relevant. */
  readonly epsilon: number;
  /** Modes with γ_j ≤ kappa·min γ over the relevant ones belong to the cluster. */
  readonly kappa: number;
}

/** The registered rule: ε = 1e−4, κ = 3. */
export const CLUSTER_RULE: ClusterRule = { epsilon: 1e-4, kappa: 3 };

/** The slow modes that the gradient observables see. */
export interface SlowCluster {
  /** γ_eff = Σ μ_j / Σ (μ_j/γ_j) over the cluster, the μ-weighted harmonic mean of its gaps. */
  readonly gammaEff: number;
  /** Number of modes, degenerate ones counted each; null where only eigenspaces are known. */
  readonly modes: number | null;
  /** Number of eigenspaces. */
  readonly eigenspaces: number;
  /** Σ μ_j, with μ_j = Σ_a f̂²_{a,j}. */
  readonly mass: number;
  /** Σ μ_j/γ_j, the part of T_O that the cluster carries (up to the −½ per mode). */
  readonly time: number;
  /** Largest gap that belongs to the cluster, kappa times the smallest relevant one. */
  readonly largestGap: number;
  /** The slowest relevant eigenspace alone: its gap γ_r and Σ_a f̂²_{a,r}, what the single-gap formula reads. */
  readonly slowest: { readonly gap: number; readonly mass: number };
}

/** An eigenspace as the observables see it, its gap in the time unit. */
export interface SeenLine {
  readonly gap: number;
  /** Dimension of the eigenspace, null where it is unknown. */
  readonly modes: number | null;
  /** Σ μ_j over the eigenspace. */
  readonly mass: number;
  /** max_a √Σ f̂²_{a,j}. */
  readonly relevance: number;
}

/** Every eigenspace of a resolution with its mass and relevance. */
export function seenLines(
  resolution: SpectralResolution,
  multiplicities: readonly number[],
  stepsPerUnit: number,
): SeenLine[] {
  return resolution.lines.map((line, k) => {
    let mass = 0, relevance = 0;
    resolution.weights.forEach((row, o) => {
      mass += multiplicities[o]! * row[k]!;
      relevance = Math.max(relevance, Math.sqrt(row[k]!));
    });
    return { gap: sweepGap(line.gap, stepsPerUnit), modes: line.multiplicity, mass, relevance };
  });
}

/**
 * Selects C*(O) and averages its gaps. `stepsPerUnit` turns the gaps of the resolution into those of the time unit: N for
 * single-site kernels read in sweeps, 1 otherwise. Null when no mode is relevant.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * // Two relevant modes, the second more than three times as fast as the first and so outside of the cluster.
 * const cluster = slowCluster(
 *   {
 *     lines: [
 *       { parity: "even", gap: 0.1, multiplicity: 2 },
 *       { parity: "even", gap: 0.5, multiplicity: 1 },
 *     ],
 *     weights: [new Float64Array([0.3, 0.2])],
 *   },
 *   [1],
 *   1,
 * );
 * assert.ok(cluster !== null);
 * assert.equal(cluster.modes, 2);
 * assert.ok(Math.abs(cluster.gammaEff - 0.1) < 1e-15);
 * ```
 */
export function slowCluster(
  resolution: SpectralResolution,
  multiplicities: readonly number[],
  stepsPerUnit: number,
  rule: ClusterRule = CLUSTER_RULE,
): SlowCluster | null {
  const entries = seenLines(resolution, multiplicities, stepsPerUnit).filter((entry) => entry.relevance > rule.epsilon);
  if (entries.length === 0) return null;
  const slowest = entries.reduce((a, b) => b.gap < a.gap ? b : a);
  const largestGap = rule.kappa * slowest.gap;
  let mass = 0, time = 0, modes: number | null = 0, eigenspaces = 0;
  for (const entry of entries) {
    if (entry.gap > largestGap) continue;
    mass += entry.mass;
    time += entry.mass / entry.gap;
    eigenspaces++;
    modes = modes === null || entry.modes === null ? null : modes + entry.modes;
  }
  return {
    gammaEff: mass / time,
    modes,
    eigenspaces,
    mass,
    time,
    largestGap,
    slowest: { gap: slowest.gap, mass: slowest.mass },
  };
}
