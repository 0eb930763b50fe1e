import { isReversible, isSingleSite } from "../exact/kernel_name.ts";
import type { KernelName } from "../exact/kernel_name.ts";
import type { BoltzmannLaw } from "../exact/law.ts";
import type { ObservableOrbits } from "../exact/observable_orbits.ts";
import { spectralResolution } from "../exact/spectral_resolution.ts";
import type { SpectralResolution } from "../exact/spectral_lines.ts";
import type { EnergyModel } from "../model/energy_model.ts";
import { type NotComputed, unlessTooLarge } from "./not_computed.ts";
import { CLUSTER_RULE, type SlowCluster, slowCluster } from "./slow_cluster.ts";

/** C*(O) of one model and kernel with the spectrum that it was read from. */
export interface ClusterReading {
  readonly resolution: SpectralResolution;
  readonly multiplicities: readonly number[];
  /** Applications of the kernel in one sweep. */
  readonly steps: number;
  /** Whether the resolution lists every mode that an observable sees; a quadrature lists the slow end only. */
  readonly listsAll: boolean;
  /** Null when no mode is relevant. */
  readonly cluster: SlowCluster | null;
}

/** Reads C*(O); null for the kernels that are not reversible. `epsilon` is the smallest relevance to be resolved. */
export function readCluster(
  model: EnergyModel,
  kernel: KernelName,
  law: BoltzmannLaw,
  orbits: ObservableOrbits,
  epsilon: number = CLUSTER_RULE.epsilon,
): ClusterReading | null | NotComputed {
  if (!isReversible(kernel)) return null;
  const steps = isSingleSite(kernel) ? model.graph.vertexCount : 1, { multiplicities } = orbits;
  return unlessTooLarge(() => {
    const resolution = spectralResolution(model, kernel, {
      law,
      orbits,
      relevance: epsilon ** 2,
      slowRange: CLUSTER_RULE.kappa,
    });
    const listsAll = resolution.lines.every((line) => line.multiplicity !== null);
    return { resolution, multiplicities, steps, listsAll, cluster: slowCluster(resolution, multiplicities, steps) };
  });
}
