// One segment (sites of one block whose fields have 16 bits) of a group of chains: a chain per lane.
import { decide } from "./decide";
import { openList } from "./header";
import { indexOf, interleaveHigh, interleaveLow, lookUp } from "./quad";
import { BATCH, fillGroup, JOB } from "./random_batch";
import { resolveList } from "./resolve_list";
import { lanes, random } from "./room";

// Bytes of four neighbours' record: addresses, low bytes and high bytes of the sums.
@inline const QUAD: usize = 48;

// |z| times the table's unit, of fields that are held times that unit (kind 0), half of it (kind 1) or less (kind 2, cut and
// multiplied).
@inline function sizeOf(kind: i32, c: v128, limit: v128, factor: v128): v128 {
  const size = i16x8.abs(c);
  if (kind === 0) return size;
  if (kind === 1) return i16x8.add_sat_s(size, size);
  return i16x8.mul(i16x8.min_s(size, limit), factor);
}

@inline function pass(
  kind: i32, masked: bool, margins: i32, segment: usize, first: usize, end: usize, quad: usize, visit: u32, sweep: u32, chain: u32,
  mask: u32, y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const table: usize = load<u32>(segment, 24), bits = random(), moved = lanes();
  const t0 = v128.load(table), t1 = v128.load(table, 16), t2 = v128.load(table, 32);
  const limit = v128.load32_splat(segment, 16), factor = v128.load32_splat(segment, 20);
  let list = openList(), job = first;
  while (job < end) {
    const stop = min(end, job + BATCH * JOB);
    fillGroup(job, stop, <usize>(visit << 2), y0, w0, x1, folded);
    for (let r = bits; job < stop; job += JOB, r += 64) {
      const last: usize = load<u32>(job, 20);
      let a: usize = load<u32>(quad), b: usize = load<u32>(quad, 4);
      let c: usize = load<u32>(quad, 8), d: usize = load<u32>(quad, 12);
      let low = v128.load(quad, 16), high = v128.load(quad, 32);
      let index = indexOf(a, b, c, d), l = lookUp(low, index), h = lookUp(high, index);
      let c0 = interleaveLow(l, h), c1 = interleaveHigh(l, h);
      index = indexOf(a + 16, b + 16, c + 16, d + 16);
      l = lookUp(low, index);
      h = lookUp(high, index);
      let c2 = interleaveLow(l, h), c3 = interleaveHigh(l, h);
      for (quad += QUAD; quad < last; quad += QUAD) {
        a = load<u32>(quad);
        b = load<u32>(quad, 4);
        c = load<u32>(quad, 8);
        d = load<u32>(quad, 12);
        low = v128.load(quad, 16);
        high = v128.load(quad, 32);
        index = indexOf(a, b, c, d);
        l = lookUp(low, index);
        h = lookUp(high, index);
        c0 = i16x8.add(c0, interleaveLow(l, h));
        c1 = i16x8.add(c1, interleaveHigh(l, h));
        index = indexOf(a + 16, b + 16, c + 16, d + 16);
        l = lookUp(low, index);
        h = lookUp(high, index);
        c2 = i16x8.add(c2, interleaveLow(l, h));
        c3 = i16x8.add(c3, interleaveHigh(l, h));
      }
      const at: usize = load<u32>(job, 8);
      let margin = v128.load32_splat(job, 16);
      if (masked) margin = i16x8.shr_u(margin, margins);
      const s0 = sizeOf(kind, c0, limit, factor), s1 = sizeOf(kind, c1, limit, factor);
      const decided0 = decide(kind < 2, masked, at, moved, r, s0, c0, s1, c1, margin, t0, t1, t2);
      const s2 = sizeOf(kind, c2, limit, factor), s3 = sizeOf(kind, c3, limit, factor);
      const decided1 = decide(kind < 2, masked, at + 16, moved + 16, r + 32, s2, c2, s3, c3, margin, t0, t1, t2);
      // Nothing branches here: a wrong guess would cost more than the exact decision.
      const open = ~(decided0 | decided1 << 16) & mask;
      store<u32>(list, <u32>job);
      store<u32>(list, open, 4);
      list += <usize>(open !== 0) << 3;
    }
  }
  resolveList(list, chain, visit, sweep, y0, w0, x1, folded);
}

export function narrowSegment(
  segment: usize, first: usize, end: usize, edge: usize, masked: bool, visit: u32, sweep: u32, chain: u32, mask: u32,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const kind: i32 = load<i32>(segment);
  // Margins of 8 bits lie in every byte.
  if (masked) pass(2, true, kind < 2 ? 8 : 0, segment, first, end, edge, visit, sweep, chain, mask, y0, w0, x1, folded);
  else if (kind === 0) pass(0, false, 0, segment, first, end, edge, visit, sweep, chain, mask, y0, w0, x1, folded);
  else if (kind === 1) pass(1, false, 0, segment, first, end, edge, visit, sweep, chain, mask, y0, w0, x1, folded);
  else pass(2, false, 0, segment, first, end, edge, visit, sweep, chain, mask, y0, w0, x1, folded);
}
