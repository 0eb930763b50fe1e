import type { ClusterRule } from "../slow_cluster.ts";

/** An eigenspace as the observables see it. */
export interface SeenSpace {
  /** Its modes: from `start` to before `end`, slowest first. */
  readonly start: number;
  readonly end: number;
  /** γ in the unit asked for. */
  readonly gap: number;
  /** max_a √Σ f̂²_{a,j}. */
  readonly relevance: number;
}

/** How far C*(O) is from having other members; where a margin is 0 γ_eff jumps and has no derivative. */
export interface ClusterBoundary {
  /** Least |log(relevance/ε)| over the eigenspaces that are slow enough to matter. */
  readonly relevanceMargin: number;
  /** Least |log(γ/(κ·min γ))| over the relevant eigenspaces but the slowest; infinite when that is the only one. */
  readonly gapMargin: number;
  /** The test that is nearest to turning out otherwise. */
  readonly nearest: "relevance" | "gap";
}

/** Members of C*(O) among the eigenspaces, and the margins of the tests that made them; null when none is relevant. */
export function clusterMembers(
  spaces: readonly SeenSpace[],
  { epsilon, kappa }: ClusterRule,
): { readonly members: readonly SeenSpace[]; readonly boundary: ClusterBoundary } | null {
  const relevant = spaces.filter((space) => space.relevance > epsilon);
  if (relevant.length === 0) return null;
  const slowest = relevant.reduce((a, b) => b.gap < a.gap ? b : a), largestGap = kappa * slowest.gap;
  let relevanceMargin = Infinity, gapMargin = Infinity;
  for (const { gap, relevance } of spaces) {
    if (gap <= largestGap) relevanceMargin = Math.min(relevanceMargin, Math.abs(Math.log(relevance / epsilon)));
  }
  for (const space of relevant) {
    if (space !== slowest) gapMargin = Math.min(gapMargin, Math.abs(Math.log(space.gap / largestGap)));
  }
  return {
    members: relevant.filter((space) => space.gap <= largestGap),
    boundary: { relevanceMargin, gapMargin, nearest: relevanceMargin <= gapMargin ? "relevance" : "gap" },
  };
}
