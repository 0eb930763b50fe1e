import fc from "fast-check";
import { expect, test } from "vitest";
import { spearman } from "../../../lib/verdict/mod.ts";
import { averageRanks } from "../../../lib/verdict/data/spearman.ts";

test("averageRanks() gives equal values the average of their places", () => {
  expect(averageRanks([7, 3, 7, 1, 7])).toEqual([4, 2, 4, 1, 4]);
  expect(averageRanks([Infinity, -Infinity, 0])).toEqual([3, 1, 2]);
});

test("spearman() is Pearson's correlation of the average ranks, ties included", () => {
  // By hand. x = 1 2 2 4 5 has ranks 1 2.5 2.5 4 5, y = 2 1 4 4 4 has ranks 2 1 4 4 4; both means are 3.
  // Products of the deviations: (−2)(−1) + (−½)(−2) + (−½)(1) + (1)(1) + (2)(1) = 5.5.
  // Squares: 4 + ¼ + ¼ + 1 + 4 = 9.5 and 1 + 4 + 1 + 1 + 1 = 8.
  expect(spearman([1, 2, 2, 4, 5], [2, 1, 4, 4, 4])).toBeCloseTo(5.5 / Math.sqrt(9.5 * 8), 15);
});

test("spearman() without ties is 1 − 6Σd²/(n(n²−1))", () => {
  // Ranks differ by 1, 1, 1, 1, 0: 1 − 6·4/(5·24) = 0.8.
  expect(spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(0.8, 15);
});

test("spearman() is NaN where it is not defined", () => {
  expect(spearman([1, 1, 1], [1, 2, 3])).toBeNaN();
  expect(spearman([1], [1])).toBeNaN();
  expect(spearman([], [])).toBeNaN();
  expect(spearman([1, NaN], [1, 2])).toBeNaN();
});

test("spearman() changes its sign with one side and not under an increasing map (seed 1904)", () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), { minLength: 2 });
  fc.assert(
    fc.property(pairs, (list) => {
      const x = list.map(([a]) => a), y = list.map(([, b]) => b);
      const rho = spearman(x, y);
      fc.pre(!Number.isNaN(rho));
      expect(Math.abs(rho)).toBeLessThanOrEqual(1 + 1e-12);
      expect(spearman(x, y.map((v) => -v))).toBeCloseTo(-rho, 12);
      expect(spearman(x.map((v) => Math.exp(v)), y)).toBe(rho);
    }),
    { seed: 1904 },
  );
});
