/** An item on the left and its counterpart on the right; null for one that has none. */
export type Pair = readonly [left: number | null, right: number | null];

// Beyond this many comparisons, items are paired in their order.
const MOST = 4_000_000;

/**
 * Pairs the items of two lists without changing their order, so that the sum of the scores is largest. Pairs score at
 * least 0, and 0 is no pair; a pair that is the same must score as high as any other.
 *
 * With 2 for the same item and 1 for another one, the pairing is that of the Levenshtein distance.
 *
 * @param lengths of the two lists.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const a = [..."kitten"], b = [..."knitting"];
 * const same = (i: number, j: number) => a[i] === b[j];
 * const pairs = align([a.length, b.length], same, (i, j) => same(i, j) ? 2 : 1);
 * assert.equal(pairs.filter(([i, j]) => i === null || j === null || a[i] !== b[j]).length, 3);
 * ```
 */
export function align(
  [lefts, rights]: readonly [number, number],
  same: (left: number, right: number) => boolean,
  score: (left: number, right: number) => number,
): Pair[] {
  const shorter = Math.min(lefts, rights);
  let head = 0, tail = 0;
  while (head < shorter && same(head, head)) head++;
  while (tail < shorter - head && same(lefts - 1 - tail, rights - 1 - tail)) tail++;
  const n = lefts - head - tail, m = rights - head - tail;
  const inner = n * m > MOST ? inOrder(n, m) : best(n, m, (i, j) => score(head + i, head + j));
  return [
    ...Array.from({ length: head }, (_, i): Pair => [i, i]),
    ...inner.map(([i, j]): Pair => [i === null ? null : head + i, j === null ? null : head + j]),
    ...Array.from({ length: tail }, (_, i): Pair => [lefts - tail + i, rights - tail + i]),
  ];
}

function inOrder(n: number, m: number): Pair[] {
  return Array.from({ length: Math.max(n, m) }, (_, i) => [i < n ? i : null, i < m ? i : null]);
}

function best(n: number, m: number, score: (i: number, j: number) => number): Pair[] {
  const width = m + 1;
  const scores = new Float64Array(n * m);
  // total[i·width + j]: the best that items i… and j… can still reach.
  const total = new Float64Array((n + 1) * width);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const own = scores[i * m + j] = score(i, j);
      const at = i * width + j;
      const paired = own > 0 ? own + total[at + width + 1]! : 0;
      total[at] = Math.max(paired, total[at + width]!, total[at + 1]!);
    }
  }
  const pairs: Pair[] = [];
  let i = 0, j = 0;
  while (i < n && j < m) {
    const at = i * width + j, own = scores[i * m + j]!;
    if (own > 0 && total[at] === own + total[at + width + 1]!) pairs.push([i++, j++]);
    else if (total[at] === total[at + width]) pairs.push([i++, null]);
    else pairs.push([null, j++]);
  }
  while (i < n) pairs.push([i++, null]);
  while (j < m) pairs.push([null, j++]);
  return pairs;
}
