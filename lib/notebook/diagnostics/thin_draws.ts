/** Points of a curve. */
export interface Points {
  readonly x: number[];
  readonly y: number[];
}

/**
 * A chain as at most about `most` points: all draws, or the smallest and largest of equal stretches in the order in which they
 * came, so that no excursion is lost.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(thinDraws([5, 1, 2, 3, 9, 4, 4, 4], 4), { x: [1, 2, 5, 6], y: [5, 1, 9, 4] });
 * ```
 */
export function thinDraws(chain: ArrayLike<number>, most: number): Points {
  const x: number[] = [], y: number[] = [];
  const add = (t: number): void => {
    x.push(t + 1);
    y.push(chain[t]!);
  };
  if (chain.length <= most) {
    for (let t = 0; t < chain.length; t++) add(t);
    return { x, y };
  }
  const stretches = Math.max(1, Math.floor(most / 2));
  for (let k = 0; k < stretches; k++) {
    const start = Math.floor((k * chain.length) / stretches), end = Math.floor(((k + 1) * chain.length) / stretches);
    let low = start, high = start;
    for (let t = start; t < end; t++) {
      if (chain[t]! < chain[low]!) low = t;
      if (chain[t]! > chain[high]!) high = t;
    }
    add(Math.min(low, high));
    if (low !== high) add(Math.max(low, high));
  }
  return { x, y };
}
