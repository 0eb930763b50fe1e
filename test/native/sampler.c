// The project's block Gibbs sampler on integers, in C with the vectors of the machine: the ceiling that the bench shows
// beside the WASM backend, and a second implementation whose chains are compared with the reference backend's bit by bit.
//
//   sampler TASK words SWEEP     the 16-bit numbers of a sweep, group by group and position by position, to standard output
//   sampler TASK run SWEEPS      the spins after so many sweeps, packed as in TASK, to standard output
//   sampler TASK                 answers lines "measure SECONDS" and "law RUNS BURN KEEP" as kernels/bench/peers/peer.py does
//
// An update: 16-bit fields of 32 chains from 16-bit weights, a threshold from eight parabolas, one comparison. Where the
// uniform number lies nearer to the threshold than the bound on all that was rounded, the exact decision is made instead.
#include <time.h>

#include "decide.h"
#include "lanes.h"
#include "random.h"
#include "task.h"
#include "threshold.h"

typedef struct {
  Task task;
  int16_t *spins;    // groups x n x 32, all bits set where the spin is +1
  uint32_t *doubled; // entries: twice the 16-bit weight, in both halves: a 32-bit broadcast costs no vector operation
  int16_t *constant; // n: 16-bit bias less all 16-bit weights
  uint16_t *bound;   // n
  uint32_t *offset;  // entries: where the neighbour's spins begin
  uint32_t *site;    // opened site words
  Threshold threshold;
  uint64_t undecided, updates;
  uint32_t sweep;
} Sampler;

static void *take(size_t size) {
  void *memory = NULL;
  if (posix_memalign(&memory, 64, (size + 127) & ~(size_t)63)) fail("Cannot get memory");
  memset(memory, 0, (size + 127) & ~(size_t)63);
  return memory;
}

static void load(Sampler *s, const uint32_t *packed) {
  const size_t count = (size_t)s->task.groups * s->task.n;
  for (size_t k = 0; k < count; k++)
    for (int c = 0; c < 32; c++) s->spins[32 * k + c] = (packed[k] >> c) & 1 ? 0 : -1;
}

static uint32_t packed_word(const int16_t *spins) {
  uint32_t word = 0;
  for (int c = 0; c < 32; c++) word |= (uint32_t)(spins[c] == 0) << c;
  return word;
}

static Sampler make_sampler(const char *path) {
  Sampler s = {.task = read_task(path)};
  const Task *t = &s.task;
  s.spins = take((size_t)t->groups * t->n * 64);
  s.doubled = take(4 * (size_t)t->entries);
  s.offset = take(4 * (size_t)t->entries);
  s.constant = take(2 * (size_t)t->n);
  s.bound = take(2 * (size_t)t->n);
  s.site = take(4 * ((size_t)t->n + 2 * BATCH * SITES));
  const double unit = log(2) / 4294967296.0;
  double largest = 0;
  for (uint32_t p = 0; p < t->n; p++) {
    double size = fabs((double)t->biases[p]);
    for (uint32_t e = t->rows[p]; e < t->rows[p + 1]; e++) size += fabs((double)t->couplings[e]);
    // Half a unit of each weight may be gained by rounding.
    const double slack = 0.5 * (t->rows[p + 1] - t->rows[p] + 1);
    largest = fmax(largest, size * unit / (32767 - slack));
  }
  int q = 14;
  while (q > 1 && largest * (1 << q) > 1) q--;
  if (largest * (1 << q) > 1) fail("Cannot sample: the fields are too large for 16 bits");
  s.threshold = make_threshold(q);
  const double scale = unit * (1 << q);
  for (uint32_t p = 0; p < t->n; p++) {
    const double bias = (double)t->biases[p] * scale;
    double off = fabs(bias - rint(bias));
    long sum = lrint(bias);
    for (uint32_t e = t->rows[p]; e < t->rows[p + 1]; e++) {
      const double exact = (double)t->couplings[e] * scale;
      const long weight = lrint(exact);
      off += fabs(exact - (double)weight);
      sum -= weight;
      s.doubled[e] = (uint16_t)(2 * weight) * 0x10001u;
      s.offset[e] = t->columns[e] * 32;
    }
    s.constant[p] = (int16_t)(uint16_t)sum;
    // The steepest slope of the threshold is 16384 a unit of z.
    s.bound[p] = (uint16_t)fmin(65535, ceil(off * 16384 / (1 << q)) + s.threshold.error + 1);
    s.site[p] = open_word(t->site_bits + p, 2);
  }
  load(&s, t->start);
  return s;
}

typedef struct {
  const Sampler *sampler;
  uint32_t site, sweep, chain;
} Address;

static void further(const void *context, uint32_t words[4]) {
  const Address *at = context;
  const uint32_t counter[4] = {at->site, at->sweep, 0, at->chain};
  philox(counter, at->sampler->task.key, words);
}

static int64_t exact_field(const Task *t, const int16_t *spins, uint32_t p, int lane) {
  int64_t field = t->biases[p];
  for (uint32_t e = t->rows[p]; e < t->rows[p + 1]; e++) {
    // Without a branch, which would be foretold wrongly half of the time: 0 for +1, all bits set for -1.
    const int64_t sign = ~(int64_t)spins[32 * (size_t)t->columns[e] + lane];
    field += (t->couplings[e] ^ sign) - sign;
  }
  return field;
}

static __attribute__((noinline)) void decide_exactly(
  Sampler *s, uint32_t group, uint32_t p, int first_lane, uint32_t lanes, const int16_t *uniforms
) {
  int16_t *spins = s->spins + (size_t)group * s->task.n * 32;
  for (; lanes; lanes &= lanes - 1, s->undecided++) {
    const int lane = first_lane + __builtin_ctz(lanes);
    const Address at = {s, p, s->sweep, 32 * group + (uint32_t)lane};
    const uint32_t first = (uint16_t)uniforms[lane] ^ 0x8000u;
    const int64_t field = exact_field(&s->task, spins, p, lane);
    spins[32 * (size_t)p + lane] = becomes_plus(s->task.power, field, first, further, &at) ? -1 : 0;
  }
}

typedef struct {
  Lanes x, folded, y, w;
} Opened;

static Opened open_sweep(const Sampler *s, uint32_t group) {
  uint32_t word[4];
  for (uint32_t k = 0; k < 4; k++) word[k] = open_word(s->task.group_bits + 4 * group + k, 0);
  Opened o;
  o.y = OP(set1_epi32)((int)open_word(s->task.seed_word, 1));
  o.w = OP(set1_epi32)((int)open_word(s->sweep, 3));
  o.x = BROADCAST(_mm_loadu_si128((const __m128i *)word));
  STEP(o.x, o.y, o.w);
  o.folded = fold(o.x);
  return o;
}

// The uniform numbers of BATCH times SITES positions.
static inline void draw(const Sampler *s, const Opened *o, uint32_t p, Lanes out[BATCH * SITES][VECTORS]) {
  Lanes words[BATCH][4];
  weave(o->x, o->folded, o->y, s->site + p, o->w, words);
  for (int k = 0; k < BATCH; k++) by_site(words[k], out + k * SITES);
}

static void sweep_group(Sampler *s, uint32_t group) {
  const Task *t = &s->task;
  const uint32_t n = t->n, *rows = t->rows, *offset = s->offset;
  const uint32_t *doubled = s->doubled;
  int16_t *spins = s->spins + (size_t)group * n * 32;
  const Opened opened = open_sweep(s, group);
  const int q = s->threshold.q;
  const Lanes last = OP(set1_epi16)((int16_t)((SEGMENTS << q) - 1 > 32767 ? 32767 : (SEGMENTS << q) - 1));
  const Lanes inside = OP(set1_epi16)((int16_t)((1 << q) - 1)), even = OP(set1_epi16)(14);
  const Lanes pair = OP(set1_epi16)(0x0101), odd = OP(set1_epi16)(0x0100);
  const __m128i down = _mm_cvtsi32_si128(q - 1), up = _mm_cvtsi32_si128(15 - q);
  Lanes table[3];
  for (int k = 0; k < 3; k++) {
    table[k] = BROADCAST(_mm_loadu_si128((const __m128i *)s->threshold.coefficient[k]));
  }
  // A weave is one long chain of multiplications: several run side by side, and while the fields before them are added up.
  Lanes uniform[BATCH * SITES][VECTORS], next[BATCH * SITES][VECTORS];
  draw(s, &opened, 0, next);
  for (uint32_t first = 0; first < n; first += BATCH * SITES) {
    memcpy(uniform, next, sizeof next);
    draw(s, &opened, first + BATCH * SITES, next);
    for (uint32_t k = 0; k < BATCH * SITES && first + k < n; k++) {
      const uint32_t p = first + k;
      Lanes field[VECTORS];
      for (int v = 0; v < VECTORS; v++) field[v] = OP(set1_epi16)(s->constant[p]);
      for (uint32_t e = rows[p], end = rows[p + 1]; e < end; e++) {
        const Lanes weight = OP(set1_epi32)((int)doubled[e]);
        const int16_t *from = spins + offset[e];
        for (int v = 0; v < VECTORS; v++) {
          field[v] = OP(add_epi16)(field[v], AND(weight, LOAD(from + v * (WIDTH / 2))));
        }
      }
      const Lanes bound = OP(set1_epi16)((int16_t)s->bound[p]);
      uint32_t open[VECTORS], any = 0;
      for (int v = 0; v < VECTORS; v++) {
        const Lanes size = OP(min_epi16)(OP(abs_epi16)(field[v]), last);
        const Lanes segment = AND(OP(srl_epi16)(size, down), even);
        const Lanes index = OP(add_epi16)(OP(mullo_epi16)(segment, pair), odd);
        const Lanes d = OP(sll_epi16)(AND(size, inside), up);
        Lanes value = OP(shuffle_epi8)(table[2], index);
        value = OP(add_epi16)(OP(mulhrs_epi16)(value, d), OP(shuffle_epi8)(table[1], index));
        value = OP(add_epi16)(OP(mulhrs_epi16)(value, d), OP(shuffle_epi8)(table[0], index));
        value = with_sign(value, field[v]);
        STORE(spins + 32 * (size_t)p + v * (WIDTH / 2), above(value, uniform[k][v]));
        any |= open[v] = within(uniform[k][v], value, bound);
      }
      if (__builtin_expect(any != 0, 0)) {
        int16_t drawn[32];
        for (int v = 0; v < VECTORS; v++) STORE(drawn + v * (WIDTH / 2), uniform[k][v]);
        for (int v = 0; v < VECTORS; v++) decide_exactly(s, group, p, v * (WIDTH / 2), open[v], drawn);
      }
    }
  }
}

static void run(Sampler *s, uint32_t sweeps) {
  const uint32_t from = s->sweep;
  // A group after the other, so that its spins stay in the cache.
  for (uint32_t group = 0; group < s->task.groups; group++) {
    for (uint32_t k = 0; k < sweeps; k++) {
      s->sweep = from + k;
      sweep_group(s, group);
    }
  }
  s->sweep = from + sweeps;
  s->updates += (uint64_t)sweeps * s->task.n * s->task.groups * 32;
}

static double seconds_of(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void measure(Sampler *s, double seconds) {
  const uint64_t updates = s->updates, undecided = s->undecided;
  const double wall = seconds_of(CLOCK_MONOTONIC), cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  while (seconds_of(CLOCK_MONOTONIC) - wall < seconds) run(s, 16);
  const double done = (double)(s->updates - updates), open = (double)(s->undecided - undecided);
  printf(
    "{\"updates\": %.0f, \"wallSeconds\": %.9f, \"cpuSeconds\": %.9f, \"undecidedShare\": %.9g}\n", done,
    seconds_of(CLOCK_MONOTONIC) - wall, seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu, open / done
  );
}

static double energy_per_spin(const Sampler *s, uint32_t chain) {
  const Task *t = &s->task;
  const int16_t *spins = s->spins + (size_t)(chain / 32) * t->n * 32;
  double sum = 0;
  for (uint32_t p = 0; p < t->n; p++) {
    const double both = 0.5 * ((double)exact_field(t, spins, p, chain % 32) + (double)t->biases[p]);
    sum -= spins[32 * (size_t)p + chain % 32] ? both : -both;
  }
  return sum * log(2) / 4294967296.0 / (2 * t->beta) / t->n;
}

static void law(Sampler *s, int runs, int burn, int keep) {
  const uint32_t chains = 32 * s->task.groups;
  const uint32_t key[2] = {s->task.key[0] ^ 0x5bd1e995u, s->task.key[1]};
  double sum = 0, squares = 0, count = 0;
  for (int start = 0; start * (int)chains < runs; start++) {
    for (size_t k = 0; k < (size_t)s->task.groups * s->task.n; k++) {
      uint32_t words[4];
      philox((const uint32_t[4]){(uint32_t)k, (uint32_t)start, 0, 0}, key, words);
      for (int c = 0; c < 32; c++) s->spins[32 * k + c] = (words[0] >> c) & 1 ? 0 : -1;
    }
    run(s, (uint32_t)burn);
    double *mean = take(sizeof(double) * chains);
    for (int k = 0; k < keep; k++) {
      run(s, 1);
      for (uint32_t c = 0; c < chains; c++) mean[c] += energy_per_spin(s, c) / keep;
    }
    for (uint32_t c = 0; c < chains; c++) sum += mean[c], squares += mean[c] * mean[c], count++;
    free(mean);
  }
  const double average = sum / count, variance = fmax(0, squares / count - average * average);
  printf("{\"mean\": %.12g, \"error\": %.6g}\n", average, sqrt(variance / (count - 1)));
}

static void words(Sampler *s, uint32_t sweep) {
  s->sweep = sweep;
  for (uint32_t group = 0; group < s->task.groups; group++) {
    const Opened opened = open_sweep(s, group);
    for (uint32_t first = 0; first < s->task.n; first += BATCH * SITES) {
      Lanes uniform[BATCH * SITES][VECTORS];
      draw(s, &opened, first, uniform);
      const size_t left = s->task.n - first;
      fwrite(uniform, 64, left < BATCH * SITES ? left : BATCH * SITES, stdout);
    }
  }
}

int main(int count, char **arguments) {
  if (count < 2) fail("Usage: sampler TASK [words SWEEP | run SWEEPS]");
  Sampler s = make_sampler(arguments[1]);
  if (count == 4 && !strcmp(arguments[2], "words")) {
    words(&s, (uint32_t)strtoul(arguments[3], NULL, 10));
    return 0;
  }
  if (count == 4 && !strcmp(arguments[2], "run")) {
    run(&s, (uint32_t)strtoul(arguments[3], NULL, 10));
    for (size_t k = 0; k < (size_t)s.task.groups * s.task.n; k++) {
      const uint32_t word = packed_word(s.spins + 32 * k);
      fwrite(&word, 4, 1, stdout);
    }
    return 0;
  }
  if (count != 2) fail("Usage: sampler TASK [words SWEEP | run SWEEPS]");
  printf(
    "{\"name\": \"c\", \"version\": \"" __VERSION__ "\", \"threads\": 1, \"formulation\": \"%d-bit vectors, 16-bit fields in steps "
    "of 2^-%d, thresholds within %d of 32768\"}\n",
    8 * WIDTH, s.threshold.q, s.threshold.error
  );
  char line[256];
  double seconds;
  int runs, burn, keep;
  for (fflush(stdout); fgets(line, sizeof line, stdin); fflush(stdout)) {
    if (sscanf(line, "measure %lf", &seconds) == 1) measure(&s, seconds);
    else if (sscanf(line, "law %d %d %d", &runs, &burn, &keep) == 3) law(&s, runs, burn, keep);
    else fail("Cannot obey this line");
  }
  return 0;
}
