/** Sweeps that are counted together. */
export const BATCH_SWEEPS = 512;
/** Lags of a level: exact on the first, of blocks on the others. */
export const BATCH_LAGS = 32;
/** How much wider the blocks of each level are than those of the level before it. */
export const BATCH_FACTOR = 8;

/** Words of a spin (32 chains): the last 32 sweeps of the past, then the batch. */
export const WORD_PAST = 32;
export const WORD_ROW = WORD_PAST + BATCH_SWEEPS;
/** Bytes of a spin in one chain, one bit a sweep: the last 256 sweeps of the past, then the batch. */
export const BYTE_PAST = 32;
export const BYTE_ROW = BYTE_PAST + BATCH_SWEEPS / 8;
/** Counts of minus signs in 64 sweeps of an observable in one chain: 32 of the past, then those of the batch. */
export const BLOCK_PAST = 32;
export const BLOCK_ROW = BLOCK_PAST + BATCH_SWEEPS / 64;
/** Results of an observable: lags 0 … 31 of sweeps, of blocks of 8, of blocks of 64. */
export const COUNT_ROW = 3 * BATCH_LAGS;

/** How many spins, chains and observables there are. */
export interface BatchSize {
  /** The last spin is one that never flips: an observable of one spin pairs it with this one. */
  readonly spins: number;
  readonly chains: number;
  readonly observables: number;
}

/** A batch of sweeps of ±1 spins and what is counted in it; −1 is a set bit. */
export interface SignBatchViews {
  /** The two spins of each observable. */
  readonly pairs: Int32Array;
  /** Word t of spin i in group g of 32 chains is `words[(g·spins + i)·WORD_ROW + WORD_PAST + t]`; unused words are zero. */
  readonly words: Uint32Array;
  /** The same bits along time: byte k of spin i in chain c is `bytes[(i·chains + c)·BYTE_ROW + BYTE_PAST + k]`. */
  readonly bytes: Uint8Array;
  /** Minus signs per whole block of 64 sweeps: block k of observable a in chain c is `blocks[(a·chains + c)·BLOCK_ROW + BLOCK_PAST + k]`. */
  readonly blocks: Uint8Array;
  /** Minus signs in the batch, per observable and chain. */
  readonly sums: Uint16Array;
  /** Minus signs in the batch, per spin and chain. */
  readonly spinSums: Uint16Array;
  /** Over chains: unequal pairs at the lags 1 … 31, then Σ k·k′ of the block counts at the lags 4 … 31 of 8 and of 64 sweeps. */
  readonly counts: Int32Array;
  /** 255 for each whole block of 8 sweeps (64 bytes), then of 64 sweeps (8 bytes and 8 more). */
  readonly masks: Uint8Array;
}

/** The number of words that hold one bit of every chain. */
export function chainGroups(chains: number): number {
  return Math.ceil(chains / 32);
}

/** The bytes of each view, in the order of `SignBatchViews`, rounded up to whole vectors. */
export function batchBytes({ spins, chains, observables }: BatchSize): readonly number[] {
  return [
    8 * observables,
    4 * chainGroups(chains) * spins * WORD_ROW,
    spins * chains * BYTE_ROW,
    observables * chains * BLOCK_ROW,
    2 * observables * chains,
    2 * spins * chains,
    4 * observables * COUNT_ROW,
    80,
  ].map((bytes) => Math.ceil(bytes / 16) * 16);
}

/** The views on a buffer, from the address `base` on. */
export function batchViews(buffer: ArrayBufferLike, base: number, size: BatchSize): SignBatchViews {
  const at: number[] = [];
  const sizes = batchBytes(size);
  sizes.reduce((from, bytes, k) => {
    at[k] = from;
    return from + bytes;
  }, base);
  return {
    pairs: new Int32Array(buffer, at[0]!, 2 * size.observables),
    words: new Uint32Array(buffer, at[1]!, sizes[1]! / 4),
    bytes: new Uint8Array(buffer, at[2]!, sizes[2]!),
    blocks: new Uint8Array(buffer, at[3]!, sizes[3]!),
    sums: new Uint16Array(buffer, at[4]!, size.observables * size.chains),
    spinSums: new Uint16Array(buffer, at[5]!, size.spins * size.chains),
    counts: new Int32Array(buffer, at[6]!, size.observables * COUNT_ROW),
    masks: new Uint8Array(buffer, at[7]!, 80),
  };
}
