import asc from "assemblyscript/asc";

const STEPS = [["x", "y", "w"], ["y", "z", "x"], ["z", "x", "y"], ["w", "y", "z"]].map(([v, a, b]) =>
  `${v}? = i32x4.add(${v}?, i32x4.mul(${a}?, ${b}?));`
);
const FOLDS = [..."xyzw"].map((v) => `${v}? = fold(${v}?);`);

/** Each step for the variables of site a, then for those of site b. */
function lockstep(steps: readonly string[]): string {
  return steps.flatMap((step) => [step.replaceAll("?", "a"), step.replaceAll("?", "b")]).join("\n    ");
}

/** Vector forms of the generators in AssemblyScript: each fills 64 bytes (32 numbers of 16 bits) a site, from address 0 on. */
const SOURCE = `
@inline function open(word: u32, index: u32): u32 {
  let h = word + (index + 1) * 0x9e3779b9;
  h = (h ^ (h >> 16)) * 0x85ebca6b;
  h = (h ^ (h >> 13)) * 0xc2b2ae35;
  return h ^ (h >> 16);
}

@inline function fold(v: v128): v128 { return v128.xor(v, i32x4.shr_u(v, 16)); }

// Two sites at a time, since one weave alone waits for its own multiplications. What depends on no site is made before the
// loop, the first word's first round with it.
export function weave(groupBits: u32, seed: u32, siteBits: u32, sweep: u32, block: u32, sites: u32): void {
  const g = groupBits + 4 * block;
  const x0 = i32x4.replace_lane(i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(
    open(g, 0)), 1, open(g + 1, 0)), 2, open(g + 2, 0)), 3, open(g + 3, 0));
  const y0 = i32x4.splat(open(seed, 1)), w0 = i32x4.splat(open(sweep, 3));
  const x1 = i32x4.add(x0, i32x4.mul(y0, w0)), folded = fold(x1);
  for (let site: u32 = 0; site < sites; site += 2) {
    let xa = x1, ya = y0, wa = w0, za = i32x4.splat(open(siteBits + site, 2));
    let xb = x1, yb = y0, wb = w0, zb = i32x4.splat(open(siteBits + site + 1, 2));
    ${lockstep(STEPS.slice(1))}
    xa = folded; xb = folded;
    ${lockstep(FOLDS.slice(1))}
    ${lockstep([...STEPS, ...FOLDS, ...STEPS, ...FOLDS])}
    const at = <usize>(site << 6);
    v128.store(at, xa); v128.store(at, ya, 16); v128.store(at, za, 32); v128.store(at, wa, 48);
    v128.store(at, xb, 64); v128.store(at, yb, 80); v128.store(at, zb, 96); v128.store(at, wb, 112);
  }
}

// pcg4d as published, with a closing shift: two rounds, opened by its linear congruential step.
export function pcg4d(group: u32, seed: u32, first: u32, sweep: u32, sites: u32): void {
  const a = i32x4.splat(1664525), c = i32x4.splat(1013904223);
  for (let site: u32 = 0; site < sites; site++) {
    let x = i32x4.add(i32x4.mul(i32x4.add(i32x4.splat(group), i32x4(0, 1, 2, 3)), a), c);
    let y = i32x4.add(i32x4.mul(i32x4.splat(seed), a), c);
    let z = i32x4.add(i32x4.mul(i32x4.splat(first + site), a), c);
    let w = i32x4.add(i32x4.mul(i32x4.splat(sweep), a), c);
    x = i32x4.add(x, i32x4.mul(y, w)); y = i32x4.add(y, i32x4.mul(z, x));
    z = i32x4.add(z, i32x4.mul(x, y)); w = i32x4.add(w, i32x4.mul(y, z));
    x = fold(x); y = fold(y); z = fold(z); w = fold(w);
    x = i32x4.add(x, i32x4.mul(y, w)); y = i32x4.add(y, i32x4.mul(z, x));
    z = i32x4.add(z, i32x4.mul(x, y)); w = i32x4.add(w, i32x4.mul(y, z));
    x = fold(x); y = fold(y); z = fold(z); w = fold(w);
    const at = <usize>(site << 6);
    v128.store(at, x); v128.store(at, y, 16); v128.store(at, z, 32); v128.store(at, w, 48);
  }
}

@inline function high(a: v128, b: v128): v128 {
  return v128.shuffle<u32>(i64x2.extmul_low_i32x4_u(a, b), i64x2.extmul_high_i32x4_u(a, b), 1, 3, 5, 7);
}

export function philox(key0: u32, key1: u32, sweep: u32, chain: u32, sites: u32): void {
  const m0 = i32x4.splat(0xd2511f53), m1 = i32x4.splat(0xcd9e8d57);
  for (let site: u32 = 0; site < sites; site++) {
    let c0 = i32x4.splat(site), c1 = i32x4.splat(sweep), c2 = i32x4.splat(0);
    let c3 = i32x4.add(i32x4.splat(chain), i32x4(0, 1, 2, 3));
    let k0 = key0, k1 = key1;
    for (let round = 0; round < 10; round++) {
      const h0 = high(m0, c0), l0 = i32x4.mul(m0, c0), h1 = high(m1, c2), l1 = i32x4.mul(m1, c2);
      c0 = v128.xor(v128.xor(h1, c1), i32x4.splat(k0));
      c1 = l1;
      c2 = v128.xor(v128.xor(h0, c3), i32x4.splat(k1));
      c3 = l0;
      k0 += 0x9e3779b9;
      k1 += 0xbb67ae85;
    }
    const at = <usize>(site << 6);
    v128.store(at, c0); v128.store(at, c1, 16); v128.store(at, c2, 32); v128.store(at, c3, 48);
  }
}

@inline function rotate(v: v128, by: i32): v128 { return v128.or(i32x4.shl(v, by), i32x4.shr_u(v, 32 - by)); }

// Two interleaved streams of xoshiro128++, a speed to compare with: not addressed, so no sampler can use it here.
export function xoshiro(seed: u32, sites: u32): void {
  let a0 = i32x4.splat(seed), a1 = i32x4(1, 2, 3, 4), a2 = i32x4.splat(3), a3 = i32x4.splat(4);
  let b0 = i32x4.splat(seed + 1), b1 = i32x4(5, 6, 7, 8), b2 = i32x4.splat(7), b3 = i32x4.splat(8);
  for (let k: u32 = 0; k < 2 * sites; k++) {
    const at = <usize>(k << 5);
    v128.store(at, i32x4.add(rotate(i32x4.add(a0, a3), 7), a0));
    v128.store(at, i32x4.add(rotate(i32x4.add(b0, b3), 7), b0), 16);
    const s = i32x4.shl(a1, 9), t = i32x4.shl(b1, 9);
    a2 = v128.xor(a2, a0); a3 = v128.xor(a3, a1); a1 = v128.xor(a1, a2); a0 = v128.xor(a0, a3);
    b2 = v128.xor(b2, b0); b3 = v128.xor(b3, b1); b1 = v128.xor(b1, b2); b0 = v128.xor(b0, b3);
    a2 = v128.xor(a2, s); a3 = rotate(a3, 11);
    b2 = v128.xor(b2, t); b3 = rotate(b3, 11);
  }
}
`;

/** The compiled functions and the memory they fill. */
export interface VectorGenerators {
  readonly memory: WebAssembly.Memory;
  /** `sites` is even. */
  weave(groupBits: number, seed: number, siteBits: number, sweep: number, block: number, sites: number): void;
  pcg4d(group: number, seed: number, site: number, sweep: number, sites: number): void;
  philox(key0: number, key1: number, sweep: number, chain: number, sites: number): void;
  xoshiro(seed: number, sites: number): void;
}

/** Compiles the vector forms; they have room for 2,048 sites. */
export async function compileVectorGenerators(): Promise<VectorGenerators> {
  let binary: Uint8Array | null = null;
  const flags = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--initialMemory", "2"];
  const { error, stderr } = await asc.main(["source.ts", "--outFile", "out.wasm", ...flags], {
    readFile: (name) => name === "source.ts" ? SOURCE : null,
    writeFile: (name, contents) => {
      if (name === "out.wasm") binary = contents as unknown as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === null) throw new Error(`Cannot compile the vector generators: ${error} ${stderr}`);
  const { instance } = await WebAssembly.instantiate(new Uint8Array(binary));
  return instance.exports as unknown as VectorGenerators;
}
