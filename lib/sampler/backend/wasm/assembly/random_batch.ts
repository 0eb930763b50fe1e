// The random bits of a batch of sites, ahead of the decisions: a weave waits for its own multiplications, two of them in step
// wait half as long, and the decisions of one site do not wait for its weave at all.
import { RANDOM } from "./header";
import { fold, mix } from "./weave";

// Sites of a batch.
@inline export const BATCH: usize = 16;
// Bytes of a site's record.
@inline export const JOB: usize = 32;
// Bytes of a neighbour's record.
@inline export const EDGE: usize = 8;

@inline function store(paired: bool, r: usize, x: v128, y: v128, z: v128, w: v128): void {
  if (paired) {
    v128.store(r, v128.shuffle<u64>(x, y, 0, 2)); v128.store(r, v128.shuffle<u64>(z, w, 0, 2), 16);
    v128.store(r, v128.shuffle<u64>(x, y, 1, 3), 32); v128.store(r, v128.shuffle<u64>(z, w, 1, 3), 48);
  } else {
    v128.store(r, x); v128.store(r, y, 16); v128.store(r, z, 32); v128.store(r, w, 48);
  }
}

// Two weaves that differ in their third words: 128 bytes from `r` on. `x1` is the first word after its first step and
// `folded` after its first round. When `paired`, a weave has the lanes of two sites.
@inline function weaveTwo(
  paired: bool, r: usize, z0: v128, z1: v128, y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  let xa = folded, za = z0, xb = folded, zb = z1;
  let ya = mix(y0, za, x1), yb = mix(y0, zb, x1);
  za = mix(za, x1, ya); zb = mix(zb, x1, yb);
  let wa = mix(w0, ya, za), wb = mix(w0, yb, zb);
  ya = fold(ya); yb = fold(yb); za = fold(za); zb = fold(zb); wa = fold(wa); wb = fold(wb);
  xa = mix(xa, ya, wa); xb = mix(xb, yb, wb); ya = mix(ya, za, xa); yb = mix(yb, zb, xb);
  za = mix(za, xa, ya); zb = mix(zb, xb, yb); wa = mix(wa, ya, za); wb = mix(wb, yb, zb);
  xa = fold(xa); xb = fold(xb); ya = fold(ya); yb = fold(yb); za = fold(za); zb = fold(zb); wa = fold(wa); wb = fold(wb);
  xa = mix(xa, ya, wa); xb = mix(xb, yb, wb); ya = mix(ya, za, xa); yb = mix(yb, zb, xb);
  za = mix(za, xa, ya); zb = mix(zb, xb, yb); wa = mix(wa, ya, za); wb = mix(wb, yb, zb);
  xa = fold(xa); xb = fold(xb); ya = fold(ya); yb = fold(yb); za = fold(za); zb = fold(zb); wa = fold(wa); wb = fold(wb);
  store(paired, r, xa, ya, za, wa);
  store(paired, r + 64, xb, yb, zb, wb);
}

// For whole groups of chains: the 32 lanes of each site in the order of the chains. What is made beyond the last site is not
// used.
export function fillWhole(job: usize, end: usize, opened: usize, y0: v128, w0: v128, x1: v128, folded: v128): void {
  for (let r = RANDOM; job < end; job += 2 * JOB, r += 128) {
    const z0 = v128.load32_splat(job + opened), z1 = v128.load32_splat(job + opened, JOB);
    weaveTwo(false, r, z0, z1, y0, w0, x1, folded);
  }
}

@inline function pair(job: usize): v128 {
  return v128.shuffle<u64>(v128.load32_splat(job), v128.load32_splat(job, JOB), 0, 2);
}

// For half groups: two of the four groups of a weave, so a weave has the lanes of two sites, 16 each.
export function fillHalf(job: usize, end: usize, opened: usize, y0: v128, w0: v128, x1: v128, folded: v128): void {
  for (let r = RANDOM; job < end; job += 4 * JOB, r += 128) {
    weaveTwo(true, r, pair(job + opened), pair(job + opened + 2 * JOB), y0, w0, x1, folded);
  }
}

// For one chain: the lanes of so many times 32 sites, whose opened words lie at `opened`, in their order.
export function fillSites(opened: usize, groups: u32, y0: v128, w0: v128, x1: v128, folded: v128): void {
  let r = RANDOM;
  for (let k: u32 = 0; k < groups; k += 2, r += 128, opened += 32) {
    weaveTwo(false, r, v128.load(opened), v128.load(opened, 16), y0, w0, x1, folded);
  }
}
