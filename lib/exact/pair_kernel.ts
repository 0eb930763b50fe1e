/**
 * The elementary operations of every kernel, in plain TypeScript: the truth that the WASM twin in `wasm/` is tested against.
 *
 * A function on the states of a sector is an array over the settings of `bits` ordinary spins. Flipping ordinary spin b pairs
 * states that differ in bit b; the pair number is the state with bit b taken out, and `down[b·2^(bits−1) + pair]` is the rate
 * from +1 to −1, `up[…]` from −1 to +1. In a parity sector the last spin is held at +1 and flipping it leads to the state with
 * all other spins flipped, times the sector's sign (the "wrap").
 *
 * @module
 */

/** out = Σ_b (I − P_b) x over the ordinary spins. */
export function generator(
  bits: number,
  x: Float64Array,
  out: Float64Array,
  down: Float64Array,
  up: Float64Array,
): void {
  const size = 1 << bits, half = size >> 1;
  out.fill(0, 0, size);
  for (let b = 0; b < bits; b++) {
    const run = 1 << b;
    let pair = b * half;
    for (let base = 0; base < size; base += 2 * run) {
      for (let s = base; s < base + run; s++, pair++) {
        const difference = x[s]! - x[s + run]!;
        out[s]! += down[pair]! * difference;
        out[s + run]! -= up[pair]! * difference;
      }
    }
  }
}

/** out += (I − P_last) x for the spin that wraps; `rate[s]` is its flip rate from +1. */
export function generatorWrap(
  bits: number,
  x: Float64Array,
  out: Float64Array,
  rate: Float64Array,
  sign: number,
): void {
  const last = (1 << bits) - 1;
  for (let s = 0; s <= last; s++) out[s]! += rate[s]! * (x[s]! - sign * x[last - s]!);
}

/** out = x Σ_b (I − P_b), the action on row vectors such as distributions. */
export function transposedGenerator(
  bits: number,
  x: Float64Array,
  out: Float64Array,
  down: Float64Array,
  up: Float64Array,
): void {
  const size = 1 << bits, half = size >> 1;
  out.fill(0, 0, size);
  for (let b = 0; b < bits; b++) {
    const run = 1 << b;
    let pair = b * half;
    for (let base = 0; base < size; base += 2 * run) {
      for (let s = base; s < base + run; s++, pair++) {
        const flow = down[pair]! * x[s]! - up[pair]! * x[s + run]!;
        out[s]! += flow;
        out[s + run]! -= flow;
      }
    }
  }
}

/** out += x (I − P_last) for the spin that wraps. */
export function transposedGeneratorWrap(
  bits: number,
  x: Float64Array,
  out: Float64Array,
  rate: Float64Array,
  sign: number,
): void {
  const last = (1 << bits) - 1;
  for (let s = 0; s <= last; s++) out[s]! += rate[s]! * x[s]! - sign * rate[last - s]! * x[last - s]!;
}

/** x ← P_b x in place for a heat-bath update of ordinary spin b (down + up = 1 on every pair). */
export function resample(bits: number, bit: number, x: Float64Array, down: Float64Array, up: Float64Array): void {
  const size = 1 << bits, run = 1 << bit;
  let pair = bit * (size >> 1);
  for (let base = 0; base < size; base += 2 * run) {
    for (let s = base; s < base + run; s++, pair++) {
      const mean = up[pair]! * x[s]! + down[pair]! * x[s + run]!;
      x[s] = mean;
      x[s + run] = mean;
    }
  }
}

/** x ← P_last x in place for a heat-bath update of the spin that wraps; symmetry makes its stay rate `rate[last − s]`. */
export function resampleWrap(bits: number, x: Float64Array, rate: Float64Array, sign: number): void {
  const last = (1 << bits) - 1;
  const half = bits === 0 ? 1 : 1 << (bits - 1);
  for (let s = 0; s < half; s++) {
    const here = x[s]!, there = x[last - s]!;
    const stay = rate[last - s]!, leave = rate[s]!;
    x[s] = stay * here + sign * leave * there;
    if (s !== last - s) x[last - s] = leave * there + sign * stay * here;
  }
}

/** x ← x P_b in place, the action of the same update on row vectors. */
export function transposedResample(
  bits: number,
  bit: number,
  x: Float64Array,
  down: Float64Array,
  up: Float64Array,
): void {
  const size = 1 << bits, run = 1 << bit;
  let pair = bit * (size >> 1);
  for (let base = 0; base < size; base += 2 * run) {
    for (let s = base; s < base + run; s++, pair++) {
      const mass = x[s]! + x[s + run]!;
      x[s] = up[pair]! * mass;
      x[s + run] = down[pair]! * mass;
    }
  }
}

/** x ← x P_last in place for the spin that wraps. */
export function transposedResampleWrap(bits: number, x: Float64Array, rate: Float64Array, sign: number): void {
  const last = (1 << bits) - 1;
  const half = bits === 0 ? 1 : 1 << (bits - 1);
  for (let s = 0; s < half; s++) {
    const stay = rate[last - s]!, leave = rate[s]!;
    if (s === last - s) {
      x[s] = (stay + sign * leave) * x[s]!;
      continue;
    }
    const mass = x[s]! + sign * x[last - s]!;
    x[s] = stay * mass;
    x[last - s] = sign * leave * mass;
  }
}

/** total += weight·f·(f + 2·sum) and argument = f + sum: one step of the window recursion of the exact mean squared error. */
export function windowAdd(
  size: number,
  f: Float64Array,
  sum: Float64Array,
  weight: number,
  total: Float64Array,
  argument: Float64Array,
): void {
  for (let s = 0; s < size; s++) {
    const next = f[s]! + sum[s]!;
    total[s]! += weight * f[s]! * (next + sum[s]!);
    argument[s] = next;
  }
}

/** out = x − scale·laplacian. */
export function relax(size: number, x: Float64Array, laplacian: Float64Array, scale: number, out: Float64Array): void {
  for (let s = 0; s < size; s++) out[s] = x[s]! - scale * laplacian[s]!;
}
