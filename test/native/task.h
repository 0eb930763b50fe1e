// What a run depends on, as kernels/bench/native_task.ts writes it: 32-bit words, then 64-bit ones, little-endian.
#ifndef TASK_H
#define TASK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  uint32_t n, entries, groups, group_bits, seed_word, site_bits, key[2];
  const uint32_t *power;    // 2^(-i/256) over 2^31, 256 of them
  const uint32_t *rows;     // n + 1
  const uint32_t *columns;  // entries
  const uint32_t *start;    // groups x n: bit c is 1 where spin p of chain 32 g + c is -1
  const int64_t *couplings; // entries
  const int64_t *biases;    // n
  double beta;
} Task;

static inline void fail(const char *text) {
  fprintf(stderr, "%s\n", text);
  exit(1);
}

static Task read_task(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) fail("Cannot open the task");
  fseek(file, 0, SEEK_END);
  const long size = ftell(file);
  rewind(file);
  char *bytes = malloc((size_t)size);
  if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size) fail("Cannot read the task");
  fclose(file);
  uint32_t head[10];
  if (size < (long)sizeof head) fail("Cannot read the task: it is cut off");
  memcpy(head, bytes, sizeof head);
  if (head[0] != 0x31544c54u) fail("Cannot read the task: it is none");
  Task task = {.n = head[1], .entries = head[2], .groups = head[3], .group_bits = head[4]};
  task.seed_word = head[5], task.site_bits = head[6], task.key[0] = head[7], task.key[1] = head[8];
  // The tenth word only aligns what follows.
  const int64_t *wide = (const int64_t *)(bytes + sizeof head);
  memcpy(&task.beta, wide, sizeof task.beta);
  task.couplings = wide + 1;
  task.biases = task.couplings + task.entries;
  task.power = (const uint32_t *)(task.biases + task.n);
  task.rows = task.power + 256;
  task.columns = task.rows + task.n + 1;
  task.start = task.columns + task.entries;
  const uint32_t *end = task.start + (size_t)task.groups * task.n;
  if ((const char *)end != bytes + size) fail("Cannot read the task: its size is wrong");
  return task;
}

#endif
