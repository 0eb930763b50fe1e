// Single-site kernels on up to 2^24 states, without rate tables: the flow of a pair follows from the two weights, by one
// division. Pointers are byte addresses of f64 arrays; sizes are powers of two of at least 2.

/** States whose functions, weights and images together fit in the first cache. */
const NEAR: i32 = 11;
/** The same for the second cache. */
const FAR: i32 = 14;

@inline
function pair(metropolis: bool, wa: v128, wb: v128, xa: v128, xb: v128): v128 {
  // Quotient first: a product of two weights would underflow.
  const conductance: v128 = metropolis
    ? f64x2.pmin(wa, wb)
    : f64x2.mul(f64x2.div(wb, f64x2.add(wa, wb)), wa);
  return f64x2.mul(conductance, f64x2.sub(xa, xb));
}

@inline
function conductance1(metropolis: bool, wa: f64, wb: f64): f64 {
  return metropolis ? min(wa, wb) : (wb / (wa + wb)) * wa;
}

function lowestBit(metropolis: bool, from: usize, to: usize, w: usize, x: usize, out: usize): void {
  for (let at: usize = from; at < to; at += 16) {
    const flow: f64 = conductance1(metropolis, f64.load(w + at), f64.load(w + at, 8)) *
      (f64.load(x + at) - f64.load(x + at, 8));
    f64.store(out + at, flow);
    f64.store(out + at, -flow, 8);
  }
}

function oneBit(metropolis: bool, bit: i32, from: usize, to: usize, w: usize, x: usize, out: usize): void {
  const run: usize = (<usize>1) << (bit + 3);
  for (let base: usize = from; base < to; base += run << 1) {
    for (let a: usize = base, end: usize = base + run; a < end; a += 16) {
      const b: usize = a + run;
      const flow: v128 = pair(metropolis, v128.load(w + a), v128.load(w + b), v128.load(x + a), v128.load(x + b));
      v128.store(out + a, f64x2.add(v128.load(out + a), flow));
      v128.store(out + b, f64x2.sub(v128.load(out + b), flow));
    }
  }
}

/** Two neighbouring bits in one pass over the memory. */
function twoBits(metropolis: bool, bit: i32, end: usize, w: usize, x: usize, out: usize): void {
  const run: usize = (<usize>1) << (bit + 3);
  for (let base: usize = 0; base < end; base += run << 2) {
    for (let a: usize = base, stop: usize = base + run; a < stop; a += 16) {
      const b: usize = a + run, c: usize = b + run, d: usize = c + run;
      const wa: v128 = v128.load(w + a), wb: v128 = v128.load(w + b);
      const wc: v128 = v128.load(w + c), wd: v128 = v128.load(w + d);
      const xa: v128 = v128.load(x + a), xb: v128 = v128.load(x + b);
      const xc: v128 = v128.load(x + c), xd: v128 = v128.load(x + d);
      const ab: v128 = pair(metropolis, wa, wb, xa, xb);
      const cd: v128 = pair(metropolis, wc, wd, xc, xd);
      const ac: v128 = pair(metropolis, wa, wc, xa, xc);
      const bd: v128 = pair(metropolis, wb, wd, xb, xd);
      v128.store(out + a, f64x2.add(v128.load(out + a), f64x2.add(ab, ac)));
      v128.store(out + b, f64x2.add(v128.load(out + b), f64x2.sub(bd, ab)));
      v128.store(out + c, f64x2.add(v128.load(out + c), f64x2.sub(cd, ac)));
      v128.store(out + d, f64x2.sub(v128.load(out + d), f64x2.add(cd, bd)));
    }
  }
}

function lowBits(metropolis: bool, bits: i32, w: usize, x: usize, out: usize): void {
  const near: i32 = min(bits, NEAR), far: i32 = min(bits, FAR);
  const end: usize = (<usize>8) << bits, farBytes: usize = (<usize>8) << far, nearBytes: usize = (<usize>8) << near;
  for (let block: usize = 0; block < end; block += farBytes) {
    for (let from: usize = block; from < block + farBytes; from += nearBytes) {
      lowestBit(metropolis, from, from + nearBytes, w, x, out);
      for (let bit: i32 = 1; bit < near; bit++) oneBit(metropolis, bit, from, from + nearBytes, w, x, out);
    }
    for (let bit: i32 = near; bit < far; bit++) oneBit(metropolis, bit, block, block + farBytes, w, x, out);
  }
}

@inline
function allBits(metropolis: bool, bits: i32, w: usize, x: usize, out: usize): void {
  lowBits(metropolis, bits, w, x, out);
  const end: usize = (<usize>8) << bits;
  let bit: i32 = min(bits, FAR);
  for (; bit + 1 < bits; bit += 2) twoBits(metropolis, bit, end, w, x, out);
  if (bit < bits) oneBit(metropolis, bit, 0, end, w, x, out);
}

/** out = W Σ_b (I − P_b) x over the stored spins, W = diag(w). */
export function flow(metropolis: i32, bits: i32, w: usize, x: usize, out: usize): void {
  if (metropolis !== 0) allBits(true, bits, w, x, out);
  else allBits(false, bits, w, x, out);
}

/** out += W (I − P_last) x for the spin that is held at +1: flipping it leads to the complement, times the sign. */
export function wrapFlow(metropolis: i32, bits: i32, w: usize, x: usize, out: usize, sign: f64): void {
  let b: usize = ((<usize>8) << bits) - 8;
  for (let a: usize = 0; a < b; a += 8, b -= 8) {
    const wa: f64 = f64.load(w + a), wb: f64 = f64.load(w + b);
    const through: f64 = conductance1(metropolis !== 0, wa, wb) * (f64.load(x + a) - sign * f64.load(x + b));
    f64.store(out + a, f64.load(out + a) + through);
    f64.store(out + b, f64.load(out + b) - sign * through);
  }
}

/** Σ x y. Sums of 1024 states each, so that rounding does not grow with the number of states. */
export function dot(size: i32, x: usize, y: usize): f64 {
  const end: usize = (<usize>size) << 3;
  let total: f64 = 0;
  for (let from: usize = 0; from < end; from += 8192) {
    const to: usize = min(end, from + 8192);
    let sum: v128 = f64x2.splat(0);
    for (let at: usize = from; at < to; at += 16) {
      sum = f64x2.add(sum, f64x2.mul(v128.load(x + at), v128.load(y + at)));
    }
    total += f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  }
  return total;
}

/** Σ x. */
export function sum(size: i32, x: usize): f64 {
  const end: usize = (<usize>size) << 3;
  let total: f64 = 0;
  for (let from: usize = 0; from < end; from += 8192) {
    const to: usize = min(end, from + 8192);
    let part: v128 = f64x2.splat(0);
    for (let at: usize = from; at < to; at += 16) part = f64x2.add(part, v128.load(x + at));
    total += f64x2.extract_lane(part, 0) + f64x2.extract_lane(part, 1);
  }
  return total;
}

/** y += factor·x. */
export function addScaled(size: i32, y: usize, factor: f64, x: usize): void {
  const end: usize = (<usize>size) << 3;
  const c: v128 = f64x2.splat(factor);
  for (let at: usize = 0; at < end; at += 16) {
    v128.store(y + at, f64x2.add(v128.load(y + at), f64x2.mul(c, v128.load(x + at))));
  }
}

/** x = factor·(x − shift). */
export function shiftScale(size: i32, x: usize, shift: f64, factor: f64): void {
  const end: usize = (<usize>size) << 3;
  const s: v128 = f64x2.splat(shift), c: v128 = f64x2.splat(factor);
  for (let at: usize = 0; at < end; at += 16) {
    v128.store(x + at, f64x2.mul(c, f64x2.sub(v128.load(x + at), s)));
  }
}

/** Σ r·(r·d): the squared norm of a residual in the preconditioner's product. */
export function preconditionedNorm(size: i32, r: usize, d: usize): f64 {
  const end: usize = (<usize>size) << 3;
  let total: f64 = 0;
  for (let from: usize = 0; from < end; from += 8192) {
    const to: usize = min(end, from + 8192);
    let part: v128 = f64x2.splat(0);
    for (let at: usize = from; at < to; at += 16) {
      const v: v128 = v128.load(r + at);
      part = f64x2.add(part, f64x2.mul(v, f64x2.mul(v, v128.load(d + at))));
    }
    total += f64x2.extract_lane(part, 0) + f64x2.extract_lane(part, 1);
  }
  return total;
}

/** u += step·p and r −= step·q. */
export function descend(size: i32, u: usize, r: usize, p: usize, q: usize, step: f64): void {
  const end: usize = (<usize>size) << 3;
  const c: v128 = f64x2.splat(step);
  for (let at: usize = 0; at < end; at += 16) {
    v128.store(u + at, f64x2.add(v128.load(u + at), f64x2.mul(c, v128.load(p + at))));
    v128.store(r + at, f64x2.sub(v128.load(r + at), f64x2.mul(c, v128.load(q + at))));
  }
}

/** p = r·d + ratio·p. */
export function turn(size: i32, p: usize, r: usize, d: usize, ratio: f64): void {
  const end: usize = (<usize>size) << 3;
  const c: v128 = f64x2.splat(ratio);
  for (let at: usize = 0; at < end; at += 16) {
    const z: v128 = f64x2.mul(v128.load(r + at), v128.load(d + at));
    v128.store(p + at, f64x2.add(z, f64x2.mul(c, v128.load(p + at))));
  }
}

/** previous = q/w − alpha·v − beta·previous. */
export function threeTerms(size: i32, q: usize, w: usize, v: usize, previous: usize, alpha: f64, beta: f64): void {
  const end: usize = (<usize>size) << 3;
  const a: v128 = f64x2.splat(alpha), b: v128 = f64x2.splat(beta);
  for (let at: usize = 0; at < end; at += 16) {
    const image: v128 = f64x2.div(v128.load(q + at), v128.load(w + at));
    const rest: v128 = f64x2.add(f64x2.mul(a, v128.load(v + at)), f64x2.mul(b, v128.load(previous + at)));
    v128.store(previous + at, f64x2.sub(image, rest));
  }
}

/** Σ w·x·x. */
export function weightedNorm(size: i32, w: usize, x: usize): f64 {
  return preconditionedNorm(size, x, w);
}
