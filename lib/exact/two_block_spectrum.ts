import { degenerateRuns } from "./spectral_lines.ts";
import type { SpectralLine, SpectralResolution } from "./spectral_lines.ts";
import type { TwoBlockModes } from "./two_block.ts";

/** A function by its spins and variance. */
export interface ProjectedFunction {
  readonly spins: readonly number[];
  readonly variance: number;
}

/**
 * Eigenspaces and weights of P_sym = ½(P_v P_h + P_h P_v) or of the palindrome P_v P_h P_v from the singular values: on the
 * plane of c the symmetric kernel has the eigenvalues ½c(1+c) along χ+ψ and −½c(1−c) along χ−ψ; the palindrome has c² along ψ.
 */
export function twoBlockResolution(
  modes: TwoBlockModes,
  kernel: "symmetric" | "palindromic",
  functions: readonly (ProjectedFunction | null)[],
): SpectralResolution {
  const { cosines, parity } = modes;
  const entries: { gap: number; weights: number[] }[] = [];
  const projections = functions.map((f) => f === null ? null : modes.project(f.spins));
  cosines.forEach((c, k) => {
    if (kernel === "palindromic") {
      entries.push({ gap: (1 - c) * (1 + c), weights: projections.map((x) => x === null ? 0 : x.second[k]! ** 2) });
      return;
    }
    for (const sign of [1, -1]) {
      entries.push({
        gap: sign > 0 ? (1 - c) * (2 + c) / 2 : 1 + c * (1 - c) / 2,
        weights: projections.map((x) => {
          if (x === null) return 0;
          const norm = 2 * (1 + sign * c);
          return norm > 0 ? (x.first[k]! + sign * x.second[k]!) ** 2 / norm : 0;
        }),
      });
    }
  });
  entries.sort((a, b) => a.gap - b.gap);
  const runs = degenerateRuns(entries.map((entry) => entry.gap), () => 1e-11);
  const lines: SpectralLine[] = [];
  const weights = functions.map(() => new Float64Array(runs.length + 1));
  runs.forEach(({ start, end }, line) => {
    lines.push({ parity, gap: entries[start]!.gap, multiplicity: end - start });
    for (let k = start; k < end; k++) {
      entries[k]!.weights.forEach((weight, f) => weights[f]![line]! += weight);
    }
  });
  // What no plane holds is resampled afresh in every sweep.
  const rest = modes.dimension - entries.length;
  lines.push({ parity, gap: 1, multiplicity: rest });
  functions.forEach((f, k) => {
    if (f === null) return;
    let held = 0;
    for (const weight of weights[k]!) held += weight;
    weights[k]![runs.length] = Math.max(0, f.variance - held);
  });
  return { lines, weights };
}

/**
 * Σ_{t≥1} of the autocovariance of each function under the forward scan P_v P_h (the reverse scan has the same sums):
 * ⟨f, P^t f⟩ = Σ_k ⟨f,χ_k⟩⟨f,ψ_k⟩ c_k^{2t−1}.
 */
export function twoBlockForwardSums(
  modes: TwoBlockModes,
  functions: readonly (ProjectedFunction | null)[],
): Float64Array {
  return Float64Array.from(functions, (f) => {
    if (f === null) return 0;
    const { first, second } = modes.project(f.spins);
    let sum = 0;
    modes.cosines.forEach((c, k) => sum += first[k]! * second[k]! * c / ((1 - c) * (1 + c)));
    return sum;
  });
}
