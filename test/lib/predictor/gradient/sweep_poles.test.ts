import { expect, test } from "vitest";
import { sweepPoles } from "../../../../lib/predictor/gradient/sweep_poles.ts";

/** The columns of the series at σ, by the definition of the Chebyshev polynomials. */
function columnsAt(steps: number, sigma: number): number[] {
  const { degree, columns, table } = sweepPoles(steps, 1e-15), angle = Math.acos(2 * sigma - 1);
  return Array.from({ length: columns }, (_, l) => {
    let sum = 0;
    for (let j = 0; j <= degree; j++) sum += table[j * columns + l]! * Math.cos(j * angle);
    return sum;
  });
}

const regular = (n: number, sigma: number): number => 1 / (1 - sigma ** n) - 1 / (n * (1 - sigma));

test("sweepPoles() sums to 1/(1 − σ^N) less the pole at 1", () => {
  for (const n of [1, 2, 3, 4, 5, 8, 10, 13]) {
    for (const sigma of [0, 0.1, 0.37, 0.5, 0.82, 0.9]) {
      expect(Math.abs(columnsAt(n, sigma)[0]! - regular(n, sigma))).toBeLessThan(1e-13);
    }
    // Its value at the pole is (N − 1)/2N.
    expect(Math.abs(columnsAt(n, 1)[0]! - (n - 1) / (2 * n))).toBeLessThan(1e-13);
  }
});

test("sweepPoles() splits the divided difference into signed products", () => {
  for (const n of [2, 3, 4, 5, 8, 10]) {
    const { signs } = sweepPoles(n, 1e-15);
    expect(signs.length).toBe(n - 1);
    for (const [a, b] of [[0.1, 0.7], [0, 0.95], [0.4, 0.5]] as const) {
      const at = columnsAt(n, a), other = columnsAt(n, b);
      const sum = signs.reduce((total: number, sign, l) => total + sign * at[l + 1]! * other[l + 1]!, 0);
      const exact = (regular(n, a) - regular(n, b)) / (a - b) / n;
      expect(Math.abs(sum - exact)).toBeLessThan(1e-12);
      // With all signs alike it does not hold.
      const wrong = signs.reduce((total: number, _, l) => total + at[l + 1]! * other[l + 1]!, 0);
      expect(Math.abs(wrong - exact)).toBeGreaterThan(1e-3);
    }
  }
});
