/**
 * 2^(−i/256) for i = 0 … 255 as integers over 2^31, rounded down: the same on every machine, because they come from integer
 * square roots and not from a power function whose last bit differs between engines.
 */
export const POWER_TABLE: Uint32Array = powers();

function powers(): Uint32Array {
  const bits = 128n, one = 1n << bits;
  // The eighth root of roots: 2^(−1/256).
  let step = one >> 1n;
  for (let k = 0; k < 8; k++) step = squareRoot(step << bits);
  const table = new Uint32Array(256);
  for (let i = 0, power = one; i < 256; i++, power = (power * step) >> bits) {
    // Half a unit of the last place of the wide numbers keeps the exact 1 from falling to 2^31 − 1.
    table[i] = Number((power + (1n << 16n)) >> (bits - 31n));
  }
  return table;
}

function squareRoot(value: bigint): bigint {
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
