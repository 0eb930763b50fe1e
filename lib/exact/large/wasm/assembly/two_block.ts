// Conditional means of two-block sampling: out(v) = Σ_h p(h|v) x(h). Given v the spins h are independent, so with h split in a
// low and a high half, p(h|v) = low(v, h₁)·high(v, h₂), and the sum is a matrix product followed by a row-wise sum.
// Pointers are byte addresses of f64 arrays.

/** Conditions handled together: their low factors stay in the first cache. */
const BATCH: i32 = 16;
const ROW: usize = 128;

/** table[s][lane] = Π_b p_b or q_b over the bits of s, for 16 conditions; probabilities are p then q, 16 lanes each. */
function products(bits: i32, probabilities: usize, table: usize): void {
  const one: v128 = f64x2.splat(1);
  for (let lane: usize = 0; lane < ROW; lane += 16) v128.store(table + lane, one);
  for (let b: i32 = 0; b < bits; b++) {
    const run: usize = ROW << b;
    const p: usize = probabilities + (<usize>b) * 2 * ROW;
    for (let lane: usize = 0; lane < ROW; lane += 16) {
      const up: v128 = v128.load(p + lane), down: v128 = v128.load(p + lane, 128);
      for (let s: usize = lane; s < run; s += ROW) {
        const known: v128 = v128.load(table + s);
        v128.store(table + run + s, f64x2.mul(known, down));
        v128.store(table + s, f64x2.mul(known, up));
      }
    }
  }
}

/**
 * sums[lane] += Σ over four rows of x, high(row)·Σ_k low[k]·x[row][k], for the four conditions at `lane`; the entries of the
 * four rows alternate, so that one address serves them all.
 */
function fourRows(columns: usize, x: usize, low: usize, high: usize, sums: usize): void {
  let a0: v128 = f64x2.splat(0), a1: v128 = f64x2.splat(0);
  let b0: v128 = f64x2.splat(0), b1: v128 = f64x2.splat(0);
  let c0: v128 = f64x2.splat(0), c1: v128 = f64x2.splat(0);
  let d0: v128 = f64x2.splat(0), d1: v128 = f64x2.splat(0);
  for (let end: usize = x + (columns << 5); x < end; x += 64) {
    let l0: v128 = v128.load(low), l1: v128 = v128.load(low, 16);
    let s: v128 = v128.load64_splat(x);
    a0 = f64x2.add(a0, f64x2.mul(l0, s));
    a1 = f64x2.add(a1, f64x2.mul(l1, s));
    s = v128.load64_splat(x, 8);
    b0 = f64x2.add(b0, f64x2.mul(l0, s));
    b1 = f64x2.add(b1, f64x2.mul(l1, s));
    s = v128.load64_splat(x, 16);
    c0 = f64x2.add(c0, f64x2.mul(l0, s));
    c1 = f64x2.add(c1, f64x2.mul(l1, s));
    s = v128.load64_splat(x, 24);
    d0 = f64x2.add(d0, f64x2.mul(l0, s));
    d1 = f64x2.add(d1, f64x2.mul(l1, s));
    l0 = v128.load(low, 128);
    l1 = v128.load(low, 144);
    s = v128.load64_splat(x, 32);
    a0 = f64x2.add(a0, f64x2.mul(l0, s));
    a1 = f64x2.add(a1, f64x2.mul(l1, s));
    s = v128.load64_splat(x, 40);
    b0 = f64x2.add(b0, f64x2.mul(l0, s));
    b1 = f64x2.add(b1, f64x2.mul(l1, s));
    s = v128.load64_splat(x, 48);
    c0 = f64x2.add(c0, f64x2.mul(l0, s));
    c1 = f64x2.add(c1, f64x2.mul(l1, s));
    s = v128.load64_splat(x, 56);
    d0 = f64x2.add(d0, f64x2.mul(l0, s));
    d1 = f64x2.add(d1, f64x2.mul(l1, s));
    low += 2 * ROW;
  }
  let t0: v128 = f64x2.add(
    f64x2.mul(a0, v128.load(high)),
    f64x2.mul(b0, v128.load(high, 128)),
  );
  t0 = f64x2.add(t0, f64x2.add(f64x2.mul(c0, v128.load(high, 256)), f64x2.mul(d0, v128.load(high, 384))));
  v128.store(sums, f64x2.add(v128.load(sums), t0));
  let t1: v128 = f64x2.add(
    f64x2.mul(a1, v128.load(high, 16)),
    f64x2.mul(b1, v128.load(high, 144)),
  );
  t1 = f64x2.add(t1, f64x2.add(f64x2.mul(c1, v128.load(high, 272)), f64x2.mul(d1, v128.load(high, 400))));
  v128.store(sums, f64x2.add(v128.load(sums, 16), t1), 16);
}

/**
 * out[v] for `batches` of 16 conditions v. `probabilities` holds for each batch and each spin the 16 probabilities of +1 and
 * those of −1; x has 2^highBits rows of 2^lowBits entries, lowBits at least 1 and highBits at least 2, four rows interleaved;
 * low and high are scratch tables.
 */
export function conditionalMeans(
  batches: i32,
  lowBits: i32,
  highBits: i32,
  probabilities: usize,
  x: usize,
  low: usize,
  high: usize,
  out: usize,
): void {
  const columns: usize = (<usize>1) << lowBits, rows: usize = (<usize>1) << highBits;
  const spins: usize = <usize>(lowBits + highBits);
  const zero: v128 = f64x2.splat(0);
  for (let batch: i32 = 0; batch < batches; batch++) {
    products(lowBits, probabilities, low);
    products(highBits, probabilities + (<usize>lowBits) * 2 * ROW, high);
    for (let lane: usize = 0; lane < ROW; lane += 16) v128.store(out + lane, zero);
    for (let row: usize = 0; row < rows; row += 4) {
      for (let lane: usize = 0; lane < ROW; lane += 32) {
        fourRows(columns, x + row * (columns << 3), low + lane, high + row * ROW + lane, out + lane);
      }
    }
    probabilities += spins * 2 * ROW;
    out += ROW;
  }
}
