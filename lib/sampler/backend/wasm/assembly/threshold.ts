// The approximate threshold: about 32768·tanh(z/2) for eight fields at a time, as tables of a quadratic on eight segments of
// |z| < 8. How far it is from the exact one is established over every 16-bit field by ../threshold_table.ts.

@inline function lookUp(table: v128, index: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i8x16.relaxed_swizzle(table, index);
  return i8x16.swizzle(table, index);
}

@inline function product(a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i16x8.relaxed_q15mulr_s(a, b);
  return i16x8.q15mulr_sat_s(a, b);
}

// `size` = |z|·4096, at most 32767; `field` gives the sign; `ones` and `upper` are the constants of ./header.
@inline export function threshold(size: v128, field: v128, t0: v128, t1: v128, t2: v128, ones: v128, upper: v128): v128 {
  const index = v128.or(i16x8.mul(i16x8.shr_u(size, 12), ones), upper);
  const d = i16x8.shl(size, 3);
  const inner = i16x8.add(lookUp(t1, index), product(lookUp(t2, index), d));
  const value = i16x8.add(lookUp(t0, index), product(inner, d));
  return v128.xor(value, i16x8.shr_s(field, 15));
}
