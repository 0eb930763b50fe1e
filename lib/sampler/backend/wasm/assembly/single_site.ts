// Single-site steps of one chain, heat bath or Metropolis: ../../reference/single_site_sweep.ts on 64-bit integers.
import { CHAIN_KEY, FREE_COUNT, TIES, UNDECIDED } from "./header";
import { acceptsCost, becomesPlus32 } from "./accept";
import { philox } from "./philox";
import { exactField } from "./exact_field";

export function singleSiteSweep(spin: usize, chain: u32, sweep: u32, metropolis: bool): void {
  const free = load<u32>(FREE_COUNT), ties = load<u64>(TIES);
  for (let step: u32 = 0; step < free; step++) {
    const words = philox(CHAIN_KEY, chain, sweep, step), first = load<u32>(words, 8);
    const p = <u32>((<u64>load<u32>(words) * free + (<u64>load<u32>(words, 4) * free >> 32)) >> 32);
    const at = spin + (<usize>p << 1), field = exactField(p, spin, 1);
    if (metropolis) {
      const now = load<i16>(at), cost = now === 0 ? -field : field;
      if (acceptsCost(cost, first, chain, sweep, step)) store<i16>(at, ~now);
    } else {
      store<i16>(at, becomesPlus32(field, first, chain, sweep, step) ? -1 : 0);
    }
  }
  store<u64>(UNDECIDED, load<u64>(UNDECIDED) + load<u64>(TIES) - ties);
}
