import { SizeError } from "../errors.ts";
import type { EnergyModel } from "../model/energy_model.ts";
import { DENSE_LIMIT, denseResolution } from "./dense_spectrum.ts";
import { inner } from "./inner_product.ts";
import { isReversible, isSingleSite } from "./kernel_name.ts";
import type { KernelName } from "./kernel_name.ts";
import { krylovResolution } from "./krylov_spectrum.ts";
import type { BoltzmannLaw } from "./law.ts";
import type { ObservableOrbits } from "./observable_orbits.ts";
import { centredProduct, observableSpins, productParity } from "./observables.ts";
import { sectors } from "./sector.ts";
import type { Sector } from "./sector.ts";
import { joinResolutions } from "./spectral_lines.ts";
import type { SpectralResolution } from "./spectral_lines.ts";
import { TransitionOperator } from "./transition_operator.ts";
import { hasTwoBlockShortcut, twoBlockModes } from "./two_block.ts";
import { twoBlockResolution } from "./two_block_spectrum.ts";

/** How a resolution is computed: a full diagonalisation, Lanczos quadrature, or the first that suits the size. */
export type SpectrumRoute = "auto" | "dense" | "krylov";

/** Multiply–add operations that Lanczos quadrature may take, about half a minute. */
const KRYLOV_WORK = 4e10;

/** Settings of {@link spectralResolution}. */
export interface ResolutionOptions {
  readonly law: BoltzmannLaw;
  readonly orbits: ObservableOrbits;
  /** Smallest f̂² that makes an eigenspace relevant. */
  readonly relevance: number;
  /** Eigenspaces up to this multiple of the slowest relevant gap are exact. */
  readonly slowRange: number;
  readonly route?: SpectrumRoute;
}

/**
 * The spectrum of a reversible kernel (per application: a step of the single-site kernels, a sweep of a scan) with the
 * weights of every observable orbit, sector by sector; sectors without observables are left out.
 *
 * @throws {SizeError} when the model is too large
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * import { boltzmannLaw } from "./law.ts";
 * import { observableOrbits } from "./observable_orbits.ts";
 * const model = curieWeiss(5, 1), law = boltzmannLaw(model);
 * const orbits = observableOrbits(model, "single-site");
 * const { weights } = spectralResolution(model, "single-site", { law, orbits, relevance: 1e-8, slowRange: 3 });
 * // The weights of an observable add up to its variance.
 * const mean = law.probabilities.reduce((sum, p, s) => sum + p * ((s & 3) === 0 || (s & 3) === 3 ? -1 : 1), 0);
 * assert.ok(Math.abs(weights[0]!.reduce((sum, w) => sum + w, 0) - (1 - mean ** 2)) < 1e-12);
 * ```
 */
export function spectralResolution(
  model: EnergyModel,
  kernel: KernelName,
  options: ResolutionOptions,
): SpectralResolution {
  if (!isReversible(kernel)) {
    throw new SizeError(
      `Cannot resolve the spectrum of the ${kernel} kernel into orthogonal modes: it is not reversible; use symmetric`,
    );
  }
  const spinsOf = options.orbits.representatives.map((a) => observableSpins(model, a));
  const parts = sectors(model, options.law).flatMap((sector) => {
    const members = spinsOf.map((spins) => productParity(model, spins) === sector.parity ? spins : null);
    return members.some((spins) => spins !== null) ? [resolveSector(model, kernel, sector, members, options)] : [];
  });
  return joinResolutions(parts);
}

function resolveSector(
  model: EnergyModel,
  kernel: KernelName,
  sector: Sector,
  members: readonly (readonly number[] | null)[],
  { law, relevance, slowRange, route = "auto" }: ResolutionOptions,
): SpectralResolution {
  const functions = members.map((spins) => spins === null ? null : centredProduct(spins, sector));
  if (route === "auto" && !isSingleSite(kernel) && hasTwoBlockShortcut(model, sector)) {
    return twoBlockResolution(
      twoBlockModes(model, law, sector),
      kernel as "symmetric" | "palindromic",
      members.map((spins, o) =>
        spins === null ? null : { spins, variance: inner(sector.weights, functions[o]!, functions[o]!) }
      ),
    );
  }
  const operator = new TransitionOperator(model, kernel, sector);
  if (route === "dense" || (route === "auto" && sector.size <= DENSE_LIMIT)) {
    return denseResolution(operator, functions);
  }
  const count = functions.filter((f) => f !== null).length;
  if (route === "auto" && count * sector.size * 4 * 150 ** 2 > KRYLOV_WORK) {
    throw new SizeError(
      `Cannot resolve the spectrum over ${sector.size} states for ${count} distinct observables within half a minute; use fewer spins or a model with more symmetry`,
    );
  }
  return krylovResolution(operator, functions, { relevance, slowRange });
}
