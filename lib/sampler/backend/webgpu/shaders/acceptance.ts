/**
 * The acceptance routines in WGSL: `boltzmann_mantissa`, `logistic_mantissa`, `probability_word`, `is_below`,
 * `is_below_further`, `becomes_plus` and `accepts_cost` are their namesakes in TypeScript bit for bit; `approximate_threshold`
 * is `approximateThreshold` for four fields at once. A field is `vec2(low, high)` in two's complement.
 *
 * Needs the generators (`RANDOM_WGSL`) and a storage buffer `tables`: the power table, then the threshold curve.
 * `becomes_plus` and `accepts_cost` give DECIDED_YES or 0, plus DECIDED_LATE when the first bits did not decide.
 */
export const ACCEPTANCE_WGSL: string = `
const DECIDED_YES = 1u;
const DECIDED_LATE = 2u;

fn boltzmann_mantissa(fraction: u32) -> u32 {
  let power = tables[fraction >> 24u];
  let x = fraction << 8u;
  let square = high_product(x, x);
  let cube = high_product(x, square);
  let less = high_product(x, 11629080u) - high_product(square, 15744u) + high_product(cube, 14u);
  return power - high_product(power, less);
}

fn logistic_mantissa(whole: u32, fraction: u32) -> u32 {
  let factor = boltzmann_mantissa(fraction);
  if (whole > 31u) { return factor; }
  if (whole == 0u && fraction == 0u) { return factor >> 1u; }
  var sum = 0x80000000u + (factor >> whole);
  // 2^32 does not fit.
  if (sum == 0u) { sum = 0xffffffffu; }
  var inverse = 1768515945u - high_product(4042322160u, sum);
  for (var step = 0; step < 3; step++) {
    inverse = high_product(inverse, 0u - high_product(sum, inverse)) << 1u;
  }
  return high_product(factor, inverse);
}

fn probability_word(mantissa: u32, whole: u32, from_digit: u32) -> u32 {
  let shift = i32(from_digit) + 1 - i32(whole);
  if (shift >= 32 || shift <= -32) { return 0u; }
  if (shift >= 0) { return mantissa << u32(shift); }
  return mantissa >> u32(-shift);
}

fn is_below(mantissa: u32, whole: u32, first: u32, width: u32) -> i32 {
  let digits = probability_word(mantissa, whole, 0u) >> (32u - width);
  if (first == digits) { return -1; }
  return select(0, 1, first < digits);
}

fn is_below_further(mantissa: u32, whole: u32, width: u32, words: vec4<u32>, flip: u32) -> bool {
  for (var k = 0u; k < 4u; k++) {
    let digits = probability_word(mantissa, whole, width + 32u * k);
    let word = words[k] ^ flip;
    if (word != digits) { return word < digits; }
  }
  return false;
}

// The further words are those of Philox at the counter given.
fn is_below_at_last(mantissa: u32, whole: u32, first: u32, width: u32, counter: vec4<u32>, key: vec2<u32>, flip: u32) -> u32 {
  let decided = is_below(mantissa, whole, first, width);
  if (decided != -1) { return u32(decided); }
  return DECIDED_LATE + u32(is_below_further(mantissa, whole, width, philox_4x32(counter, key), flip));
}

fn becomes_plus(field: vec2<u32>, first: u32, width: u32, counter: vec4<u32>, key: vec2<u32>) -> u32 {
  let negative = (field.y >> 31u) == 1u;
  var size = field;
  if (negative) { size = negate_64(field); }
  let flip = select(0xffffffffu, 0u, negative);
  let bits = first ^ (flip >> (32u - width));
  let unlikely = is_below_at_last(logistic_mantissa(size.y, size.x), size.y, bits, width, counter, key, flip);
  return unlikely ^ select(DECIDED_YES, 0u, negative);
}

fn accepts_cost(cost: vec2<u32>, first: u32, width: u32, counter: vec4<u32>, key: vec2<u32>) -> u32 {
  if ((cost.y >> 31u) == 1u || (cost.x | cost.y) == 0u) { return DECIDED_YES; }
  var whole = cost.y;
  var mantissa = boltzmann_mantissa(cost.x);
  if (mantissa == 0x80000000u) {
    if (whole == 0u) { return DECIDED_YES; }
    mantissa = 0x40000000u;
    whole -= 1u;
  }
  return is_below_at_last(mantissa, whole, first, width, counter, key, 0u);
}

fn add_64(a: vec2<u32>, b: vec2<u32>) -> vec2<u32> {
  let low = a.x + b.x;
  return vec2<u32>(low, a.y + b.y + select(0u, 1u, low < a.x));
}

fn negate_64(a: vec2<u32>) -> vec2<u32> {
  return vec2<u32>(0u - a.x, ~a.y + select(0u, 1u, a.x == 0u));
}

fn approximate_threshold(field: vec4<i32>, fraction_bits: u32) -> vec4<u32> {
  let limit = vec4<i32>(16i << fraction_bits);
  let low_bits = vec4<u32>(fraction_bits - 4u);
  let along = vec4<u32>(clamp(field, -limit, limit - vec4<i32>(1)) + limit);
  let at = vec4<u32>(256u) + (along >> low_bits);
  let piece = vec4<u32>(tables[at.x], tables[at.y], tables[at.z], tables[at.w]);
  let part = along & ((vec4<u32>(1u) << low_bits) - vec4<u32>(1u));
  return (piece >> vec4<u32>(13u)) + (((piece & vec4<u32>(0x1fffu)) * part) >> low_bits);
}
`;
