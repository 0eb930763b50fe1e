import { observableCount } from "../model/energy_model.ts";
import type { EnergyModel } from "../model/energy_model.ts";
import { dominantMode, resolventMoment } from "./arnoldi.ts";
import { createLaplacianSolver } from "./conjugate_gradients.ts";
import { inner } from "./inner_product.ts";
import { isSingleSite } from "./kernel_name.ts";
import type { KernelName } from "./kernel_name.ts";
import { boltzmannLaw } from "./law.ts";
import type { BoltzmannLaw } from "./law.ts";
import { observableOrbits } from "./observable_orbits.ts";
import type { ObservableOrbits } from "./observable_orbits.ts";
import { centre, centredProduct, observableMeans, observableSpins, productParity } from "./observables.ts";
import { sectors } from "./sector.ts";
import type { Parity, Sector } from "./sector.ts";
import { fastestMode, slowestMode } from "./slow_modes.ts";
import { dominantOverlaps, fastestOverlaps, isSameGap, slowestOverlaps } from "./slowest_overlaps.ts";
import { regularSweepSum, sweepGap } from "./sweep.ts";
import { TransitionOperator } from "./transition_operator.ts";
import { hasTwoBlockShortcut, twoBlockModes } from "./two_block.ts";
import type { TwoBlockModes } from "./two_block.ts";
import { twoBlockForwardSums, twoBlockResolution } from "./two_block_spectrum.ts";

/** The unit of times and gaps: sweeps, or single-site steps (single-site kernels only). */
export type TimeUnit = "sweep" | "step";

/** Times and gap of one kernel on one model, exact, in the unit asked for. */
export interface KernelStructure {
  readonly kernel: KernelName;
  readonly unit: TimeUnit;
  /** E_π[f_a] of every observable. */
  readonly means: Float64Array;
  /** Observables in orbits that share τ, variance and overlaps (their means up to sign); what follows has one entry per orbit. */
  readonly orbits: ObservableOrbits;
  /** Var_π[f_a]. */
  readonly variances: Float64Array;
  /** τ_a, NaN where the variance is zero. */
  readonly tau: Float64Array;
  /** Number of observables whose variance is zero; they are left out of what follows. */
  readonly zeroVarianceCount: number;
  /** T_O = Σ_a τ_a Var_a. */
  readonly totalObservableTime: number;
  readonly tauMax: number;
  readonly tauMean: number;
  /** γ = 1 − σ₂, σ₂ the largest real part of the spectrum below 1, over all parities. */
  readonly gap: number;
  /** Parity of that mode; "none" without flip symmetry or when both parities share it. */
  readonly slowestModeParity: Parity;
  /** |⟨f_a, φ₂⟩_π|² over the eigenspace of the slowest mode, exactly zero where symmetry forbids an overlap. */
  readonly slowestOverlaps: Float64Array;
}

/** An observable ±1 whose variance is below this is constant: the rounding of its mean alone leaves about 1e−31. */
const NO_VARIANCE = 1e-28;

/**
 * Everything about a kernel that needs no eigendecomposition: each τ_a by one linear solve, the gap by one slow mode per
 * sector; two-block scans through their singular values.
 *
 * @throws {SizeError} when the model is too large to enumerate
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { plantedRbm } from "../model/planted_rbm.ts";
 * // The cell "C-deep" of experiment 5.
 * const model = plantedRbm(
 *   [[1, 1, 1, 1, 1], [-1, -1, 1, 1, 1]],
 *   [[1, 1, 1, 1, 1], [1, 1, -1, -1, -1]],
 *   3,
 * );
 * const { totalObservableTime, tauMax } = kernelStructure(model, "symmetric");
 * assert.equal(totalObservableTime.toFixed(3), "1409.418");
 * assert.equal(tauMax.toFixed(3), "112.479");
 * ```
 */
export function kernelStructure(
  model: EnergyModel,
  kernel: KernelName,
  { unit = "sweep", law = boltzmannLaw(model) }: { readonly unit?: TimeUnit; readonly law?: BoltzmannLaw } = {},
): KernelStructure {
  const orbits = observableOrbits(model, kernel);
  const spinsOf = orbits.representatives.map((a) => observableSpins(model, a));
  const parities = spinsOf.map((spins) => productParity(model, spins));
  const count = spinsOf.length;
  const variances = new Float64Array(count), tau = new Float64Array(count);
  const slow: { parity: Parity; gap: number; members: readonly number[]; overlaps: Solved["overlaps"] }[] = [];

  for (const sector of sectors(model, law)) {
    const members = parities.flatMap((parity, o) => parity === sector.parity ? [o] : []);
    const functions = members.map((o) => {
      const f = centredProduct(spinsOf[o]!, sector);
      const variance = inner(sector.weights, f, f);
      variances[o] = variance < NO_VARIANCE ? 0 : variance;
      return f;
    });
    const solved = !isSingleSite(kernel) && hasTwoBlockShortcut(model, sector)
      ? solveTwoBlock(twoBlockModes(model, law, sector), kernel, members.map((o) => spinsOf[o]!), members, variances)
      : solveGeneral(new TransitionOperator(model, kernel, sector), functions, unit);
    members.forEach((o, k) => tau[o] = variances[o]! > 0 ? solved.sums[k]! / variances[o]! - 0.5 : NaN);
    const { gap, overlaps } = solved;
    if (gap !== null) slow.push({ parity: sector.parity, gap, members, overlaps });
  }

  const gap = Math.min(...slow.map((entry) => entry.gap));
  const tied = slow.filter((entry) => isSameGap(entry.gap, gap));
  const slowestOverlaps = new Float64Array(count);
  for (const { members, overlaps } of tied) {
    const values = overlaps();
    members.forEach((o, k) => slowestOverlaps[o] = values[k]!);
  }
  return {
    kernel,
    unit: isSingleSite(kernel) ? unit : "sweep",
    means: observableMeans(model, law),
    orbits,
    variances,
    tau,
    ...summarise(orbits, variances, tau),
    gap: slow.length === 0 ? 1 : gap,
    slowestModeParity: tied.length === 1 ? tied[0]!.parity : "none",
    slowestOverlaps,
  };
}

/**
 * τ of any function of the states, in the unit asked for; f is given on the stored states of one sector and need not be centred.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * import { boltzmannLaw } from "./law.ts";
 * import { sectors } from "./sector.ts";
 * // At beta = 0 a random-scan step leaves a spin alone with probability 1 − 1/N, so that τ of one spin is N − ½ steps.
 * const model = curieWeiss(4, 0);
 * const odd = sectors(model, boltzmannLaw(model))[1]!;
 * const spin = Float64Array.from({ length: odd.size }, (_, s) => (s & 1) === 0 ? 1 : -1);
 * const { tau, variance } = autocorrelationTime(model, "single-site", odd, spin, "step");
 * assert.ok(Math.abs(tau - 3.5) < 1e-12 && Math.abs(variance - 1) < 1e-12);
 * ```
 */
export function autocorrelationTime(
  model: EnergyModel,
  kernel: KernelName,
  sector: Sector,
  f: Float64Array,
  unit: TimeUnit = "sweep",
): { readonly tau: number; readonly variance: number; readonly mean: number } {
  const centred = f.slice();
  const mean = centre(centred, sector);
  const variance = inner(sector.weights, centred, centred);
  const operator = new TransitionOperator(model, kernel, sector);
  const { sums } = solveSums(operator, [centred], unit);
  return { tau: variance > 0 ? sums[0]! / variance - 0.5 : NaN, variance, mean };
}

interface Solved {
  /** Σ_{t≥0} of each autocovariance. */
  readonly sums: ArrayLike<number>;
  readonly gap: number | null;
  /** Of each function with the eigenspace of the slowest mode; the sector whose gap is not the smallest is never asked. */
  readonly overlaps: () => ArrayLike<number>;
}

function solveSums(
  operator: TransitionOperator,
  functions: readonly Float64Array[],
  unit: TimeUnit,
): { sums: number[] } {
  const { weights } = operator.sector;
  if (!operator.reversible) return { sums: functions.map((f) => resolventMoment(operator, f)) };
  const solver = createLaplacianSolver(operator);
  const u = new Float64Array(operator.sector.size);
  return {
    sums: functions.map((f) => {
      solver.solve(f, u);
      const steps = inner(weights, f, u);
      if (unit === "step" || operator.stepsPerSweep === 1) return steps;
      return steps / operator.stepsPerSweep + regularSweepSum(operator, f);
    }),
  };
}

function solveGeneral(operator: TransitionOperator, functions: readonly Float64Array[], unit: TimeUnit): Solved {
  const { sums } = solveSums(operator, functions, unit);
  if (!operator.reversible) {
    const mode = dominantMode(operator);
    if (mode === null) return { sums, gap: null, overlaps: () => [] };
    return { sums, gap: mode.gap, overlaps: () => dominantOverlaps(operator, mode, functions) };
  }
  const mode = slowestMode(operator);
  if (mode === null) return { sums, gap: null, overlaps: () => [] };
  const steps = unit === "step" ? 1 : operator.stepsPerSweep;
  const slow = { gap: sweepGap(mode.gap, steps), overlaps: () => slowestOverlaps(operator, mode, functions) };
  if (operator.kernel !== "metropolis" || steps % 2 === 1) return { sums, ...slow };
  // An even power folds the negative end of the spectrum onto the slow one; an exact −1, also where it is the only mode of a
  // sector, becomes a second eigenvalue 1 and is no gap.
  const fastest = fastestMode(operator);
  const folded = { gap: sweepGap(fastest.gap, steps), overlaps: () => fastestOverlaps(operator, fastest, functions) };
  const ends = [...(mode.gap < 1.5 || slow.gap > 1e-12 ? [slow] : []), ...(folded.gap > 1e-12 ? [folded] : [])];
  if (ends.length === 0) return { sums, gap: null, overlaps: () => [] };
  const gap = Math.min(...ends.map((end) => end.gap));
  return {
    sums,
    gap,
    overlaps() {
      const rows = ends.filter((end) => isSameGap(end.gap, gap)).map((end) => end.overlaps());
      return functions.map((_, k) => rows.reduce((sum, row) => sum + row[k]!, 0));
    },
  };
}

function solveTwoBlock(
  modes: TwoBlockModes,
  kernel: KernelName,
  spins: readonly (readonly number[])[],
  members: readonly number[],
  variances: Float64Array,
): Solved {
  const functions = spins.map((s, k) => ({ spins: s, variance: variances[members[k]!]! }));
  if (modes.dimension === 0) {
    return { sums: functions.map((f) => f.variance), gap: null, overlaps: () => [] };
  }
  if (kernel === "forward" || kernel === "reverse") {
    const later = twoBlockForwardSums(modes, functions);
    const gaps = modes.cosines.map((c) => (1 - c) * (1 + c));
    const gap = gaps[0] ?? 1;
    return {
      sums: functions.map((f, k) => f.variance + later[k]!),
      gap,
      overlaps: () =>
        functions.map((f) => {
          if (gaps.length === 0) return f.variance;
          const { first, second } = modes.project(f.spins);
          // The right eigenfunctions of P_v P_h are functions of h, those of P_h P_v of v.
          const side = kernel === "forward" ? second : first;
          return side.reduce((sum, value, k) => isSameGap(gaps[k]!, gap) ? sum + value * value : sum, 0);
        }),
    };
  }
  const { lines, weights } = twoBlockResolution(modes, kernel as "symmetric" | "palindromic", functions);
  return {
    sums: weights.map((row) => row.reduce((sum, weight, k) => weight === 0 ? sum : sum + weight / lines[k]!.gap, 0)),
    gap: lines[0]!.gap,
    overlaps: () => weights.map((row) => row[0]!),
  };
}

function summarise(orbits: ObservableOrbits, variances: Float64Array, tau: Float64Array): {
  zeroVarianceCount: number;
  totalObservableTime: number;
  tauMax: number;
  tauMean: number;
} {
  let zeroVarianceCount = 0, totalObservableTime = 0, tauMax = -Infinity, sum = 0, kept = 0;
  orbits.multiplicities.forEach((multiplicity, o) => {
    if (!(variances[o]! > 0)) {
      zeroVarianceCount += multiplicity;
      return;
    }
    totalObservableTime += multiplicity * tau[o]! * variances[o]!;
    tauMax = Math.max(tauMax, tau[o]!);
    sum += multiplicity * tau[o]!;
    kept += multiplicity;
  });
  return { zeroVarianceCount, totalObservableTime, tauMax: kept > 0 ? tauMax : NaN, tauMean: sum / kept };
}

/**
 * Spreads one value per orbit over the observables.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * const model = curieWeiss(3, 1);
 * const { orbits, tau } = kernelStructure(model, "single-site");
 * assert.deepEqual(perObservable(model, orbits, tau), new Float64Array(3).fill(tau[0]!));
 * ```
 */
export function perObservable(model: EnergyModel, orbits: ObservableOrbits, values: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: observableCount(model) }, (_, a) => values[orbits.orbitOf[a]!]!);
}
