// Sweeps of one group of 32 chains through all blocks, and its spins in packed form. The threads of a team go through the same
// blocks, each with its share of the sites, and meet after each.
import { meet } from "./barrier";
import {
  BLOCK_COUNT, BLOCK_SEGMENTS, GROUP_BITS, OPENED_SEED, ORDER, ORDER_KEY, SCAN, SHARED_COIN, SPIN_COUNT, WORK,
} from "./header";
import { narrowSegment } from "./chain_group";
import { denseSegment, TILE, tileBytes } from "./dense_group";
import { philox } from "./philox";
import { FOURFOLD, SITE } from "./quad";
import { JOB } from "./random_batch";
import { lanes, shareBegin, shareEnd } from "./room";
import { wideSegment } from "./wide_group";
import { fold, mix, open, openFour } from "./weave";

// Places in the list of scans of ../../scan.ts.
@inline export const REVERSE: u32 = 3;
@inline export const SYMMETRIC: u32 = 4;
@inline export const PALINDROMIC: u32 = 5;

// Kinds of segments beside those of 16-bit fields.
@inline const WIDE: u32 = 3;
@inline const DENSE: u32 = 4;

// This thread's share of a segment: single sites, or tiles of a dense one.
function visitSegment(
  segment: usize, visit: u32, sweep: u32, chain: u32, mask: u32, masked: bool,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const kind = load<u32>(segment), begin: usize = load<u32>(segment, 4), end: usize = load<u32>(segment, 8);
  const count = <u32>((end - begin) / JOB);
  if (kind === DENSE) {
    const tiles = (count + <u32>TILE - 1) / <u32>TILE, tile: usize = shareBegin(tiles);
    const first = begin + tile * TILE * JOB, last = min(end, begin + <usize>shareEnd(tiles) * TILE * JOB);
    const weights = <usize>load<u32>(segment, 28) + tile * tileBytes(segment);
    if (first < last) denseSegment(segment, first, last, weights, masked, visit, sweep, chain, mask, y0, w0, x1, folded);
    return;
  }
  const first = begin + <usize>shareBegin(count) * JOB, last = begin + <usize>shareEnd(count) * JOB;
  if (first === last) return;
  // A site's record says where its neighbours end.
  const quad: usize = first === begin ? load<u32>(segment, 12) : load<u32>(first - JOB, 20);
  if (kind === WIDE) wideSegment(segment, first, last, quad, masked, visit, sweep, chain, mask, y0, w0, x1, folded);
  else narrowSegment(segment, first, last, quad, masked, visit, sweep, chain, mask, y0, w0, x1, folded);
}

function visitBlocks(
  backward: bool, visit: u32, sweep: u32, chain: u32, mask: u32, masked: bool,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const blocks = load<u32>(BLOCK_COUNT), table: usize = load<u32>(BLOCK_SEGMENTS);
  // On the way back of the palindrome the block of the turn is left out.
  for (let k: u32 = visit; k < blocks; k++) {
    const at = table + ((<usize>(backward ? blocks - 1 - k : k)) << 2), end: usize = load<u32>(at, 4);
    for (let segment: usize = load<u32>(at); segment < end; segment += 32) {
      visitSegment(segment, visit, sweep, chain, mask, masked, y0, w0, x1, folded);
    }
    meet();
  }
}

// The coin of one chain; the shared one has the address 0.
export function coin(chain: u32, sweep: u32): u32 {
  return load<u32>(philox(ORDER_KEY, load<u32>(SHARED_COIN) !== 0 ? 0 : chain + 1, sweep, 0)) >> 31;
}

// The lanes whose chains go backward.
function backwardLanes(chain: u32, sweep: u32): u32 {
  if (load<u32>(SHARED_COIN) !== 0) return coin(0, sweep) !== 0 ? 0xffffffff : 0;
  let word: u32 = 0;
  for (let lane: u32 = 0; lane < 32; lane++) word |= coin(chain + lane, sweep) << lane;
  return word;
}

function setLanes(word: u32): void {
  for (let k: u32 = 0; k < 16; k++) {
    store<u8>(lanes() + <usize>k, (word >> k & 1) * 0x0f | (word >> 16 + k & 1) * 0xf0);
  }
}

// Brings this thread's share of the sites from one place to another.
function bring(to: usize, from: usize): void {
  if (to === from) return;
  const n = load<u32>(SPIN_COUNT), first = <usize>shareBegin(n) * SITE, last = <usize>shareEnd(n) * SITE;
  memory.copy(to + first, from + first, last - first);
}

// Advances a group by the sweeps `from` … `from + sweeps − 1`. `valid` are the lanes of chains that exist. Of every `stride`-th
// sweep the spins are added to the packed words at `trace`, whose samples lie `step` bytes apart. The group's spins lie at
// `spin`; when that is not where kernels work, they are brought there and back.
export function sweepGroup(
  spin: usize, group: u32, valid: u32, from: u32, sweeps: u32, stride: u32, trace: usize, step: usize,
): void {
  const scan = load<u32>(SCAN), chain = 32 * group, n = load<u32>(SPIN_COUNT), work: usize = load<u32>(WORK);
  const x0 = openFour(load<u32>(GROUP_BITS) + 4 * group, 0), y0 = i32x4.splat(load<u32>(OPENED_SEED));
  bring(work, spin);
  meet();
  for (let k: u32 = 0; k < sweeps; k++) {
    const sweep = from + k;
    const w0 = i32x4.splat(open(sweep, 3)), x1 = mix(x0, y0, w0), folded = fold(x1);
    if (scan === SYMMETRIC) {
      const back = backwardLanes(chain, sweep);
      if ((~back & valid) !== 0) {
        setLanes(~back);
        visitBlocks(false, 0, sweep, chain, valid & ~back, back !== 0, y0, w0, x1, folded);
      }
      if ((back & valid) !== 0) {
        setLanes(back);
        visitBlocks(true, 0, sweep, chain, valid & back, ~back !== 0, y0, w0, x1, folded);
      }
    } else {
      visitBlocks(scan === REVERSE, 0, sweep, chain, valid, false, y0, w0, x1, folded);
      if (scan === PALINDROMIC) visitBlocks(true, 1, sweep, chain, valid, false, y0, w0, x1, folded);
    }
    if (stride !== 0 && (k + 1) % stride === 0) {
      packSites(work, shareBegin(n), shareEnd(n), valid, trace);
      trace += step;
      meet();
    }
  }
  bring(spin, work);
}

function packSites(spin: usize, first: u32, end: u32, valid: u32, out: usize): void {
  const order: usize = load<u32>(ORDER);
  for (let p: usize = first, at = spin + p * SITE; p < <usize>end; p++, at += SITE) {
    const spins = v128.load(at), plus = i8x16.bitmask(i16x8.shl(spins, 7)) | i8x16.bitmask(i16x8.shl(spins, 3)) << 16;
    const word = out + (<usize>load<u32>(order + (p << 2)) << 2);
    store<u32>(word, load<u32>(word) | ~plus & valid);
  }
}

// Adds the bits of the group's chains (1 for −1) to the words of the spins, by vertex.
export function packGroup(spin: usize, valid: u32, out: usize): void {
  packSites(spin, 0, load<u32>(SPIN_COUNT), valid, out);
}

// The inverse of `packGroup`.
export function unpackGroup(spin: usize, from: usize): void {
  const n: usize = load<u32>(SPIN_COUNT), order: usize = load<u32>(ORDER);
  for (let p: usize = 0; p < n; p++, spin += SITE) {
    const word = load<u32>(from + (<usize>load<u32>(order + (p << 2)) << 2));
    for (let k: u32 = 0; k < 16; k++) {
      const plus = ~word >> k & 1 | (~word >> 16 + k & 1) << 4;
      store<u8>(spin + <usize>k, plus);
      store<u8>(spin + <usize>k, plus << 2, FOURFOLD);
    }
  }
}
