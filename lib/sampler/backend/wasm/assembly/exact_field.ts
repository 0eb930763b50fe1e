// The exact field of a site: a 64-bit integer.
import { BASES, COLUMNS, COUPLINGS, ROWS } from "./header";

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
