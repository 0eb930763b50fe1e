// The exact decisions for the lanes that the kernels of groups leave open.
import { becomesPlus16 } from "./accept";
import { laneField } from "./exact_field";
import { openList, SPIN_COUNT } from "./header";
import { FOURFOLD, SITE } from "./quad";
import { fillOne } from "./random_batch";
import { random, undecided, work } from "./room";

// The list, up to `end`, holds the record of a site and its undecided lanes, two words each. The sites are of one block, so their
// fields have not changed since; their random bits are made again. The group's first chain is `chain`.
export function resolveList(
  end: usize, chain: u32, visit: u32, sweep: u32, y0: v128, w0: v128, x1: v128, folded: v128,
): void {
  const spins = work(), first = visit * load<u32>(SPIN_COUNT);
  let count: u64 = load<u64>(undecided());
  for (let entry = openList(); entry < end; entry += 8) {
    const job: usize = load<u32>(entry), p = load<u32>(job, 24);
    let open = load<u32>(entry, 4);
    count += popcnt<u32>(open);
    fillOne(job, <usize>(visit << 2), y0, w0, x1, folded);
    do {
      const lane: u32 = ctz<u32>(open), at = spins + <usize>(lane & 15), to = at + <usize>p * SITE;
      const bit: u32 = lane >> 4 << 2;
      open &= open - 1;
      const bits = load<u16>(random() + (<usize>lane << 1)) ^ 0x8000, field = laneField(p, at, bit);
      const plus = becomesPlus16(field, bits, chain + lane, sweep, p + first);
      const byte: u32 = <u32>load<u8>(to) & ~(<u32>1 << bit) | <u32>plus << bit;
      store<u8>(to, byte);
      store<u8>(to, byte << 2, FOURFOLD);
    } while (open !== 0);
  }
  store<u64>(undecided(), count);
}
