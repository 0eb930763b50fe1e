import type { Engine } from "../engine/engine.ts";
import { Exchanges, type ExchangeTarget } from "./exchanges.ts";
import type { PackedEnergies } from "./packed_energies.ts";
import { noteJourneys } from "./replica_journeys.ts";
import type { SwapDecisions } from "./swap_decisions.ts";
import type { SwapKernel } from "./swap_kernel.ts";
import type { TemperingRound } from "./tempering_observer.ts";
import type { TemperingState } from "./tempering_state.ts";

/** What rounds are made of. */
export interface LadderTask {
  /** One per rung, at the rung's temperature. */
  readonly engines: readonly Engine[];
  readonly kernel: SwapKernel;
  readonly decisions: SwapDecisions;
  readonly energiesOf: PackedEnergies;
  /** The rise of the inverse temperature from each rung to the next. */
  readonly betaGaps: Float64Array;
  /** Sweeps that make up one L. */
  readonly sweeps: number;
}

/** A run in hand: a state that is changed in place, round by round. */
export interface LadderRun {
  readonly round: TemperingRound;
  /** One round further. */
  readonly advance: () => Promise<void>;
}

/**
 * The number of a sweep of rung `rung` in a round, the `sweep` of all its random numbers: (round·rungs + rung)·sweeps on, `sweeps`
 * in a row. One to one, so no two rungs, rounds or ladders ever share random bits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([[0, 0], [0, 1], [1, 0], [1, 1]].map(([round, rung]) => firstSweep(round!, rung!, 2, 3)), [0, 3, 6, 9]);
 * ```
 */
export function firstSweep(round: number, rung: number, rungs: number, sweeps: number): number {
  return (round * rungs + rung) * sweeps;
}

/** Begins a run on a state of its own. */
export function createLadderRun(task: LadderTask, state: TemperingState): LadderRun {
  const { engines, kernel, decisions, energiesOf, betaGaps, sweeps } = task;
  const { chains, spins } = state, rungs = engines.length, groups = Math.ceil(chains / 32);
  const mutable = state as { -readonly [K in keyof TemperingState]: TemperingState[K] };
  const exchanges = new Exchanges(decisions, betaGaps, chains);
  const moved = new Uint8Array(rungs).fill(1), energies = new Float64Array(rungs * chains);
  const target: ExchangeTarget = { state, energies, moved };
  // Ladders by their coin: bits of `first` are set where exchanges come first, or instead.
  const first = new Uint32Array(groups), last = new Uint32Array(groups), before: Uint32Array[] = [];

  const takeEnergies = () => {
    for (let r = 0; r < rungs; r++) energiesOf(spins[r]!, chains, energies, r * chains);
  };
  const throwCoins = (round: number) => {
    first.fill(0);
    last.fill(0);
    for (let c = 0; c < chains; c++) (decisions.side(c, round) === 1 ? first : last)[c >>> 5]! |= 1 << (c & 31);
  };
  const sweep = async () => {
    await Promise.all(engines.map(async (engine, r) => {
      if (moved[r] === 1) await engine.load(spins[r]!);
      await engine.run(firstSweep(state.round, r, rungs, sweeps), sweeps);
      await engine.store(spins[r]!);
    }));
    moved.fill(0);
  };
  // Sweeps only the ladders of `last`: the others get their spins back.
  const sweepSome = async () => {
    if (last.every((word) => word === 0)) return;
    for (let r = 0; r < rungs; r++) (before[r] ??= new Uint32Array(spins[r]!.length)).set(spins[r]!);
    await sweep();
    if (first.every((word) => word === 0)) return;
    for (let r = 0; r < rungs; r++) {
      const now = spins[r]!, old = before[r]!, n = now.length / groups;
      for (let k = 0; k < now.length; k++) now[k]! ^= (now[k]! ^ old[k]!) & first[Math.floor(k / n)]!;
    }
    moved.fill(1);
  };

  const advance = async () => {
    const { round } = state;
    exchanges.restart();
    switch (kernel) {
      case "primary":
        throwCoins(round);
        exchanges.random(target, round, rungs - 1, first);
        await sweep();
        takeEnergies();
        exchanges.random(target, round, rungs - 1, last);
        break;
      case "convex":
        throwCoins(round);
        await sweepSome();
        takeEnergies();
        exchanges.random(target, round, 1, first);
        break;
      case "non-reversible":
        await sweep();
        takeEnergies();
        exchanges.alternate(target, round);
    }
    mutable.round++;
    noteJourneys(state);
  };
  takeEnergies();
  return {
    advance,
    round: { state, energies, betaGaps, proposed: exchanges.proposed, accepted: exchanges.accepted },
  };
}
