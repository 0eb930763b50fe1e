import { ConvergenceError } from "../../errors.ts";
import { inner } from "../inner_product.ts";
import { lanczosProcess, type Ritz } from "../lanczos_process.ts";
import type { Sector } from "../sector.ts";
import type { ConditionalMeans } from "./conditional_means.ts";
import type { LargestCosine } from "./largest_cosine.ts";
import type { ExactProgress } from "./progress.ts";

/** The scans of two blocks. */
export type ScanName = "forward" | "reverse" | "symmetric" | "palindromic";

/** κ/(distance of x to a pole outside of the spectrum): `pole` 1 is κ/(1 − x), −1 is κ/(1 + x), −2 is κ/(2 + x). */
interface Pole {
  readonly pole: 1 | -1 | -2;
  readonly factor: number;
}

/** Σ_{t≥1} of a scan's autocovariance as a function of the eigenvalues ±c of the exchange of the blocks. */
const GENERATING: Readonly<Record<ScanName, { readonly poles: readonly Pole[]; readonly constant: number }>> = {
  // ½ x/(1 − x²)
  forward: { poles: [{ pole: 1, factor: 0.25 }, { pole: -1, factor: -0.25 }], constant: 0 },
  reverse: { poles: [{ pole: 1, factor: 0.25 }, { pole: -1, factor: -0.25 }], constant: 0 },
  // x/((1 − x)(2 + x)), from the eigenvalues ½x(1 + x)
  symmetric: { poles: [{ pole: 1, factor: 1 / 3 }, { pole: -2, factor: -2 / 3 }], constant: 0 },
  // x²/(1 − x²)
  palindromic: { poles: [{ pole: 1, factor: 0.5 }, { pole: -1, factor: 0.5 }], constant: -1 },
};

const MAXIMUM_STEPS = 600;
/** Relative to the variance and the sum together. */
const TOLERANCE = 1e-10;
/** Relative error of the sum that rounding leaves, and that of the eigenvalues, which a small gap magnifies. */
const ROUNDING = 1e-13, EIGENVALUE_ROUNDING = 2e-14;
/** Share of the variance below which the conditional means of a function are rounding. */
const NOTHING = 1e-26;

/**
 * Σ_{t≥1} of the autocovariance of one function f under a scan of two blocks. H (x, y) = (E[y | first], E[x | second]) has the
 * eigenvalues ±c on the planes of the two blocks, and with s = (E[f | first], E[f | second]), for the palindrome (0, E[f | second]),
 * the sum is ⟨s, g(H) s⟩ for a rational g: a Gauss rule by Lanczos. For each pole z the rule errs by ⟨r, (z − H)⁻¹ r⟩, r the
 * residual of the Lanczos solve of (z − H)u = s; the largest cosine bounds that (Golub and Meurant 2010).
 *
 * @throws {ConvergenceError} when the rule does not settle
 */
export function laterSum(
  first: ConditionalMeans,
  second: ConditionalMeans,
  means: { readonly first: Float64Array; readonly second: Float64Array },
  { scan, cosine, variance, progress }: {
    readonly scan: ScanName;
    readonly cosine: LargestCosine;
    readonly variance: number;
    readonly progress: ExactProgress;
  },
): { readonly sum: number; readonly error: number; readonly steps: number } {
  const sector = bothBlocks(first.sector, second.sector), split = first.sector.size;
  const start = new Float64Array(sector.size);
  if (scan !== "palindromic") start.set(means.first);
  start.set(means.second, split);
  let half = 0;
  for (let s = 0; s < start.length; s++) half += sector.weights[s]! * start[s]! ** 2;
  // The weights of the joint space are halves.
  const mass = 2 * half;
  if (!(mass > NOTHING * variance)) return { sum: 0, error: ROUNDING * variance, steps: 0 };
  const norm = Math.sqrt(half);
  for (let s = 0; s < start.length; s++) start[s]! /= norm;
  const { poles, constant } = GENERATING[scan];
  // 1 − c without the rounding of a root near 1.
  const gap = (1 - cosine.square - cosine.error) / (1 + Math.sqrt(cosine.square));
  if (!(gap > 0)) {
    throw new ConvergenceError(`Cannot compute τ: the gap of the two blocks is lost in rounding; lower beta`);
  }
  const read = (ritz: Ritz): { sum: number; error: number } => {
    let sum = constant * mass, error = 0;
    for (const { pole, factor } of poles) {
      const { value, residual } = resolvent(ritz, pole);
      sum += factor * mass * value;
      error += Math.abs(factor) * mass * residual ** 2 / (pole === -2 ? 1 + gap : gap);
    }
    return { sum, error: ritz.complete ? 0 : error };
  };
  const enough = ({ sum, error }: { sum: number; error: number }): boolean =>
    error <= TOLERANCE * (variance + Math.abs(sum));
  let steps = 0;
  const { ritz } = lanczosProcess({
    sector,
    start,
    without: constants(sector, split, first.sector.parity),
    apply(x, out) {
      first.apply(x.subarray(split), out.subarray(0, split));
      second.apply(x.subarray(0, split), out.subarray(split));
      // The exchange shrinks a function of unit norm; what is left of one that it wipes out is rounding.
      if (inner(sector.weights, out, out) < EIGENVALUE_ROUNDING ** 2) out.fill(0);
      progress(`sum for τ, step ${++steps}`, null);
    },
    maximumSteps: MAXIMUM_STEPS,
    settled: (state) => state.steps >= 4 && enough(read(state)),
  });
  const found = read(ritz);
  if (!enough(found) && found.error > 1e-6 * (variance + Math.abs(found.sum))) {
    throw new ConvergenceError(
      `Cannot compute τ: the sum is uncertain by ${found.error} after ${ritz.steps} steps; lower beta`,
    );
  }
  const rounding = (ROUNDING + EIGENVALUE_ROUNDING / gap) * (variance + Math.abs(found.sum));
  return { sum: found.sum, error: found.error + rounding, steps: ritz.steps };
}

/** ⟨e₁, 1/(distance of T to the pole) e₁⟩, and the norm of the residual of that solve in the whole space. */
function resolvent(ritz: Ritz, pole: 1 | -1 | -2): { value: number; residual: number } {
  let value = 0, tail = 0, largest = 0, coupling = 0;
  ritz.values.forEach((x, k) => {
    const inverse = 1 / (pole === 1 ? 1 - x : -pole + x), last = ritz.vector(k)[ritz.steps - 1]!;
    value += ritz.heads[k]! ** 2 * inverse;
    tail += ritz.heads[k]! * last * inverse;
    if (Math.abs(last) > largest) {
      largest = Math.abs(last);
      coupling = ritz.residuals[k]! / largest;
    }
  });
  return { value, residual: Math.abs(coupling * tail) };
}

/** The pairs of a function of the first block and one of the second; "odd" says that no constant is to be taken off. */
function bothBlocks(first: Sector, second: Sector): Sector {
  const size = first.size + second.size, weights = new Float64Array(size), logWeights = new Float64Array(size);
  weights.set(first.weights);
  weights.set(second.weights, first.size);
  logWeights.set(first.logWeights);
  logWeights.set(second.logWeights, first.size);
  for (let s = 0; s < size; s++) {
    weights[s]! /= 2;
    logWeights[s]! -= Math.LN2;
  }
  return { parity: "odd", bits: Math.log2(size), size, weights, logWeights };
}

/** The constants of either block, whose eigenvalues ±1 belong to no mode. */
function constants(sector: Sector, split: number, parity: Sector["parity"]): readonly Float64Array[] {
  if (parity === "odd") return [];
  return [
    new Float64Array(sector.size).fill(Math.SQRT2, 0, split),
    new Float64Array(sector.size).fill(Math.SQRT2, split),
  ];
}
