// The sum of four neighbours' terms as one look-up. A group's spin is a byte, 1 for +1 and 0 for −1, and behind the 32 bytes of
// a site lie the same bytes times four: bits of an index without a shift.

// Bytes of a site's spins and where those times four begin.
@inline export const SITE: usize = 64;
@inline export const FOURFOLD: usize = 32;

// For 16 chains the number whose bits are their spins at four addresses.
@inline export function indexOf(a: usize, b: usize, c: usize, d: usize): v128 {
  const even = v128.or(v128.load(a), v128.load(c, FOURFOLD)), odd = v128.or(v128.load(b), v128.load(d, FOURFOLD));
  return v128.or(even, i8x16.add(odd, odd));
}

@inline export function lookUp(table: v128, index: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i8x16.relaxed_swizzle(table, index);
  return i8x16.swizzle(table, index);
}

@inline export function interleaveLow(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
@inline export function interleaveHigh(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
