// The exact decisions for the lanes that the kernels of groups leave open.
import { becomesPlus16 } from "./accept";
import { exactField } from "./exact_field";
import { OPEN_LIST, RANDOM, SITE_SHIFT, SPIN_COUNT, UNDECIDED, WORK } from "./header";
import { fillHalf, fillWhole, JOB } from "./random_batch";

// The chain of a lane of a half group, counted from the group's first.
@inline export function chainOf(lane: u32, half: i32): u32 {
  return half < 0 ? lane : ((lane >> 2) << 3) + (lane & 3) + 4 * half;
}

// The list, up to `end`, holds the record of a site and its undecided lanes, two words each. The sites are of one block, so their
// fields have not changed since; their random bits are made again. The group's first chain is `chain`.
export function resolveList(
  end: usize, half: i32, chain: u32, visit: u32, sweep: u32, y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const work: usize = load<u32>(WORK), stride: usize = load<u32>(SITE_SHIFT), first = visit * load<u32>(SPIN_COUNT);
  let count: u64 = load<u64>(UNDECIDED);
  for (let entry: usize = load<u32>(OPEN_LIST); entry < end; entry += 8) {
    const job: usize = load<u32>(entry), p = load<u32>(job, 24);
    let open = load<u32>(entry, 4);
    count += popcnt<u32>(open);
    if (half < 0) fillWhole(job, job + JOB, <usize>(visit << 2), y0, w0, x1, folded);
    else fillHalf(job, job + JOB, <usize>(visit << 2), y0, w0, x1, folded);
    do {
      const lane: u32 = ctz<u32>(open), at = work + (<usize>lane << 1);
      open &= open - 1;
      const bits = load<u16>(RANDOM + (<usize>lane << 1)) ^ 0x8000, field = exactField(p, at, stride);
      const plus = becomesPlus16(field, bits, chain + chainOf(lane, half), sweep, p + first);
      store<i16>(at + (<usize>p << stride), <i16>-plus);
    } while (open !== 0);
  }
  store<u64>(UNDECIDED, count);
}
