// Sweeps of one group of chains through all blocks, and its spins in packed form.
import {
  BLOCK_COUNT, BLOCK_SEGMENTS, GROUP_BITS, LANES, OPENED_SEED, ORDER, ORDER_KEY, SCAN, SHARED_COIN, SITE_SHIFT, SPIN_COUNT,
  WORK,
} from "./header";
import { denseSegment } from "./dense_group";
import { narrowSegment } from "./chain_group";
import { philox } from "./philox";
import { chainOf } from "./resolve_list";
import { wideSegment } from "./wide_group";
import { fold, mix, open, openFour } from "./weave";

// Places in the list of scans of ../../scan.ts.
@inline export const REVERSE: u32 = 3;
@inline export const SYMMETRIC: u32 = 4;
@inline export const PALINDROMIC: u32 = 5;

// Kinds of segments beside those of 16-bit fields.
@inline const WIDE: u32 = 3;
@inline const DENSE: u32 = 4;

function visitBlocks(
  backward: bool, visit: u32, sweep: u32, half: i32, chain: u32, mask: u32, masked: bool,
  y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const blocks = load<u32>(BLOCK_COUNT), table: usize = load<u32>(BLOCK_SEGMENTS);
  // On the way back of the palindrome the block of the turn is left out.
  for (let k: u32 = visit; k < blocks; k++) {
    const at = table + ((<usize>(backward ? blocks - 1 - k : k)) << 2), end: usize = load<u32>(at, 4);
    for (let segment: usize = load<u32>(at); segment < end; segment += 32) {
      const kind = load<u32>(segment);
      if (kind === DENSE) denseSegment(segment, masked, half, visit, sweep, chain, mask, y0, w0, x1, folded);
      else if (kind === WIDE) wideSegment(segment, masked, half, visit, sweep, chain, mask, y0, w0, x1, folded);
      else narrowSegment(segment, masked, half, visit, sweep, chain, mask, y0, w0, x1, folded);
    }
  }
}

// The coin of one chain; the shared one has the address 0.
export function coin(chain: u32, sweep: u32): u32 {
  return load<u32>(philox(ORDER_KEY, load<u32>(SHARED_COIN) !== 0 ? 0 : chain + 1, sweep, 0)) >> 31;
}

// The lanes whose chains go backward.
function backwardLanes(half: i32, chain: u32, sweep: u32): u32 {
  if (load<u32>(SHARED_COIN) !== 0) return coin(0, sweep) !== 0 ? 0xffffffff : 0;
  const lanes: u32 = half < 0 ? 32 : 16;
  let word: u32 = 0;
  for (let lane: u32 = 0; lane < lanes; lane++) word |= coin(chain + chainOf(lane, half), sweep) << lane;
  return word;
}

function setLanes(word: u32): void {
  for (let lane: u32 = 0; lane < 32; lane++) store<i16>(LANES + (<usize>lane << 1), -<i16>(word >> lane & 1));
}

// Advances the lanes of a group (half −1) or half group (0, 1) by the sweeps `from` … `from + sweeps − 1`. `valid` are the lanes
// of chains that exist. Of every `stride`-th sweep the spins are added to the packed words at `trace`, whose samples lie `step`
// bytes apart. The group's spins lie at `spin`; when that is not where kernels work, they are brought there and back.
export function sweepGroup(
  spin: usize, group: u32, half: i32, valid: u32, from: u32, sweeps: u32, stride: u32, trace: usize, step: usize,
): void {
  const first = load<u32>(GROUP_BITS) + 4 * group, scan = load<u32>(SCAN), chain = 32 * group;
  let x0 = openFour(first + (half > 0 ? 2 : 0), 0);
  if (half >= 0) x0 = v128.shuffle<u32>(x0, x0, 0, 1, 0, 1);
  const y0 = i32x4.splat(load<u32>(OPENED_SEED));
  const work: usize = load<u32>(WORK), bytes = <usize>load<u32>(SPIN_COUNT) << load<u32>(SITE_SHIFT);
  if (work !== spin) memory.copy(work, spin, bytes);
  for (let k: u32 = 0; k < sweeps; k++) {
    const sweep = from + k;
    const w0 = i32x4.splat(open(sweep, 3)), x1 = mix(x0, y0, w0), folded = fold(x1);
    if (scan === SYMMETRIC) {
      const back = backwardLanes(half, chain, sweep);
      if ((~back & valid) !== 0) {
        setLanes(~back);
        visitBlocks(false, 0, sweep, half, chain, valid & ~back, back !== 0, y0, w0, x1, folded);
      }
      if ((back & valid) !== 0) {
        setLanes(back);
        visitBlocks(true, 0, sweep, half, chain, valid & back, ~back !== 0, y0, w0, x1, folded);
      }
    } else {
      visitBlocks(scan === REVERSE, 0, sweep, half, chain, valid, false, y0, w0, x1, folded);
      if (scan === PALINDROMIC) visitBlocks(true, 1, sweep, half, chain, valid, false, y0, w0, x1, folded);
    }
    if (stride !== 0 && (k + 1) % stride === 0) {
      packGroup(work, half, valid, trace);
      trace += step;
    }
  }
  if (work !== spin) memory.copy(spin, work, bytes);
}

// Adds the bits of the group's chains (1 for −1) to the words of the spins, by vertex.
export function packGroup(spin: usize, half: i32, valid: u32, out: usize): void {
  const n: usize = load<u32>(SPIN_COUNT), order: usize = load<u32>(ORDER);
  const width: usize = 1 << <usize>load<u32>(SITE_SHIFT);
  for (let p: usize = 0; p < n; p++, spin += width) {
    let plus: u32 = i16x8.bitmask(v128.load(spin)) | i16x8.bitmask(v128.load(spin, 16)) << 8;
    if (half < 0) plus |= i16x8.bitmask(v128.load(spin, 32)) << 16 | i16x8.bitmask(v128.load(spin, 48)) << 24;
    let minus = ~plus & valid;
    if (half >= 0) {
      minus = (minus & 0xf | (minus & 0xf0) << 4 | (minus & 0xf00) << 8 | (minus & 0xf000) << 12) << <u32>(4 * half);
    }
    const at = out + (<usize>load<u32>(order + (p << 2)) << 2);
    store<u32>(at, load<u32>(at) | minus);
  }
}

// The inverse of `packGroup`.
export function unpackGroup(spin: usize, half: i32, from: usize): void {
  const n: usize = load<u32>(SPIN_COUNT), order: usize = load<u32>(ORDER), lanes: u32 = half < 0 ? 32 : 16;
  const width: usize = 1 << <usize>load<u32>(SITE_SHIFT);
  for (let p: usize = 0; p < n; p++, spin += width) {
    const word = load<u32>(from + (<usize>load<u32>(order + (p << 2)) << 2));
    for (let lane: u32 = 0; lane < lanes; lane++) {
      store<i16>(spin + (<usize>lane << 1), (word >> chainOf(lane, half) & 1) === 0 ? -1 : 0);
    }
  }
}
