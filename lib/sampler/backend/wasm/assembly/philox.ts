// Philox4x32-10 at the address (chain, sweep, site) of ../../../../random/counter.ts.
import { words } from "./room";

export function philox(key: usize, chain: u32, sweep: u32, site: u32): usize {
  let c0: u32 = site, c1: u32 = sweep, c2: u32 = 0, c3: u32 = chain;
  let k0: u32 = load<u32>(key), k1: u32 = load<u32>(key, 4);
  for (let round = 0; round < 10; round++) {
    const a: u64 = <u64>c0 * 0xd2511f53, b: u64 = <u64>c2 * 0xcd9e8d57;
    c0 = <u32>(b >> 32) ^ c1 ^ k0;
    c1 = <u32>b;
    c2 = <u32>(a >> 32) ^ c3 ^ k1;
    c3 = <u32>a;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  const out = words();
  store<u32>(out, c0);
  store<u32>(out, c1, 4);
  store<u32>(out, c2, 8);
  store<u32>(out, c3, 12);
  return out;
}
