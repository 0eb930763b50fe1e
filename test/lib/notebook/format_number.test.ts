import fc from "fast-check";
import { expect, test } from "vitest";
import { formatNumber } from "../../../lib/notebook/format_number.ts";

test.each([
  [0, 4, "0"],
  [-0, 4, "0"],
  [1409.418, 7, "1409.418"],
  [1409.418, 4, "1409"],
  [112.479, 4, "112.5"],
  [0.1 + 0.2, 4, "0.3000"],
  [0.3, 4, "0.3"],
  [-1.5, 4, "−1.5"],
  [0.00012345, 3, "0.000123"],
  [0.000012345, 3, "1.23×10⁻⁵"],
  [999999.5, 4, "1.000×10⁶"],
  [9.9996, 4, "10.00"],
  [0.99996, 4, "1.000"],
  [123456.7, 4, "123500"],
  [1e21, 4, "1×10²¹"],
  [-2.5e-300, 2, "−2.5×10⁻³⁰⁰"],
  [999999999, 2, "999999999"],
  [1e9, 4, "1×10⁹"],
  [Infinity, 4, "∞"],
  [-Infinity, 4, "−∞"],
  [NaN, 4, "NaN"],
])("formatNumber(%s, %s) is %s", (value, digits, text) => {
  expect(formatNumber(value, digits)).toBe(text);
});

test("formatNumber() stays within half a unit of its last digit", () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
  fc.assert(
    fc.property(number, fc.integer({ min: 1, max: 15 }), (value, digits) => {
      const text = formatNumber(value, digits);
      const back = Number(
        text.replace("−", "-").replace("×10", "e").replace("⁻", "-")
          .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit))),
      );
      expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.abs(value) * 0.5000001 * 10 ** (1 - digits));
    }),
    { seed: 20261121, numRuns: 300 },
  );
});

test.each([0, 18, 2.5, NaN])("formatNumber() refuses %s digits", (digits) => {
  expect(() => formatNumber(1.5, digits)).toThrow(`with ${digits} digits`);
});
