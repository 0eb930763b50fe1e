// The exact decisions for the lanes of one site that the vector kernels leave open.
import { BASES, COLUMNS, COUPLINGS, ROWS, SPIN_COUNT, TIES_KEY, UNDECIDED } from "./header";
import { becomesPlus } from "./accept";

// The integer field of a position: `lane` is the address of position 0 of the chain, positions lie 2^stride bytes apart.
export function exactField(p: u32, lane: usize, stride: usize): i64 {
  const rows: usize = <usize>load<u32>(ROWS) + ((<usize>p) << 2);
  const columns: usize = load<u32>(COLUMNS), couplings: usize = load<u32>(COUPLINGS);
  let column = columns + (<usize>load<u32>(rows) << 2), coupling = couplings + (<usize>load<u32>(rows) << 3);
  const end = columns + (<usize>load<u32>(rows, 4) << 2);
  let field: i64 = load<i64>(<usize>load<u32>(BASES) + ((<usize>p) << 3));
  for (; column < end; column += 4, coupling += 8) {
    field += load<i64>(coupling) & <i64>load<i16>(lane + (<usize>load<u32>(column) << stride));
  }
  return field;
}

// The chain of a lane of a half group, counted from the group's first.
// @ts-ignore: decorator
@inline export function chainOf(lane: u32, half: i32): u32 {
  return half < 0 ? lane : ((lane >> 2) << 3) + (lane & 3) + 4 * half;
}

// `open` tells which lanes of the site are undecided; their random bits lie at `random`. The group's first chain is `chain`.
export function resolveSite(
  p: u32, spin: usize, random: usize, half: i32, open: u32, chain: u32, visit: u32, sweep: u32,
): void {
  store<u64>(UNDECIDED, load<u64>(UNDECIDED) + popcnt<u32>(open));
  const site = p + visit * load<u32>(SPIN_COUNT), stride: usize = half < 0 ? 6 : 5;
  while (open !== 0) {
    const lane: u32 = ctz<u32>(open);
    open &= open - 1;
    const first = load<u16>(random + (<usize>lane << 1)) ^ 0x8000, at = spin + (<usize>lane << 1);
    const plus = becomesPlus(exactField(p, at, stride), first, 16, TIES_KEY, chain + chainOf(lane, half), sweep, site);
    store<i16>(at + (<usize>p << stride), plus ? -1 : 0);
  }
}
