// The exact field of a site: a 64-bit integer.
import { BASES, COLUMNS, COUPLINGS, ROWS } from "./header";
import { SITE } from "./quad";

@inline function sum(p: u32, ofGroup: bool, spin: usize, place: i64): i64 {
  const rows: usize = <usize>load<u32>(ROWS) + ((<usize>p) << 2);
  const columns: usize = load<u32>(COLUMNS), couplings: usize = load<u32>(COUPLINGS);
  let column = columns + (<usize>load<u32>(rows) << 2), coupling = couplings + (<usize>load<u32>(rows) << 3);
  const end = columns + (<usize>load<u32>(rows, 4) << 2);
  let field: i64 = load<i64>(<usize>load<u32>(BASES) + ((<usize>p) << 3));
  for (; column < end; column += 4, coupling += 8) {
    const at: usize = load<u32>(column);
    field += load<i64>(coupling) & (ofGroup ? <i64>load<u8>(spin + at * SITE) << place >> 63 : <i64>load<i16>(spin + (at << 1)));
  }
  return field;
}

// The integer field of a position for one chain: `spin` is the address of its spins.
export function chainField(p: u32, spin: usize): i64 {
  return sum(p, false, spin, 0);
}

// For a chain of a group: `byte` is the address of its spin at position 0, `bit` the number of the bit.
export function laneField(p: u32, byte: usize, bit: u32): i64 {
  // The bit as the sign.
  return sum(p, true, byte, 63 - bit);
}
