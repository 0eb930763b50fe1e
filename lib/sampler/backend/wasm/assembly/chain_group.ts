// One segment (sites of one block whose fields have 16 bits) of a group of chains: a chain per lane. A spin is a lane of 16
// bits, −1 for +1 and 0 for −1. A whole group is 32 chains, four vectors a site; a half one 16 chains, two vectors.
import { LANES, RANDOM, THRESHOLD } from "./header";
import { BATCH, fillHalf, fillWhole, JOB } from "./random_batch";
import { resolveSite } from "./resolve_site";
import { threshold } from "./threshold";

// |z|·4096 of fields that are held times 4096 (kind 0), times 2048 (kind 1) or less (kind 2, cut and multiplied).
// @ts-ignore: decorator
@inline function sizeOf(kind: i32, c: v128, limit: v128, factor: v128): v128 {
  const size = i16x8.abs(c);
  if (kind === 0) return size;
  if (kind === 1) return i16x8.add_sat_s(size, size);
  return i16x8.mul(i16x8.min_s(size, limit), factor);
}

// @ts-ignore: decorator
@inline function put(masked: bool, at: usize, lanes: usize, plus: v128): void {
  v128.store(at, masked ? v128.bitselect(plus, v128.load(at), v128.load(lanes)) : plus);
}

// @ts-ignore: decorator
@inline function term(weight: v128, from: usize, field: v128): v128 {
  return i16x8.add(field, v128.and(weight, v128.load(from)));
}

// @ts-ignore: decorator
@inline function pass(
  kind: i32, masked: bool, isWhole: bool, half: i32, segment: usize, spin: usize, visit: u32, sweep: u32, chain: u32, mask: u32,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  let job: usize = load<u32>(segment, 4), edge: usize = load<u32>(segment, 12);
  const end: usize = load<u32>(segment, 8), shift: usize = isWhole ? 0 : 1, width: usize = isWhole ? 64 : 32;
  const t0 = v128.load(THRESHOLD), t1 = v128.load(THRESHOLD, 16), t2 = v128.load(THRESHOLD, 32);
  const limit = v128.load32_splat(segment, 16), factor = v128.load32_splat(segment, 20);
  while (job < end) {
    const stop = min(end, job + BATCH * JOB);
    if (isWhole) fillWhole(job, stop, <usize>(visit << 2), y0, w0, x1, folded);
    else fillHalf(job, stop, <usize>(visit << 2), y0, w0, x1, folded);
    for (let r = RANDOM; job < stop; job += JOB, r += width) {
      const last: usize = load<u32>(job, 20);
      let c0 = v128.load32_splat(job, 12), c1 = c0, c2 = c0, c3 = c0;
      if ((last - edge) & 8) {
        const from = spin + (<usize>load<u32>(edge) >> shift), weight = v128.load32_splat(edge, 4);
        c0 = term(weight, from, c0);
        c1 = term(weight, from + 16, c1);
        if (isWhole) {
          c2 = term(weight, from + 32, c2);
          c3 = term(weight, from + 48, c3);
        }
        edge += 8;
      }
      for (; edge < last; edge += 16) {
        const from = spin + (<usize>load<u32>(edge) >> shift), weight = v128.load32_splat(edge, 4);
        const next = spin + (<usize>load<u32>(edge, 8) >> shift), other = v128.load32_splat(edge, 12);
        c0 = term(other, next, term(weight, from, c0));
        c1 = term(other, next + 16, term(weight, from + 16, c1));
        if (isWhole) {
          c2 = term(other, next + 32, term(weight, from + 32, c2));
          c3 = term(other, next + 48, term(weight, from + 48, c3));
        }
      }
      const at = spin + (<usize>load<u32>(job, 8) >> shift), margin = v128.load32_splat(job, 16);
      const d0 = i16x8.sub_sat_s(v128.load(r), threshold(sizeOf(kind, c0, limit, factor), c0, t0, t1, t2));
      put(masked, at, LANES, i16x8.shr_s(d0, 15));
      const a0 = i16x8.abs(d0);
      const d1 = i16x8.sub_sat_s(v128.load(r, 16), threshold(sizeOf(kind, c1, limit, factor), c1, t0, t1, t2));
      put(masked, at + 16, LANES + 16, i16x8.shr_s(d1, 15));
      const a1 = i16x8.abs(d1);
      let a2 = a0, a3 = a1;
      if (isWhole) {
        const d2 = i16x8.sub_sat_s(v128.load(r, 32), threshold(sizeOf(kind, c2, limit, factor), c2, t0, t1, t2));
        put(masked, at + 32, LANES + 32, i16x8.shr_s(d2, 15));
        a2 = i16x8.abs(d2);
        const d3 = i16x8.sub_sat_s(v128.load(r, 48), threshold(sizeOf(kind, c3, limit, factor), c3, t0, t1, t2));
        put(masked, at + 48, LANES + 48, i16x8.shr_s(d3, 15));
        a3 = i16x8.abs(d3);
      }
      const least = isWhole ? i16x8.min_u(i16x8.min_u(a0, a1), i16x8.min_u(a2, a3)) : i16x8.min_u(a0, a1);
      if (v128.any_true(i16x8.le_u(least, margin))) {
        let open = i16x8.bitmask(i16x8.le_u(a0, margin)) | i16x8.bitmask(i16x8.le_u(a1, margin)) << 8;
        if (isWhole) {
          open |= i16x8.bitmask(i16x8.le_u(a2, margin)) << 16 | i16x8.bitmask(i16x8.le_u(a3, margin)) << 24;
        }
        resolveSite(load<u32>(job, 24), spin, r, half, open & mask, chain, visit, sweep);
      }
    }
  }
}

// Returns whether the segment was one of 16-bit fields.
export function narrowSegment(
  segment: usize, masked: bool, half: i32, spin: usize, visit: u32, sweep: u32, chain: u32, mask: u32,
  y0: v128, w0: v128, x1: v128, folded: v128,
): bool {
  const kind: i32 = load<i32>(segment);
  if (kind > 2) return false;
  if (half < 0) {
    if (masked) pass(2, true, true, -1, segment, spin, visit, sweep, chain, mask, y0, w0, x1, folded);
    else if (kind === 0) pass(0, false, true, -1, segment, spin, visit, sweep, chain, mask, y0, w0, x1, folded);
    else if (kind === 1) pass(1, false, true, -1, segment, spin, visit, sweep, chain, mask, y0, w0, x1, folded);
    else pass(2, false, true, -1, segment, spin, visit, sweep, chain, mask, y0, w0, x1, folded);
  } else {
    if (masked) pass(2, true, false, half, segment, spin, visit, sweep, chain, mask, y0, w0, x1, folded);
    else if (kind === 0) pass(0, false, false, half, segment, spin, visit, sweep, chain, mask, y0, w0, x1, folded);
    else if (kind === 1) pass(1, false, false, half, segment, spin, visit, sweep, chain, mask, y0, w0, x1, folded);
    else pass(2, false, false, half, segment, spin, visit, sweep, chain, mask, y0, w0, x1, folded);
  }
  return true;
}
