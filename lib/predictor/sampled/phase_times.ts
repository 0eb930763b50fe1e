import { GradientAutocorrelation } from "../../diagnostics/gradient_autocorrelation.ts";
import { summarizeTimes, type TimeSummary } from "../../diagnostics/observable_times.ts";
import { StreamingAutocorrelation } from "../../diagnostics/streaming_autocorrelation.ts";
import { ADMISSIBLE_TIMES, CENSORED_SHARE, type TauReading } from "../../diagnostics/tau_reading.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { checkInteger } from "../../random/check.ts";
import { chainEnergies } from "../../sampler/observers/chain_energies.ts";
import type { SampleBatch } from "../../sampler/schedule/observer.ts";
import { type PhaseOptions, phaseSampler, phaseStartOf } from "./phase_options.ts";

/** How many of the observables that vary a flag applies to. */
export interface FlagCount {
  readonly count: number;
  /** Of the observables that vary; NaN when none does. */
  readonly share: number;
}

/** The times of all observables of a phase, with what each is worth. */
export interface PhaseTimes extends Omit<TimeSummary, "censoredCount"> {
  /** τ_a in sweeps, half-Sokal. */
  readonly taus: Float64Array;
  /** Var_a, 0 where an observable never changed. */
  readonly variances: Float64Array;
  /** S_a = 2·τ_a·Var_a. */
  readonly asymptoticVariances: Float64Array;
  /** τ_a is only a lower bound: above 0.12·L, beyond the longest lag, or frozen. */
  readonly censored: FlagCount;
  /** Differs between chains and keeps its value in every half of a chain: R̂ is infinite. The estimator shows τ = ½ or L/6 then. */
  readonly frozen: FlagCount;
  /** L ≥ 50·τ_a and not censored. */
  readonly admissible: FlagCount;
  /** 1 where τ_a is only a lower bound. */
  readonly lowerBounds: Uint8Array;
  /** Split R̂ of every observable over the starts: NaN where it never changes, and for one chain. */
  readonly rHats: Float64Array;
  /** Largest split R̂; NaN for one chain. */
  readonly rHatMax: number;
  /** What the estimator shows at most of a series that switches once: L/6. */
  readonly ceiling: number;
}

/**
 * Reads the times of all observables off a streamed correlator, with censoring and admissibility counted over the observables that vary.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { GradientAutocorrelation, ising } from "thermolab";
 * const model = ising({ n: 2, edges: [[0, 1]], weights: [1], biases: [0, 0], beta: 1 });
 * const gradient = new GradientAutocorrelation(model, { chains: 1, levels: 3 });
 * // Spin 0 flips every sweep, spin 1 once in 400 sweeps: that one's time is a lower bound.
 * for (let t = 0; t < 400; t++) gradient.push(Uint32Array.of(t & 1, t < 200 ? 1 : 0));
 * const times = readTimes(gradient);
 * assert.deepEqual([times.censored, times.admissible.count], [{ count: 1, share: 1 / 3 }, 2]);
 * assert.deepEqual([...times.lowerBounds], [0, 0, 1]);
 * ```
 */
export function readTimes(gradient: GradientAutocorrelation): PhaseTimes {
  const { taus, variances, censored: flags } = gradient.times(), { length } = gradient;
  const { censoredCount: _count, ...summary } = summarizeTimes(taus, variances, length);
  const rHats = gradient.chains < 2 || length < 4 ? null : gradient.rHats();
  const lowerBounds = new Uint8Array(taus.length);
  let censored = 0, frozen = 0, admissible = 0;
  for (let a = 0; a < taus.length; a++) {
    if (variances[a] === 0) continue;
    const isFrozen = rHats?.values[a] === Infinity;
    if (isFrozen) frozen++;
    if (isFrozen || flags[a] === 1 || taus[a]! > CENSORED_SHARE * length) {
      lowerBounds[a] = 1;
      censored++;
    } else if (length >= ADMISSIBLE_TIMES * taus[a]!) admissible++;
  }
  const varying = summary.observables - summary.zeroVarianceCount;
  const counted = (count: number): FlagCount => ({ count, share: count / varying });
  return {
    ...summary,
    taus,
    variances,
    asymptoticVariances: taus.map((tau, a) => 2 * tau * variances[a]!),
    censored: counted(censored),
    frozen: counted(frozen),
    admissible: counted(admissible),
    lowerBounds,
    rHats: rHats?.values ?? new Float64Array(taus.length).fill(NaN),
    rHatMax: rHats?.max ?? NaN,
    ceiling: length / 6,
  };
}

/**
 * Runs the chains of a phase over a window of L sweeps and reads all times: T_O, τ_max, mean τ_f, S_a, R̂ over the starts, and τ_m of the
 * magnetisation. Memory does not depend on L (25,200 observables × 32 chains: 0.5 GB).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * const options = { scan: "forward", seed: 7, chains: 32, burnIn: 20, window: 4000 } as const;
 * const { tauMax, magnetization } = await phaseTimes(curieWeiss(3, 1), options);
 * assert.ok(tauMax > 0.5 && tauMax < magnetization.tau);
 * ```
 */
export async function phaseTimes(
  model: EnergyModel,
  options: PhaseOptions & { readonly window: number },
): Promise<PhaseTimes & { readonly magnetization: TauReading }> {
  const action = "Cannot take the times of a phase", { chains, burnIn, progress, signal } = options;
  checkInteger(burnIn, "burnIn", action, 0, 2 ** 32);
  const samples = checkInteger(options.window, "window", action, 4, 2 ** 32);
  const sampler = await phaseSampler(model, options);
  try {
    const gradient = new GradientAutocorrelation(model, { chains });
    const total = new StreamingAutocorrelation({ observables: 1, chains });
    await sampler.run(sampler.init(chains, phaseStartOf(options)), { burnIn, samples }, {
      observers: [
        { observe: ({ words }: SampleBatch) => gradient.push(words) },
        chainEnergies(unitField(model), (values) => total.push(values)),
      ],
      ...(progress === undefined ? {} : { progress }),
      ...(signal === undefined ? {} : { signal }),
    });
    signal?.throwIfAborted();
    return { ...readTimes(gradient), magnetization: total.reading(0, { short: "allow" }) };
  } finally {
    await sampler.close();
  }
}

/** The model whose energy is minus the magnetisation. */
function unitField({ graph: { vertexCount }, beta, blocks }: EnergyModel): EnergyModel {
  const none = new Uint32Array(0);
  return {
    kind: "ising",
    graph: { vertexCount, from: none, to: none },
    couplings: new Float64Array(0),
    biases: new Float64Array(vertexCount).fill(1),
    beta,
    blocks,
    visibleCount: null,
  };
}
