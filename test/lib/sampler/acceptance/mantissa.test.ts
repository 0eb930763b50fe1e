import { describe, expect, test } from "vitest";
import { boltzmannMantissa } from "../../../../lib/sampler/acceptance/boltzmann_factor.ts";
import { fixedParameter, MANTISSA_ERROR } from "../../../../lib/sampler/acceptance/fixed_field.ts";
import { logisticMantissa } from "../../../../lib/sampler/acceptance/logistic_mantissa.ts";
import { POWER_TABLE } from "../../../../lib/sampler/acceptance/power_table.ts";
import { uniforms } from "../../support/random_models.ts";

/** Fractions where something could go wrong: both ends, and around every entry of the table and every power of two. */
function structuredFractions(): number[] {
  const around = (centre: number) => [-3, -2, -1, 0, 1, 2, 3].map((k) => centre + k);
  const entries = Array.from({ length: 257 }, (_, i) => around(i * 2 ** 24)).flat();
  const powers = Array.from({ length: 33 }, (_, k) => around(2 ** k)).flat();
  return [...entries, ...powers].filter((f) => f >= 0 && f < 2 ** 32);
}

describe("POWER_TABLE", () => {
  test("POWER_TABLE holds 2^(31 − i/256) rounded down, by its 256th power", () => {
    expect(POWER_TABLE[0]).toBe(2 ** 31);
    POWER_TABLE.forEach((entry, i) => {
      const exact = 1n << BigInt(31 * 256 - i);
      expect(BigInt(entry) ** 256n <= exact && BigInt(entry + 1) ** 256n > exact, `entry ${i}`).toBe(true);
    });
  });
});

describe("boltzmannMantissa()", () => {
  test("boltzmannMantissa() is within 2^-29 at all 2^32 fractions: exhaustive in the cubic, exact in the table", () => {
    // The mantissa is p − ⌊p·c/2^32⌋ with the table entry p and the cubic c. Entry 0 has p = 2^31 and so shows c/2^32 up to 2^−31.
    let lowest = 0, highest = 0, rises = 0, before = 2 ** 31;
    for (let x = 0; x < 2 ** 24; x++) {
      const mantissa = boltzmannMantissa(x), exact = Math.pow(2, -x / 2 ** 32);
      const error = mantissa / 2 ** 31 / exact - 1;
      // 1 − c/2^32 lies in (mantissa − 1, mantissa] / 2^31, and mantissa ≥ 2^30.9.
      lowest = Math.min(lowest, error - 2 ** -30.9);
      highest = Math.max(highest, error);
      if (mantissa > before) rises = Math.max(rises, mantissa - before);
      before = mantissa;
    }
    expect(rises).toBeLessThanOrEqual(1);
    POWER_TABLE.forEach((entry, i) => {
      const table = entry / 2 ** (31 - i / 256) - 1;
      // Rounding p·c/2^32 down adds less than one unit, and no mantissa is below 2^30.
      const most = Math.max(highest + table + 2 ** -30, -(lowest + table));
      expect(most, `entry ${i}`).toBeLessThan(2 ** -29);
    });
  });

  test("boltzmannMantissa() lies from 2^30 to 2^31 and rises by at most one unit from one fraction to the next", () => {
    for (const f of structuredFractions()) {
      const mantissa = boltzmannMantissa(f);
      expect(mantissa >= 2 ** 30 && mantissa <= 2 ** 31, String(f)).toBe(true);
      expect(Math.abs(mantissa / 2 ** (31 - f / 2 ** 32) - 1)).toBeLessThan(2 ** -29);
      if (f > 0) expect(mantissa - boltzmannMantissa(f - 1), String(f)).toBeLessThanOrEqual(1);
    }
  });
});

describe("logisticMantissa()", () => {
  /** Relative error of the smaller probability; 2^−x in doubles is right to 1e-15. */
  const error = (whole: number, fraction: number) => {
    const q = Math.pow(2, -fraction / 2 ** 32), mantissa = logisticMantissa(whole, fraction);
    return mantissa / 2 ** 31 * (1 + q * Math.pow(2, -whole)) / q - 1;
  };

  test("logisticMantissa() is within 2^-28 at structured and random arguments of every whole part from 0 to 1100", () => {
    const next = uniforms(71), structured = structuredFractions();
    let worst = 0;
    for (let whole = 0; whole <= 1100; whole++) {
      const fractions = whole < 40 || whole % 100 === 0 ? structured : [0, 1, 2 ** 31, 2 ** 32 - 1];
      for (const f of fractions) worst = Math.max(worst, Math.abs(error(whole, f)));
      for (let k = 0; k < 500; k++) worst = Math.max(worst, Math.abs(error(whole, Math.floor(next() * 2 ** 32))));
    }
    expect(worst).toBeLessThan(MANTISSA_ERROR);
    // The check sees an error of one unit of the wrong digit: 2^−28 is not met by accident.
    expect(worst).toBeGreaterThan(2 ** -30);
  });

  test("logisticMantissa() is exactly one half at 0 and, with its power of two, never rises by more than two units", () => {
    expect(logisticMantissa(0, 0)).toBe(2 ** 30);
    for (let whole = 0; whole <= 40; whole++) {
      for (const f of structuredFractions()) {
        const here = logisticMantissa(whole, f);
        const before = f > 0
          ? logisticMantissa(whole, f - 1)
          : whole > 0
          ? 2 * logisticMantissa(whole - 1, 2 ** 32 - 1)
          : here;
        expect(here - before, `${whole} + ${f}/2^32`).toBeLessThanOrEqual(2);
      }
    }
    for (let whole = 0; whole < 1100; whole++) {
      expect(logisticMantissa(whole + 1, 0)).toBeLessThanOrEqual(2 * logisticMantissa(whole, 2 ** 32 - 1) + 2);
      expect(logisticMantissa(whole, 2 ** 31)).toBeLessThan(logisticMantissa(whole, 2 ** 30));
    }
  });
});

test("fixedParameter() rounds to nearest and keeps the sign", () => {
  // 2·β·value·log2(e)·2^32 by hand: log2(e) = 1.4426950408889634.
  expect(fixedParameter(0.5, 1)).toBe(Math.round(1.4426950408889634 * 2 ** 32));
  expect(fixedParameter(-0.5, 1)).toBe(-fixedParameter(0.5, 1));
  expect(fixedParameter(1e-12, 1)).toBe(0);
});
