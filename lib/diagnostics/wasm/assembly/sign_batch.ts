// WASM SIMD twin of ../../sign_batch_kernel.ts: the same functions on linear memory. Pointers are byte addresses.

// The layout of ../../sign_batch.ts: 32 words before 512 of a spin, 32 bytes before 64 of a chain, 32 blocks before 8 of a series.
const ROW: usize = 544 << 2;
const PAST: usize = 32 << 2;
const TIME_ROW: usize = 96;
const BLOCK_ROW: usize = 40;
const COUNT_ROW: usize = 96 << 2;
/** One chain of block sums of eight sweeps, widened to 16 bits. */
const WIDE_ROW: usize = TIME_ROW << 1;

// Bytes k of the words of four vectors, gathered, for 16 sweeps of 8 chains at a time.
@inline
function byBytes(v: v128): v128 {
  return v128.shuffle<i8>(v, v, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
}

@inline
function storeChains(v: v128, out: usize, chains: i32): void {
  // The mask takes the top bits: the last chain of the eight comes first.
  for (let c: i32 = 7; c >= 0; c--) {
    if (c < chains) store<u16>(out + <usize>c * TIME_ROW, <u16>i8x16.bitmask(v));
    v = i8x16.shl(v, 1);
  }
}

@inline
function sumOfBytes(v: v128): i32 {
  const s: v128 = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(v));
  return i32x4.extract_lane(s, 0) + i32x4.extract_lane(s, 1) + i32x4.extract_lane(s, 2) + i32x4.extract_lane(s, 3);
}

@inline
function sumOfShorts(v: v128): i32 {
  const s: v128 = i32x4.extadd_pairwise_i16x8_u(v);
  return i32x4.extract_lane(s, 0) + i32x4.extract_lane(s, 1) + i32x4.extract_lane(s, 2) + i32x4.extract_lane(s, 3);
}

export function transpose(words: usize, bytes: usize, spinSums: usize, spins: i32, chains: i32): void {
  const groups: i32 = (chains + 31) >> 5;
  for (let g: i32 = 0; g < groups; g++) {
    const rest: i32 = chains - (g << 5);
    for (let i: i32 = 0; i < spins; i++) {
      let from: usize = words + <usize>(g * spins + i) * ROW + PAST;
      let out: usize = bytes + <usize>(i * chains + (g << 5)) * TIME_ROW + 32;
      for (let t: i32 = 0; t < 512; t += 16) {
        const a: v128 = byBytes(v128.load(from)), b: v128 = byBytes(v128.load(from, 16));
        const c: v128 = byBytes(v128.load(from, 32)), d: v128 = byBytes(v128.load(from, 48));
        const ab: v128 = v128.shuffle<i32>(a, b, 0, 4, 1, 5), cd: v128 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
        storeChains(v128.shuffle<i64>(ab, cd, 0, 2), out, rest);
        if (rest > 8) storeChains(v128.shuffle<i64>(ab, cd, 1, 3), out + 8 * TIME_ROW, rest - 8);
        if (rest > 16) {
          const ef: v128 = v128.shuffle<i32>(a, b, 2, 6, 3, 7), gh: v128 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
          storeChains(v128.shuffle<i64>(ef, gh, 0, 2), out + 16 * TIME_ROW, rest - 16);
          if (rest > 24) storeChains(v128.shuffle<i64>(ef, gh, 1, 3), out + 24 * TIME_ROW, rest - 24);
        }
        from += 64;
        out += 2;
      }
    }
  }
  const series: i32 = spins * chains;
  for (let s: i32 = 0; s < series; s++) {
    const row: usize = bytes + <usize>s * TIME_ROW + 32;
    const sum: v128 = i8x16.add(
      i8x16.add(i8x16.popcnt(v128.load(row)), i8x16.popcnt(v128.load(row, 16))),
      i8x16.add(i8x16.popcnt(v128.load(row, 32)), i8x16.popcnt(v128.load(row, 48))),
    );
    store<u16>(spinSums + (<usize>s << 1), <u16>sumOfBytes(sum));
  }
}

export function count(
  first: i32,
  last: i32,
  pairs: usize,
  words: usize,
  bytes: usize,
  blocks: usize,
  sums: usize,
  counts: usize,
  masks: usize,
  scratch: usize,
  spins: i32,
  chains: i32,
  sweeps: i32,
): void {
  for (let a: i32 = first; a < last; a++) {
    const i: i32 = load<i32>(pairs + (<usize>a << 3)), j: i32 = load<i32>(pairs + (<usize>a << 3), 4);
    const out: usize = counts + <usize>a * COUNT_ROW;
    memory.fill(out, 0, COUNT_ROW);
    const groups: i32 = (chains + 31) >> 5;
    for (let g: i32 = 0; g < groups; g++) {
      countSweeps(words + <usize>(g * spins + i) * ROW, words + <usize>(g * spins + j) * ROW, out, scratch, sweeps);
      const c: i32 = g << 5, width: i32 = min(chains - c, 32);
      countBlocks(
        bytes + <usize>(i * chains + c) * TIME_ROW,
        bytes + <usize>(j * chains + c) * TIME_ROW,
        blocks + <usize>(a * chains + c) * BLOCK_ROW,
        sums + (<usize>(a * chains + c) << 1),
        out + 128,
        masks,
        scratch,
        width,
      );
    }
  }
}

// Unequal pairs of sweeps at the lags 1 … 31, all chains of a word together.
function countSweeps(x: usize, y: usize, out: usize, scratch: usize, sweeps: i32): void {
  for (let k: usize = 0; k < ROW; k += 16) v128.store(scratch + k, v128.xor(v128.load(x + k), v128.load(y + k)));
  const start: usize = scratch + PAST, whole: usize = start + (<usize>(sweeps >> 5) << 7);
  const end: usize = start + (<usize>sweeps << 2);
  for (let lag: usize = 1; lag < 32; lag++) {
    const back: usize = lag << 2;
    let ones: v128 = i64x2.splat(0), twos: v128 = ones, fours: v128 = ones, eights: v128 = ones;
    let p: usize = start;
    // Carry-save adders: eight vectors cost one population count (Muła, Kurz, Lemire 2018).
    for (; p < whole; p += 128) {
      let a: v128 = v128.xor(v128.load(p), v128.load(p - back));
      let b: v128 = v128.xor(v128.load(p, 16), v128.load(p - back, 16));
      let u: v128 = v128.xor(ones, a);
      const twosA: v128 = v128.or(v128.and(ones, a), v128.and(u, b));
      ones = v128.xor(u, b);
      a = v128.xor(v128.load(p, 32), v128.load(p - back, 32));
      b = v128.xor(v128.load(p, 48), v128.load(p - back, 48));
      u = v128.xor(ones, a);
      let twosB: v128 = v128.or(v128.and(ones, a), v128.and(u, b));
      ones = v128.xor(u, b);
      u = v128.xor(twos, twosA);
      const foursA: v128 = v128.or(v128.and(twos, twosA), v128.and(u, twosB));
      twos = v128.xor(u, twosB);
      a = v128.xor(v128.load(p, 64), v128.load(p - back, 64));
      b = v128.xor(v128.load(p, 80), v128.load(p - back, 80));
      u = v128.xor(ones, a);
      const twosC: v128 = v128.or(v128.and(ones, a), v128.and(u, b));
      ones = v128.xor(u, b);
      a = v128.xor(v128.load(p, 96), v128.load(p - back, 96));
      b = v128.xor(v128.load(p, 112), v128.load(p - back, 112));
      u = v128.xor(ones, a);
      twosB = v128.or(v128.and(ones, a), v128.and(u, b));
      ones = v128.xor(u, b);
      u = v128.xor(twos, twosC);
      const foursB: v128 = v128.or(v128.and(twos, twosC), v128.and(u, twosB));
      twos = v128.xor(u, twosB);
      u = v128.xor(fours, foursA);
      eights = i8x16.add(eights, i8x16.popcnt(v128.or(v128.and(fours, foursA), v128.and(u, foursB))));
      fours = v128.xor(u, foursB);
    }
    let total: i32 = (sumOfBytes(eights) << 3) + (sumOfBytes(i8x16.popcnt(fours)) << 2) +
      (sumOfBytes(i8x16.popcnt(twos)) << 1) + sumOfBytes(i8x16.popcnt(ones));
    for (; p < end; p += 4) total += popcnt<i32>(load<i32>(p) ^ load<i32>(p - back));
    const at: usize = out + (lag << 2);
    store<i32>(at, load<i32>(at) + total);
  }
}

// Products of block sums of 8 and of 64 sweeps, over at most 32 chains.
function countBlocks(
  x: usize,
  y: usize,
  blocks: usize,
  sums: usize,
  out: usize,
  masks: usize,
  wide: usize,
  chains: i32,
): void {
  const mask: v128 = v128.load(masks, 64);
  let row: usize = wide, block: usize = blocks;
  for (let c: i32 = 0; c < chains; c++) {
    for (let k: usize = 0; k < 32; k += 16) {
      const v: v128 = i8x16.popcnt(v128.xor(v128.load(x + k), v128.load(y + k)));
      v128.store(row + (k << 1), i16x8.extend_low_i8x16_u(v));
      v128.store(row + (k << 1), i16x8.extend_high_i8x16_u(v), 16);
    }
    const a: v128 = i8x16.popcnt(v128.xor(v128.load(x, 32), v128.load(y, 32)));
    const b: v128 = i8x16.popcnt(v128.xor(v128.load(x, 48), v128.load(y, 48)));
    const d: v128 = i8x16.popcnt(v128.xor(v128.load(x, 64), v128.load(y, 64)));
    const e: v128 = i8x16.popcnt(v128.xor(v128.load(x, 80), v128.load(y, 80)));
    storeWide(row + 64, v128.and(a, v128.load(masks)));
    storeWide(row + 96, v128.and(b, v128.load(masks, 16)));
    storeWide(row + 128, v128.and(d, v128.load(masks, 32)));
    storeWide(row + 160, v128.and(e, v128.load(masks, 48)));
    // Sums of 64 sweeps: eight 16-bit lanes.
    const low: v128 = i32x4.extadd_pairwise_i16x8_u(i16x8.narrow_i32x4_u(quarters(a), quarters(b)));
    const high: v128 = i32x4.extadd_pairwise_i16x8_u(i16x8.narrow_i32x4_u(quarters(d), quarters(e)));
    const eight: v128 = i16x8.narrow_i32x4_u(low, high);
    store<u16>(sums + (<usize>c << 1), <u16>sumOfShorts(eight));
    const packed: v128 = v128.and(i8x16.narrow_i16x8_u(eight, eight), mask);
    store<u64>(block, i64x2.extract_lane(packed, 0), 32);
    x += TIME_ROW;
    y += TIME_ROW;
    row += WIDE_ROW;
    block += BLOCK_ROW;
  }
  for (let lag: usize = 4; lag < 32; lag += 4) productsOfEight(wide, out, lag, chains);
  for (let lag: usize = 4; lag < 32; lag++) {
    let acc: v128 = i64x2.splat(0);
    block = blocks + 32;
    for (let c: i32 = 0; c < chains; c++) {
      acc = i32x4.add(acc, i32x4.dot_i16x8_s(v128.load8x8_u(block), v128.load8x8_u(block - lag)));
      block += BLOCK_ROW;
    }
    const at: usize = out + 128 + (lag << 2);
    store<i32>(
      at,
      load<i32>(at) + i32x4.extract_lane(acc, 0) + i32x4.extract_lane(acc, 1) + i32x4.extract_lane(acc, 2) +
        i32x4.extract_lane(acc, 3),
    );
  }
}

@inline
function quarters(v: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(v));
}

@inline
function storeWide(at: usize, v: v128): void {
  v128.store(at, i16x8.extend_low_i8x16_u(v));
  v128.store(at, i16x8.extend_high_i8x16_u(v), 16);
}

// Four lags at once: a lane adds at most 32 chains × 8 × 8·8 = 16,384.
function productsOfEight(wide: usize, out: usize, lag: usize, chains: i32): void {
  let a: v128 = i64x2.splat(0), b: v128 = a, c: v128 = a, d: v128 = a;
  const back: usize = lag << 1;
  let row: usize = wide + 64;
  for (let k: i32 = 0; k < chains; k++) {
    const end: usize = row + 128;
    for (let p: usize = row; p < end; p += 32) {
      let now: v128 = v128.load(p);
      const q: usize = p - back;
      a = i16x8.add(a, i16x8.mul(now, v128.load(q)));
      b = i16x8.add(b, i16x8.mul(now, v128.load(q - 2)));
      c = i16x8.add(c, i16x8.mul(now, v128.load(q - 4)));
      d = i16x8.add(d, i16x8.mul(now, v128.load(q - 6)));
      now = v128.load(p, 16);
      a = i16x8.add(a, i16x8.mul(now, v128.load(q, 16)));
      b = i16x8.add(b, i16x8.mul(now, v128.load(q - 2, 16)));
      c = i16x8.add(c, i16x8.mul(now, v128.load(q - 4, 16)));
      d = i16x8.add(d, i16x8.mul(now, v128.load(q - 6, 16)));
    }
    row += WIDE_ROW;
  }
  const at: usize = out + (lag << 2);
  store<i32>(at, load<i32>(at) + sumOfShorts(a));
  store<i32>(at, load<i32>(at, 4) + sumOfShorts(b), 4);
  store<i32>(at, load<i32>(at, 8) + sumOfShorts(c), 8);
  store<i32>(at, load<i32>(at, 12) + sumOfShorts(d), 12);
}

export function advance(words: usize, wordRows: i32, bytes: usize, byteRows: i32, blocks: usize, series: i32): void {
  for (let k: i32 = 0; k < wordRows; k++) {
    const row: usize = words + <usize>k * ROW;
    memory.copy(row, row + ROW - PAST, PAST);
    memory.fill(row + PAST, 0, ROW - PAST);
  }
  for (let k: i32 = 0; k < byteRows; k++) {
    const row: usize = bytes + <usize>k * TIME_ROW;
    v128.store(row, v128.load(row, 64));
    v128.store(row, v128.load(row, 80), 16);
  }
  for (let k: i32 = 0; k < series; k++) {
    const row: usize = blocks + <usize>k * BLOCK_ROW;
    const a: v128 = v128.load(row, 8), b: v128 = v128.load(row, 24);
    v128.store(row, a);
    v128.store(row, b, 16);
  }
}
