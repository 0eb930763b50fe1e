// The 16-bit threshold 32768 tanh(z/2) of a field z S, S = 2^q: eight parabolas, and how far they may be off.
#ifndef THRESHOLD_H
#define THRESHOLD_H

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define SEGMENTS 8

typedef struct {
  int q;
  int16_t coefficient[3][SEGMENTS];
  int error; // of the threshold, over all 16-bit fields
} Threshold;

static double exact_threshold(double z) { return 32768 * tanh(z / 2); }

static int rounded_product(int a, int b) { return (a * b + 0x4000) >> 15; }

static int threshold_of(const Threshold *t, int size) {
  const int last = (SEGMENTS << t->q) - 1, az = size < last ? size : last;
  const int k = az >> t->q, d = (az & ((1 << t->q) - 1)) << (15 - t->q);
  const int slope = rounded_product(t->coefficient[2][k], d) + t->coefficient[1][k];
  return rounded_product(slope, d) + t->coefficient[0][k];
}

// Parabolas through the Chebyshev points of each segment, and the largest error by trying every field.
static Threshold make_threshold(int q) {
  Threshold t = {.q = q};
  for (int k = 0; k < SEGMENTS; k++) {
    double x[3], y[3];
    for (int j = 0; j < 3; j++) {
      x[j] = 0.5 - 0.5 * cos((2 * j + 1) * 3.14159265358979323846 / 6);
      y[j] = exact_threshold(k + x[j]);
    }
    const double first = (y[1] - y[0]) / (x[1] - x[0]), second = (y[2] - y[1]) / (x[2] - x[1]);
    const double c2 = (second - first) / (x[2] - x[0]), c1 = first - c2 * (x[0] + x[1]);
    const double c0 = y[0] - x[0] * (c1 + c2 * x[0]);
    t.coefficient[0][k] = (int16_t)lrint(fmin(c0, 32767));
    t.coefficient[1][k] = (int16_t)lrint(c1);
    t.coefficient[2][k] = (int16_t)lrint(c2);
  }
  double worst = 0;
  for (int size = 0; size < 32768; size++) {
    worst = fmax(worst, fabs(threshold_of(&t, size) - exact_threshold((double)size / (1 << q))));
  }
  t.error = (int)ceil(worst);
  return t;
}

#endif
