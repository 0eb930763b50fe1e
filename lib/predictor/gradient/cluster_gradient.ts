import { ThermolabError } from "../../errors.ts";
import type { TimeUnit } from "../../exact/kernel_structure.ts";
import { degenerateRuns } from "../../exact/spectral_lines.ts";
import { sweepGap } from "../../exact/sweep.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { CLUSTER_RULE, type ClusterRule } from "../slow_cluster.ts";
import { type ClusterBoundary, clusterMembers } from "./cluster_boundary.ts";
import { flipMask } from "./pair_resolvent.ts";
import { seenSpectrum } from "./seen_spectrum.ts";
import { heatBathRates } from "./heat_bath_rates.ts";
import { parameterGradient, type StateSpace, stateSpace, writeCentred } from "./state_space.ts";

/** Settings of {@link clusterGradient}. */
export interface ClusterGradientOptions {
  /** Unit of the gaps, `sweep` by default. */
  readonly unit?: TimeUnit;
  /** ε and κ; the registered rule by default. */
  readonly rule?: ClusterRule;
}

/** γ_eff over C*(O), its gradient with the members of C* held, and how far they are from changing. */
export interface ClusterGradient {
  readonly gammaEff: number;
  /** ∂γ_eff/∂θ of every coupling, then of every bias, as long as C* keeps its members. */
  readonly gradient: Float64Array;
  /** |C*|, degenerate modes counted each. */
  readonly modes: number;
  readonly eigenspaces: number;
  readonly boundary: ClusterBoundary;
}

/**
 * γ_eff = Σ_{C*} μ_j/Σ_{C*} (μ_j/γ_j) of the random-scan heat bath and its gradient through the Riesz projector of the cluster as a
 * whole. With ψ = 0 outside of C* the change of Σ_a ⟨f_a, ψ(P) f_a⟩ is a sum over pairs of modes with the divided differences of ψ
 * (Yu. L. Daleckii and S. G. Krein 1956): inside of the cluster they are smooth, so that degenerate and crossing modes there
 * do no harm, and only the distance of the cluster from the rest is divided by.
 *
 * γ_eff jumps where a mode enters or leaves C* (risk R2); `boundary` tells how near that is.
 *
 * @throws {SizeError} when more than 1,024 states would have to be diagonalised
 * @throws {ThermolabError} when no mode is relevant
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../model/rbm.ts";
 * const at = (w: number) => clusterGradient(rbm({ weights: [[w, 0.2], [0.1, -0.3]], beta: 1 }));
 * const { gradient, boundary } = at(0.5);
 * assert.ok(boundary.gapMargin > 1e-3);
 * assert.ok(Math.abs((at(0.5 + 1e-5).gammaEff - at(0.5 - 1e-5).gammaEff) / 2e-5 - gradient[0]!) < 1e-8);
 * ```
 */
export function clusterGradient(model: EnergyModel, options: ClusterGradientOptions = {}): ClusterGradient {
  const { unit = "sweep", rule = CLUSTER_RULE } = options;
  const space = stateSpace(model), flips = model.graph.vertexCount;
  const rates = new Float64Array(space.size * flips);
  heatBathRates(space, rates);
  const spectrum = seenSpectrum(space, rates), { gaps, modes, overlaps } = spectrum;
  const steps = unit === "sweep" ? flips : 1;
  // As the exact spectrum: rounding spreads a degenerate eigenvalue by about 1e−15.
  const spaces = degenerateRuns(gaps, (gap) => Math.min(1e-11, 1e-6 * gap)).map(({ start, end }) => {
    let relevance = 0;
    for (const row of overlaps) {
      let weight = 0;
      for (let j = start; j < end; j++) weight += row[j]! * row[j]!;
      relevance = Math.max(relevance, Math.sqrt(weight));
    }
    return { start, end, gap: sweepGap(gaps[start]!, steps), relevance };
  });
  const cluster = clusterMembers(spaces, rule);
  if (cluster === null) {
    throw new ThermolabError(
      `Cannot differentiate γ_eff: no mode has a relevance above ${rule.epsilon}; lower epsilon`,
    );
  }
  const inside = new Uint8Array(gaps.length);
  for (const { start, end } of cluster.members) inside.fill(1, start, end);
  const count = inside.reduce((sum, value) => sum + value, 0);

  let mass = 0, time = 0;
  gaps.forEach((gap, j) => {
    if (inside[j] === 0) return;
    let mu = 0;
    for (const row of overlaps) mu += row[j]! * row[j]!;
    mass += mu;
    time += mu / sweepGap(gap, steps);
  });
  const gammaEff = mass / time;
  // dγ_eff = (d mass − γ_eff d time)/time, the change of Σ_a ⟨f_a, ψ(P) f_a⟩ for this ψ.
  const value = (j: number): number => inside[j] === 0 ? 0 : (1 - gammaEff / sweepGap(gaps[j]!, steps)) / time;
  const divided = (j: number, k: number): number => {
    if (inside[k] === 0) return value(j) / (gaps[k]! - gaps[j]!);
    const a = 1 - gaps[j]!, b = 1 - gaps[k]!;
    let powers = 0;
    for (let i = 0; i < steps; i++) powers += a ** i * b ** (steps - 1 - i);
    return -gammaEff * powers / (time * sweepGap(gaps[j]!, steps) * sweepGap(gaps[k]!, steps));
  };

  const { size } = space, slope = new Float64Array(size), f = new Float64Array(size);
  overlaps.forEach((row, a) => {
    writeCentred(space, a, f);
    modes.forEach((mode, j) => {
      if (inside[j] === 0) return;
      const factor = 2 * value(j) * row[j]!;
      for (let s = 0; s < size; s++) slope[s]! += factor * f[s]! * mode[s]!;
    });
  });
  const states = new Float64Array(size), edges = new Float64Array(size);
  modes.forEach((mode, j) => {
    if (inside[j] === 0) return;
    states.fill(0);
    edges.fill(0);
    modes.forEach((other, k) => {
      let product = 0;
      for (const row of overlaps) product += row[j]! * row[k]!;
      // A pair with one mode outside stands for both orders.
      const pair = (inside[k] === 0 ? 2 : 1) * product, difference = divided(j, k);
      const onEdges = pair * difference, onStates = pair * (value(k) - gaps[j]! * difference);
      for (let s = 0; s < size; s++) {
        edges[s]! += onEdges * other[s]!;
        states[s]! += onStates * other[s]!;
      }
    });
    for (let s = 0; s < size; s++) slope[s]! -= mode[s]! * states[s]!;
    subtractSquares(space, rates, mode, edges, slope);
  });
  return {
    gammaEff,
    gradient: parameterGradient(space, slope),
    modes: count,
    eigenspaces: cluster.members.length,
    boundary: cluster.boundary,
  };
}

/** out −= (1/N) Σ_b rate²·Δx·Δy: how ⟨x, (I − P) y⟩ follows the law at fixed x and y. */
function subtractSquares(
  { size, model }: StateSpace,
  rates: Float64Array,
  x: Float64Array,
  y: Float64Array,
  out: Float64Array,
): void {
  const flips = model.graph.vertexCount;
  for (let s = 0; s < size; s++) {
    let sum = 0;
    for (let k = 0; k < flips; k++) {
      const t = s ^ flipMask(size, k), rate = rates[s * flips + k]!;
      sum += rate * rate * (x[s]! - x[t]!) * (y[s]! - y[t]!);
    }
    out[s]! -= sum / flips;
  }
}
