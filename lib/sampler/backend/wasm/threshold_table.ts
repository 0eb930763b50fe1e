/** The coarsest unit: |z| < 8 in 15 bits. */
export const UNIT = 4096;

/** The quadratics of the threshold on eight segments of |z| < 2^15/unit, over 2^15. */
export interface ThresholdTable {
  /** Sizes are |z| times this. */
  readonly unit: number;
  /** Value, slope and curvature, eight each. */
  readonly coefficients: readonly [Int16Array, Int16Array, Int16Array];
}

/**
 * The table of the approximate threshold 32768·tanh(z/2): on each segment the quadratic through the exact values at the three
 * Chebyshev points. The argument of the quadratic is what a shift by three bits leaves of |z|·unit: the distance from the
 * segment's beginning for even segments, and from its end (negative) for odd ones. A finer unit has smaller segments, and its
 * error is smaller by the third power.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const table = createThresholdTable();
 * assert.ok(Math.abs(approximateThreshold(table, 4096) - 32768 * Math.tanh(0.5)) < 40);
 * ```
 */
export function createThresholdTable(unit: number = UNIT): ThresholdTable {
  const values = new Int16Array(8), slopes = new Int16Array(8), curvatures = new Int16Array(8);
  const exact = (t: number): number => 2 ** 15 * Math.tanh(t * UNIT / unit / 2);
  for (let segment = 0; segment < 8; segment++) {
    const origin = segment + (segment & 1), middle = segment + 0.5;
    const [a, b, c] = [-1, 0, 1].map((k) => middle + k * Math.sqrt(3) / 4) as [number, number, number];
    const fa = exact(a), first = (exact(b) - fa) / (b - a);
    const second = ((exact(c) - exact(b)) / (c - b) - first) / (c - a);
    // Newton's form, expanded around the origin.
    const slope = first + second * (2 * origin - a - b);
    values[segment] = Math.round(fa + (origin - a) * (first + second * (origin - b)));
    slopes[segment] = Math.round(slope);
    curvatures[segment] = Math.round(second);
  }
  return { unit, coefficients: [values, slopes, curvatures] };
}

/**
 * What the vector kernels compute for a field of the size |z|·unit (0 to 32767) that is not negative; for negative ones the
 * complement of all bits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.ok(approximateThreshold(createThresholdTable(), 32767) < 2 ** 15);
 * ```
 */
export function approximateThreshold(table: ThresholdTable, size: number): number {
  const [values, slopes, curvatures] = table.coefficients, segment = size >> 12;
  const d = (size << 19) >> 16;
  const inner = wrap(slopes[segment]! + product(curvatures[segment]!, d));
  return wrap(values[segment]! + product(inner, d));
}

/**
 * Upper bound of the distance of the approximate threshold from 32768·tanh(z/2), over every size that 16 bits hold (z =
 * size/unit), both signs; each size from `last` on, when given, stands for every larger |z| as well.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.ok(thresholdError(createThresholdTable(), 32767) < 40);
 * ```
 */
export function thresholdError(table: ThresholdTable, last: number = Infinity): number {
  let worst = 0;
  for (let size = 0; size <= 8 * UNIT - 1; size++) {
    const value = approximateThreshold(table, size), exact = 2 ** 15 * Math.tanh(size / (2 * table.unit));
    // The complement that stands for −value is −value − 1.
    worst = Math.max(worst, Math.abs(value - exact), Math.abs(value + 1 - exact));
    if (size >= last) worst = Math.max(worst, Math.abs(value - 2 ** 15), Math.abs(value + 1 - 2 ** 15));
  }
  return worst + 1e-6;
}

/** The bytes of the three tables as the kernels look them up: the low bytes of the eight entries, then the high ones. */
export function thresholdBytes({ coefficients }: ThresholdTable): Uint8Array {
  const bytes = new Uint8Array(48);
  coefficients.forEach((entries, k) => {
    for (let segment = 0; segment < 8; segment++) {
      bytes[16 * k + segment] = entries[segment]!;
      bytes[16 * k + 8 + segment] = entries[segment]! >> 8;
    }
  });
  return bytes;
}

function product(a: number, b: number): number {
  return (a * b + 0x4000) >> 15;
}

function wrap(value: number): number {
  return (value << 16) >> 16;
}
