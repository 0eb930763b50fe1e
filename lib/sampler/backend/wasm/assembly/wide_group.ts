// One segment of a group of chains whose fields have 32 bits, 16 chains at a time; cut to 16 bits for the threshold.
import { decideCut } from "./decide";
import { openList } from "./header";
import { indexOf, interleaveHigh, interleaveLow, lookUp } from "./quad";
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

export function wideSegment(
  segment: usize, first: usize, end: usize, start: usize, masked: bool, visit: u32, sweep: u32, chain: u32, mask: u32,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const table: usize = load<u32>(segment, 24), moved = lanes(), cut: i32 = load<i32>(segment, 16);
  const t0 = v128.load(table), t1 = v128.load(table, 16), t2 = v128.load(table, 32);
  let list = openList(), job = first, quads = start;
  while (job < end) {
    const stop = min(end, job + BATCH * JOB);
    fillGroup(job, stop, <usize>(visit << 2), y0, w0, x1, folded);
    for (let r = random(); job < stop; job += JOB, r += 64) {
      const last: usize = load<u32>(job, 20), margin = v128.load32_splat(job, 16);
      const at: usize = load<u32>(job, 8);
      let decided: u32 = 0;
      for (let v: usize = 0; v < 32; v += 16) {
        let c0 = i32x4.splat(0), c1 = c0, c2 = c0, c3 = c0;
        for (let quad = quads; quad < last; quad += QUAD) {
          const index = indexOf(
            v + <usize>load<u32>(quad), v + <usize>load<u32>(quad, 4),
            v + <usize>load<u32>(quad, 8), v + <usize>load<u32>(quad, 12),
          );
          const b0 = lookUp(v128.load(quad, 16), index), b1 = lookUp(v128.load(quad, 32), index);
          const b2 = lookUp(v128.load(quad, 48), index), b3 = lookUp(v128.load(quad, 64), index);
          const low0 = interleaveLow(b0, b1), high0 = interleaveLow(b2, b3);
          const low1 = interleaveHigh(b0, b1), high1 = interleaveHigh(b2, b3);
          c0 = i32x4.add(c0, pairsLow(low0, high0));
          c1 = i32x4.add(c1, pairsHigh(low0, high0));
          c2 = i32x4.add(c2, pairsLow(low1, high1));
          c3 = i32x4.add(c3, pairsHigh(low1, high1));
        }
        const a = i16x8.narrow_i32x4_s(i32x4.shr_s(c0, cut), i32x4.shr_s(c1, cut));
        const b = i16x8.narrow_i32x4_s(i32x4.shr_s(c2, cut), i32x4.shr_s(c3, cut));
        decided |= decideCut(masked, at + v, moved + v, r + 2 * v, a, b, margin, t0, t1, t2) << <u32>v;
      }
      quads = last;
      const open = ~decided & mask;
      store<u32>(list, <u32>job);
      store<u32>(list, open, 4);
      list += <usize>(open !== 0) << 3;
    }
  }
  resolveList(list, chain, visit, sweep, y0, w0, x1, folded);
}
