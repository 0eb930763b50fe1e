// WASM SIMD twin of ../../pair_kernel.ts: the same functions on linear memory. Pointers are byte addresses of f64 arrays.

export function generator(bits: i32, x: usize, out: usize, down: usize, up: usize): void {
  const size: i32 = 1 << bits;
  const half: i32 = size >> 1;
  if (bits === 0) {
    f64.store(out, 0);
    return;
  }
  for (let p: i32 = 0; p < half; p++) {
    const at: usize = (<usize>p) << 4;
    const d: f64 = f64.load(x + at) - f64.load(x + at, 8);
    f64.store(out + at, f64.load(down + ((<usize>p) << 3)) * d);
    f64.store(out + at, -f64.load(up + ((<usize>p) << 3)) * d, 8);
  }
  for (let b: i32 = 1; b < bits; b++) {
    const run: usize = (<usize>1) << (b + 3);
    let q0: usize = down + (<usize>b) * ((<usize>half) << 3);
    let q1: usize = up + (<usize>b) * ((<usize>half) << 3);
    const end: usize = (<usize>size) << 3;
    for (let base: usize = 0; base < end; base += run << 1) {
      for (let k: usize = 0; k < run; k += 16) {
        const a: usize = base + k;
        const c: usize = a + run;
        const d: v128 = f64x2.sub(v128.load(x + a), v128.load(x + c));
        v128.store(out + a, f64x2.add(v128.load(out + a), f64x2.mul(v128.load(q0 + k), d)));
        v128.store(out + c, f64x2.sub(v128.load(out + c), f64x2.mul(v128.load(q1 + k), d)));
      }
      q0 += run;
      q1 += run;
    }
  }
}

export function generatorWrap(bits: i32, x: usize, out: usize, rate: usize, sign: f64): void {
  const last: i32 = (1 << bits) - 1;
  for (let s: i32 = 0; s <= last; s++) {
    const at: usize = (<usize>s) << 3;
    const partner: f64 = f64.load(x + ((<usize>(last - s)) << 3));
    f64.store(out + at, f64.load(out + at) + f64.load(rate + at) * (f64.load(x + at) - sign * partner));
  }
}

export function transposedGenerator(bits: i32, x: usize, out: usize, down: usize, up: usize): void {
  const size: i32 = 1 << bits;
  const half: i32 = size >> 1;
  if (bits === 0) {
    f64.store(out, 0);
    return;
  }
  for (let p: i32 = 0; p < half; p++) {
    const at: usize = (<usize>p) << 4;
    const flow: f64 = f64.load(down + ((<usize>p) << 3)) * f64.load(x + at) -
      f64.load(up + ((<usize>p) << 3)) * f64.load(x + at, 8);
    f64.store(out + at, flow);
    f64.store(out + at, -flow, 8);
  }
  for (let b: i32 = 1; b < bits; b++) {
    const run: usize = (<usize>1) << (b + 3);
    let q0: usize = down + (<usize>b) * ((<usize>half) << 3);
    let q1: usize = up + (<usize>b) * ((<usize>half) << 3);
    const end: usize = (<usize>size) << 3;
    for (let base: usize = 0; base < end; base += run << 1) {
      for (let k: usize = 0; k < run; k += 16) {
        const a: usize = base + k;
        const c: usize = a + run;
        const flow: v128 = f64x2.sub(
          f64x2.mul(v128.load(q0 + k), v128.load(x + a)),
          f64x2.mul(v128.load(q1 + k), v128.load(x + c)),
        );
        v128.store(out + a, f64x2.add(v128.load(out + a), flow));
        v128.store(out + c, f64x2.sub(v128.load(out + c), flow));
      }
      q0 += run;
      q1 += run;
    }
  }
}

export function transposedGeneratorWrap(bits: i32, x: usize, out: usize, rate: usize, sign: f64): void {
  const last: i32 = (1 << bits) - 1;
  for (let s: i32 = 0; s <= last; s++) {
    const at: usize = (<usize>s) << 3;
    const other: usize = (<usize>(last - s)) << 3;
    const flow: f64 = f64.load(rate + at) * f64.load(x + at) - sign * f64.load(rate + other) * f64.load(x + other);
    f64.store(out + at, f64.load(out + at) + flow);
  }
}

export function resample(bits: i32, bit: i32, x: usize, down: usize, up: usize): void {
  const size: i32 = 1 << bits;
  const half: i32 = size >> 1;
  let q0: usize = down + (<usize>bit) * ((<usize>half) << 3);
  let q1: usize = up + (<usize>bit) * ((<usize>half) << 3);
  if (bit === 0) {
    for (let p: i32 = 0; p < half; p++) {
      const at: usize = (<usize>p) << 4;
      const mean: f64 = f64.load(q1 + ((<usize>p) << 3)) * f64.load(x + at) +
        f64.load(q0 + ((<usize>p) << 3)) * f64.load(x + at, 8);
      f64.store(x + at, mean);
      f64.store(x + at, mean, 8);
    }
    return;
  }
  const run: usize = (<usize>1) << (bit + 3);
  const end: usize = (<usize>size) << 3;
  for (let base: usize = 0; base < end; base += run << 1) {
    for (let k: usize = 0; k < run; k += 16) {
      const a: usize = base + k;
      const c: usize = a + run;
      const mean: v128 = f64x2.add(
        f64x2.mul(v128.load(q1 + k), v128.load(x + a)),
        f64x2.mul(v128.load(q0 + k), v128.load(x + c)),
      );
      v128.store(x + a, mean);
      v128.store(x + c, mean);
    }
    q0 += run;
    q1 += run;
  }
}

export function resampleWrap(bits: i32, x: usize, rate: usize, sign: f64): void {
  const last: i32 = (1 << bits) - 1;
  const half: i32 = bits === 0 ? 1 : 1 << (bits - 1);
  for (let s: i32 = 0; s < half; s++) {
    const at: usize = (<usize>s) << 3;
    const other: usize = (<usize>(last - s)) << 3;
    const here: f64 = f64.load(x + at);
    const there: f64 = f64.load(x + other);
    const stay: f64 = f64.load(rate + other);
    const leave: f64 = f64.load(rate + at);
    f64.store(x + at, stay * here + sign * leave * there);
    if (s !== last - s) f64.store(x + other, leave * there + sign * stay * here);
  }
}

export function transposedResample(bits: i32, bit: i32, x: usize, down: usize, up: usize): void {
  const size: i32 = 1 << bits;
  const half: i32 = size >> 1;
  let q0: usize = down + (<usize>bit) * ((<usize>half) << 3);
  let q1: usize = up + (<usize>bit) * ((<usize>half) << 3);
  if (bit === 0) {
    for (let p: i32 = 0; p < half; p++) {
      const at: usize = (<usize>p) << 4;
      const mass: f64 = f64.load(x + at) + f64.load(x + at, 8);
      f64.store(x + at, f64.load(q1 + ((<usize>p) << 3)) * mass);
      f64.store(x + at, f64.load(q0 + ((<usize>p) << 3)) * mass, 8);
    }
    return;
  }
  const run: usize = (<usize>1) << (bit + 3);
  const end: usize = (<usize>size) << 3;
  for (let base: usize = 0; base < end; base += run << 1) {
    for (let k: usize = 0; k < run; k += 16) {
      const a: usize = base + k;
      const c: usize = a + run;
      const mass: v128 = f64x2.add(v128.load(x + a), v128.load(x + c));
      v128.store(x + a, f64x2.mul(v128.load(q1 + k), mass));
      v128.store(x + c, f64x2.mul(v128.load(q0 + k), mass));
    }
    q0 += run;
    q1 += run;
  }
}

export function transposedResampleWrap(bits: i32, x: usize, rate: usize, sign: f64): void {
  const last: i32 = (1 << bits) - 1;
  const half: i32 = bits === 0 ? 1 : 1 << (bits - 1);
  for (let s: i32 = 0; s < half; s++) {
    const at: usize = (<usize>s) << 3;
    const other: usize = (<usize>(last - s)) << 3;
    const stay: f64 = f64.load(rate + other);
    const leave: f64 = f64.load(rate + at);
    if (s === last - s) {
      f64.store(x + at, (stay + sign * leave) * f64.load(x + at));
      continue;
    }
    const mass: f64 = f64.load(x + at) + sign * f64.load(x + other);
    f64.store(x + at, stay * mass);
    f64.store(x + other, sign * leave * mass);
  }
}

export function windowAdd(size: i32, f: usize, sum: usize, weight: f64, total: usize, argument: usize): void {
  const end: usize = (<usize>size) << 3;
  if (size === 1) {
    const v: f64 = f64.load(f), s: f64 = f64.load(sum);
    f64.store(total, f64.load(total) + weight * v * (v + s + s));
    f64.store(argument, v + s);
    return;
  }
  const w: v128 = f64x2.splat(weight);
  for (let k: usize = 0; k < end; k += 16) {
    const v: v128 = v128.load(f + k);
    const s: v128 = v128.load(sum + k);
    const next: v128 = f64x2.add(v, s);
    const term: v128 = f64x2.mul(f64x2.mul(w, v), f64x2.add(next, s));
    v128.store(total + k, f64x2.add(v128.load(total + k), term));
    v128.store(argument + k, next);
  }
}

export function relax(size: i32, x: usize, laplacian: usize, scale: f64, out: usize): void {
  const end: usize = (<usize>size) << 3;
  if (size === 1) {
    f64.store(out, f64.load(x) - scale * f64.load(laplacian));
    return;
  }
  const c: v128 = f64x2.splat(scale);
  for (let k: usize = 0; k < end; k += 16) {
    v128.store(out + k, f64x2.sub(v128.load(x + k), f64x2.mul(c, v128.load(laplacian + k))));
  }
}
