/** Samples in a row, as an observer gets them. The words are used again: copy what shall stay. */
export interface SampleBatch {
  /** One sample after the other, each as `packSpins` writes it. */
  readonly words: Uint32Array;
  readonly samples: number;
  readonly chains: number;
  readonly spinCount: number;
  /** Sweeps completed at the first of these samples. */
  readonly sweep: number;
  /** Sweeps from sample to sample. */
  readonly stride: number;
}

/** Looks at every kept sample of a run. */
export interface Observer {
  readonly observe: (batch: SampleBatch) => void;
}
