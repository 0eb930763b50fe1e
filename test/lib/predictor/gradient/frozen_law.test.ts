import { expect, test } from "vitest";
import { rbm } from "../../../../lib/model/rbm.ts";
import { logQGradient } from "../../../../lib/predictor/gradient/q_gradient.ts";
import { timeGradient } from "../../../../lib/predictor/gradient/time_gradient.ts";

/** All couplings equal: the aligned states, and rarely one spin turned. */
const frozen = (m: number, coupling: number) =>
  rbm({ weights: Array.from({ length: m }, () => new Float64Array(m).fill(coupling)), beta: 1 });

/**
 * T_O up to a factor 1 + O(exp(−2(m − 2)·coupling)). With q = exp(−2m·coupling) one spin is turned, and is mended at rate 1/N a step; v_i h_j
 * deviates by 2 while either spin is turned, so that Var = 8q, ρ per sweep = (1 − 1/N)^N and τ = ½ + ρ/(1 − ρ).
 */
function leading(m: number, coupling: number): number {
  const rho = (1 - 1 / (2 * m)) ** (2 * m);
  return m * m * 8 * Math.exp(-2 * m * coupling) * (0.5 + rho / (1 - rho));
}

test("timeGradient() keeps its relative precision in laws whose rare states are below the rounding of 1", () => {
  for (const [m, coupling] of [[3, 15], [4, 7], [4, 25], [5, 60]] as const) {
    for (const tolerance of [1e-13, 1e-9]) {
      const { totalObservableTime, gradient } = timeGradient(frozen(m, coupling), { tolerance });
      const correction = Math.max(1e-10, 10 * m * Math.exp(-2 * (m - 2) * coupling));
      expect(Math.abs(totalObservableTime / leading(m, coupling) - 1)).toBeLessThan(correction);
      // Along all couplings together log T_O falls by 2m.
      const slope = gradient.reduce((sum, value) => sum + value, 0) / totalObservableTime;
      expect(Math.abs(slope + 2 * m)).toBeLessThan(2 * m * correction);
    }
  }
});

test("logQGradient() is finite where T_O is 1e-200", () => {
  const { logQ, codes } = logQGradient([{ model: frozen(5, 45), moments: new Float64Array(25).fill(0.9) }]);
  // ‖g‖² = 25·0.1², and K/2 = 500.
  expect(Math.abs(logQ - Math.log(500 * 0.25 / leading(5, 45)))).toBeLessThan(1e-9);
  codes[0]!.gradient.forEach((value) => expect(Math.abs(value - 10 / 25)).toBeLessThan(1e-9));
});
