import type { UniformLayout } from "../../random/chain_address.ts";
import type { IntegerWeights } from "../plan/integer_weights.ts";
import type { SiteOrder } from "../plan/site_order.ts";
import type { Scan } from "../scan.ts";

/** The names of the backends. */
export const BACKEND_NAMES = ["reference", "wasm", "webgpu"] as const;

/** One of {@link BACKEND_NAMES}. */
export type BackendName = typeof BACKEND_NAMES[number];

/** What the fair coin of the symmetric scan is thrown for: every chain by itself, or all of them together. */
export type Coin = "chain" | "shared";

/** Everything that a chain depends on beside its start: two engines with the same task give the same bits. */
export interface EngineTask {
  readonly sites: SiteOrder;
  readonly weights: IntegerWeights;
  readonly scan: Scan;
  readonly coin: Coin;
  readonly seed: number;
  readonly layout: UniformLayout;
  readonly chains: number;
}

/** How many decisions of a run needed more than the kernel's first, cheap comparison. */
export interface UndecidedCount {
  readonly undecided: number;
  readonly updates: number;
}

/** Which samples of a run are kept: the packed spins after every `stride`-th sweep, in `out` one after the other. */
export interface KeptSamples {
  readonly stride: number;
  readonly out: Uint32Array;
}

/** Chains on one backend. `load`, then any number of `run` and `setWeights`, then `store`; one call at a time. */
export interface Engine {
  readonly backend: BackendName;
  /** The processor or adapter that computes, in words. */
  readonly device: string;
  readonly threads: number;
  /** Takes over the spins of all chains, packed. */
  readonly load: (packed: Uint32Array) => void | Promise<void>;
  /** Writes the spins of all chains, packed. */
  readonly store: (packed: Uint32Array) => void | Promise<void>;
  /** Other parameters on the same sites from the next sweep on. */
  readonly setWeights: (weights: IntegerWeights) => void | Promise<void>;
  /** Advances all chains by the sweeps `from` … `from + sweeps − 1` and keeps ⌊sweeps/stride⌋ samples, when asked. */
  readonly run: (from: number, sweeps: number, keep?: KeptSamples) => void | Promise<void>;
  /** Since the engine was made. */
  readonly undecided: () => UndecidedCount | Promise<UndecidedCount>;
  readonly close: () => void | Promise<void>;
}
