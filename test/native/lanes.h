// One vector of 16-bit lanes, 16, 32 or 64 bytes wide: the same names for the three instruction sets.
#ifndef LANES_H
#define LANES_H

#include <immintrin.h>
#include <stdint.h>

#ifndef WIDTH
#if defined(__AVX512BW__)
#define WIDTH 64
#elif defined(__AVX2__)
#define WIDTH 32
#else
#define WIDTH 16
#endif
#endif

// Vectors that hold the 32 chains of a group.
#define VECTORS (64 / WIDTH)
// Sites whose random numbers are woven together: a site takes 16 bytes of each word.
#define SITES (WIDTH / 16)

#if WIDTH == 64
typedef __m512i Lanes;
typedef __mmask32 Flags;
#define OP(name) _mm512_##name
#define LOAD(p) _mm512_loadu_si512(p)
#define STORE(p, v) _mm512_storeu_si512(p, v)
#define AND(a, b) _mm512_and_si512(a, b)
#define XOR(a, b) _mm512_xor_si512(a, b)
#define BROADCAST(v) _mm512_broadcast_i32x4(v)
#define ZERO _mm512_setzero_si512()
#elif WIDTH == 32
typedef __m256i Lanes;
#define OP(name) _mm256_##name
#define LOAD(p) _mm256_loadu_si256((const __m256i *)(p))
#define STORE(p, v) _mm256_storeu_si256((__m256i *)(p), v)
#define AND(a, b) _mm256_and_si256(a, b)
#define XOR(a, b) _mm256_xor_si256(a, b)
#define BROADCAST(v) _mm256_broadcastsi128_si256(v)
#define ZERO _mm256_setzero_si256()
#else
typedef __m128i Lanes;
#define OP(name) _mm_##name
#define LOAD(p) _mm_loadu_si128((const __m128i *)(p))
#define STORE(p, v) _mm_storeu_si128((__m128i *)(p), v)
#define AND(a, b) _mm_and_si128(a, b)
#define XOR(a, b) _mm_xor_si128(a, b)
#define BROADCAST(v) (v)
#define ZERO _mm_setzero_si128()
#endif

// The numbers of SITES sites, one register a word, as VECTORS registers a site: parts of 16 bytes change places.
static inline void by_site(const Lanes word[4], Lanes out[SITES][VECTORS]) {
#if WIDTH == 64
  const Lanes a = _mm512_shuffle_i32x4(word[0], word[1], 0x88), b = _mm512_shuffle_i32x4(word[2], word[3], 0x88);
  const Lanes c = _mm512_shuffle_i32x4(word[0], word[1], 0xdd), d = _mm512_shuffle_i32x4(word[2], word[3], 0xdd);
  out[0][0] = _mm512_shuffle_i32x4(a, b, 0x88);
  out[1][0] = _mm512_shuffle_i32x4(c, d, 0x88);
  out[2][0] = _mm512_shuffle_i32x4(a, b, 0xdd);
  out[3][0] = _mm512_shuffle_i32x4(c, d, 0xdd);
#elif WIDTH == 32
  for (int half = 0; half < 2; half++) {
    out[0][half] = _mm256_permute2x128_si256(word[2 * half], word[2 * half + 1], 0x20);
    out[1][half] = _mm256_permute2x128_si256(word[2 * half], word[2 * half + 1], 0x31);
  }
#else
  for (int k = 0; k < 4; k++) out[0][k] = word[k];
#endif
}

// The threshold's sign is the field's.
static inline Lanes with_sign(Lanes size, Lanes field) {
#if WIDTH == 64
  return _mm512_mask_sub_epi16(size, _mm512_movepi16_mask(field), ZERO, size);
#else
  // A field of 0 has the threshold 0 already.
  return OP(sign_epi16)(size, field);
#endif
}

// All bits set where a > b.
static inline Lanes above(Lanes a, Lanes b) {
#if WIDTH == 64
  return _mm512_movm_epi16(_mm512_cmpgt_epi16_mask(a, b));
#else
  return OP(cmpgt_epi16)(a, b);
#endif
}

// One bit a lane where |a - b| <= bound; the distance saturates at 32768, which is read without a sign.
static inline uint32_t within(Lanes a, Lanes b, Lanes bound) {
  const Lanes distance = OP(abs_epi16)(OP(subs_epi16)(a, b));
#if WIDTH == 64
  return _mm512_cmple_epu16_mask(distance, bound);
#elif WIDTH == 32
  const Lanes near = _mm256_cmpeq_epi16(_mm256_subs_epu16(distance, bound), ZERO);
  return _pext_u32((uint32_t)_mm256_movemask_epi8(near), 0x55555555u);
#else
  const Lanes near = _mm_cmpeq_epi16(_mm_subs_epu16(distance, bound), ZERO);
  return (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(near, ZERO));
#endif
}

#endif
