import { createHash } from "node:crypto";
import { doublingRule, type DoublingStep, nextWarmUp } from "../../diagnostics/doubling.ts";
import { GradientAutocorrelation } from "../../diagnostics/gradient_autocorrelation.ts";
import { CENSORED_SHARE } from "../../diagnostics/tau_reading.ts";
import { InputError } from "../../errors.ts";
import { type EnergyModel, observableCount } from "../../model/energy_model.ts";
import { weightsDigest } from "../../model/weights_digest.ts";
import { checkInteger } from "../../random/check.ts";
import type { ChainSampler } from "../../sampler/create_sampler.ts";
import type { SampleBatch } from "../../sampler/schedule/observer.ts";
import type { LadderRung, LadderState, ProgramTimes } from "./ladder_rung.ts";
import { type PhaseOptions, phaseSampler, phaseStartOf } from "./phase_options.ts";
import { type PhaseTimes, readTimes } from "./phase_times.ts";
import { checkObservables, ProgramEstimator } from "./program_times.ts";

const ACTION = "Cannot climb the doubling ladder";

/** A ladder of doubling chain lengths. */
export interface DoublingLadderOptions extends Omit<PhaseOptions, "burnIn" | "progress"> {
  /** L₀ in sweeps, 4 or more. */
  readonly firstLength: number;
  /** Rungs L₀, 2·L₀, 4·L₀, … */
  readonly rungs: number;
  /** Warm-up of the first rung in sweeps; default 200. That of the next one is round(5·τ_max), and never less than the last. */
  readonly warmUp?: number;
  /** Up to this length the program's own estimator is computed for all observables; default 8000. */
  readonly programUpTo?: number;
  /** Indices of the observables for which it is computed on longer rungs; default none. */
  readonly subset?: ArrayLike<number>;
  /** Up to this length; default 32,000. */
  readonly subsetUpTo?: number;
  /** Whether to stop after the first rung at which τ is resolved and not censored; default false. */
  readonly stopWhenResolved?: boolean;
  /** Where an earlier call stopped. */
  readonly resume?: LadderState;
  /** Called after every batch with the rung's length and the sweeps done of it, warm-up included. */
  readonly progress?: (length: number, sweepsDone: number, sweeps: number) => void;
  /** Called after every rung, with the state to save and the times of all observables. */
  readonly onRung?: (state: LadderState, times: PhaseTimes) => void | Promise<void>;
}

/** What a ladder shows. */
export interface DoublingLadder {
  readonly rungs: readonly LadderRung[];
  /** Each rung from the second on against the one before. */
  readonly steps: readonly DoublingStep[];
  /** The first length at which τ_max is resolved by the program's rule and no time is only a lower bound; null where there is none. */
  readonly resolvedLength: number | null;
  readonly state: LadderState;
  /** Whether all rungs that were asked for were climbed; false after a stop by the signal. */
  readonly completed: boolean;
}

/**
 * Autocorrelation times at doubling chain lengths in memory that does not grow with them: does τ settle, or does it follow the length?
 * Each rung begins at the same dispersed starts with fresh random numbers, leaves out its warm-up and reads all observables with the
 * streaming estimator; where it is affordable the program's own stands beside it. The clamped spins choose the phase.
 *
 * A signal stops it within a rung; finished rungs are kept in `state`, and a later call that is given it as `resume` goes on with the
 * interrupted rung from its beginning and ends with the same numbers as a call without a stop. The state of another ladder is an
 * InputError.
 *
 * Source: the doubling rule of the program's experiments 4 and 6 (Prasanna 2026): τ is resolved when L ≥ 5·τ and the last doubling
 * changed it by less than 15 %. The estimator's ceiling near L/6 makes the first clause always true, so that censored readings never
 * count as resolved here, and neither do readings of observables that differ between the chains and never change within one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * const ladder = await doublingLadder(curieWeiss(3, 1), { scan: "symmetric", seed: 7, chains: 32, firstLength: 500, rungs: 3 });
 * assert.deepEqual(ladder.rungs.map(({ length }) => length), [500, 1000, 2000]);
 * assert.ok(ladder.resolvedLength !== null && ladder.rungs[2]!.program!.all);
 * ```
 */
export async function doublingLadder(model: EnergyModel, options: DoublingLadderOptions): Promise<DoublingLadder> {
  const { firstLength, rungs: count, signal, stopWhenResolved = false } = options;
  checkInteger(options.chains, "chains", ACTION, 1, 2 ** 20);
  checkInteger(firstLength, "firstLength", ACTION, 4, 2 ** 31);
  checkInteger(count, "rungs", ACTION, 1, 31);
  const firstWarmUp = checkInteger(options.warmUp ?? 200, "warmUp", ACTION, 0, 2 ** 31);
  const subset = checkObservables(options.subset ?? [], observableCount(model), ACTION);
  const start = phaseStartOf(options), registered = registration(model, options, start);
  const { resume } = options;
  if (resume !== undefined && (resume.version !== 1 || resume.registered !== registered)) {
    throw new InputError(
      `${ACTION}: the state to resume is of another ladder (${resume.registered}, this one is ${registered}); give the same ` +
        `model and options, or start anew`,
    );
  }
  const rungs: LadderRung[] = [...resume?.rungs ?? []].slice(0, count);
  const resolved = () => readSteps(rungs).resolvedLength !== null;
  const state = (): LadderState => ({ version: 1, registered, rungs: [...rungs] });
  const sampler = await phaseSampler(model, options);
  try {
    while (rungs.length < count && signal?.aborted !== true && !(stopWhenResolved && resolved())) {
      const last = rungs.at(-1);
      const climbed = await climb(model, options, sampler, subset, {
        length: firstLength * 2 ** rungs.length,
        // Where nothing varies there is no time that a warm-up could follow.
        warmUp: last === undefined ? firstWarmUp : nextWarmUp(Number.isNaN(last.tauMax) ? 0 : last.tauMax, last.warmUp),
        firstSweep: last === undefined ? 0 : last.firstSweep + last.warmUp + last.length,
        start,
      });
      if (climbed === null) break;
      rungs.push(climbed.rung);
      await options.onRung?.(state(), climbed.times);
    }
  } finally {
    await sampler.close();
  }
  const completed = rungs.length === count || (stopWhenResolved && resolved());
  return { rungs, ...readSteps(rungs), state: state(), completed };
}

interface RungPlan {
  readonly length: number;
  readonly warmUp: number;
  readonly firstSweep: number;
  readonly start: ReturnType<typeof phaseStartOf>;
}

/** One rung; null when the signal stopped it. */
async function climb(
  model: EnergyModel,
  options: DoublingLadderOptions,
  sampler: ChainSampler,
  subset: Int32Array,
  { length, warmUp, firstSweep, start }: RungPlan,
): Promise<{ readonly rung: LadderRung; readonly times: PhaseTimes } | null> {
  const { chains, signal, progress, programUpTo = 8000, subsetUpTo = 32_000 } = options;
  const gradient = new GradientAutocorrelation(model, { chains });
  const chosen = length <= programUpTo
    ? Int32Array.from({ length: observableCount(model) }, (_, a) => a)
    : length <= subsetUpTo
    ? subset
    : subset.subarray(0, 0);
  const program = chosen.length === 0 ? null : new ProgramEstimator(model, chosen, { chains, capacity: length });
  const observers = [
    { observe: ({ words }: SampleBatch) => gradient.push(words) },
    ...(program === null ? [] : [program]),
  ];
  const from = { ...sampler.init(chains, start), sweep: firstSweep };
  const { remaining } = await sampler.run(from, { burnIn: warmUp, samples: length }, {
    observers,
    ...(progress === undefined ? {} : { progress: (done: number) => progress(length, done, warmUp + length) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (remaining !== null) return null;
  const times = readTimes(gradient);
  const programTimes = program === null ? null : await readProgram(program, times.taus, signal);
  if (programTimes === "stopped") return null;
  const { taus: _t, variances: _v, asymptoticVariances: _s, lowerBounds: _b, rHats: _r, observables: _o, ...summary } =
    times;
  const own = programTimes !== null && programTimes.all;
  const rung: LadderRung = {
    ...summary,
    warmUp,
    tauMax: own ? programTimes.tauMax : times.tauMax,
    estimator: own ? "program" : "streaming",
    streamedTauMax: times.tauMax,
    program: programTimes,
    censoredAbove: CENSORED_SHARE * length,
    firstSweep,
  };
  return { rung, times };
}

/** The doubling rule, in which one time that is only a lower bound makes τ_max one. */
function readSteps(rungs: readonly LadderRung[]): Pick<DoublingLadder, "steps" | "resolvedLength"> {
  const steps = doublingRule(rungs).steps.map((step, k) => ({
    ...step,
    censored: step.censored || rungs[k + 1]!.censored.count > 0,
  }));
  return { steps, resolvedLength: steps.find(({ resolved, censored }) => resolved && !censored)?.length ?? null };
}

async function readProgram(
  program: ProgramEstimator,
  taus: Float64Array,
  signal: AbortSignal | undefined,
): Promise<ProgramTimes | "stopped"> {
  try {
    return await program.read(taus, signal);
  } catch (error) {
    if (signal?.aborted === true) return "stopped";
    throw error;
  }
}

/** Everything that the numbers of a ladder depend on, as a digest; the number of rungs may grow. */
function registration(model: EnergyModel, options: DoublingLadderOptions, start: RungPlan["start"]): string {
  const { seed, scan = "single-site", coin = "chain", chains, firstLength, warmUp = 200, layout = null } = options;
  const { programUpTo = 8000, subsetUpTo = 32_000, subset = [], clamped = [] } = options;
  const lists = [subset, clamped, start === "uniform" ? [] : start].map((list) => Array.from(list));
  const key = [weightsDigest(model), seed, scan, coin, chains, firstLength, warmUp, layout, programUpTo, subsetUpTo];
  const text = JSON.stringify([...key, start === "uniform", ...lists]);
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
