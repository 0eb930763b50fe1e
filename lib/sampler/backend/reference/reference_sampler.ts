import { InputError } from "../../../errors.ts";
import type { EnergyModel } from "../../../model/energy_model.ts";
import { checkInteger } from "../../../random/check.ts";
import { checkSeed } from "../../../random/seed.ts";
import type { Sampler, SamplerState } from "../../sampler.ts";
import { checkScan, type Scan } from "../../scan.ts";
import { createBlockSweep } from "./block_scan.ts";
import type { StepKernel, SweepKernel } from "./kernel.ts";
import { createSingleSiteStep } from "./single_site.ts";
import { startSpins } from "./start.ts";

/** The plain, slow sampler that the others are measured against. */
export interface ReferenceSampler extends Sampler {
  readonly model: EnergyModel;
  readonly scan: Scan;
  readonly seed: number;
  /** The state one single-site step later; an InputError for the block scans. */
  readonly stepOnce: (state: SamplerState) => SamplerState;
  /** One sweep of one chain, in place. */
  readonly sweepChain: SweepKernel;
  /** One single-site step of one chain, in place; null for the block scans. */
  readonly stepChain: StepKernel | null;
}

/** How a reference sampler goes over the spins. */
export interface ReferenceOptions {
  /** Default "single-site". */
  readonly scan?: Scan;
  /** An integer from 0 to 2^53 − 1. */
  readonly seed: number;
}

/**
 * The reference sampler of a model. All randomness comes from Philox4x32-10 at the address (seed, chain, sweep, site), so
 * the same seed gives the same chains on every machine and chain c does not depend on how many chains there are. An unknown
 * scan and a seed out of range are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../../model/curie_weiss.ts";
 * const sampler = createReferenceSampler(curieWeiss(6, 1), { scan: "symmetric", seed: 7 });
 * let state = sampler.init(3);
 * for (let t = 0; t < 10; t++) state = sampler.step(state);
 * assert.deepEqual([state.sweep, state.spins.length], [10, 18]);
 * ```
 */
export function createReferenceSampler(model: EnergyModel, options: ReferenceOptions): ReferenceSampler {
  const scan = checkScan(options.scan ?? "single-site");
  const seed = checkSeed(options.seed);
  const n = model.graph.vertexCount;
  const stepChain = scan === "single-site" || scan === "metropolis"
    ? createSingleSiteStep(model, scan === "metropolis" ? "metropolis" : "heat-bath", seed)
    : null;
  const sweepChain: SweepKernel = scan === "single-site" || scan === "metropolis"
    ? (spins, chain, sweep, onFlip) => {
      for (let site = 0; site < n; site++) stepChain!(spins, chain, sweep, site, onFlip);
    }
    : createBlockSweep(model, scan, seed);

  const stepOnce = (state: SamplerState): SamplerState => {
    if (stepChain === null) {
      throw new InputError(
        `Cannot take a single-site step: the scan is "${scan}"; use "single-site" or "metropolis", or take whole sweeps`,
      );
    }
    const spins = state.spins.slice();
    for (let c = 0; c < state.chains; c++) {
      stepChain(spins.subarray(c * n, (c + 1) * n), c, state.sweep, state.site, ignoreFlip);
    }
    const wraps = state.site + 1 === n;
    return { spins, chains: state.chains, sweep: state.sweep + (wraps ? 1 : 0), site: wraps ? 0 : state.site + 1 };
  };

  const step = (state: SamplerState): SamplerState => {
    if (state.site !== 0) {
      for (let k = 0; k < n; k++) state = stepOnce(state);
      return state;
    }
    const spins = state.spins.slice();
    for (let c = 0; c < state.chains; c++) {
      sweepChain(spins.subarray(c * n, (c + 1) * n), c, state.sweep, ignoreFlip);
    }
    return { spins, chains: state.chains, sweep: state.sweep + 1, site: 0 };
  };

  return {
    model,
    scan,
    seed,
    init: (chains, start = "uniform") => {
      checkInteger(chains, "chains", "Cannot start the chains", 1, Math.min(2 ** 32, Math.floor(2 ** 31 / n)));
      return { spins: startSpins(chains, n, seed, start), chains, sweep: 0, site: 0 };
    },
    step,
    stepOnce,
    sweepChain,
    stepChain,
  };
}

function ignoreFlip(): void {}
