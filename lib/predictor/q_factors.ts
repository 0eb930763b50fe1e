import type { Analysis } from "./analysis.ts";
import { isNotComputed, type NotComputed } from "./not_computed.ts";

/** The three factors that the trainability of a model is read through, each of which can make it collapse. */
export interface QFactors {
  /** γ_eff, per sweep: mixing, as the observables see it. */
  readonly gammaEff: number | null | NotComputed;
  /** R = ‖g‖²/Σ_{C*} μ_j: the signal against the fluctuations along the slow modes. */
  readonly projectedSignal: number | null | NotComputed;
  /** K and B in sweeps, and K·γ_eff/2: how many independent looks the window gives. */
  readonly budget: {
    readonly window: number;
    readonly burnIn: number;
    readonly effectiveSamples: number | null | NotComputed;
  };
  /** R·K·γ_eff/2, which leaves out of Q_struct^⊥ the modes outside of C*. */
  readonly product: number | null | NotComputed;
  readonly qStructPerp: number | null;
}

/** Reads the factors off an analysis; what needs C*(O) is null for the kernels that are not reversible. */
export function qFactors({ prediction, reading, signal }: Analysis): QFactors {
  const { gammaEff, window, burnIn, qStructPerp } = prediction;
  const cluster = reading === null || isNotComputed(reading) ? reading : reading.cluster;
  const of = (figure: (mass: number, gap: number) => number | null): number | null | NotComputed =>
    cluster === null || isNotComputed(cluster) ? cluster : figure(cluster.mass, cluster.gammaEff);
  return {
    gammaEff,
    projectedSignal: of((mass) => signal === null ? null : signal / mass),
    budget: { window, burnIn, effectiveSamples: of((_, gap) => window * gap / 2) },
    product: of((mass, gap) => signal === null ? null : window * gap / 2 * signal / mass),
    qStructPerp,
  };
}
