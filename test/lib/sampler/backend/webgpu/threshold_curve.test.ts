import { expect, test } from "vitest";
import { becomesPlus } from "../../../../../lib/sampler/acceptance/accept.ts";
import { approximateThreshold, CURVE_ERROR } from "../../../../../lib/sampler/backend/webgpu/threshold_curve.ts";
import { CounterGenerator } from "../../../../../lib/random/counter.ts";
import { freshSeed } from "../../../random/statistics.ts";
import { exactThreshold } from "./exact_threshold.ts";

const UNIT = 2 ** 16;

test("exactThreshold() is where becomesPlus() ties", () => {
  for (const field of [-40 * 2 ** 32, -3e10, -1, 0, 1, 5e9, 3e10, 40 * 2 ** 32]) {
    const tie = exactThreshold(field), never = () => expect.unreachable("decided by the first bits");
    if (tie > 0) expect(becomesPlus(field, tie - 1, 16, never)).toBe(true);
    if (tie < 0xffff) expect(becomesPlus(field, tie + 1, 16, never)).toBe(false);
    let asked = 0;
    becomesPlus(field, tie, 16, () => (asked++, new Uint32Array(4)));
    expect(asked, `field ${field}`).toBe(1);
  }
});

test("approximateThreshold() is CURVE_ERROR off at most, at every field with 16 fractional bits", () => {
  let worst = 0;
  for (let field = -17 * UNIT; field <= 17 * UNIT; field++) {
    worst = Math.max(worst, Math.abs(8 * exactThreshold(field * UNIT) - approximateThreshold(field, 16)));
  }
  expect(worst).toBeLessThanOrEqual(CURVE_ERROR);
  // Control: a bound two thirds as large would be wrong, so the comparison can fail.
  expect(worst).toBeGreaterThan((2 / 3) * CURVE_ERROR);
});

test("approximateThreshold() is CURVE_ERROR off at most with any number of fractional bits", () => {
  const random = new CounterGenerator(freshSeed("approximateThreshold"), "test");
  for (let bits = 4; bits <= 22; bits++) {
    let worst = 0;
    for (let k = 0; k < 20_000; k++) {
      // Up to 2^8 whole powers, of every order of magnitude.
      const size = 2 ** ((bits + 8) * random.uniform(bits, 0, k)), sign = random.words[3]! & 1 ? 1 : -1;
      const field = sign * Math.floor(size);
      worst = Math.max(
        worst,
        Math.abs(8 * exactThreshold(field * 2 ** (32 - bits)) - approximateThreshold(field, bits)),
      );
    }
    expect(worst, `${bits} bits`).toBeLessThanOrEqual(CURVE_ERROR);
  }
});
