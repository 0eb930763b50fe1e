import * as reference from "./sign_batch_kernel.ts";
import {
  BATCH_SWEEPS,
  batchBytes,
  type BatchSize,
  batchViews,
  chainGroups,
  type SignBatchViews,
} from "./sign_batch_layout.ts";
import { instantiateSignBatch, SCRATCH_BYTES } from "./wasm/sign_batch.ts";

/** Where signs are counted: WASM SIMD, or the plain TypeScript that it is tested against. */
export type SignEngine = "wasm" | "reference";

/** A batch and the functions on it. Counting changes nothing that counting again would not write the same. */
export interface SignBatch {
  readonly views: SignBatchViews;
  /** Counts the first `sweeps` sweeps of the batch; the words after them are zero. */
  count(sweeps: number): void;
  /** Makes a full and counted batch the past. */
  advance(): void;
}

/** An empty batch of the given observables. */
export function createSignBatch(size: BatchSize, pairs: Int32Array, engine: SignEngine): SignBatch {
  const batch = engine === "wasm" ? wasmBatch(size) : referenceBatch(size);
  batch.views.pairs.set(pairs);
  return batch;
}

function referenceBatch(size: BatchSize): SignBatch {
  const views = batchViews(new ArrayBuffer(totalBytes(size)), 0, size);
  return {
    views,
    count(sweeps) {
      setMasks(views.masks, sweeps);
      reference.transpose(views, size);
      reference.count(views, size, sweeps, 0, size.observables);
    },
    advance: () => reference.advance(views, size),
  };
}

function wasmBatch(size: BatchSize): SignBatch {
  const { exports: wasm, base } = instantiateSignBatch(totalBytes(size) + SCRATCH_BYTES);
  const { spins, chains, observables } = size;
  const views = batchViews(wasm.memory.buffer, base, size), scratch = base + totalBytes(size);
  const { pairs, words, bytes, blocks, sums, spinSums, counts, masks } = views;
  return {
    views,
    count(sweeps) {
      setMasks(masks, sweeps);
      wasm.transpose(words.byteOffset, bytes.byteOffset, spinSums.byteOffset, spins, chains);
      wasm.count(
        0,
        observables,
        pairs.byteOffset,
        words.byteOffset,
        bytes.byteOffset,
        blocks.byteOffset,
        sums.byteOffset,
        counts.byteOffset,
        masks.byteOffset,
        scratch,
        spins,
        chains,
        sweeps,
      );
    },
    advance: () =>
      wasm.advance(
        words.byteOffset,
        chainGroups(chains) * spins,
        bytes.byteOffset,
        spins * chains,
        blocks.byteOffset,
        observables * chains,
      ),
  };
}

function totalBytes(size: BatchSize): number {
  return batchBytes(size).reduce((sum, bytes) => sum + bytes, 0);
}

function setMasks(masks: Uint8Array, sweeps: number): void {
  const eights = BATCH_SWEEPS / 8, blocks = BATCH_SWEEPS / 64;
  masks.fill(0).fill(255, 0, Math.floor(sweeps / 8));
  masks.fill(255, eights, eights + Math.min(blocks, Math.floor(sweeps / 64)));
}
