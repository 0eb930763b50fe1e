import { ConvergenceError } from "../../errors.ts";
import { inner } from "../inner_product.ts";
import { lanczosProcess, type Ritz } from "../lanczos_process.ts";
import { randomStart } from "../random_start.ts";
import type { ConditionalMeans } from "./conditional_means.ts";
import type { ExactProgress } from "./progress.ts";

/** Square of the largest cosine between the functions of the two blocks in one sector, constants left out. */
export interface LargestCosine {
  readonly square: number;
  /** Bound on the error of the square. */
  readonly error: number;
  readonly steps: number;
}

const MAXIMUM_STEPS = 500;
/** Error of the square at which a run ends; rounding adds its own. */
const TOLERANCE = 1e-14;
const ROUNDING = 2e-14;
/** How many errors below a rival ends a run: the value is then not the largest, whatever its later digits. */
const CLEARLY = 1000;

/**
 * By Lanczos on E[E[· | larger block] | smaller block], self-adjoint on the functions of the smaller block. The error of a Ritz
 * value is at most its residual, and the residual's square over the distance to the next one. A value clearly below a `rival` is
 * left at that precision.
 *
 * @throws {ConvergenceError} when the value does not settle
 */
export function largestCosine(
  first: ConditionalMeans,
  second: ConditionalMeans,
  { rival = -Infinity, progress }: { readonly rival?: number; readonly progress: ExactProgress },
): LargestCosine {
  const [small, large] = first.sector.size <= second.sector.size ? [first, second] : [second, first];
  const { sector } = small;
  if (sector.parity !== "odd" && sector.size === 1) return { square: 0, error: 0, steps: 0 };
  const between = new Float64Array(large.sector.size);
  let steps = 0;
  const { ritz } = lanczosProcess({
    sector,
    start: randomStart(sector, []),
    apply(x, out) {
      large.apply(x, between);
      small.apply(between, out);
      // The exchange shrinks a function of unit norm; what is left of one that it wipes out is rounding, and no mode.
      if (inner(sector.weights, out, out) < ROUNDING ** 2) out.fill(0);
      progress(`slowest ${sector.parity === "none" ? "" : `${sector.parity} `}mode, step ${++steps}`, null);
    },
    maximumSteps: MAXIMUM_STEPS,
    settled: (state) => {
      if (state.steps < 4) return false;
      const error = valueError(state);
      return error <= TOLERANCE || rival - Math.max(...state.values) > CLEARLY * error;
    },
  });
  const error = ritz.complete ? 0 : valueError(ritz);
  if (!ritz.complete && ritz.steps >= MAXIMUM_STEPS && error > 1e-10) {
    throw new ConvergenceError(
      `Cannot separate the slowest mode of the two blocks: the error is ${error} after ${MAXIMUM_STEPS} steps; change beta slightly`,
    );
  }
  return { square: Math.min(1, Math.max(0, Math.max(...ritz.values))), error: error + ROUNDING, steps: ritz.steps };
}

function valueError({ values, residuals }: Ritz): number {
  const order = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]!);
  const [top, next] = order as [number, number | undefined], residual = residuals[top]!;
  if (next === undefined) return residual;
  // The next Ritz value may itself be off by its residual.
  const distance = values[top]! - values[next]! - residuals[next]!;
  return distance > residual ? Math.min(residual, residual ** 2 / distance) : residual;
}
