// deno-fmt-ignore-file
// deno-lint-ignore-file
// @ts-nocheck: AssemblyScript.
// WASM SIMD twin of ../../pair_resolvent.ts: the same functions in the same order of operations, one SIMD vector for the two lanes of
// a state. Pointers are byte addresses.

// @ts-ignore: a decorator of AssemblyScript
@inline
function splat(at: usize): v128 {
  return v128.load_splat<f64>(at);
}

function applyGenerator(size: i32, flips: i32, rates: usize, x: usize, out: usize): void {
  const end: usize = (<usize>size) << 4, all: usize = end - 16;
  let row: usize = rates;
  for (let s: usize = 0; s < end; s += 16) {
    const here: v128 = v128.load(x + s);
    let sum: v128 = f64x2.splat(0);
    const last: usize = row + ((<usize>flips) << 3);
    for (let mask: usize = 16; row < last; mask <<= 1, row += 8) {
      const other: v128 = v128.load(x + (s ^ (mask < end ? mask : all)));
      sum = f64x2.add(sum, f64x2.mul(splat(row), f64x2.sub(here, other)));
    }
    v128.store(out + s, sum);
  }
}

export function solvePair(
  size: i32,
  flips: i32,
  rates: usize,
  weights: usize,
  f: usize,
  u: usize,
  work: usize,
  tolerance: f64,
  limit: i32,
): i32 {
  const length: usize = (<usize>size) << 4;
  const residual: usize = work, direction: usize = work + length, image: usize = work + 2 * length, inverse: usize = work + 3 * length;
  const zero: v128 = f64x2.splat(0);
  let rho: v128 = zero;
  let row: usize = rates;
  for (let s: i32 = 0; s < size; s++) {
    let diagonal: f64 = 0;
    for (let k: i32 = 0; k < flips; k++, row += 8) diagonal += f64.load(row);
    const at: usize = (<usize>s) << 4, scale: f64 = 1 / diagonal, value: v128 = v128.load(f + at);
    f64.store(inverse + (at >> 1), scale);
    v128.store(u + at, zero);
    v128.store(residual + at, value);
    v128.store(direction + at, f64x2.mul(f64x2.splat(scale), value));
    const w: v128 = f64x2.mul(splat(weights + (at >> 1)), f64x2.splat(scale));
    rho = f64x2.add(rho, f64x2.mul(f64x2.mul(w, value), value));
  }
  let rhoLow: f64 = f64x2.extract_lane(rho, 0), rhoHigh: f64 = f64x2.extract_lane(rho, 1);
  const targetLow: f64 = rhoLow * tolerance * tolerance, targetHigh: f64 = rhoHigh * tolerance * tolerance;
  let iteration: i32 = 0;
  while (rhoLow > targetLow || rhoHigh > targetHigh) {
    if (iteration++ === limit) return -1;
    applyGenerator(size, flips, rates, direction, image);
    let curve: v128 = zero;
    for (let at: usize = 0; at < length; at += 16) {
      const product: v128 = f64x2.mul(splat(weights + (at >> 1)), v128.load(direction + at));
      curve = f64x2.add(curve, f64x2.mul(product, v128.load(image + at)));
    }
    const curveLow: f64 = f64x2.extract_lane(curve, 0), curveHigh: f64 = f64x2.extract_lane(curve, 1);
    const stepLow: f64 = rhoLow > targetLow && curveLow > 0 ? rhoLow / curveLow : 0;
    const stepHigh: f64 = rhoHigh > targetHigh && curveHigh > 0 ? rhoHigh / curveHigh : 0;
    if (stepLow === 0 && stepHigh === 0) break;
    const step: v128 = f64x2.replace_lane(f64x2.splat(stepLow), 1, stepHigh);
    let next: v128 = zero;
    for (let at: usize = 0; at < length; at += 16) {
      v128.store(u + at, f64x2.add(v128.load(u + at), f64x2.mul(step, v128.load(direction + at))));
      const value: v128 = f64x2.sub(v128.load(residual + at), f64x2.mul(step, v128.load(image + at)));
      v128.store(residual + at, value);
      const w: v128 = f64x2.mul(splat(weights + (at >> 1)), splat(inverse + (at >> 1)));
      next = f64x2.add(next, f64x2.mul(f64x2.mul(w, value), value));
    }
    const nextLow: f64 = f64x2.extract_lane(next, 0), nextHigh: f64 = f64x2.extract_lane(next, 1);
    const ratioLow: f64 = rhoLow > 0 ? nextLow / rhoLow : 0, ratioHigh: f64 = rhoHigh > 0 ? nextHigh / rhoHigh : 0;
    const ratio: v128 = f64x2.replace_lane(f64x2.splat(ratioLow), 1, ratioHigh);
    rhoLow = nextLow;
    rhoHigh = nextHigh;
    for (let at: usize = 0; at < length; at += 16) {
      const fresh: v128 = f64x2.mul(splat(inverse + (at >> 1)), v128.load(residual + at));
      v128.store(direction + at, f64x2.add(fresh, f64x2.mul(ratio, v128.load(direction + at))));
    }
  }
  let mean: v128 = zero;
  for (let at: usize = 0; at < length; at += 16) {
    mean = f64x2.add(mean, f64x2.mul(splat(weights + (at >> 1)), v128.load(u + at)));
  }
  for (let at: usize = 0; at < length; at += 16) v128.store(u + at, f64x2.sub(v128.load(u + at), mean));
  return iteration;
}

export function expandPair(
  size: i32,
  flips: i32,
  rates: usize,
  f: usize,
  work: usize,
  table: usize,
  degree: i32,
  columns: i32,
  out: usize,
): void {
  const length: usize = (<usize>size) << 4, image: usize = work + 2 * length, end: usize = (<usize>columns) << 3;
  let before: usize = work, here: usize = work + length;
  for (let at: usize = 0; at < length; at += 16) {
    const value: v128 = v128.load(f + at);
    v128.store(here + at, value);
    v128.store(before + at, f64x2.splat(0));
    let to: usize = out + at;
    for (let l: usize = 0; l < end; l += 8, to += length) v128.store(to, f64x2.mul(splat(table + l), value));
  }
  for (let j: i32 = 1; j <= degree; j++) {
    applyGenerator(size, flips, rates, here, image);
    const factor: f64 = j === 1 ? 1 : 2;
    const a: v128 = f64x2.splat(factor), b: v128 = f64x2.splat(factor * 2 / <f64>flips);
    for (let at: usize = 0; at < length; at += 16) {
      const ahead: v128 = f64x2.sub(f64x2.mul(a, v128.load(here + at)), f64x2.mul(b, v128.load(image + at)));
      v128.store(before + at, f64x2.sub(ahead, v128.load(before + at)));
    }
    let row: usize = table + (<usize>j) * end;
    for (let to: usize = out, l: i32 = 0; l < columns; l++, row += 8, to += length) {
      const weight: v128 = splat(row);
      for (let at: usize = 0; at < length; at += 16) {
        v128.store(to + at, f64x2.add(v128.load(to + at), f64x2.mul(weight, v128.load(before + at))));
      }
    }
    const swap: usize = before;
    before = here;
    here = swap;
  }
}

export function addFlux(size: i32, flips: i32, rates: usize, x: usize, factor: f64, out: usize): void {
  const end: usize = (<usize>size) << 4, all: usize = end - 16, scale: v128 = f64x2.splat(factor);
  let row: usize = rates;
  for (let s: usize = 0; s < end; s += 16) {
    const here: v128 = v128.load(x + s);
    let sum: v128 = f64x2.splat(0);
    const last: usize = row + ((<usize>flips) << 3);
    for (let mask: usize = 16; row < last; mask <<= 1, row += 8) {
      const other: v128 = v128.load(x + (s ^ (mask < end ? mask : all)));
      const change: v128 = f64x2.mul(splat(row), f64x2.sub(here, other));
      sum = f64x2.add(sum, f64x2.mul(change, f64x2.sub(here, change)));
    }
    v128.store(out + s, f64x2.add(v128.load(out + s), f64x2.mul(scale, sum)));
  }
}
