import type { TimeSummary } from "../../diagnostics/observable_times.ts";
import type { FlagCount } from "./phase_times.ts";

/** The program's own estimator on a rung, beside the streaming one. */
export interface ProgramTimes {
  /** Observables it was computed for: all of them, or the registered ones. */
  readonly observables: number;
  readonly all: boolean;
  readonly tauMax: number;
  readonly tauMean: number;
  /** τ above 0.12·L, of those. */
  readonly censored: FlagCount;
  /** T_O over those observables. */
  readonly totalObservableTime: number;
  /** |T_O,streaming/T_O,program − 1| over those observables. */
  readonly totalTimeDisagreement: number;
  /** |τ_streaming/τ_program − 1| of the observables with L ≥ 50·τ, median and largest; null when there are none. */
  readonly medianDisagreement: number | null;
  readonly worstDisagreement: number | null;
}

/** One rung of a doubling ladder: what was read at a chain length, and what it is worth. */
export interface LadderRung extends Omit<TimeSummary, "censoredCount" | "observables"> {
  /** B: sweeps left out before the rung. */
  readonly warmUp: number;
  /** τ_max for the doubling rule: the program's own where it covers all observables, else the streaming one. */
  readonly tauMax: number;
  readonly estimator: "program" | "streaming";
  /** τ_max by the streaming estimator. */
  readonly streamedTauMax: number;
  readonly program: ProgramTimes | null;
  readonly censored: FlagCount;
  readonly frozen: FlagCount;
  readonly admissible: FlagCount;
  /** What the estimator shows at most of a series that switches once, L/6. */
  readonly ceiling: number;
  /** 0.12·L: a reading above it is only a lower bound. */
  readonly censoredAbove: number;
  /** Largest split R̂ over the starts. */
  readonly rHatMax: number;
  /** Sweep of the chains' clock at which the rung began, before its warm-up. */
  readonly firstSweep: number;
}

/** How far a ladder has come. It resumes the ladder with the same results; `encodeLadderState` writes it. */
export interface LadderState {
  readonly version: 1;
  /** What the ladder was started with: parameters, seed, scan, chains, first length and the like, as a digest. */
  readonly registered: string;
  readonly rungs: readonly LadderRung[];
}
