// What the processor can do at most, for the issue limit beside the measured kernels: its clock, its 16-bit additions a
// cycle for each width, and the time of the operations of one update alone, without loads, stores and waiting.
#include <immintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double cpu_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

#define TURNS 15

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

// The middle of several runs, as the samplers are measured: the clock goes up and down with what the other cores do.
#define MIDDLE(result, body)                        \
  do {                                              \
    double spent[TURNS];                            \
    for (int turn = 0; turn < TURNS; turn++) {      \
      const double begin = cpu_seconds();           \
      body;                                         \
      spent[turn] = cpu_seconds() - begin;          \
    }                                               \
    qsort(spent, TURNS, sizeof(double), ascending); \
    result = spent[TURNS / 2];                      \
  } while (0)

// A 64-bit multiplication waits three cycles for the one before, on every x86 processor of the last decade. Additions of
// a constant will not do: newer ones fold them away.
#define WAIT __asm__ volatile("imul $3, %0, %0" : "+r"(x));
#define WAIT8 WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT

static double clock_rate(void) {
  const long turns = 1000000;
  double time;
  unsigned long x = 1;
  MIDDLE(time, for (long k = 0; k < turns; k++) { WAIT8 });
  return 24 * (double)turns / time;
}

#define ADD(v) __asm__ volatile("vpaddw %1, %0, %0" : "+v"(v) : "v"(one));
#define RATE(type, ones)                                                                                       \
  type one = ones, a = one, b = one, c = one, d = one, e = one, f = one, g = one, h = one, i = one, j = one, \
       k = one, l = one;                                                                                       \
  const long turns = 1000000;                                                                                  \
  double time;                                                                                                 \
  MIDDLE(time, for (long t = 0; t < turns; t++) {                                                              \
    ADD(a) ADD(b) ADD(c) ADD(d) ADD(e) ADD(f) ADD(g) ADD(h) ADD(i) ADD(j) ADD(k) ADD(l)                        \
  });                                                                                                          \
  return 12 * (double)turns / time;

static double rate_128(void) { RATE(__m128i, _mm_set1_epi16(1)) }
#ifdef __AVX2__
static double rate_256(void) { RATE(__m256i, _mm256_set1_epi16(1)) }
#endif
#ifdef __AVX512BW__
static double rate_512(void) { RATE(__m512i, _mm512_set1_epi16(1)) }
#endif

// The operations of the 128-bit kernel of sampler.c on 32 chains at one site with DEGREE neighbours, none of which waits
// for another: four vectors of 8 chains, each with its fields and its threshold, and one weave.
#define OPERATION(name, k) __asm__ volatile(name " %1, %0, %0" : "+x"(v[(k) % 12]) : "x"(one));
#define SHIFT(name, k) __asm__ volatile(name " $3, %0, %0" : "+x"(v[(k) % 12]));
#define ABS(k) __asm__ volatile("vpabsw %0, %0" : "+x"(v[(k) % 12]));

#define EDGE(k) OPERATION("vpand", k) OPERATION("vpaddw", (k) + 5)
#define EDGES4(k) EDGE(k) EDGE((k) + 1) EDGE((k) + 2) EDGE((k) + 3)
#define THRESHOLD(k)                                                                                             \
  ABS(k) OPERATION("vpminsw", (k) + 1) SHIFT("vpsrlw", (k) + 2) OPERATION("vpand", (k) + 3)                      \
  OPERATION("vpmullw", (k) + 4) OPERATION("vpaddw", (k) + 5) OPERATION("vpand", (k) + 6) SHIFT("vpsllw", (k) + 7) \
  OPERATION("vpshufb", (k) + 8) OPERATION("vpmulhrsw", (k) + 9) OPERATION("vpshufb", (k) + 10)                   \
  OPERATION("vpaddw", (k) + 11) OPERATION("vpmulhrsw", k) OPERATION("vpshufb", (k) + 1)                          \
  OPERATION("vpaddw", (k) + 2) OPERATION("vpsignw", (k) + 3) OPERATION("vpcmpgtw", (k) + 4)                      \
  OPERATION("vpsubsw", (k) + 5) ABS((k) + 6) OPERATION("vpsubusw", (k) + 7) OPERATION("vpcmpeqw", (k) + 8)       \
  OPERATION("vpor", (k) + 9)
#define STEP(k)                                                                                     \
  OPERATION("vpmulld", k) OPERATION("vpaddd", (k) + 3) SHIFT("vpsrld", (k) + 6) OPERATION("vpxor", (k) + 9)
#define WEAVE STEP(0) STEP(1) STEP(2) STEP(3) STEP(4) STEP(5) STEP(6) STEP(7) STEP(8) STEP(9) STEP(10)

enum { THRESHOLD_OPERATIONS = 22, WEAVE_OPERATIONS = 44 };

static double mix_128(int degree) {
  __m128i one = _mm_set1_epi16(1), v[12];
  for (int k = 0; k < 12; k++) v[k] = one;
  const long turns = 100000;
  double time;
  // Unrolled by hand, four neighbours at a time, since an index must be known when the program is compiled.
  if (degree == 0) {
    MIDDLE(time, for (long t = 0; t < turns; t++) { THRESHOLD(0) THRESHOLD(1) THRESHOLD(2) THRESHOLD(3) WEAVE });
  } else {
    MIDDLE(time, for (long t = 0; t < turns; t++) {
      EDGES4(0) EDGES4(4) EDGES4(8) THRESHOLD(0) EDGES4(1) EDGES4(5) EDGES4(9) THRESHOLD(1)
      EDGES4(2) EDGES4(6) EDGES4(10) THRESHOLD(2) EDGES4(3) EDGES4(7) EDGES4(11) THRESHOLD(3) WEAVE
    });
  }
  return time / (32 * (double)turns);
}

int main(void) {
  const double clock = clock_rate();
  printf("{\"clockHz\": %.6g, \"additionsPerCycle\": {\"128\": %.3f", clock, rate_128() / clock);
#ifdef __AVX2__
  printf(", \"256\": %.3f", rate_256() / clock);
#endif
#ifdef __AVX512BW__
  printf(", \"512\": %.3f", rate_512() / clock);
#endif
  const double none = mix_128(0), twelve = mix_128(12);
  printf("}, \"operationsPerVector\": {\"edge\": 2, \"other\": %g}", THRESHOLD_OPERATIONS + WEAVE_OPERATIONS / 4.0);
  printf(", \"mixSeconds128\": {\"edge\": %.6g, \"other\": %.6g}}\n", (twelve - none) / 12, none);
  return 0;
}
