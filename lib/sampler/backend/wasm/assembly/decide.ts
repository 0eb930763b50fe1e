// The decisions of the 32 chains at one site, from fields of 16 bits.
import { FOURFOLD } from "./quad";
import { threshold } from "./threshold";

// How far the random bits of eight chains are from the threshold, negative where the spin becomes +1.
@inline export function distance(
  bits: v128, size: v128, field: v128, t0: v128, t1: v128, t2: v128, ones: v128, upper: v128,
): v128 {
  return i16x8.sub_sat_s(bits, threshold(size, field, t0, t1, t2, ones, upper));
}

// The same for fields that were cut to 16 bits; the smallest one has no size of its own.
@inline export function cutDistance(
  bits: v128, field: v128, t0: v128, t1: v128, t2: v128, ones: v128, upper: v128,
): v128 {
  const size = i16x8.min_u(i16x8.abs(field), i16x8.splat(32767));
  return distance(bits, size, field, t0, t1, t2, ones, upper);
}

// Writes the spins at `at`, where `masked` only those set in the bytes at `lanes`, and returns which chains are decided. A
// decided one's distance (or for negative ones the distance less one, which has no overflow) is beyond the margin. When
// `narrow` the margin has 8 bits and is below 127: distances cut to 8 bits tell as much.
@inline export function decide(
  narrow: bool, masked: bool, at: usize, lanes: usize, d0: v128, d1: v128, d2: v128, d3: v128, margin: v128, ones: v128,
): u32 {
  const a = i8x16.narrow_i16x8_s(d0, d1), b = i8x16.narrow_i16x8_s(d2, d3), zero = i8x16.splat(0);
  const belowA = i8x16.lt_s(a, zero), belowB = i8x16.lt_s(b, zero);
  let plus = v128.or(v128.and(belowA, ones), v128.and(belowB, i16x8.shl(ones, 4)));
  if (masked) plus = v128.bitselect(plus, v128.load(at), v128.load(lanes));
  v128.store(at, plus);
  v128.store(at, i16x8.shl(plus, 2), FOURFOLD);
  if (narrow) {
    const farA = i8x16.gt_s(v128.xor(a, belowA), margin), farB = i8x16.gt_s(v128.xor(b, belowB), margin);
    return i8x16.bitmask(farA) | i8x16.bitmask(farB) << 16;
  }
  const farA = i8x16.narrow_i16x8_s(far(d0, margin), far(d1, margin));
  const farB = i8x16.narrow_i16x8_s(far(d2, margin), far(d3, margin));
  return i8x16.bitmask(farA) | i8x16.bitmask(farB) << 16;
}

@inline function far(d: v128, margin: v128): v128 {
  return i16x8.gt_s(v128.xor(d, i16x8.shr_s(d, 15)), margin);
}
