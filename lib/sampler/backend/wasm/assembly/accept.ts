// The exact decisions of ../../../acceptance/accept.ts on 64-bit integers. `key` and the address stand for the further bits.
import { POWERS, TIES } from "./header";
import { philox } from "./philox";

// @ts-ignore: decorator
@inline function high(a: u32, b: u32): u32 {
  return <u32>((<u64>a * <u64>b) >> 32);
}

function boltzmannMantissa(fraction: u32): u32 {
  const power = load<u32>(<usize>load<u32>(POWERS) + ((<usize>(fraction >> 24)) << 2));
  const x = fraction << 8, square = high(x, x), cube = high(x, square);
  return power - high(power, high(x, 11629080) - high(square, 15744) + high(cube, 14));
}

function logisticMantissa(whole: u32, fraction: u32): u32 {
  const factor = boltzmannMantissa(fraction);
  if (whole > 31) return factor;
  if (whole === 0 && fraction === 0) return factor >> 1;
  const wide: u64 = 0x80000000 + <u64>(factor >> whole), sum: u32 = wide > 0xffffffff ? 0xffffffff : <u32>wide;
  let inverse: u32 = 1768515945 - high(4042322160, sum);
  for (let step = 0; step < 3; step++) inverse = high(inverse, 0 - high(sum, inverse)) << 1;
  return high(factor, inverse);
}

// @ts-ignore: decorator
@inline function probabilityWord(mantissa: u32, whole: u32, from: i32): u32 {
  const shift = from + 1 - <i32>whole;
  if (shift >= 32 || shift <= -32) return 0;
  return shift >= 0 ? mantissa << shift : mantissa >> -shift;
}

// Whether the uniform number is below the probability; `width` is 16 or 32.
function isBelow(
  mantissa: u32, whole: u32, first: u32, width: i32, flip: u32, key: usize, chain: u32, sweep: u32, site: u32,
): bool {
  const digits = probabilityWord(mantissa, whole, 0) >> (32 - width);
  if (first !== digits) return first < digits;
  store<u64>(TIES, load<u64>(TIES) + 1);
  const words = philox(key, chain, sweep, site);
  for (let k = 0; k < 4; k++) {
    const next = probabilityWord(mantissa, whole, width + 32 * k);
    const word = load<u32>(words + ((<usize>k) << 2)) ^ flip;
    if (word !== next) return word < next;
  }
  return false;
}

export function becomesPlus(
  field: i64, first: u32, width: i32, key: usize, chain: u32, sweep: u32, site: u32,
): bool {
  const negative = field < 0, size: u64 = negative ? <u64>(-field) : <u64>field;
  const whole = <u32>(size >> 32), mantissa = logisticMantissa(whole, <u32>size);
  const flip: u32 = negative ? 0 : 0xffffffff;
  return isBelow(mantissa, whole, first ^ (flip >> (32 - width)), width, flip, key, chain, sweep, site) === negative;
}

export function acceptsCost(cost: i64, first: u32, key: usize, chain: u32, sweep: u32, site: u32): bool {
  if (cost <= 0) return true;
  let whole = <u32>(cost >> 32), mantissa = boltzmannMantissa(<u32>cost);
  if (mantissa === 0x80000000) {
    if (whole === 0) return true;
    mantissa = 0x40000000;
    whole--;
  }
  return isBelow(mantissa, whole, first, 32, 0, key, chain, sweep, site);
}
