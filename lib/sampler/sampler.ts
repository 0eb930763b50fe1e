/** Many chains at one moment. */
export interface SamplerState {
  /** The spins ±1, chain by chain: spin i of chain c is `spins[c·N + i]`. */
  readonly spins: Int8Array;
  readonly chains: number;
  /** Sweeps completed. */
  readonly sweep: number;
  /** Single-site steps done in the present sweep, 0 … N − 1; always 0 for the block scans. */
  readonly site: number;
}

/** Where chains begin: every spin ±1 with probability ½, or the given spins, N for all chains alike or N for each. */
export type Start = "uniform" | ArrayLike<number>;

/** Two functions without hidden state: the loop and the states belong to the caller. */
export interface Sampler {
  /** The state of `chains` chains before the first sweep. */
  readonly init: (chains: number, start?: Start) => SamplerState;
  /** The state one sweep later; the given state stays as it is. */
  readonly step: (state: SamplerState) => SamplerState;
}
