/** Called with the index of every spin that changes, right after it has changed. */
export type OnFlip = (spin: number) => void;

/** Moves the spins of one chain (length N, changed in place) by one single-site step of its sweep. */
export type StepKernel = (spins: Int8Array, chain: number, sweep: number, site: number, onFlip: OnFlip) => void;

/** Moves the spins of one chain (length N, changed in place) by one sweep. */
export type SweepKernel = (spins: Int8Array, chain: number, sweep: number, onFlip: OnFlip) => void;
