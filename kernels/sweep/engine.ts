/** A cell of the grid that is to be made. */
export interface MissingCell {
  /** Its id. */
  readonly cell: string;
  /** The file in which it lies once it is complete. */
  readonly file: string;
}

/** What an engine is to make. */
export interface SweepRound {
  readonly cells: readonly MissingCell[];
  /** The store of complete cells. */
  readonly store: string;
  /** An empty folder for lists, reports and logs. */
  readonly passes: string;
  /** Aborts when no more is to be made. */
  readonly signal: AbortSignal;
  /** Takes a few words on who is working. */
  readonly onState: (text: string) => void;
}

/** What came of a round. */
export interface RoundOutcome {
  /** Where those who worked have written what became of each cell. */
  readonly reports: readonly string[];
  /** What went wrong outside of cells, one text each. */
  readonly failures: readonly string[];
}

/** Makes cells in several processes, and returns when all of these have ended. Complete cells stay whatever happens. */
export type SweepEngine = (round: SweepRound) => Promise<RoundOutcome>;
