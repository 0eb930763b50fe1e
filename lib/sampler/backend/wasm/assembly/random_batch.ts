// The random bits of a batch of sites, ahead of the decisions: a weave waits for its own multiplications, four of them in step
// wait a quarter as long, and the decisions of one site do not wait for its weave at all.
import { random } from "./room";
import { fold, mix } from "./weave";

// Sites of a batch.
@inline export const BATCH: usize = 16;
// Bytes of a site's record.
@inline export const JOB: usize = 32;

@inline function store(r: usize, x: v128, y: v128, z: v128, w: v128): void {
  v128.store(r, x); v128.store(r, y, 16); v128.store(r, z, 32); v128.store(r, w, 48);
}

// Four weaves that differ in their third words: 256 bytes from `r` on. `x1` is the first word after its first step and
// `folded` after its first round.
@inline function weaveFour(
  r: usize, z0: v128, z1: v128, z2: v128, z3: v128, y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  let xa = folded, za = z0, ya = mix(y0, z0, x1), wa = w0;
  let xb = folded, zb = z1, yb = mix(y0, z1, x1), wb = w0;
  let xc = folded, zc = z2, yc = mix(y0, z2, x1), wc = w0;
  let xd = folded, zd = z3, yd = mix(y0, z3, x1), wd = w0;
  za = mix(za, x1, ya); zb = mix(zb, x1, yb); zc = mix(zc, x1, yc); zd = mix(zd, x1, yd);
  wa = mix(wa, ya, za); wb = mix(wb, yb, zb); wc = mix(wc, yc, zc); wd = mix(wd, yd, zd);
  ya = fold(ya); yb = fold(yb); yc = fold(yc); yd = fold(yd);
  za = fold(za); zb = fold(zb); zc = fold(zc); zd = fold(zd);
  wa = fold(wa); wb = fold(wb); wc = fold(wc); wd = fold(wd);
  for (let round = 0; round < 2; round++) {
    xa = mix(xa, ya, wa); xb = mix(xb, yb, wb); xc = mix(xc, yc, wc); xd = mix(xd, yd, wd);
    ya = mix(ya, za, xa); yb = mix(yb, zb, xb); yc = mix(yc, zc, xc); yd = mix(yd, zd, xd);
    za = mix(za, xa, ya); zb = mix(zb, xb, yb); zc = mix(zc, xc, yc); zd = mix(zd, xd, yd);
    wa = mix(wa, ya, za); wb = mix(wb, yb, zb); wc = mix(wc, yc, zc); wd = mix(wd, yd, zd);
    xa = fold(xa); xb = fold(xb); xc = fold(xc); xd = fold(xd);
    ya = fold(ya); yb = fold(yb); yc = fold(yc); yd = fold(yd);
    za = fold(za); zb = fold(zb); zc = fold(zc); zd = fold(zd);
    wa = fold(wa); wb = fold(wb); wc = fold(wc); wd = fold(wd);
  }
  store(r, xa, ya, za, wa);
  store(r + 64, xb, yb, zb, wb);
  store(r + 128, xc, yc, zc, wc);
  store(r + 192, xd, yd, zd, wd);
}

// For groups of chains: the 32 lanes of each site in the order of the chains. What is made beyond the last site is not used.
export function fillGroup(job: usize, end: usize, opened: usize, y0: v128, w0: v128, x1: v128, folded: v128): void {
  for (let r = random(); job < end; job += 4 * JOB, r += 256) {
    const at = job + opened;
    const z0 = v128.load32_splat(at), z1 = v128.load32_splat(at, JOB);
    const z2 = v128.load32_splat(at, 2 * JOB), z3 = v128.load32_splat(at, 3 * JOB);
    weaveFour(r, z0, z1, z2, z3, y0, w0, x1, folded);
  }
}

// For one site.
export function fillOne(job: usize, opened: usize, y0: v128, w0: v128, x1: v128, folded: v128): void {
  let x = folded, z = v128.load32_splat(job + opened), y = mix(y0, z, x1), w = w0;
  z = mix(z, x1, y); w = mix(w, y, z); y = fold(y); z = fold(z); w = fold(w);
  for (let round = 0; round < 2; round++) {
    x = mix(x, y, w); y = mix(y, z, x); z = mix(z, x, y); w = mix(w, y, z);
    x = fold(x); y = fold(y); z = fold(z); w = fold(w);
  }
  store(random(), x, y, z, w);
}

// For one chain: the lanes of so many times 32 sites, whose opened words lie at `opened`, in their order.
export function fillSites(opened: usize, groups: u32, y0: v128, w0: v128, x1: v128, folded: v128): void {
  let r = random();
  for (let k: u32 = 0; k < groups; k += 4, r += 256, opened += 64) {
    const z0 = v128.load(opened), z1 = v128.load(opened, 16), z2 = v128.load(opened, 32), z3 = v128.load(opened, 48);
    weaveFour(r, z0, z1, z2, z3, y0, w0, x1, folded);
  }
}
