import type { KernelName } from "../exact/kernel_name.ts";
import type { NotComputed } from "./not_computed.ts";

/** Structure and predictors of one model under one kernel, times and gaps per sweep; the object that `lab q --json` prints. */
export interface QPrediction {
  readonly kernel: KernelName;
  readonly observableCount: number;
  readonly zeroVarianceCount: number;
  /** T_O = Σ_a τ_a Var_a. */
  readonly totalObservableTime: number;
  readonly tauMax: number;
  readonly tauMean: number;
  /** 1 − σ₂ over all parities. */
  readonly gap: number;
  /** γ_eff over C*(O); null for the kernels that are not reversible, or when no mode is relevant. */
  readonly gammaEff: number | null | NotComputed;
  /** |C*(O)|; null likewise. */
  readonly clusterSize: number | null | NotComputed;
  readonly slowestModeParity: "odd" | "even" | "none";
  /** K, in sweeps. */
  readonly window: number;
  /** B, in sweeps; ⌈5/gap⌉ unless the request gives another. */
  readonly burnIn: number;
  /** Exact, for the burn-in + window estimator from a uniform start; null without data. */
  readonly qOp: number | null | NotComputed;
  readonly qStruct: number | null;
  readonly qStructPerp: number | null;
  readonly kernelResiduals: {
    readonly rowSum: number;
    readonly stationarity: number;
    readonly detailedBalance: number | NotComputed;
  };
  /** Present when observables were asked for. */
  readonly observables?: readonly {
    readonly index: number | "magnetization";
    readonly tau: number;
    readonly variance: number;
  }[];
}

/** What to predict. */
export interface QRequest {
  readonly kernel?: KernelName;
  /** K in sweeps; 1000 by default. */
  readonly window?: number;
  /** B in sweeps; ⌈5/gap⌉ by default. */
  readonly burnIn?: number;
  /** The data's moments in observable order (`parseData`), or null. */
  readonly moments?: Float64Array | null;
  /** Observables whose τ is wanted by itself. */
  readonly observables?: readonly (number | "magnetization")[];
}
