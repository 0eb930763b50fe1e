// One segment (sites of one block whose fields have 16 bits) of a group of chains: a chain per lane. A spin is a lane of 16
// bits, −1 for +1 and 0 for −1. A whole group is 32 chains, four vectors a site; a half one 16 chains, two vectors.
import { LANES, OPEN_LIST, RANDOM } from "./header";
import { BATCH, EDGE, fillHalf, fillWhole, JOB } from "./random_batch";
import { resolveList } from "./resolve_list";
import { threshold } from "./threshold";

// |z| times the table's unit, of fields that are held times that unit (kind 0), half of it (kind 1) or less (kind 2, cut and
// multiplied).
@inline function sizeOf(kind: i32, c: v128, limit: v128, factor: v128): v128 {
  const size = i16x8.abs(c);
  if (kind === 0) return size;
  if (kind === 1) return i16x8.add_sat_s(size, size);
  return i16x8.mul(i16x8.min_s(size, limit), factor);
}

@inline function put(masked: bool, at: usize, lanes: usize, plus: v128): void {
  v128.store(at, masked ? v128.bitselect(plus, v128.load(at), v128.load(lanes)) : plus);
}

@inline function term(weight: v128, from: usize, field: v128): v128 {
  return i16x8.add(field, v128.and(weight, v128.load(from)));
}

@inline function pass(
  kind: i32, masked: bool, isWhole: bool, half: i32, segment: usize, visit: u32, sweep: u32, chain: u32, mask: u32,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  let job: usize = load<u32>(segment, 4), edge: usize = load<u32>(segment, 12);
  const end: usize = load<u32>(segment, 8), width: usize = isWhole ? 64 : 32;
  const table: usize = load<u32>(segment, 24);
  const t0 = v128.load(table), t1 = v128.load(table, 16), t2 = v128.load(table, 32);
  const limit = v128.load32_splat(segment, 16), factor = v128.load32_splat(segment, 20);
  let list: usize = load<u32>(OPEN_LIST);
  while (job < end) {
    const stop = min(end, job + BATCH * JOB);
    if (isWhole) fillWhole(job, stop, <usize>(visit << 2), y0, w0, x1, folded);
    else fillHalf(job, stop, <usize>(visit << 2), y0, w0, x1, folded);
    for (let r = RANDOM; job < stop; job += JOB, r += width) {
      const last: usize = load<u32>(job, 20);
      let c0 = v128.load32_splat(job, 12), c1 = c0, c2 = c0, c3 = c0;
      for (; (last - edge) & 24; edge += EDGE) {
        const from: usize = load<u32>(edge), weight = v128.load32_splat(edge, 4);
        c0 = term(weight, from, c0);
        c1 = term(weight, from + 16, c1);
        if (isWhole) {
          c2 = term(weight, from + 32, c2);
          c3 = term(weight, from + 48, c3);
        }
      }
      for (; edge < last; edge += 4 * EDGE) {
        const from0: usize = load<u32>(edge), weight0 = v128.load32_splat(edge, 4);
        c0 = term(weight0, from0, c0);
        c1 = term(weight0, from0 + 16, c1);
        if (isWhole) {
          c2 = term(weight0, from0 + 32, c2);
          c3 = term(weight0, from0 + 48, c3);
        }
        const from1: usize = load<u32>(edge, EDGE), weight1 = v128.load32_splat(edge, EDGE + 4);
        c0 = term(weight1, from1, c0);
        c1 = term(weight1, from1 + 16, c1);
        if (isWhole) {
          c2 = term(weight1, from1 + 32, c2);
          c3 = term(weight1, from1 + 48, c3);
        }
        const from2: usize = load<u32>(edge, 2 * EDGE), weight2 = v128.load32_splat(edge, 2 * EDGE + 4);
        c0 = term(weight2, from2, c0);
        c1 = term(weight2, from2 + 16, c1);
        if (isWhole) {
          c2 = term(weight2, from2 + 32, c2);
          c3 = term(weight2, from2 + 48, c3);
        }
        const from3: usize = load<u32>(edge, 3 * EDGE), weight3 = v128.load32_splat(edge, 3 * EDGE + 4);
        c0 = term(weight3, from3, c0);
        c1 = term(weight3, from3 + 16, c1);
        if (isWhole) {
          c2 = term(weight3, from3 + 32, c2);
          c3 = term(weight3, from3 + 48, c3);
        }
      }
      const at: usize = load<u32>(job, 8), margin = v128.load32_splat(job, 16);
      const d0 = i16x8.sub_sat_s(v128.load(r), threshold(sizeOf(kind, c0, limit, factor), c0, t0, t1, t2));
      const plus0 = i16x8.shr_s(d0, 15);
put(masked, at, LANES, plus0);
      const a0 = v128.xor(d0, plus0);
      const d1 = i16x8.sub_sat_s(v128.load(r, 16), threshold(sizeOf(kind, c1, limit, factor), c1, t0, t1, t2));
      const plus1 = i16x8.shr_s(d1, 15);
put(masked, at + 16, LANES + 16, plus1);
      const a1 = v128.xor(d1, plus1);
      let a2 = a0, a3 = a1;
      if (isWhole) {
        const d2 = i16x8.sub_sat_s(v128.load(r, 32), threshold(sizeOf(kind, c2, limit, factor), c2, t0, t1, t2));
        const plus2 = i16x8.shr_s(d2, 15);
put(masked, at + 32, LANES + 32, plus2);
        a2 = v128.xor(d2, plus2);
        const d3 = i16x8.sub_sat_s(v128.load(r, 48), threshold(sizeOf(kind, c3, limit, factor), c3, t0, t1, t2));
        const plus3 = i16x8.shr_s(d3, 15);
put(masked, at + 48, LANES + 48, plus3);
        a3 = v128.xor(d3, plus3);
      }
      // Decided lanes are those whose distance (or for negative ones the distance less one, which has no overflow) is beyond the
      // margin. Nothing branches here: a wrong guess would cost more than the exact decision.
      let open: u32 = ~i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.gt_s(a0, margin), i16x8.gt_s(a1, margin)));
      if (isWhole) {
        open &= ~(i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.gt_s(a2, margin), i16x8.gt_s(a3, margin))) << 16);
      }
      open &= mask;
      store<u32>(list, <u32>job);
      store<u32>(list, open, 4);
      list += <usize>(open !== 0) << 3;
    }
  }
  resolveList(list, half, chain, visit, sweep, y0, w0, x1, folded);
}

export function narrowSegment(
  segment: usize, masked: bool, half: i32, visit: u32, sweep: u32, chain: u32, mask: u32,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const kind: i32 = load<i32>(segment);
  if (half < 0) {
    if (masked) pass(2, true, true, -1, segment, visit, sweep, chain, mask, y0, w0, x1, folded);
    else if (kind === 0) pass(0, false, true, -1, segment, visit, sweep, chain, mask, y0, w0, x1, folded);
    else if (kind === 1) pass(1, false, true, -1, segment, visit, sweep, chain, mask, y0, w0, x1, folded);
    else pass(2, false, true, -1, segment, visit, sweep, chain, mask, y0, w0, x1, folded);
  } else {
    if (masked) pass(2, true, false, half, segment, visit, sweep, chain, mask, y0, w0, x1, folded);
    else if (kind === 0) pass(0, false, false, half, segment, visit, sweep, chain, mask, y0, w0, x1, folded);
    else if (kind === 1) pass(1, false, false, half, segment, visit, sweep, chain, mask, y0, w0, x1, folded);
    else pass(2, false, false, half, segment, visit, sweep, chain, mask, y0, w0, x1, folded);
  }
}
