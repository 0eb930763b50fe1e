import { InputError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import type { UniformLayout } from "../../random/chain_address.ts";
import { checkExtent } from "../../random/chain_uniforms.ts";
import { checkInteger } from "../../random/check.ts";
import { checkSeed } from "../../random/seed.ts";
import { type BackendChoice, chooseBackend } from "../backend/choose_backend.ts";
import { startSpins } from "../backend/reference/start.ts";
import { checkCoin } from "../engine/check_coin.ts";
import { defaultLayout } from "../engine/default_layout.ts";
import type { BackendName, Coin, Engine, EngineTask } from "../engine/engine.ts";
import { oneAtATime } from "../engine/one_at_a_time.ts";
import { packSpins } from "../engine/packed_spins.ts";
import { RegisteredWeights } from "../engine/stale_weights.ts";
import { integerWeights } from "../plan/integer_weights.ts";
import { siteOrder } from "../plan/site_order.ts";
import type { Start } from "../sampler.ts";
import { checkScan, type Scan } from "../scan.ts";
import { checkSchedule, type Schedule } from "../schedule/schedule.ts";
import { checkLadder } from "./ladder.ts";
import { createLadderRun } from "./ladder_run.ts";
import { createPackedEnergies } from "./packed_energies.ts";
import { runRounds, type TemperingRunOptions } from "./run_rounds.ts";
import { swapErrorBound } from "./swap_cost.ts";
import { SwapDecisions } from "./swap_decisions.ts";
import { checkSwapKernel, type SwapKernel } from "./swap_kernel.ts";
import { checkTempering, copyTempering, startTempering, type TemperingState } from "./tempering_state.ts";

/** How a model is tempered. */
export interface TemperingOptions {
  /** Multiples of the model's inverse temperature, rising: the hottest rung first, the one that is sampled for last. */
  readonly ladder: ArrayLike<number>;
  /** An integer from 0 to 2^53 − 1. */
  readonly seed: number;
  /** Default "non-reversible". */
  readonly swaps?: SwapKernel;
  /** The scan of the local sweeps, default "symmetric". */
  readonly scan?: Scan;
  /** Local sweeps in every round, default 1. */
  readonly sweeps?: number;
  /** The coins of the symmetric scan and of the exchanges: thrown by every ladder (default), or one for all. */
  readonly coin?: Coin;
  /** Spins that keep the values that the state gives them, the same on all rungs of a ladder. */
  readonly clamped?: ArrayLike<number>;
  /** Default "auto". */
  readonly backend?: BackendChoice;
  /** Default as in `createSampler`, by the number of ladders. */
  readonly layout?: UniformLayout;
  /** Makes the engine of a rung, instead of `backend`. */
  readonly createEngine?: (task: EngineTask) => Engine | Promise<Engine>;
}

/** What came of a run. */
export interface TemperingResult {
  readonly state: TemperingState;
  /** Samples of the coldest rung shown to the observers. */
  readonly samples: number;
  /** What is left of a run that was stopped: give it to `run` with the state. Null when all is done. */
  readonly remaining: Schedule | null;
}

/** Parallel tempering of one model. Close it to free memory, threads or devices. */
export interface Tempering {
  readonly model: EnergyModel;
  readonly swaps: SwapKernel;
  readonly scan: Scan;
  readonly seed: number;
  readonly rungs: number;
  /** Null when `createEngine` was given. */
  readonly backend: BackendName | null;
  /** Why the backend is not a faster one, or null. */
  readonly backendNote: string | null;
  /** Digest of the parameters that are sampled. */
  readonly weightsDigest: string;
  /**
   * Upper bound of the relative error of every decision, exchanges included, on a ladder (default: that of the options): of the smaller
   * conditional probability of a spin, and of the probability of an exchange.
   */
  readonly errorBound: (ladder?: ArrayLike<number>) => number;
  /** The state of `chains` ladders before the first round; `start` gives N spins for all rungs, or N for each, ladder by ladder. */
  readonly init: (chains: number, start?: Start) => TemperingState;
  /** The state `rounds` (default 1) rounds later; the given state stays as it is. */
  readonly step: (state: TemperingState, rounds?: number) => Promise<TemperingState>;
  /** Runs a schedule, counted in rounds; every kept sample of the coldest rung is shown to the observers. */
  readonly run: (state: TemperingState, schedule: Schedule, options?: TemperingRunOptions) => Promise<TemperingResult>;
  /** Takes over the model's present parameters, after training has changed them. */
  readonly refresh: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Parallel tempering: on every rung r of a ladder a chain of the same model at inverse temperature ladder[r]·beta, and exchanges of
 * neighbours that keep the law of all of them. Many independent ladders run side by side; ladder c is chain c of every
 * rung's engine, and one round is one local sweep of every rung and its exchanges (`SWAP_KERNELS`). The ladder belongs to the
 * state, so that `tuneLadder` can change it between runs.
 *
 * Sweeps of rung r in round t draw from the sweep numbers (t·R + r)·sweeps on and exchanges from a purpose of their own: no two rungs share
 * random bits, a ladder of one rung is the plain sampler, and the bits do not depend on the backend, the number of ladders of the
 * same layout, or how a run is cut into pieces.
 *
 * Sources: C. J. Geyer (1991); K. Hukushima and K. Nemoto, J. Phys. Soc. Japan 65, 1604 (1996); non-reversible exchanges: S. Syed,
 * A. Bouchard-Côté, G. Deligiannidis and A. Doucet, J. R. Stat. Soc. B 84, 321 (2022).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * await using tempering = await createTempering(curieWeiss(6, 2), { ladder: [0.2, 0.5, 1], seed: 7, backend: "reference" });
 * const sizes: number[] = [];
 * const { state } = await tempering.run(tempering.init(4), { burnIn: 10, samples: 5, stride: 2 }, {
 *   observers: [{ observe: ({ words }) => sizes.push(words.length) }],
 * });
 * assert.equal(state.round, 20);
 * assert.equal(sizes.reduce((a, b) => a + b), 5 * 6);
 * ```
 */
export async function createTempering(model: EnergyModel, options: TemperingOptions): Promise<Tempering> {
  const ladder = checkLadder(options.ladder), rungs = ladder.length, seed = checkSeed(options.seed);
  const kernel = checkSwapKernel(options.swaps ?? "non-reversible"), scan = checkScan(options.scan ?? "symmetric");
  const coin = checkCoin(options.coin ?? "chain", "Cannot temper");
  const sweeps = checkInteger(options.sweeps ?? 1, "sweeps", "Cannot temper", 1, 2 ** 31);
  const n = model.graph.vertexCount, clamped = options.clamped ?? [], sites = siteOrder(model, clamped);
  const backend = options.createEngine === undefined ? await chooseBackend(options.backend ?? "auto") : null;
  const createEngine = options.createEngine ?? backend!.createEngine;
  const decisions = new SwapDecisions(seed, coin), registered = new RegisteredWeights(model);
  const weightsOn = (rung: number) => integerWeights(model, sites, rung * model.beta);
  let energiesOf = createPackedEnergies(model);
  let engines: Engine[] = [], chains = 0, at: Float64Array | null = null;

  const exclusively = oneAtATime("Cannot temper: a run of this ladder is going on; await it first");
  const dropEngines = async () => {
    const open = engines;
    engines = [];
    at = null;
    await Promise.all(open.map((engine) => engine.close()));
  };
  const errorBound = (asked: ArrayLike<number> = ladder): number => {
    const rungs = checkLadder(asked);
    return rungs.reduce((worst, rung, r) => {
      const gap = r === 0 ? 0 : model.beta * (rung - rungs[r - 1]!);
      return Math.max(worst, weightsOn(rung).errorBound, swapErrorBound(model, gap));
    }, 0);
  };

  // Engines at the temperatures of the state's ladder.
  const attach = async (state: TemperingState, rounds: number): Promise<void> => {
    registered.check();
    checkTempering(state, rungs, n);
    checkClamped(state, clamped);
    checkExtent(state.chains, (state.round + rounds) * rungs * sweeps, 2 * n);
    if (engines.length === 0 || chains !== state.chains) {
      await dropEngines();
      chains = state.chains;
      const layout = options.layout ?? defaultLayout(chains);
      for (const rung of state.ladder) {
        engines.push(await createEngine({ sites, weights: weightsOn(rung), scan, coin, seed, layout, chains }));
      }
    } else if (at === null || state.ladder.some((rung, r) => rung !== at![r])) {
      await Promise.all(engines.map((engine, r) => engine.setWeights(weightsOn(state.ladder[r]!))));
    }
    at = state.ladder.slice();
  };

  const run = (state: TemperingState, schedule: Schedule, runOptions: TemperingRunOptions = {}) =>
    exclusively(async (): Promise<TemperingResult> => {
      const full = checkSchedule(schedule);
      if (full.beta !== null) {
        throw new InputError("Cannot temper: the schedule has a beta; leave it out, the ladder holds the temperatures");
      }
      await attach(state, full.sweeps);
      const own = copyTempering(state);
      const betaGaps = own.ladder.subarray(1).map((rung, r) => model.beta * (rung - own.ladder[r]!));
      const ladderRun = createLadderRun({ engines, kernel, decisions, energiesOf, betaGaps, sweeps }, own);
      const { samples, remaining } = await runRounds(ladderRun, full, n, runOptions);
      return { state: own, samples, remaining };
    });
  const close = () => exclusively(dropEngines);

  return {
    model,
    swaps: kernel,
    scan,
    seed,
    rungs,
    backend: backend?.name ?? null,
    backendNote: backend?.note ?? null,
    get weightsDigest() {
      return registered.digest;
    },
    errorBound,
    init: (chains, start = "uniform") => {
      checkInteger(chains, "chains", "Cannot temper", 1, Math.min(2 ** 20, Math.floor(2 ** 31 / (n * rungs))));
      const all = startSpins(chains * rungs, n, seed, start);
      const spins = Array.from(ladder, (_, r) => {
        const own = new Int8Array(chains * n);
        for (let c = 0; c < chains; c++) {
          own.set(all.subarray((c * rungs + r) * n, (c * rungs + r + 1) * n), c * n);
          // What is clamped belongs to the whole ladder.
          for (const i of Array.from(clamped)) own[c * n + i] = all[((c + 1) * rungs - 1) * n + i]!;
        }
        return packSpins(own, chains, n);
      });
      return startTempering(ladder, chains, spins);
    },
    step: async (state, rounds = 1) => (await run(state, { burnIn: rounds, samples: 0 })).state,
    run,
    refresh: () =>
      exclusively(async () => {
        for (const rung of at ?? ladder) weightsOn(rung);
        registered.refresh();
        energiesOf = createPackedEnergies(model);
        // The next run sets the weights of its own ladder.
        at = null;
        await Promise.resolve();
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function checkClamped({ spins, chains }: TemperingState, clamped: ArrayLike<number>): void {
  const n = spins[0]!.length / Math.ceil(chains / 32), coldest = spins.at(-1)!;
  for (const i of Array.from(clamped)) {
    for (let k = i; k < coldest.length; k += n) {
      const rung = spins.findIndex((words) => words[k] !== coldest[k]);
      if (rung >= 0) {
        throw new InputError(
          `Cannot temper from the state: spin ${i} is clamped and differs between rung ${rung} and the coldest; give it one value on all rungs of a ladder`,
        );
      }
    }
  }
}
