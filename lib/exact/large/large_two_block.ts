import { InputError, SizeError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { isFlipSymmetric } from "../../model/symmetry.ts";
import type { Parity } from "../sector.ts";
import { isSameGap } from "../slowest_overlaps.ts";
import { blockSum } from "./block_sum.ts";
import { ConditionalMeans } from "./conditional_means.ts";
import { largestCosine } from "./largest_cosine.ts";
import { laterSum, type ScanName } from "./later_sums.ts";
import { type ObservableName, type ObservedFunction, observedFunction } from "./observed_function.ts";
import type { ExactProgress } from "./progress.ts";

/** Largest number of spins for {@link largeTwoBlock}: 2^32 products for each pass, a fraction of a second. */
export const MAXIMUM_TWO_BLOCK_SPINS = 32;

/** Largest number of spins in one of the blocks: its functions have 2^20 values, and a hundred of them are kept. */
export const MAXIMUM_BLOCK_SPINS = 20;

/** Structure of a two-block scan, exact, per sweep. */
export interface LargeTwoBlock {
  readonly kernel: ScanName;
  /** 1 − σ₂ over all parities. */
  readonly gap: number;
  /** Bound on its error; the rounding of σ₂ is in it, so that gaps below it are not resolved. */
  readonly gapError: number;
  /** Parity of that mode; "none" without flip symmetry or when both parities share it. */
  readonly slowestModeParity: Parity;
  /** One for each observable asked for, in sweeps; τ is NaN for an observable that does not vary. */
  readonly observables: readonly {
    readonly observable: ObservableName;
    readonly mean: number;
    readonly variance: number;
    readonly tau: number;
    readonly tauError: number;
  }[];
}

/**
 * Gap, parity of the slowest mode and τ of single observables of a model with two blocks (an RBM, or a bipartite Ising model)
 * under the scans of its blocks, at sizes whose 2^N states could not be held: a scan acts through the conditional means of
 * either block alone, E[x(h) | v] = Σ_h p(h|v) x(h), whose factorised p(h|v) makes them a matrix product that needs no table
 * of pairs (v, h). The gap is that of the largest cosine between the functions of the two blocks, by Lanczos; τ is a Gauss rule
 * (Golub and Meurant 2010, Matrices, Moments and Quadrature), each with a bound on its error from its residual.
 *
 * @throws {InputError} when the model has not two blocks, or not the observable
 * @throws {SizeError} when it has more than {@link MAXIMUM_TWO_BLOCK_SPINS} spins, or one block more than {@link MAXIMUM_BLOCK_SPINS}
 * @throws {ConvergenceError} when an iteration does not settle, or the gap is lost in rounding
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../model/rbm.ts";
 * // Two coupled spins: the cosine is t = tanh(w), odd, and v·h is forgotten at once.
 * const t = Math.tanh(0.7);
 * const found = largeTwoBlock(rbm({ weights: [[0.7]], beta: 1 }), "forward", { observables: [0, "magnetization"] });
 * assert.ok(Math.abs(found.gap - (1 - t * t)) < 1e-14);
 * assert.equal(found.slowestModeParity, "odd");
 * assert.ok(Math.abs(found.observables[0]!.tau - 0.5) < 1e-12);
 * // The magnetisation (v + h)/2 has the conditional means v(1 + t)/2 and h(1 + t)/2.
 * const later = ((1 + t) / 2) ** 2 * t / (1 - t * t), variance = (1 + t) / 2;
 * assert.ok(Math.abs(found.observables[1]!.tau - (0.5 + later / variance)) < 1e-12);
 * ```
 */
export function largeTwoBlock(
  model: EnergyModel,
  kernel: ScanName,
  { observables = [], progress = () => {} }: {
    readonly observables?: readonly ObservableName[];
    readonly progress?: ExactProgress;
  } = {},
): LargeTwoBlock {
  checkBlocks(model);
  const functions = observables.map((name) => observedFunction(model, name));
  const parities: readonly Parity[] = isFlipSymmetric(model) ? ["odd", "even"] : ["none"];
  const times = new Map<ObservedFunction, LargeTwoBlock["observables"][number]>();
  let rival = -Infinity;
  const slow = parities.map((parity) => {
    const [one, two] = [model.blocks[0]!, model.blocks[1]!];
    const first = new ConditionalMeans(model, one, two, parity), second = new ConditionalMeans(model, two, one, parity);
    const cosine = largestCosine(first, second, { rival, progress });
    rival = cosine.square;
    for (const f of functions) {
      if (f.parity !== parity || times.has(f)) continue;
      const a = first.project(f), b = second.project(f), { weights } = first.sector;
      const mean = parity === "odd" ? 0 : centre(a.means, weights);
      if (parity !== "odd") centre(b.means, second.sector.weights);
      const variance = blockSum(weights.length, (v) => weights[v]! * (a.variances[v]! + a.means[v]! ** 2));
      const sums = { first: a.means, second: b.means };
      const { sum, error } = variance > 0
        ? laterSum(first, second, sums, { scan: kernel, cosine, variance, progress })
        : { sum: NaN, error: 0 };
      const tau = 0.5 + sum / variance, tauError = variance > 0 ? error / variance : 0;
      times.set(f, { observable: f.name, mean, variance, tau, tauError });
    }
    return { parity, ...gapOf(kernel, cosine) };
  });
  const { gap, gapError } = slow.reduce((a, b) => b.gap < a.gap ? b : a);
  const tied = slow.filter((entry) => isSameGap(entry.gap, gap));
  return {
    kernel,
    gap,
    gapError,
    slowestModeParity: tied.length === 1 ? tied[0]!.parity : "none",
    observables: functions.map((f) => times.get(f)!),
  };
}

/** 1 − c², for P_sym 1 − ½c(1 + c). */
function gapOf(
  kernel: ScanName,
  { square, error }: { readonly square: number; readonly error: number },
): { readonly gap: number; readonly gapError: number } {
  if (kernel !== "symmetric") return { gap: 1 - square, gapError: error };
  const c = Math.sqrt(square);
  return { gap: (1 - square) / (1 + c) * (2 + c) / 2, gapError: error };
}

/** Subtracts the mean and returns it. */
function centre(f: Float64Array, weights: Float64Array): number {
  const mean = blockSum(f.length, (s) => weights[s]! * f[s]!);
  for (let s = 0; s < f.length; s++) f[s]! -= mean;
  return mean;
}

function checkBlocks({ blocks, graph }: EnergyModel): void {
  if (blocks.length !== 2) {
    throw new InputError(
      `Cannot sum out a block of the model: it has ${blocks.length} blocks; give a model with two, such as an RBM`,
    );
  }
  const spins = graph.vertexCount, largest = Math.max(...blocks.map((block) => block.length));
  if (spins > MAXIMUM_TWO_BLOCK_SPINS || largest > MAXIMUM_BLOCK_SPINS) {
    throw new SizeError(
      `Cannot sum over a model of ${blocks[0]!.length} + ${
        blocks[1]!.length
      } spins in two blocks: use at most ${MAXIMUM_TWO_BLOCK_SPINS} spins, ${MAXIMUM_BLOCK_SPINS} in a block, or sample instead`,
    );
  }
}
