/**
 * Q_struct^⊥ = (K/2)‖g‖²/T_O, the observable-projected, multi-mode predictor (Prasanna 2026). K and T_O share their unit.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(projectedQ({ window: 100, signal: 2, totalObservableTime: 50 }), 2);
 * ```
 */
export function projectedQ(
  { window, signal, totalObservableTime }: {
    readonly window: number;
    /** ‖g‖². */
    readonly signal: number;
    readonly totalObservableTime: number;
  },
): number {
  return window / 2 * signal / totalObservableTime;
}

/**
 * The superseded single-gap product (γK/2)·‖g‖²/Σ_a f̂²_{a,r}: with the slowest mode it is Q_struct, with the slowest relevant
 * one the single relevant gap of experiment 1. Infinite where symmetry makes every overlap zero.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(singleGapQ({ window: 100, signal: 2, gap: 0.1, mass: 5 }), 2);
 * assert.equal(singleGapQ({ window: 100, signal: 2, gap: 0.1, mass: 0 }), Infinity);
 * ```
 */
export function singleGapQ(
  { window, signal, gap, mass }: {
    readonly window: number;
    /** ‖g‖². */
    readonly signal: number;
    readonly gap: number;
    /** Σ_a f̂²_{a,r} over the mode's eigenspace. */
    readonly mass: number;
  },
): number {
  return gap * window / 2 * signal / mass;
}
