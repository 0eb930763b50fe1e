// Sweeps of one chain through all blocks: eight consecutive sites of a block per vector. A spin is a lane of 16 bits, −1 for +1
// and 0 for −1. Neighbours that lie at the same distance from their sites come as one vector, the others one by one.
import {
  BLOCK_COUNT, BLOCK_RUNS, GROUP_BITS, ONES, OPENED_SEED, OPENED_SITES, ORDER, SCAN, SPIN_COUNT, THRESHOLD, UPPER,
} from "./header";
import { becomesPlus16 } from "./accept";
import { coin, PALINDROMIC, REVERSE, SYMMETRIC } from "./group_sweeps";
import { fillSites } from "./random_batch";
import { chainField } from "./exact_field";
import { fields, random, undecided } from "./room";
import { singleSiteSweep } from "./single_site";
import { threshold } from "./threshold";
import { fold, mix, open } from "./weave";

// Runs of a batch, and bytes of a run's, a vector's and a single neighbour's record.
@inline const BATCH: usize = 16;
@inline const RUN: usize = 80;
@inline const SLOT: usize = 32;
@inline const SINGLE: usize = 8;

function resolveLanes(p: u32, spin: usize, bits: usize, lanes: u32, chain: u32, visit: u32, sweep: u32): void {
  store<u64>(undecided(), load<u64>(undecided()) + popcnt<u32>(lanes));
  let left = lanes;
  const site = p + visit * load<u32>(SPIN_COUNT);
  while (left !== 0) {
    const lane: u32 = ctz<u32>(left), first = load<u16>(bits + (<usize>lane << 1)) ^ 0x8000;
    left &= left - 1;
    const plus = becomesPlus16(chainField(p + lane, spin), first, chain, sweep, site + lane);
    store<i16>(spin + (<usize>(p + lane) << 1), <i16>-plus);
  }
}

function addSingles(c: v128, spin: usize, single: usize, end: usize): v128 {
  const room = fields();
  v128.store(room, c);
  for (; single < end; single += SINGLE) {
    const at = room + <usize>load<u16>(single, 4);
    const term: i32 = <i32>load<i16>(spin + <usize>load<u32>(single)) & <i32>load<i16>(single, 6);
    store<i16>(at, <i16>(<i32>load<i16>(at) + term));
  }
  return v128.load(room);
}

function visitBlock(
  block: u32, visit: u32, spin: usize, sweep: u32, chain: u32, y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const table: usize = <usize>load<u32>(BLOCK_RUNS) + (<usize>block << 4), sites = visit * load<u32>(SPIN_COUNT);
  let run: usize = load<u32>(table), slot: usize = load<u32>(table, 4), single: usize = load<u32>(table, 8);
  const end: usize = load<u32>(table, 16);
  const t0 = v128.load(THRESHOLD), t1 = v128.load(THRESHOLD, 16), t2 = v128.load(THRESHOLD, 32);
  const ones = v128.load32_splat(ONES), upper = v128.load32_splat(UPPER);
  while (run < end) {
    const stop = min(end, run + BATCH * RUN), first = load<u32>(run) + sites;
    const groups = ((load<u32>(stop - RUN) + sites + 7) >> 5) - (first >> 5) + 1;
    fillSites(<usize>load<u32>(OPENED_SITES) + (<usize>(first >> 5) << 4), groups, y0, w0, x1, folded);
    let r = random() + (<usize>(first & 31) << 1);
    for (; run < stop; run += RUN, r += 16) {
      const p = load<u32>(run), lastSlot: usize = load<u32>(run, 4), lastSingle: usize = load<u32>(run, 8);
      let c = v128.load(run, 16);
      for (; slot < lastSlot; slot += SLOT) {
        c = i16x8.add(c, v128.and(v128.load(slot, 16), v128.load(spin + load<i32>(slot))));
      }
      if (single < lastSingle) {
        c = addSingles(c, spin, single, lastSingle);
        single = lastSingle;
      }
      const size = i16x8.mul(i16x8.min_s(i16x8.abs(c), v128.load(run, 32)), v128.load(run, 48));
      const d = i16x8.sub_sat_s(v128.load(r), threshold(size, c, t0, t1, t2, ones, upper));
      const at = spin + (<usize>p << 1), lanes = load<u32>(run, 12);
      const below = i16x8.shr_s(d, 15), decided = i16x8.gt_s(v128.xor(d, below), v128.load(run, 64));
      let plus = below;
      if (lanes < 8) {
        const mask = i16x8.gt_s(i16x8.splat(<i16>lanes), i16x8(0, 1, 2, 3, 4, 5, 6, 7));
        plus = v128.bitselect(plus, v128.load(at), mask);
      }
      v128.store(at, plus);
      const left = ~i16x8.bitmask(decided) & ((1 << lanes) - 1);
      if (left !== 0) resolveLanes(p, spin, r, left, chain, visit, sweep);
    }
  }
}

function visitBlocks(
  backward: bool, visit: u32, spin: usize, sweep: u32, chain: u32, y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const blocks = load<u32>(BLOCK_COUNT);
  for (let k: u32 = visit; k < blocks; k++) {
    visitBlock(backward ? blocks - 1 - k : k, visit, spin, sweep, chain, y0, w0, x1, folded);
  }
}

// Advances one chain by the sweeps `from` … `from + sweeps − 1`. Of every `stride`-th sweep the spins are added to the packed
// words at `trace`, whose samples lie `step` bytes apart.
export function sweepChain(
  spin: usize, chain: u32, from: u32, sweeps: u32, stride: u32, trace: usize, step: usize,
): void {
  const scan = load<u32>(SCAN), y0 = i32x4.splat(load<u32>(OPENED_SEED));
  const x0 = i32x4.splat(open(load<u32>(GROUP_BITS) + chain, 0));
  for (let k: u32 = 0; k < sweeps; k++) {
    const sweep = from + k;
    if (scan < 2) {
      singleSiteSweep(spin, chain, sweep, scan === 1);
    } else {
      const w0 = i32x4.splat(open(sweep, 3)), x1 = mix(x0, y0, w0), folded = fold(x1);
      const backward = scan === REVERSE || (scan === SYMMETRIC && coin(chain, sweep) !== 0);
      visitBlocks(backward, 0, spin, sweep, chain, y0, w0, x1, folded);
      if (scan === PALINDROMIC) visitBlocks(true, 1, spin, sweep, chain, y0, w0, x1, folded);
    }
    if (stride !== 0 && (k + 1) % stride === 0) {
      packChain(spin, chain & 31, trace);
      trace += step;
    }
  }
}

// Adds the chain's bit (1 for −1) to the words of the spins, by vertex.
export function packChain(spin: usize, bit: u32, out: usize): void {
  const n: usize = load<u32>(SPIN_COUNT), order: usize = load<u32>(ORDER);
  for (let p: usize = 0; p < n; p++) {
    const at = out + (<usize>load<u32>(order + (p << 2)) << 2);
    store<u32>(at, load<u32>(at) | <u32>(load<i16>(spin + (p << 1)) === 0) << bit);
  }
}

// The inverse of `packChain`.
export function unpackChain(spin: usize, bit: u32, from: usize): void {
  const n: usize = load<u32>(SPIN_COUNT), order: usize = load<u32>(ORDER);
  for (let p: usize = 0; p < n; p++) {
    const word = load<u32>(from + (<usize>load<u32>(order + (p << 2)) << 2));
    store<i16>(spin + (p << 1), (word >> bit & 1) === 0 ? -1 : 0);
  }
}
