// The decisions of two vectors of chains at one site, from fields cut to 16 bits.
import { threshold } from "./threshold";

// Writes the spins of 16 lanes from `at` on, where `masked` only those set in the lanes at `lanes`, and returns which are decided;
// `r` is the address of their random bits.
@inline export function decidePair(
  masked: bool, at: usize, lanes: usize, r: usize, a: v128, b: v128, margin: v128, t0: v128, t1: v128, t2: v128,
): u32 {
  const most = i16x8.splat(32767);
  const sizeA = i16x8.min_u(i16x8.abs(a), most), sizeB = i16x8.min_u(i16x8.abs(b), most);
  const d0 = i16x8.sub_sat_s(v128.load(r), threshold(sizeA, a, t0, t1, t2));
  const d1 = i16x8.sub_sat_s(v128.load(r, 16), threshold(sizeB, b, t0, t1, t2));
  const plus0 = i16x8.shr_s(d0, 15), plus1 = i16x8.shr_s(d1, 15);
  v128.store(at, masked ? v128.bitselect(plus0, v128.load(at), v128.load(lanes)) : plus0);
  v128.store(at, masked ? v128.bitselect(plus1, v128.load(at, 16), v128.load(lanes, 16)) : plus1, 16);
  const a0 = i16x8.gt_s(v128.xor(d0, plus0), margin), a1 = i16x8.gt_s(v128.xor(d1, plus1), margin);
  return i8x16.bitmask(i8x16.narrow_i16x8_s(a0, a1));
}
