import type { LawVerdict } from "./law.ts";

/** One sampler on one workload. */
export interface BenchRow {
  readonly workload: string;
  readonly threads: number;
  readonly chains: number;
  /** Spins resampled a second of wall time, all chains together: the median of the repetitions. */
  readonly updatesPerSecond: number;
  /** The same for a second of processor time of all threads. */
  readonly updatesPerCpuSecond: number;
  /** Updates a second of wall time of each repetition, in the order in which they were made. */
  readonly repetitions: readonly number[];
  /** Share of the updates that the first comparison left open; null where there is no such thing. */
  readonly undecidedShare: number | null;
  readonly energyPerSpin: number;
  readonly energyError: number;
  readonly law: LawVerdict;
  /** How it computes, in words. */
  readonly formulation: string;
}

/** A backend of this project on one workload. */
export interface OwnRow extends BenchRow {
  readonly backend: string;
}

/** Another sampler on one workload. */
export interface OtherRow extends BenchRow {
  readonly name: string;
  readonly version: string;
  readonly backend: "cpu";
}

/** What was not run, and why. */
export interface NotRun {
  readonly name: string;
  readonly workload: string;
  readonly threads: number;
  readonly reason: string;
}

/**
 * How many times as fast a backend is as another sampler that had at most as many threads: its fastest row, since some lose by
 * a second thread.
 */
export interface Ratio {
  readonly workload: string;
  readonly backend: string;
  readonly threads: number;
  readonly against: string;
  /** Of the other sampler's row. */
  readonly againstThreads: number;
  readonly ratio: number;
}

/** How a backend gains by threads. */
export interface Scaling {
  readonly workload: string;
  readonly backend: string;
  readonly threads: number;
  /** Times the rate of one thread. */
  readonly speedup: number;
  /** The same of as many separate samplers, a thread each: what the computer gives; null when they were not run. */
  readonly apart: number | null;
}

/** The shortest time of an update with 128-bit vectors on this machine. */
export interface IssueLimit {
  readonly clockHz: number;
  /** 16-bit vector additions a cycle, by the width of the vectors in bits. */
  readonly additionsPerCycle: Readonly<Record<string, number>>;
  readonly workloads: readonly {
    readonly workload: string;
    /** Nanoseconds an update, all vector operations counted alike. */
    readonly counted: number;
    /** Nanoseconds an update, measured on the very operations without loads, stores and waiting. */
    readonly measured: number;
    /** `counted` as a share of the time that one thread of the WASM backend takes; null when that was not run. */
    readonly reached: number | null;
  }[];
}

/** What `lab bench --json` prints. */
export interface BenchReport {
  readonly schemaVersion: 1;
  readonly machine: Readonly<Record<string, string | number>>;
  /** Average number of running programs over the last minute, before and after: what else the machine did. */
  readonly load: { readonly before: number; readonly after: number };
  readonly results: readonly OwnRow[];
  readonly peers: readonly OtherRow[];
  /** The C programs of the tests, where they could be compiled, and separate samplers of ours. */
  readonly references: readonly OtherRow[];
  readonly ratios: readonly Ratio[];
  readonly scaling: readonly Scaling[];
  readonly limit: IssueLimit | null;
  readonly notRun: readonly NotRun[];
}
