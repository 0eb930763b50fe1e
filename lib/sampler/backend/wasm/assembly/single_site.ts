// Single-site steps of one chain, heat bath or Metropolis: ../../reference/single_site_sweep.ts on 64-bit integers.
import { CHAIN_KEY, FREE_COUNT } from "./header";
import { acceptsCost, becomesPlus32 } from "./accept";
import { philox } from "./philox";
import { chainField } from "./exact_field";
import { ties, undecided } from "./room";

export function singleSiteSweep(spin: usize, chain: u32, sweep: u32, metropolis: bool): void {
  const free = load<u32>(FREE_COUNT), before = load<u64>(ties());
  for (let step: u32 = 0; step < free; step++) {
    const words = philox(CHAIN_KEY, chain, sweep, step), first = load<u32>(words, 8);
    const p = <u32>((<u64>load<u32>(words) * free + (<u64>load<u32>(words, 4) * free >> 32)) >> 32);
    const at = spin + (<usize>p << 1), field = chainField(p, spin);
    if (metropolis) {
      const now = load<i16>(at), cost = now === 0 ? -field : field;
      if (acceptsCost(cost, first, chain, sweep, step)) store<i16>(at, ~now);
    } else {
      store<i16>(at, becomesPlus32(field, first, chain, sweep, step) ? -1 : 0);
    }
  }
  store<u64>(undecided(), load<u64>(undecided()) + load<u64>(ties()) - before);
}
