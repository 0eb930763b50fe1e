// One segment of a group of chains whose sites all have the same neighbours (a layer of an RBM): fields of 32 bits as sums out of
// tables, one look-up for four neighbours. A tile is 32 sites and 64 neighbours: its tables stay in the first cache while all
// chains go over them.
import { cutDistance, decide } from "./decide";
import { FIFTEEN, ONES, openList, UPPER } from "./header";
import { highHalf, indicesAt, lowHalf } from "./quad";
import { BATCH, fillGroup, JOB } from "./random_batch";
import { resolveList } from "./resolve_list";
import { lanes, random, tables } from "./room";

// Sites of a tile.
@inline const TILE: usize = 32;

// Bytes of 32 numbers of 32 bits, of the table of four neighbours; four-neighbour groups of a tile; chains.
@inline const ROW: usize = 128;
@inline const TABLE: usize = 16 * ROW;
@inline const GROUPS: usize = 16;
@inline const CHAINS: usize = 32;
// Places in the room: tables, sums by chain, look-ups by group, sums of 16 bits by chain and by site.
@inline const SUMS: usize = GROUPS * TABLE;
@inline const PLACES: usize = SUMS + 32 * ROW;
@inline const SHORT: usize = PLACES + GROUPS * 64;
@inline const FIELDS: usize = SHORT + 32 * 64;

// Adds one row of weights to the first `size` bytes of a table; what comes out follows them.
@inline function doubleTable(table: usize, size: usize, weights: usize): void {
  const a = v128.load(weights), b = v128.load(weights, 16), c = v128.load(weights, 32), d = v128.load(weights, 48);
  const e = v128.load(weights, 64), f = v128.load(weights, 80), g = v128.load(weights, 96), h = v128.load(weights, 112);
  for (let from = table, to = table + size; from < table + size; from += ROW, to += ROW) {
    v128.store(to, i32x4.add(a, v128.load(from)));
    v128.store(to, i32x4.add(b, v128.load(from, 16)), 16);
    v128.store(to, i32x4.add(c, v128.load(from, 32)), 32);
    v128.store(to, i32x4.add(d, v128.load(from, 48)), 48);
    v128.store(to, i32x4.add(e, v128.load(from, 64)), 64);
    v128.store(to, i32x4.add(f, v128.load(from, 80)), 80);
    v128.store(to, i32x4.add(g, v128.load(from, 96)), 96);
    v128.store(to, i32x4.add(h, v128.load(from, 112)), 112);
  }
}

// The sums of every subset of four rows of weights; the empty one stays 0 from the beginning.
function fillTable(table: usize, weights: usize): void {
  doubleTable(table, ROW, weights);
  doubleTable(table, 2 * ROW, weights + ROW);
  doubleTable(table, 4 * ROW, weights + 2 * ROW);
  doubleTable(table, 8 * ROW, weights + 3 * ROW);
}

// Where each chain's sum of four neighbours lies, from the tables' beginning.
function fillPlaces(places: usize, columns: usize, table: usize): void {
  const first = i16x8.splat(<i16>table);
  const both = indicesAt(columns), fifteen = v128.load32_splat(FIFTEEN);
  const low = lowHalf(both, fifteen), high = highHalf(both, fifteen);
  v128.store(places, i16x8.add(first, i16x8.shl(i16x8.extend_low_i8x16_u(low), 7)));
  v128.store(places, i16x8.add(first, i16x8.shl(i16x8.extend_high_i8x16_u(low), 7)), 16);
  v128.store(places, i16x8.add(first, i16x8.shl(i16x8.extend_low_i8x16_u(high), 7)), 32);
  v128.store(places, i16x8.add(first, i16x8.shl(i16x8.extend_high_i8x16_u(high), 7)), 48);
}

// Adds the tables' sums of one chain to its row.
function addSums(room: usize, row: usize, place: usize, last: usize): void {
  let a = v128.load(row), b = v128.load(row, 16), c = v128.load(row, 32), d = v128.load(row, 48);
  let e = v128.load(row, 64), f = v128.load(row, 80), g = v128.load(row, 96), h = v128.load(row, 112);
  for (; place < last; place += 64) {
    const from = room + <usize>load<u16>(place);
    a = i32x4.add(a, v128.load(from));
    b = i32x4.add(b, v128.load(from, 16));
    c = i32x4.add(c, v128.load(from, 32));
    d = i32x4.add(d, v128.load(from, 48));
    e = i32x4.add(e, v128.load(from, 64));
    f = i32x4.add(f, v128.load(from, 80));
    g = i32x4.add(g, v128.load(from, 96));
    h = i32x4.add(h, v128.load(from, 112));
  }
  v128.store(row, a); v128.store(row, b, 16); v128.store(row, c, 32); v128.store(row, d, 48);
  v128.store(row, e, 64); v128.store(row, f, 80); v128.store(row, g, 96); v128.store(row, h, 112);
}

// The fields of 32 sites, cut to 16 bits, site by site.
function tileFields(
  room: usize, job: usize, sites: usize, columns: usize, groups: usize, weights: usize, cut: i32,
): void {
  for (let k: usize = 0; k < 32; k++) store<i32>(room + SUMS + (k << 2), k < sites ? load<i32>(job + k * JOB, 12) : 0);
  for (let c: usize = 1; c < CHAINS; c++) memory.copy(room + SUMS + c * ROW, room + SUMS, ROW);
  while (groups > 0) {
    const count = min(groups, GROUPS);
    for (let g: usize = 0; g < count; g++, weights += 4 * ROW, columns += 16) {
      fillTable(room + g * TABLE, weights);
      fillPlaces(room + PLACES + g * 64, columns, g * TABLE);
    }
    for (let c: usize = 0; c < CHAINS; c++) {
      const place = room + PLACES + (c << 1);
      addSums(room, room + SUMS + c * ROW, place, place + count * 64);
    }
    groups -= count;
  }
  for (let c: usize = 0; c < CHAINS; c++) {
    const row = room + SUMS + c * ROW, short = room + SHORT + c * 64;
    for (let v: usize = 0; v < 64; v += 16) {
      const a = i32x4.shr_s(v128.load(row + 2 * v), cut), b = i32x4.shr_s(v128.load(row + 2 * v, 16), cut);
      v128.store(short + v, i16x8.narrow_i32x4_s(a, b));
    }
  }
  for (let k: usize = 0; k < sites; k++) {
    const from = room + SHORT + (k << 1), to = room + FIELDS + k * 64;
    for (let c: usize = 0; c < CHAINS; c++) store<i16>(to + (c << 1), load<i16>(from + c * 64));
  }
}

export function denseSegment(
  segment: usize, first: usize, end: usize, masked: bool, visit: u32, sweep: u32, chain: u32, mask: u32,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const columns: usize = load<u32>(segment, 12), cut: i32 = load<i32>(segment, 16), moved = lanes();
  const groups: usize = load<u32>(segment, 20), table: usize = load<u32>(segment, 24), room = tables();
  const t0 = v128.load(table), t1 = v128.load(table, 16), t2 = v128.load(table, 32);
  const ones = v128.load32_splat(ONES), upper = v128.load32_splat(UPPER);
  let job = first, weights: usize = load<u32>(segment, 28), list = openList();
  while (job < end) {
    const sites = min<usize>(TILE, (end - job) / JOB), tileEnd = job + sites * JOB;
    tileFields(room, job, sites, columns, groups, weights, cut);
    weights += groups * 4 * ROW;
    let field = room + FIELDS;
    while (job < tileEnd) {
      const stop = min(tileEnd, job + BATCH * JOB);
      fillGroup(job, stop, <usize>(visit << 2), y0, w0, x1, folded);
      for (let r = random(); job < stop; job += JOB, r += 64, field += 64) {
        const at: usize = load<u32>(job, 8), margin = v128.load32_splat(job, 16);
        const d0 = cutDistance(v128.load(r), v128.load(field), t0, t1, t2, ones, upper);
        const d1 = cutDistance(v128.load(r, 16), v128.load(field, 16), t0, t1, t2, ones, upper);
        const d2 = cutDistance(v128.load(r, 32), v128.load(field, 32), t0, t1, t2, ones, upper);
        const d3 = cutDistance(v128.load(r, 48), v128.load(field, 48), t0, t1, t2, ones, upper);
        const open = ~decide(false, masked, at, moved, d0, d1, d2, d3, margin, ones) & mask;
        store<u64>(list, <u64>job | <u64>open << 32);
        list += <usize>(open !== 0) << 3;
      }
    }
  }
  resolveList(list, chain, visit, sweep, y0, w0, x1, folded);
}
