import type { BatchSize, SignBatchViews } from "./sign_batch_layout.ts";

/** A batch that is being filled, as the levels see it. */
export interface OpenBatch {
  readonly views: SignBatchViews;
  readonly size: BatchSize;
  /** Minus signs in the full batches, per observable and chain. */
  readonly totals: Uint32Array;
  /** Full batches before this one. */
  batches: number;
  /** Sweeps in this one. */
  open: number;
}
