import { ConvergenceError } from "../errors.ts";
import { createLaplacianSolver } from "./conjugate_gradients.ts";
import { addScaled, inner } from "./inner_product.ts";
import { lanczosProcess } from "./lanczos_process.ts";
import type { LanczosRun, Ritz } from "./lanczos_process.ts";
import { normalise, randomStart } from "./random_start.ts";
import type { TransitionOperator } from "./transition_operator.ts";

/** A slow mode of a reversible operator in one sector, the constant function left out. */
export interface SlowMode {
  /** 1 − σ for one application. */
  readonly gap: number;
  /** The eigenfunction, of unit π norm. */
  readonly vector: Float64Array;
}

const MAXIMUM_STEPS = 80;

/**
 * The slowest mode of one sector. Null when it holds nothing but constants.
 *
 * @throws {ConvergenceError} when the mode does not settle
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * import { boltzmannLaw } from "./law.ts";
 * import { sectors } from "./sector.ts";
 * import { TransitionOperator } from "./transition_operator.ts";
 * const model = curieWeiss(6, 2);
 * const odd = sectors(model, boltzmannLaw(model))[1]!;
 * const mode = slowestMode(new TransitionOperator(model, "single-site", odd))!;
 * // The magnetisation reverses slowly: it is the slowest thing that this chain does.
 * assert.ok(mode.gap < 0.02);
 * ```
 */
export function slowestMode(operator: TransitionOperator): SlowMode | null {
  return slowModes(operator, { below: Infinity, count: 1 })[0] ?? null;
}

/**
 * The slowest modes in order, up to a gap and a count, each found from a random start orthogonal to those before it, so that
 * degenerate ones are all counted. Lanczos runs on the inverse of I − P (each product a solve by preconditioned conjugate
 * gradients), which separates slow modes however small their gaps are.
 *
 * @throws {ConvergenceError} when a mode does not settle
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * import { boltzmannLaw } from "./law.ts";
 * import { sectors } from "./sector.ts";
 * import { TransitionOperator } from "./transition_operator.ts";
 * // Four free spins: every one of them is a mode of gap 1/4 among the odd functions.
 * const model = curieWeiss(4, 0);
 * const odd = sectors(model, boltzmannLaw(model))[1]!;
 * const modes = slowModes(new TransitionOperator(model, "single-site", odd), { below: 0.3, count: 10 });
 * assert.deepEqual(modes.map(({ gap }) => gap.toFixed(9)), Array(4).fill("0.250000000"));
 * ```
 */
export function slowModes(
  operator: TransitionOperator,
  { below, count, known = [] }: {
    readonly below: number;
    readonly count: number;
    /** The slowest modes where they have been found already. */
    readonly known?: readonly SlowMode[];
  },
): SlowMode[] {
  const { sector } = operator;
  const dimension = sector.parity === "odd" ? sector.size : sector.size - 1;
  const solver = createLaplacianSolver(operator, { tolerance: 1e-12 });
  const modes: SlowMode[] = [...known];
  while (modes.length < Math.min(count, dimension)) {
    const mode = nextMode(operator, modes.map((found) => found.vector), (x, out) => void solver.solve(x, out));
    if (mode.gap > below) break;
    modes.push(mode);
  }
  return modes;
}

/** The fastest mode of one sector: the most negative eigenvalue. */
export function fastestMode(operator: TransitionOperator, without: readonly SlowMode[] = []): SlowMode {
  return topMode(operator, without.map((found) => found.vector), {
    apply: (x, out) => operator.applyLaplacian(x, out),
    maximumSteps: 200,
    settled: (ritz) => ritz.steps >= 8 && ritz.residuals[largest(ritz)]! <= 1e-11,
  });
}

function nextMode(
  operator: TransitionOperator,
  without: readonly Float64Array[],
  applyInverse: (x: Float64Array, out: Float64Array) => void,
): SlowMode {
  const settled = (ritz: Ritz): boolean => ritz.residuals[largest(ritz)]! <= 1e-11 * ritz.values[largest(ritz)]!;
  const { ritz, ...mode } = topMode(operator, without, { apply: applyInverse, maximumSteps: MAXIMUM_STEPS, settled });
  if (!ritz.complete && ritz.steps === MAXIMUM_STEPS && !settled(ritz)) {
    throw new ConvergenceError(
      `Cannot separate a slow mode: the residual is ${
        ritz.residuals[largest(ritz)]
      } after ${MAXIMUM_STEPS} steps; change beta slightly`,
    );
  }
  return mode;
}

/** The top mode of a function of the operator, as a mode of the operator. */
function topMode(
  operator: TransitionOperator,
  without: readonly Float64Array[],
  run: Pick<LanczosRun, "apply" | "maximumSteps" | "settled">,
): SlowMode & { readonly ritz: Ritz } {
  const { sector } = operator;
  const { ritz, basis } = lanczosProcess({ sector, start: randomStart(sector, without), without, ...run });
  const vector = new Float64Array(sector.size);
  ritz.vector(largest(ritz)).forEach((factor, k) => addScaled(vector, factor, basis[k]!));
  normalise(sector, vector);
  // The Rayleigh quotient is of second order in the error of the mode, and the generator form keeps small gaps precise.
  const image = new Float64Array(sector.size);
  operator.applyLaplacian(vector, image);
  return { gap: Math.max(0, inner(sector.weights, vector, image)), vector, ritz };
}

function largest(ritz: Ritz): number {
  let best = 0;
  ritz.values.forEach((value, k) => {
    if (value > ritz.values[best]!) best = k;
  });
  return best;
}
