import { describe, expect, test } from "vitest";
import { acceptsCost, becomesPlus } from "../../../../lib/sampler/acceptance/accept.ts";
import { FIELD_ONE, MANTISSA_ERROR } from "../../../../lib/sampler/acceptance/fixed_field.ts";
import { uniforms } from "../../support/random_models.ts";
import { decideAt, decisionThreshold, ratio } from "./decision_threshold.ts";

const SIZES = [0, 1e-9, 1e-3, 0.5, Math.LN2, 1, 2, 4, 8, 11, 11.1, 15, 22, 22.2, 32, 45, 60];
const fieldOf = (z: number) => Math.round(z * Math.LOG2E * FIELD_ONE);
/** The smaller probability of a field, relatively exact to 1e-15. */
const smaller = (field: number) => {
  const q = Math.pow(2, -Math.abs(field) / FIELD_ONE);
  return q / (1 + q);
};

describe.each([16, 32] as const)("the law of a decision with %i bits first", (width) => {
  const bits = width + 128, all = 1n << BigInt(bits), next = uniforms(100 + width);
  const heatBath = (field: number) => (first: number, further: Uint32Array) =>
    becomesPlus(field, first, width, () => further);
  const metropolis = (cost: number) => (first: number, further: Uint32Array) =>
    acceptsCost(cost, first, width, () => further);
  const fields = [
    ...SIZES.map(fieldOf),
    ...Array.from({ length: 200 }, () => fieldOf(60 * next() ** 2)),
    // Whole powers, the entries beside them and the largest fraction.
    ...[1, 2, 15, 16, 17, 31, 32, 33, 47, 48, 64, 80].flatMap((w) => [-1, 0, 1].map((k) => w * FIELD_ONE + k)),
  ];

  test("becomesPlus() says yes with probability σ(z), to 2^-28 of the smaller side, in both tails", () => {
    for (const field of fields) {
      const plus = decisionThreshold(heatBath(field), width), minusTail = all - plus;
      const down = decisionThreshold(heatBath(-field), width);
      const exact = smaller(field);
      expect(Math.abs(ratio(minusTail, bits) / exact - 1), `1 − σ of ${field}`).toBeLessThan(MANTISSA_ERROR);
      expect(Math.abs(ratio(down, bits) / exact - 1), `σ of ${-field}`).toBeLessThan(MANTISSA_ERROR);
      // The spins' symmetry holds to the last bit.
      expect(field === 0 || down === minusTail).toBe(true);
    }
    expect(decisionThreshold(heatBath(0), width)).toBe(all / 2n);
    expect(decisionThreshold(heatBath(-0), width)).toBe(all / 2n);
  });

  test("acceptsCost() says yes with probability min(1, 2^-cost), to 2^-28", () => {
    for (const cost of fields) {
      if (cost === 0) continue;
      const exact = Math.pow(2, -cost / FIELD_ONE), found = ratio(decisionThreshold(metropolis(cost), width), bits);
      expect(Math.abs(found / exact - 1), `cost ${cost}`).toBeLessThan(MANTISSA_ERROR);
      expect(decisionThreshold(metropolis(-cost), width)).toBe(all);
    }
    expect(decisionThreshold(metropolis(0), width)).toBe(all);
  });

  test("the decisions are monotone in the uniform number, so that their threshold is their probability", () => {
    for (const field of fields.slice(0, 60)) {
      for (const decide of [heatBath(field), heatBath(-field), metropolis(field)]) {
        const threshold = decisionThreshold(decide, width);
        for (let k = 0; k < 30; k++) {
          const uniform = BigInt(Math.floor(next() * 2 ** 52)) << BigInt(bits - 52);
          expect(decideAt(decide, uniform, width)).toBe(uniform < threshold);
        }
        for (const near of [1n, 1n << 32n, 1n << 100n]) {
          if (threshold >= near) expect(decideAt(decide, threshold - near, width)).toBe(true);
          if (threshold + near < all) expect(decideAt(decide, threshold + near, width)).toBe(false);
        }
      }
    }
  });

  test("a probability below 2^-144 is never taken; the absolute error there is below the last of the bits", () => {
    for (const whole of [120, 140, 160, 1100, 2 ** 19]) {
      const found = decisionThreshold(heatBath(-whole * FIELD_ONE), width);
      expect(Math.abs(ratio(found, bits) - 2 ** -whole)).toBeLessThanOrEqual(2 ** -bits + 2 ** -whole * MANTISSA_ERROR);
    }
  });

  test("the check catches a probability that is off by 2^-27", () => {
    const wrong = decisionThreshold(heatBath(-fieldOf(15) - 2 ** 6), width);
    expect(Math.abs(ratio(wrong, bits) / smaller(fieldOf(15)) - 1)).toBeGreaterThan(MANTISSA_ERROR);
  });
});

test("becomesPlus() asks for further bits exactly when the first ones are the probability's own", () => {
  for (const z of [0.3, 3, 12]) {
    let asked = 0;
    for (let first = 0; first < 2 ** 16; first++) {
      becomesPlus(fieldOf(z), first, 16, () => {
        asked++;
        return new Uint32Array(4);
      });
    }
    expect(asked).toBe(1);
  }
});
