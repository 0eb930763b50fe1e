// The sum of four neighbours' terms as one look-up. A site of a group has 16 bytes: byte k has the spins of chains k and 16 + k
// as bits 0 and 4, 1 for +1. Behind them lie the same bytes times four: bits of an index without a shift.

// Bytes of a site's spins and where those times four begin.
@inline export const SITE: usize = 32;
@inline export const FOURFOLD: usize = 16;

// For chains k and 16 + k the number whose bits are their spins at four addresses, one in each half of byte k.
@inline export function indices(a: usize, b: usize, c: usize, d: usize): v128 {
  const even = v128.or(v128.load(a), v128.load(c, FOURFOLD)), odd = v128.or(v128.load(b), v128.load(d, FOURFOLD));
  return v128.or(even, i8x16.add(odd, odd));
}

// The same for four addresses that lie one after the other.
@inline export function indicesAt(at: usize): v128 {
  return indices(load<u32>(at), load<u32>(at, 4), load<u32>(at, 8), load<u32>(at, 12));
}

// The halves of every byte; `fifteen` has 15 in each.
@inline export function lowHalf(bytes: v128, fifteen: v128): v128 {
  return v128.and(bytes, fifteen);
}
@inline export function highHalf(bytes: v128, fifteen: v128): v128 {
  return v128.and(i16x8.shr_u(bytes, 4), fifteen);
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
