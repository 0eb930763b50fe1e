import { FIELD_ONE } from "../../../../../lib/sampler/acceptance/fixed_field.ts";
import { logisticMantissa } from "../../../../../lib/sampler/acceptance/logistic_mantissa.ts";
import { probabilityWord } from "../../../../../lib/sampler/acceptance/compare.ts";

/**
 * The 16 bits on which the exact decision ties: below them the spin becomes +1, above them −1. From the same integer
 * routines as `becomesPlus`.
 */
export function exactThreshold(field: number): number {
  const size = Math.abs(field), whole = Math.floor(size / FIELD_ONE);
  const digits = probabilityWord(logisticMantissa(whole, (size - whole * FIELD_ONE) >>> 0), whole, 0) >>> 16;
  return field < 0 ? digits : 0xffff - digits;
}
