// The decisions of 16 chains at one site, from fields of 16 bits.
import { FOURFOLD } from "./quad";
import { threshold } from "./threshold";

// Writes the spins of 16 lanes from `at` on, where `masked` only those set in the lanes at `lanes`, and returns which are
// decided; `r` is the address of their random bits. A decided lane's distance (or for negative ones the distance less one,
// which has no overflow) is beyond the margin. When `narrow` the margin has 8 bits and is below 127: distances cut to 8 bits
// tell as much.
@inline export function decide(
  narrow: bool, masked: bool, at: usize, lanes: usize, r: usize, sizeA: v128, a: v128, sizeB: v128, b: v128, margin: v128,
  t0: v128, t1: v128, t2: v128,
): u32 {
  const d0 = i16x8.sub_sat_s(v128.load(r), threshold(sizeA, a, t0, t1, t2));
  const d1 = i16x8.sub_sat_s(v128.load(r, 16), threshold(sizeB, b, t0, t1, t2));
  const d = i8x16.narrow_i16x8_s(d0, d1), below = i8x16.lt_s(d, i8x16.splat(0));
  let plus = v128.and(below, i8x16.splat(1));
  if (masked) plus = v128.bitselect(plus, v128.load(at), v128.load(lanes));
  v128.store(at, plus);
  v128.store(at, i16x8.shl(plus, 2), FOURFOLD);
  if (narrow) return i8x16.bitmask(i8x16.gt_s(v128.xor(d, below), margin));
  const far0 = i16x8.gt_s(v128.xor(d0, i16x8.shr_s(d0, 15)), margin);
  const far1 = i16x8.gt_s(v128.xor(d1, i16x8.shr_s(d1, 15)), margin);
  return i8x16.bitmask(i8x16.narrow_i16x8_s(far0, far1));
}

// The same for fields that were cut to 16 bits; the smallest one has no size of its own.
@inline export function decideCut(
  masked: bool, at: usize, lanes: usize, r: usize, a: v128, b: v128, margin: v128, t0: v128, t1: v128, t2: v128,
): u32 {
  const most = i16x8.splat(32767);
  const sizeA = i16x8.min_u(i16x8.abs(a), most), sizeB = i16x8.min_u(i16x8.abs(b), most);
  return decide(false, masked, at, lanes, r, sizeA, a, sizeB, b, margin, t0, t1, t2);
}
