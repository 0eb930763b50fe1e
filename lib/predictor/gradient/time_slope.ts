/** T_O with what its derivatives follow from. */
export interface TimeSlope {
  /** T_O = Σ_a τ_a Var_a. */
  readonly totalObservableTime: number;
  /** dT_O = Σ_s dπ(s)·slope(s) over the stored states, the kernel moving with its law. */
  readonly slope: Float64Array;
}
