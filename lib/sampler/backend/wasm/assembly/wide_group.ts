// One segment of a group of chains whose fields have 32 bits; cut to 16 bits for the threshold.
import { cutDistance, decide } from "./decide";
import { FIFTEEN, ONES, openList, UPPER } from "./header";
import { highHalf, indicesAt, interleaveHigh, interleaveLow, lookUp, lowHalf } from "./quad";
import { BATCH, fillGroup, JOB } from "./random_batch";
import { resolveList } from "./resolve_list";
import { lanes, random } from "./room";

// Bytes of four neighbours' record: addresses and the four bytes of the sums.
@inline const QUAD: usize = 80;

@inline function pairsLow(a: v128, b: v128): v128 {
  return v128.shuffle<u16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
@inline function pairsHigh(a: v128, b: v128): v128 {
  return v128.shuffle<u16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

@inline function cutPair(a: v128, b: v128, cut: i32): v128 {
  return i16x8.narrow_i32x4_s(i32x4.shr_s(a, cut), i32x4.shr_s(b, cut));
}

export function wideSegment(
  segment: usize, first: usize, end: usize, start: usize, masked: bool, visit: u32, sweep: u32, chain: u32, mask: u32,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const table: usize = load<u32>(segment, 24), moved = lanes(), cut: i32 = load<i32>(segment, 16);
  const t0 = v128.load(table), t1 = v128.load(table, 16), t2 = v128.load(table, 32);
  const ones = v128.load32_splat(ONES), upper = v128.load32_splat(UPPER), fifteen = v128.load32_splat(FIFTEEN);
  let list = openList(), job = first, quad = start;
  while (job < end) {
    const stop = min(end, job + BATCH * JOB);
    fillGroup(job, stop, <usize>(visit << 2), y0, w0, x1, folded);
    for (let r = random(); job < stop; job += JOB, r += 64) {
      const last: usize = load<u32>(job, 20), margin = v128.load32_splat(job, 16);
      const at: usize = load<u32>(job, 8);
      let c0 = i32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
      for (; quad < last; quad += QUAD) {
        const both = indicesAt(quad);
        const b0 = v128.load(quad, 16), b1 = v128.load(quad, 32), b2 = v128.load(quad, 48), b3 = v128.load(quad, 64);
        let index = lowHalf(both, fifteen), x = lookUp(b0, index), y = lookUp(b1, index);
        let z = lookUp(b2, index), w = lookUp(b3, index);
        let a = interleaveLow(x, y), b = interleaveLow(z, w);
        c0 = i32x4.add(c0, pairsLow(a, b));
        c1 = i32x4.add(c1, pairsHigh(a, b));
        a = interleaveHigh(x, y);
        b = interleaveHigh(z, w);
        c2 = i32x4.add(c2, pairsLow(a, b));
        c3 = i32x4.add(c3, pairsHigh(a, b));
        index = highHalf(both, fifteen);
        x = lookUp(b0, index);
        y = lookUp(b1, index);
        z = lookUp(b2, index);
        w = lookUp(b3, index);
        a = interleaveLow(x, y);
        b = interleaveLow(z, w);
        c4 = i32x4.add(c4, pairsLow(a, b));
        c5 = i32x4.add(c5, pairsHigh(a, b));
        a = interleaveHigh(x, y);
        b = interleaveHigh(z, w);
        c6 = i32x4.add(c6, pairsLow(a, b));
        c7 = i32x4.add(c7, pairsHigh(a, b));
      }
      const d0 = cutDistance(v128.load(r), cutPair(c0, c1, cut), t0, t1, t2, ones, upper);
      const d1 = cutDistance(v128.load(r, 16), cutPair(c2, c3, cut), t0, t1, t2, ones, upper);
      const d2 = cutDistance(v128.load(r, 32), cutPair(c4, c5, cut), t0, t1, t2, ones, upper);
      const d3 = cutDistance(v128.load(r, 48), cutPair(c6, c7, cut), t0, t1, t2, ones, upper);
      const open = ~decide(false, masked, at, moved, d0, d1, d2, d3, margin, ones) & mask;
      store<u64>(list, <u64>job | <u64>open << 32);
      list += <usize>(open !== 0) << 3;
    }
  }
  resolveList(list, chain, visit, sweep, y0, w0, x1, folded);
}
