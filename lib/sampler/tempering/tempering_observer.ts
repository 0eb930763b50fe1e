import type { TemperingState } from "./tempering_state.ts";

/** One round as an observer sees it. The arrays are used again: copy what shall stay. */
export interface TemperingRound {
  /** The state at the end of the round, to be read only. */
  readonly state: TemperingState;
  /** Without beta: rung r of ladder c at r·chains + c. */
  readonly energies: Float64Array;
  /** The rise of the inverse temperature from each rung to the next. */
  readonly betaGaps: Float64Array;
  /** Exchanges proposed and accepted by pair of rungs over all ladders, in this round. */
  readonly proposed: Float64Array;
  readonly accepted: Float64Array;
}

/** Looks at every round of a tempering run after its burn-in. */
export interface TemperingObserver {
  readonly observeRound: (round: TemperingRound) => void;
}
