// WASM SIMD twin of ../../pair_resolvent.ts: the same functions in the same order of operations, one SIMD vector for the two lanes of
// a state. Pointers are byte addresses.

@inline
function splat(at: usize): v128 {
  return v128.load_splat<f64>(at);
}

@inline
function addChange(sum: v128, rate: v128, here: v128, other: v128): v128 {
  return f64x2.add(sum, f64x2.mul(rate, f64x2.sub(here, other)));
}

@inline
function addSquare(sum: v128, rate: v128, here: v128, other: v128): v128 {
  const change: v128 = f64x2.mul(rate, f64x2.sub(here, other));
  return f64x2.add(sum, f64x2.mul(change, f64x2.sub(here, change)));
}

// Where a flip leads; the one after the single bits flips all spins.
@inline
function neighbour(end: usize, s: usize, k: i32): usize {
  const mask: usize = (<usize>16) << k;
  return s ^ (mask < end ? mask : end - 16);
}

function generatorOfFew(size: i32, flips: i32, rates: usize, x: usize, out: usize): void {
  const end: usize = (<usize>size) << 4;
  let row: usize = rates;
  for (let s: usize = 0; s < end; s += 16) {
    let sum: v128 = f64x2.splat(0);
    for (let k: i32 = 0; k < flips; k++, row += 8) {
      sum = addChange(sum, splat(row), v128.load(x + s), v128.load(x + neighbour(end, s, k)));
    }
    v128.store(out + s, sum);
  }
}

function applyGenerator(size: i32, flips: i32, rates: usize, x: usize, out: usize): void {
  if (size < 4) {
    generatorOfFew(size, flips, rates, x, out);
    return;
  }
  const end: usize = (<usize>size) << 4, width: usize = (<usize>flips) << 3;
  let row: usize = rates;
  // Four neighbouring states at a time, whose sums do not wait for one another.
  for (let s: usize = 0; s < end; s += 64, row += 4 * width) {
    const x0: v128 = v128.load(x + s), x1: v128 = v128.load(x + s, 16), x2: v128 = v128.load(x + s, 32), x3: v128 = v128.load(x + s, 48);
    let r0: usize = row, r1: usize = row + width, r2: usize = row + 2 * width, r3: usize = row + 3 * width;
    let s0: v128 = addChange(f64x2.splat(0), splat(r0), x0, x1);
    let s1: v128 = addChange(f64x2.splat(0), splat(r1), x1, x0);
    let s2: v128 = addChange(f64x2.splat(0), splat(r2), x2, x3);
    let s3: v128 = addChange(f64x2.splat(0), splat(r3), x3, x2);
    s0 = addChange(s0, v128.load_splat<f64>(r0, 8), x0, x2);
    s1 = addChange(s1, v128.load_splat<f64>(r1, 8), x1, x3);
    s2 = addChange(s2, v128.load_splat<f64>(r2, 8), x2, x0);
    s3 = addChange(s3, v128.load_splat<f64>(r3, 8), x3, x1);
    let k: usize = 16;
    for (let mask: usize = 64; mask < end; mask <<= 1, k += 8) {
      const other: usize = x + (s ^ mask);
      s0 = addChange(s0, splat(r0 + k), x0, v128.load(other, 0));
      s1 = addChange(s1, splat(r1 + k), x1, v128.load(other, 16));
      s2 = addChange(s2, splat(r2 + k), x2, v128.load(other, 32));
      s3 = addChange(s3, splat(r3 + k), x3, v128.load(other, 48));
    }
    if (k < width) {
      const other: usize = x + (end - 64 - s);
      s0 = addChange(s0, splat(r0 + k), x0, v128.load(other, 48));
      s1 = addChange(s1, splat(r1 + k), x1, v128.load(other, 32));
      s2 = addChange(s2, splat(r2 + k), x2, v128.load(other, 16));
      s3 = addChange(s3, splat(r3 + k), x3, v128.load(other, 0));
    }
    v128.store(out + s, s0);
    v128.store(out + s, s1, 16);
    v128.store(out + s, s2, 32);
    v128.store(out + s, s3, 48);
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
    const at: usize = (<usize>s) << 4, scale: f64 = diagonal > 0 ? 1 / diagonal : 1, value: v128 = v128.load(f + at);
    f64.store(inverse + (at >> 1), scale);
    v128.store(u + at, zero);
    v128.store(residual + at, value);
    v128.store(direction + at, f64x2.mul(f64x2.splat(scale), value));
    const w: v128 = f64x2.mul(splat(weights + (at >> 1)), f64x2.splat(scale));
    rho = f64x2.add(rho, f64x2.mul(f64x2.mul(w, value), value));
  }
  let rhoLow: f64 = f64x2.extract_lane(rho, 0), rhoHigh: f64 = f64x2.extract_lane(rho, 1);
  const targetLow: f64 = rhoLow * tolerance * tolerance, targetHigh: f64 = rhoHigh * tolerance * tolerance;
  if (!(rhoLow >= 0 && rhoHigh >= 0)) return -1;
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
  const length: usize = (<usize>size) << 4, end: usize = (<usize>columns) << 3;
  memory.copy(work, f, length);
  memory.fill(work + 3 * length, 0, length);
  memory.fill(out, 0, (<usize>columns) * length);
  for (let j: i32 = 1; j <= degree; j++) {
    const before: usize = work + (<usize>((j + 2) & 3)) * length, here: usize = work + (<usize>((j - 1) & 3)) * length;
    const next: usize = work + (<usize>(j & 3)) * length;
    const factor: f64 = j === 1 ? 1 : 2;
    const a: v128 = f64x2.splat(factor), b: v128 = f64x2.splat(factor * 2 / <f64>flips);
    applyGenerator(size, flips, rates, here, next);
    for (let at: usize = 0; at < length; at += 16) {
      const ahead: v128 = f64x2.sub(f64x2.mul(a, v128.load(here + at)), f64x2.mul(b, v128.load(next + at)));
      v128.store(next + at, f64x2.sub(ahead, v128.load(before + at)));
    }
    if ((j & 3) !== 3) continue;
    let weights: usize = table + (<usize>(j - 3)) * end;
    for (let to: usize = out, l: i32 = 0; l < columns; l++, weights += 8, to += length) {
      const p: v128 = splat(weights), q: v128 = splat(weights + end), r: v128 = splat(weights + 2 * end), t: v128 = splat(weights + 3 * end);
      for (let at: usize = 0; at < length; at += 16) {
        const from: usize = work + at;
        let sum: v128 = f64x2.add(v128.load(to + at), f64x2.mul(p, v128.load(from)));
        sum = f64x2.add(sum, f64x2.mul(q, v128.load(from + length)));
        sum = f64x2.add(sum, f64x2.mul(r, v128.load(from + 2 * length)));
        v128.store(to + at, f64x2.add(sum, f64x2.mul(t, v128.load(from + 3 * length))));
      }
    }
  }
}

function fluxOfFew(size: i32, flips: i32, rates: usize, x: usize, scale: v128, out: usize): void {
  const end: usize = (<usize>size) << 4;
  let row: usize = rates;
  for (let s: usize = 0; s < end; s += 16) {
    let sum: v128 = f64x2.splat(0);
    for (let k: i32 = 0; k < flips; k++, row += 8) {
      sum = addSquare(sum, splat(row), v128.load(x + s), v128.load(x + neighbour(end, s, k)));
    }
    v128.store(out + s, f64x2.add(v128.load(out + s), f64x2.mul(scale, sum)));
  }
}

export function addFlux(size: i32, flips: i32, rates: usize, x: usize, factor: f64, out: usize): void {
  const scale: v128 = f64x2.splat(factor);
  if (size < 4) {
    fluxOfFew(size, flips, rates, x, scale, out);
    return;
  }
  const end: usize = (<usize>size) << 4, width: usize = (<usize>flips) << 3;
  let row: usize = rates;
  // Four neighbouring states at a time, whose sums do not wait for one another.
  for (let s: usize = 0; s < end; s += 64, row += 4 * width) {
    const x0: v128 = v128.load(x + s), x1: v128 = v128.load(x + s, 16), x2: v128 = v128.load(x + s, 32), x3: v128 = v128.load(x + s, 48);
    let r0: usize = row, r1: usize = row + width, r2: usize = row + 2 * width, r3: usize = row + 3 * width;
    let s0: v128 = addSquare(f64x2.splat(0), splat(r0), x0, x1);
    let s1: v128 = addSquare(f64x2.splat(0), splat(r1), x1, x0);
    let s2: v128 = addSquare(f64x2.splat(0), splat(r2), x2, x3);
    let s3: v128 = addSquare(f64x2.splat(0), splat(r3), x3, x2);
    s0 = addSquare(s0, v128.load_splat<f64>(r0, 8), x0, x2);
    s1 = addSquare(s1, v128.load_splat<f64>(r1, 8), x1, x3);
    s2 = addSquare(s2, v128.load_splat<f64>(r2, 8), x2, x0);
    s3 = addSquare(s3, v128.load_splat<f64>(r3, 8), x3, x1);
    let k: usize = 16;
    for (let mask: usize = 64; mask < end; mask <<= 1, k += 8) {
      const other: usize = x + (s ^ mask);
      s0 = addSquare(s0, splat(r0 + k), x0, v128.load(other, 0));
      s1 = addSquare(s1, splat(r1 + k), x1, v128.load(other, 16));
      s2 = addSquare(s2, splat(r2 + k), x2, v128.load(other, 32));
      s3 = addSquare(s3, splat(r3 + k), x3, v128.load(other, 48));
    }
    if (k < width) {
      const other: usize = x + (end - 64 - s);
      s0 = addSquare(s0, splat(r0 + k), x0, v128.load(other, 48));
      s1 = addSquare(s1, splat(r1 + k), x1, v128.load(other, 32));
      s2 = addSquare(s2, splat(r2 + k), x2, v128.load(other, 16));
      s3 = addSquare(s3, splat(r3 + k), x3, v128.load(other, 0));
    }
    v128.store(out + s, f64x2.add(v128.load(out + s), f64x2.mul(scale, s0)));
    v128.store(out + s, f64x2.add(v128.load(out + s, 16), f64x2.mul(scale, s1)), 16);
    v128.store(out + s, f64x2.add(v128.load(out + s, 32), f64x2.mul(scale, s2)), 32);
    v128.store(out + s, f64x2.add(v128.load(out + s, 48), f64x2.mul(scale, s3)), 48);
  }
}
