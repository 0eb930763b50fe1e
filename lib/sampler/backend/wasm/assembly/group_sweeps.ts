// Sweeps of one group of 32 chains through all blocks, and its spins in packed form. The members of a team go through the same
// blocks, each with its sites.
import { denseSegment } from "./dense_group";
import { receive, send } from "./exchange";
import { BLOCK_COUNT, GROUP_BITS, OPENED_SEED, ORDER, ORDER_KEY, SCAN, SHARED_COIN, SPIN_COUNT } from "./header";
import { narrowSegment } from "./chain_group";
import { philox } from "./philox";
import { FOURFOLD, SITE } from "./quad";
import { lanes, ranges, rangesEnd, segments, work } from "./room";
import { wideSegment } from "./wide_group";
import { fold, mix, open, openFour } from "./weave";

// Places in the list of scans of ../../scan.ts.
@inline export const REVERSE: u32 = 3;
@inline export const SYMMETRIC: u32 = 4;
@inline export const PALINDROMIC: u32 = 5;

// Kinds of segments beside those of 16-bit fields.
@inline const WIDE: u32 = 3;
@inline const DENSE: u32 = 4;
// Bytes of a segment's record.
@inline const SEGMENT: usize = 32;

function visitSegments(
  from: usize, end: usize, visit: u32, sweep: u32, chain: u32, mask: u32, masked: bool,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  for (let at = from; at < end; at += SEGMENT) {
    const kind = load<u32>(at), first: usize = load<u32>(at, 4), last: usize = load<u32>(at, 8);
    const quad: usize = load<u32>(at, 12);
    if (kind === DENSE) denseSegment(at, first, last, masked, visit, sweep, chain, mask, y0, w0, x1, folded);
    else if (kind === WIDE) wideSegment(at, first, last, quad, masked, visit, sweep, chain, mask, y0, w0, x1, folded);
    else narrowSegment(at, first, last, quad, masked, visit, sweep, chain, mask, y0, w0, x1, folded);
  }
}

function visitBlocks(
  backward: bool, visit: u32, sweep: u32, chain: u32, mask: u32, masked: bool,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const blocks = load<u32>(BLOCK_COUNT), table = segments();
  // On the way back of the palindrome the block of the turn is left out.
  for (let k: u32 = visit; k < blocks; k++) {
    const block = backward ? blocks - 1 - k : k, at = table + (<usize>block << 3);
    const first: usize = load<u32>(at), others: usize = load<u32>(at, 4), end: usize = load<u32>(at, 8);
    // What others need is on its way while the rest is swept.
    visitSegments(first, others, visit, sweep, chain, mask, masked, y0, w0, x1, folded);
    send(block);
    visitSegments(others, end, visit, sweep, chain, mask, masked, y0, w0, x1, folded);
    receive(block);
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

// Advances a group by the sweeps `from` … `from + sweeps − 1`. `valid` are the lanes of chains that exist. Of every `stride`-th
// sweep the spins are added to the packed words at `trace`, whose samples lie `step` bytes apart. The group's spins lie at
// `spin`; when that is not where this member works, they are brought there and its own ones back.
export function sweepGroup(
  spin: usize, group: u32, valid: u32, from: u32, sweeps: u32, stride: u32, trace: usize, step: usize,
): void {
  const scan = load<u32>(SCAN), chain = 32 * group, copy = work();
  const x0 = openFour(load<u32>(GROUP_BITS) + 4 * group, 0), y0 = i32x4.splat(load<u32>(OPENED_SEED));
  if (copy !== spin) memory.copy(copy, spin, <usize>load<u32>(SPIN_COUNT) * SITE);
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
      for (let own = ranges(); own < rangesEnd(); own += 8) packSites(copy, load<u32>(own), load<u32>(own, 4), valid, trace);
      trace += step;
    }
  }
  if (copy === spin) return;
  for (let own = ranges(); own < rangesEnd(); own += 8) {
    const first = <usize>load<u32>(own) * SITE, end = <usize>load<u32>(own, 4) * SITE;
    memory.copy(spin + first, copy + first, end - first);
  }
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
