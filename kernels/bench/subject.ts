import type { Workload } from "./workload.ts";

/** One timing of a sampler. */
export interface Measurement {
  /** Spins resampled, over all chains. */
  readonly updates: number;
  readonly wallSeconds: number;
  /** Processor time of all its threads. */
  readonly cpuSeconds: number;
  /** Updates that needed more than the first, cheap comparison, as a share of all; null where there is no such thing. */
  readonly undecidedShare: number | null;
}

/** The mean energy per spin over `LAW` with its standard error: what shows that all sample the same law. */
export interface MeanEnergy {
  readonly mean: number;
  readonly error: number;
}

/**
 * How the law is looked at: energies of sweeps `burn` + 1 … `burn` + `keep` of at least `runs` independent chains with uniform
 * starts. The chains need not have reached equilibrium: the same sweeps of the same scan have the same law for everybody.
 */
export const LAW = { runs: 32, burn: 50, keep: 50 } as const;

/** A sampler that is ready to sweep one workload: compiled, its chains on their way. */
export interface Session {
  /** Version of what computes, in words, or null where the project's own version says it. */
  readonly version: string | null;
  /** How it computes, in words. */
  readonly formulation: string;
  readonly threads: number;
  /** Sweeps for about that long. */
  readonly measure: (seconds: number) => Promise<Measurement>;
  /** The mean energy per spin, as `LAW` says. */
  readonly law: () => Promise<MeanEnergy>;
  readonly close: () => Promise<void>;
}

/** A sampler that can be timed. */
export interface Subject {
  /** "ours" is a backend of this project, "reference" a program of its tests, "peer" somebody else's sampler. */
  readonly kind: "ours" | "reference" | "peer";
  readonly name: string;
  readonly threads: number;
  /** Whether it takes this workload at all; what it leaves out is no fault. */
  readonly takes: (workload: Workload) => boolean;
  /**
   * Makes it ready for a workload.
   *
   * @throws {Error} When it cannot be had here; the message says why.
   */
  readonly open: (workload: Workload) => Promise<Session>;
}
