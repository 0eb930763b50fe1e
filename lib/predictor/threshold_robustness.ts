import type { Analysis } from "./analysis.ts";
import { readCluster } from "./cluster_reading.ts";
import { isNotComputed, type NotComputed } from "./not_computed.ts";
import { CLUSTER_RULE, slowCluster } from "./slow_cluster.ts";

/** The thresholds of A8, as multiples of ε. */
const FACTORS = [0.1, 10] as const;

/**
 * Largest relative change of γ_eff when C*(O) is selected at ε/10 and at 10ε instead of ε; infinite where no mode is left. Null
 * when there is no C*(O) at ε.
 */
export function thresholdRobustness({ model, kernel, law, structure, reading }: Analysis): number | null | NotComputed {
  if (reading === null || isNotComputed(reading)) return reading;
  // A quadrature resolves only what it was asked for, and ε/10 asks for more.
  const finer = reading.listsAll
    ? reading
    : readCluster(model, kernel, law, structure.orbits, CLUSTER_RULE.epsilon * Math.min(...FACTORS));
  if (finer === null || isNotComputed(finer)) return finer;
  if (finer.cluster === null) return null;
  const { gammaEff } = finer.cluster;
  return Math.max(...FACTORS.map((factor) => {
    const rule = { ...CLUSTER_RULE, epsilon: factor * CLUSTER_RULE.epsilon };
    const other = slowCluster(finer.resolution, finer.multiplicities, finer.steps, rule);
    return other === null ? Infinity : Math.abs(other.gammaEff - gammaEff) / gammaEff;
  }));
}
