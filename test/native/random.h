// The project's random numbers: lib/random/weave.ts, chain_address.ts and philox.ts in C.
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>

#include "lanes.h"

// Weaves that run side by side.
#ifndef BATCH
#define BATCH 4
#endif

static inline uint32_t open_word(uint32_t word, uint32_t index) {
  uint32_t h = word + (index + 1) * 0x9e3779b9u;
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

static inline Lanes fold(Lanes v) { return XOR(v, OP(srli_epi32)(v, 16)); }

#define STEP(v, a, b) v = OP(add_epi32)(v, OP(mullo_epi32)(a, b))

// The opened words of SITES sites, four copies of each.
static inline Lanes spread(const uint32_t *site) {
#if WIDTH == 64
  const Lanes order = _mm512_set_epi32(3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0);
  return _mm512_permutexvar_epi32(order, _mm512_castsi128_si512(_mm_loadu_si128((const __m128i *)site)));
#elif WIDTH == 32
  const Lanes order = _mm256_set_epi32(1, 1, 1, 1, 0, 0, 0, 0);
  return _mm256_permutevar8x32_epi32(_mm256_castsi128_si256(_mm_loadl_epi64((const __m128i *)site)), order);
#else
  return _mm_set1_epi32((int)*site);
#endif
}

#define EACH(...) \
  for (int k = 0; k < BATCH; k++) { __VA_ARGS__; }

// BATCH weaves in step, for BATCH times SITES neighbouring opened site words. `x` has had its first step already, which
// depends on no site, and `folded` is it after that round's fold.
static inline void weave(Lanes x, Lanes folded, Lanes y, const uint32_t *site, Lanes w, Lanes out[BATCH][4]) {
  Lanes a[BATCH], b[BATCH], c[BATCH], d[BATCH];
  EACH(a[k] = x, b[k] = y, c[k] = spread(site + k * SITES), d[k] = w)
  EACH(STEP(b[k], c[k], a[k]))
  EACH(STEP(c[k], a[k], b[k]))
  EACH(STEP(d[k], b[k], c[k]))
  EACH(a[k] = folded, b[k] = fold(b[k]), c[k] = fold(c[k]), d[k] = fold(d[k]))
  for (int round = 0; round < 2; round++) {
    EACH(STEP(a[k], b[k], d[k]))
    EACH(STEP(b[k], c[k], a[k]))
    EACH(STEP(c[k], a[k], b[k]))
    EACH(STEP(d[k], b[k], c[k]))
    EACH(a[k] = fold(a[k]), b[k] = fold(b[k]), c[k] = fold(c[k]), d[k] = fold(d[k]))
  }
  EACH(out[k][0] = a[k], out[k][1] = b[k], out[k][2] = c[k], out[k][3] = d[k])
}

// Philox4x32-10 (Salmon et al., SC11, 2011).
static inline void philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3], k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; round++) {
    const uint64_t a = (uint64_t)0xd2511f53u * c0, b = (uint64_t)0xcd9e8d57u * c2;
    c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)b;
    c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)a;
    k0 += 0x9e3779b9u;
    k1 += 0xbb67ae85u;
  }
  out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

#endif
