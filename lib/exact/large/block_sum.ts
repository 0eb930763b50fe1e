const BLOCK = 256;

/** Σ_k term(k) by sums of blocks, whose rounding hardly grows with the number of terms. */
export function blockSum(count: number, term: (k: number) => number): number {
  let total = 0;
  for (let from = 0; from < count; from += BLOCK) {
    let part = 0;
    for (let k = from, to = Math.min(count, from + BLOCK); k < to; k++) part += term(k);
    total += part;
  }
  return total;
}
