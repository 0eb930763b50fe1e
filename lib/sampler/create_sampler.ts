import { InputError } from "../errors.ts";
import type { EnergyModel } from "../model/energy_model.ts";
import type { UniformLayout } from "../random/chain_address.ts";
import { checkExtent } from "../random/chain_uniforms.ts";
import { checkInteger } from "../random/check.ts";
import { checkSeed } from "../random/seed.ts";
import { startSpins } from "./backend/reference/start.ts";
import { type BackendChoice, chooseBackend } from "./backend/choose_backend.ts";
import { checkCoin } from "./engine/check_coin.ts";
import { defaultLayout } from "./engine/default_layout.ts";
import type { BackendName, Coin, Engine, UndecidedCount } from "./engine/engine.ts";
import { oneAtATime } from "./engine/one_at_a_time.ts";
import { packedLength, packSpins, unpackSpins } from "./engine/packed_spins.ts";
import { RegisteredWeights } from "./engine/stale_weights.ts";
import { integerWeights } from "./plan/integer_weights.ts";
import { siteOrder } from "./plan/site_order.ts";
import type { SamplerState, Start } from "./sampler.ts";
import { checkScan, type Scan } from "./scan.ts";
import { type RunOptions, runSchedule } from "./schedule/run_schedule.ts";
import { checkSchedule, type Schedule } from "./schedule/schedule.ts";

/** How chains are sampled. */
export interface SamplerOptions {
  /** An integer from 0 to 2^53 − 1. */
  readonly seed: number;
  /** Default "single-site". */
  readonly scan?: Scan;
  /** The coin of the symmetric scan: thrown by every chain (default), or one for all. */
  readonly coin?: Coin;
  /** Spins that keep the values that the state gives them. */
  readonly clamped?: ArrayLike<number>;
  /** Default "auto": the fastest that is there. */
  readonly backend?: BackendChoice;
  /** Worker threads of the WASM backend, default 1. */
  readonly threads?: number;
  /**
   * Which random numbers share a block: those of neighbouring chains, or of neighbouring sites. Default "sites" for fewer than
   * 8 chains and "chains" else, on every backend. Chain c is the same for any number of chains of the same layout.
   */
  readonly layout?: UniformLayout;
}

/** What came of a run. */
export interface RunResult {
  readonly state: SamplerState;
  /** Samples shown to the observers. */
  readonly samples: number;
  /** Wall time on the engine, in seconds, without the observers. */
  readonly seconds: number;
  /** What is left of a run that was stopped: give it to `run` with the state. Null when all is done. */
  readonly remaining: Schedule | null;
}

/** Samples many chains of one model. Close it to free its memory, threads or device. */
export interface ChainSampler {
  readonly model: EnergyModel;
  readonly scan: Scan;
  readonly seed: number;
  readonly backend: BackendName;
  /** Why the backend is not a faster one, or null. */
  readonly backendNote: string | null;
  /** The processor or adapter, in words; null before the first sweep. */
  readonly device: string | null;
  readonly threads: number;
  /** Digest of the parameters that are sampled. */
  readonly weightsDigest: string;
  /** Upper bound of the relative error of every conditional probability, tails included. */
  readonly errorBound: number;
  /** The largest |2·beta·(Σ J·x + h)| of any spin and state. */
  readonly largestField: number;
  /** The state of `chains` chains before the first sweep. */
  readonly init: (chains: number, start?: Start) => SamplerState;
  /** The state `sweeps` (default 1) sweeps later; the given state stays as it is. */
  readonly step: (state: SamplerState, sweeps?: number) => Promise<SamplerState>;
  /** Runs a schedule and shows every kept sample to the observers. */
  readonly run: (state: SamplerState, schedule: Schedule, options?: RunOptions) => Promise<RunResult>;
  /** Takes over the model's present parameters, after training has changed them. */
  readonly refresh: () => Promise<void>;
  /** How many decisions needed more than the first comparison, since the engine was made. */
  readonly undecided: () => Promise<UndecidedCount>;
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * A sampler of a model's law. Decisions are made on integers and random numbers by address, so the same seed gives the same
 * chains, bit for bit, on every backend and for any number of threads; how far the conditional probabilities are from the exact
 * heat bath is bounded by `errorBound`.
 *
 * Sources: heat bath, R. J. Glauber, J. Math. Phys. 4, 294 (1963); block updates as in blocked Gibbs sampling, S. Geman and
 * D. Geman, IEEE PAMI 6, 721 (1984).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../model/curie_weiss.ts";
 * const sampler = await createSampler(curieWeiss(6, 1), { scan: "symmetric", seed: 7 });
 * let minus = 0;
 * const observe = ({ words }: { words: Uint32Array }) => words.forEach((word) => minus += word & 1);
 * const { state } = await sampler.run(sampler.init(16), { burnIn: 10, samples: 100 }, { observers: [{ observe }] });
 * assert.deepEqual([state.sweep, state.spins.length], [110, 96]);
 * assert.ok(minus > 0 && minus < 600);
 * await sampler.close();
 * ```
 */
export async function createSampler(model: EnergyModel, options: SamplerOptions): Promise<ChainSampler> {
  const scan = checkScan(options.scan ?? "single-site"), seed = checkSeed(options.seed);
  const coin = checkCoin(options.coin ?? "chain", "Cannot build a sampler");
  const n = model.graph.vertexCount, sites = siteOrder(model, options.clamped);
  const backend = await chooseBackend(options.backend ?? "auto", options.threads);
  const registered = new RegisteredWeights(model);
  let weights = integerWeights(model, sites);
  let engine: Engine | null = null, held: SamplerState | null = null, chains = 0;

  const exclusively = oneAtATime("Cannot sample: a run of this sampler is going on; await it first");

  // The engine that holds this state's chains.
  const attach = async (state: SamplerState, sweeps: number): Promise<Engine> => {
    registered.check();
    checkState(state, n);
    checkExtent(state.chains, state.sweep + sweeps, 2 * n);
    if (engine === null || chains !== state.chains) {
      await engine?.close();
      engine = null;
      const layout = options.layout ?? defaultLayout(state.chains);
      chains = state.chains;
      engine = await backend.createEngine({ sites, weights, scan, coin, seed, layout, chains });
      held = null;
    }
    if (held !== state) await engine.load(packSpins(state.spins, chains, n));
    held = null;
    return engine;
  };
  const detach = async (engine: Engine, sweep: number): Promise<SamplerState> => {
    const packed = new Uint32Array(packedLength(chains, n));
    await engine.store(packed);
    held = { spins: unpackSpins(packed, chains, n), chains, sweep, site: 0 };
    return held;
  };

  const run = (state: SamplerState, schedule: Schedule, runOptions: RunOptions = {}): Promise<RunResult> =>
    exclusively(async () => {
      const full = checkSchedule(schedule), engine = await attach(state, full.sweeps);
      const weightsAt = (beta: number) => integerWeights(model, sites, beta);
      const task = { engine, chains, spinCount: n, sweep: state.sweep, weightsAt, weights };
      const { sweepsDone, ...done } = await runSchedule(task, full, runOptions);
      return { state: await detach(engine, state.sweep + sweepsDone), ...done };
    });
  const close = async () => {
    await engine?.close();
    engine = held = null;
  };

  return {
    model,
    scan,
    seed,
    backend: backend.name,
    backendNote: backend.note,
    get device() {
      return engine?.device ?? null;
    },
    get threads() {
      return engine?.threads ?? 1;
    },
    get weightsDigest() {
      return registered.digest;
    },
    get errorBound() {
      return weights.errorBound;
    },
    get largestField() {
      return weights.largestField;
    },
    init: (chains, start = "uniform") => {
      checkInteger(chains, "chains", "Cannot start the chains", 1, Math.min(2 ** 20, Math.floor(2 ** 31 / n)));
      return { spins: startSpins(chains, n, seed, start), chains, sweep: 0, site: 0 };
    },
    step: async (state, sweeps = 1) => (await run(state, { burnIn: sweeps, samples: 0 })).state,
    run,
    refresh: () =>
      exclusively(async () => {
        weights = integerWeights(model, sites);
        registered.refresh();
        await engine?.setWeights(weights);
      }),
    undecided: async () => await engine?.undecided() ?? { undecided: 0, updates: 0 },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function checkState(state: SamplerState, spinCount: number): void {
  const action = "Cannot sample from the state";
  checkInteger(state.chains, "chains", action, 1, 2 ** 20);
  if (state.spins.length !== state.chains * spinCount) {
    throw new InputError(
      `${action}: it has ${state.spins.length} spins; give ${state.chains} chains of ${spinCount} spins, made by init()`,
    );
  }
  if (state.site !== 0) {
    throw new InputError(`${action}: it is ${state.site} steps into a sweep; give one at the end of a sweep`);
  }
}
