// The exact heat-bath decision on integers: lib/sampler/acceptance in C.
#ifndef DECIDE_H
#define DECIDE_H

#include <stdint.h>

static inline uint32_t high(uint32_t a, uint32_t b) { return (uint32_t)(((uint64_t)a * b) >> 32); }

// q/(1 + q) for q = 2^-(whole + fraction/2^32), over 2^(31 + whole). `power` holds 2^(-i/256) over 2^31.
static inline uint32_t logistic_mantissa(const uint32_t *power, uint32_t whole, uint32_t fraction) {
  const uint32_t x = fraction << 8, square = high(x, x), cube = high(x, square);
  const uint32_t less = high(x, 11629080u) - high(square, 15744u) + high(cube, 14u);
  const uint32_t first = power[fraction >> 24], factor = first - high(first, less);
  if (whole > 31) return factor;
  if (whole == 0 && fraction == 0) return factor >> 1;
  const uint64_t both = (1ull << 31) + (factor >> whole);
  const uint32_t sum = both > 0xffffffffull ? 0xffffffffu : (uint32_t)both;
  uint32_t inverse = 1768515945u - high(4042322160u, sum);
  for (int step = 0; step < 3; step++) inverse = high(inverse, -high(sum, inverse)) << 1;
  return high(factor, inverse);
}

// The 32 binary digits behind the first `from` of mantissa / 2^(31 + whole).
static inline uint32_t digits(uint32_t mantissa, uint32_t whole, int from) {
  const int64_t shift = (int64_t)from + 1 - whole;
  if (shift >= 32 || shift <= -32) return 0;
  return shift >= 0 ? mantissa << shift : mantissa >> -shift;
}

// Whether the spin becomes +1: `first` is 16 bits of the uniform number, `further(context)` gives 128 more when needed.
static inline int becomes_plus(
  const uint32_t *power, int64_t field, uint32_t first, void (*further)(const void *, uint32_t[4]), const void *context
) {
  const int negative = field < 0;
  const uint64_t size = negative ? -(uint64_t)field : (uint64_t)field;
  const uint32_t whole = (uint32_t)(size >> 32), mantissa = logistic_mantissa(power, whole, (uint32_t)size);
  const uint32_t bits = negative ? first : first ^ 0xffff, own = digits(mantissa, whole, 0) >> 16;
  if (bits != own) return (bits < own) == negative;
  uint32_t words[4];
  further(context, words);
  for (int k = 0; k < 4; k++) {
    const uint32_t word = negative ? words[k] : ~words[k], next = digits(mantissa, whole, 16 + 32 * k);
    if (word != next) return (word < next) == negative;
  }
  return !negative;
}

#endif
