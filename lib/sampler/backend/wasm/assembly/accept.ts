// The exact decisions of ../../../acceptance/accept.ts on 64-bit integers. The address stands for the
// further bits.
import { POWERS, TIES_KEY } from "./header";
import { philox } from "./philox";
import { ties } from "./room";

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

@inline function probabilityWord(mantissa: u32, whole: u32, from: i32): u32 {
  const shift = from + 1 - <i32>whole;
  if (shift >= 32 || shift <= -32) return 0;
  return shift >= 0 ? mantissa << shift : mantissa >> -shift;
}

// The decision that the first `width` bits leave open, by four further words.
function isBelowFurther(
  mantissa: u32, whole: u32, width: i32, flip: u32, chain: u32, sweep: u32, site: u32,
): bool {
  store<u64>(ties(), load<u64>(ties()) + 1);
  const words = philox(TIES_KEY, chain, sweep, site);
  for (let k = 0; k < 4; k++) {
    const digits = probabilityWord(mantissa, whole, width + 32 * k);
    const word = load<u32>(words + ((<usize>k) << 2)) ^ flip;
    if (word !== digits) return word < digits;
  }
  return false;
}

// Whether a uniform number of which `first` holds 32 bits is below the probability.
function isBelow(mantissa: u32, whole: u32, first: u32, flip: u32, chain: u32, sweep: u32, site: u32): bool {
  const digits = probabilityWord(mantissa, whole, 0);
  if (first !== digits) return first < digits;
  return isBelowFurther(mantissa, whole, 32, flip, chain, sweep, site);
}

// The same without a branch that the processor would guess, for the numbers that the vector kernels leave open: whether the spin
// becomes +1, by its first 16 bits or further ones.
export function becomesPlus16(field: i64, first: u32, chain: u32, sweep: u32, site: u32): i32 {
  const sign = field >> 63, size: u64 = (field ^ sign) - sign;
  const whole = <u32>(size >> 32), mantissa = logisticMantissa(whole, <u32>size), flip = ~<u32>sign;
  const bits = first ^ (flip & 0xffff), digits = mantissa >> min<u32>(31, 15 + whole);
  if (bits === digits) {
    return <i32>(isBelowFurther(mantissa, whole, 16, flip, chain, sweep, site) === (flip === 0));
  }
  return <i32>(bits < digits) ^ <i32>(flip & 1);
}

// By 32 bits, for single-site steps.
export function becomesPlus32(field: i64, first: u32, chain: u32, sweep: u32, site: u32): bool {
  const negative = field < 0, size: u64 = negative ? <u64>(-field) : <u64>field;
  const whole = <u32>(size >> 32), mantissa = logisticMantissa(whole, <u32>size);
  const flip: u32 = negative ? 0 : 0xffffffff;
  return isBelow(mantissa, whole, first ^ flip, flip, chain, sweep, site) === negative;
}

export function acceptsCost(cost: i64, first: u32, chain: u32, sweep: u32, site: u32): bool {
  if (cost <= 0) return true;
  let whole = <u32>(cost >> 32), mantissa = boltzmannMantissa(<u32>cost);
  if (mantissa === 0x80000000) {
    if (whole === 0) return true;
    mantissa = 0x40000000;
    whole--;
  }
  return isBelow(mantissa, whole, first, 0, chain, sweep, site);
}
