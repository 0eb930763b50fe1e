// One segment of a group of chains whose fields have 32 bits, two vectors of chains at a time; cut to 16 bits for the threshold.
import { decidePair } from "./decide_pair";
import { LANES, OPEN_LIST, RANDOM } from "./header";
import { BATCH, EDGE, fillHalf, fillWhole, JOB } from "./random_batch";
import { resolveList } from "./resolve_list";

@inline function term(weight: v128, from: usize, field: v128): v128 {
  return i32x4.add(field, v128.and(weight, v128.load16x4_s(from)));
}

export function wideSegment(
  segment: usize, masked: bool, half: i32, visit: u32, sweep: u32, chain: u32, mask: u32,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  let job: usize = load<u32>(segment, 4), first: usize = load<u32>(segment, 12);
  const end: usize = load<u32>(segment, 8), width: usize = half < 0 ? 64 : 32;
  const table: usize = load<u32>(segment, 24);
  const t0 = v128.load(table), t1 = v128.load(table, 16), t2 = v128.load(table, 32);
  const cut: i32 = load<i32>(segment, 16);
  let list: usize = load<u32>(OPEN_LIST);
  while (job < end) {
    const stop = min(end, job + BATCH * JOB);
    if (half < 0) fillWhole(job, stop, <usize>(visit << 2), y0, w0, x1, folded);
    else fillHalf(job, stop, <usize>(visit << 2), y0, w0, x1, folded);
    for (let r = RANDOM; job < stop; job += JOB, r += width) {
      const last: usize = load<u32>(job, 20), margin = v128.load32_splat(job, 16);
      const at: usize = load<u32>(job, 8);
      let decided: u32 = 0;
      for (let v: usize = 0; v < width; v += 32) {
        let c0 = v128.load32_splat(job, 12), c1 = c0, c2 = c0, c3 = c0;
        for (let edge = first; edge < last; edge += EDGE) {
          const from = v + <usize>load<u32>(edge), weight = v128.load32_splat(edge, 4);
          c0 = term(weight, from, c0);
          c1 = term(weight, from + 8, c1);
          c2 = term(weight, from + 16, c2);
          c3 = term(weight, from + 24, c3);
        }
        const a = i16x8.narrow_i32x4_s(i32x4.shr_s(c0, cut), i32x4.shr_s(c1, cut));
        const b = i16x8.narrow_i32x4_s(i32x4.shr_s(c2, cut), i32x4.shr_s(c3, cut));
        decided |= decidePair(masked, at + v, LANES + v, r + v, a, b, margin, t0, t1, t2) << (<u32>v >> 1);
      }
      first = last;
      const open = ~decided & mask;
      store<u32>(list, <u32>job);
      store<u32>(list, open, 4);
      list += <usize>(open !== 0) << 3;
    }
  }
  resolveList(list, half, chain, visit, sweep, y0, w0, x1, folded);
}
