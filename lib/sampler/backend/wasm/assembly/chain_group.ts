// One segment (sites of one block whose fields have 16 bits) of a group of chains: a chain per lane.
import { decide, distance } from "./decide";
import { FIFTEEN, ONES, openList, UPPER } from "./header";
import { highHalf, indicesAt, interleaveHigh, interleaveLow, lookUp, lowHalf } from "./quad";
import { fillOne, JOB } from "./random_batch";
import { resolveList } from "./resolve_list";
import { lanes, random } from "./room";
import { fold, mix } from "./weave";

// Bytes of four neighbours' record: addresses, low bytes and high bytes of the sums.
@inline const QUAD: usize = 48;

// What four neighbours add to the fields of the first eight chains of a half and of the others, from both bytes of the sums.
@inline function sumsLow(low: v128, high: v128, index: v128): v128 {
  return interleaveLow(lookUp(low, index), lookUp(high, index));
}
@inline function sumsHigh(low: v128, high: v128, index: v128): v128 {
  return interleaveHigh(lookUp(low, index), lookUp(high, index));
}

// |z| times the table's unit, of fields that are held times that unit (kind 0), half of it (kind 1) or less (kind 2, cut and
// multiplied).
@inline function sizeOf(kind: i32, c: v128, limit: v128, factor: v128): v128 {
  const size = i16x8.abs(c);
  if (kind === 0) return size;
  if (kind === 1) return i16x8.add_sat_s(size, size);
  return i16x8.mul(i16x8.min_s(size, limit), factor);
}

// The random bits of the next site are woven between the sums of this one, a round at a time, since a weave waits for its own
// multiplications; they stay in registers or on the stack, where no access is checked against the memory's end.
@inline function pass(
  kind: i32, masked: bool, margins: i32, segment: usize, first: usize, end: usize, start: usize, visit: u32, sweep: u32,
  chain: u32, mask: u32, y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const table: usize = load<u32>(segment, 24), moved = lanes(), opened: usize = JOB + <usize>(visit << 2);
  const t0 = v128.load(table), t1 = v128.load(table, 16), t2 = v128.load(table, 32);
  const ones = v128.load32_splat(ONES), upper = v128.load32_splat(UPPER), fifteen = v128.load32_splat(FIFTEEN);
  const limit = v128.load32_splat(segment, 16), factor = v128.load32_splat(segment, 20);
  const bits = random();
  fillOne(first, <usize>(visit << 2), y0, w0, x1, folded);
  let r0 = v128.load(bits), r1 = v128.load(bits, 16), r2 = v128.load(bits, 32), r3 = v128.load(bits, 48);
  let list = openList(), quad = start;
  for (let job = first; job < end; job += JOB) {
    const last: usize = load<u32>(job, 20);
    let z = v128.load32_splat(job + opened), x = folded, y = mix(y0, z, x1), w = w0;
    z = mix(z, x1, y); w = mix(w, y, z); y = fold(y); z = fold(z); w = fold(w);

    let low = v128.load(quad, 16), high = v128.load(quad, 32), both = indicesAt(quad);
    let index = lowHalf(both, fifteen), c0 = sumsLow(low, high, index), c1 = sumsHigh(low, high, index);
    index = highHalf(both, fifteen);
    let c2 = sumsLow(low, high, index), c3 = sumsHigh(low, high, index);

    x = mix(x, y, w); y = mix(y, z, x); z = mix(z, x, y); w = mix(w, y, z);
    x = fold(x); y = fold(y); z = fold(z); w = fold(w);

    // Two in a turn: an engine checks at every turn whether it is to stop.
    for (quad += QUAD; quad < last; quad += QUAD) {
      low = v128.load(quad, 16);
      high = v128.load(quad, 32);
      both = indicesAt(quad);
      index = lowHalf(both, fifteen);
      c0 = i16x8.add(c0, sumsLow(low, high, index));
      c1 = i16x8.add(c1, sumsHigh(low, high, index));
      index = highHalf(both, fifteen);
      c2 = i16x8.add(c2, sumsLow(low, high, index));
      c3 = i16x8.add(c3, sumsHigh(low, high, index));
      quad += QUAD;
      if (quad === last) break;
      low = v128.load(quad, 16);
      high = v128.load(quad, 32);
      both = indicesAt(quad);
      index = lowHalf(both, fifteen);
      c0 = i16x8.add(c0, sumsLow(low, high, index));
      c1 = i16x8.add(c1, sumsHigh(low, high, index));
      index = highHalf(both, fifteen);
      c2 = i16x8.add(c2, sumsLow(low, high, index));
      c3 = i16x8.add(c3, sumsHigh(low, high, index));
    }

    x = mix(x, y, w); y = mix(y, z, x); z = mix(z, x, y); w = mix(w, y, z);
    x = fold(x); y = fold(y); z = fold(z); w = fold(w);

    const at: usize = load<u32>(job, 8);
    let margin = v128.load32_splat(job, 16);
    if (masked) margin = i16x8.shr_u(margin, margins);
    const d0 = distance(r0, sizeOf(kind, c0, limit, factor), c0, t0, t1, t2, ones, upper);
    const d1 = distance(r1, sizeOf(kind, c1, limit, factor), c1, t0, t1, t2, ones, upper);
    const d2 = distance(r2, sizeOf(kind, c2, limit, factor), c2, t0, t1, t2, ones, upper);
    const d3 = distance(r3, sizeOf(kind, c3, limit, factor), c3, t0, t1, t2, ones, upper);
    // Nothing branches here: a wrong guess would cost more than the exact decision.
    const open = ~decide(kind < 2, masked, at, moved, d0, d1, d2, d3, margin, ones) & mask;
    store<u64>(list, <u64>job | <u64>open << 32);
    list += <usize>(open !== 0) << 3;
    r0 = x; r1 = y; r2 = z; r3 = w;
  }
  resolveList(list, chain, visit, sweep, y0, w0, x1, folded);
}

export function narrowSegment(
  segment: usize, first: usize, end: usize, edge: usize, masked: bool, visit: u32, sweep: u32, chain: u32, mask: u32,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const kind: i32 = load<i32>(segment);
  // Margins of 8 bits lie in every byte.
  if (masked) pass(2, true, kind < 2 ? 8 : 0, segment, first, end, edge, visit, sweep, chain, mask, y0, w0, x1, folded);
  else if (kind === 0) pass(0, false, 0, segment, first, end, edge, visit, sweep, chain, mask, y0, w0, x1, folded);
  else if (kind === 1) pass(1, false, 0, segment, first, end, edge, visit, sweep, chain, mask, y0, w0, x1, folded);
  else pass(2, false, 0, segment, first, end, edge, visit, sweep, chain, mask, y0, w0, x1, folded);
}
