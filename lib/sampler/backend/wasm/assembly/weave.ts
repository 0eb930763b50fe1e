// Vector form of weave4x32: word by word what ../../../../random/weave.ts computes, for four addresses at a time.

@inline export function open(word: u32, index: u32): u32 {
  let h = word + (index + 1) * 0x9e3779b9;
  h = (h ^ (h >> 16)) * 0x85ebca6b;
  h = (h ^ (h >> 13)) * 0xc2b2ae35;
  return h ^ (h >> 16);
}

@inline export function fold(v: v128): v128 {
  return v128.xor(v, i32x4.shr_u(v, 16));
}

// v + a·b
@inline export function mix(v: v128, a: v128, b: v128): v128 {
  return i32x4.add(v, i32x4.mul(a, b));
}

// Four consecutive groups opened as word `index`.
export function openFour(first: u32, index: u32): v128 {
  return i32x4.replace_lane(
    i32x4.replace_lane(
      i32x4.replace_lane(i32x4.splat(open(first, index)), 1, open(first + 1, index)),
      2,
      open(first + 2, index),
    ),
    3,
    open(first + 3, index),
  );
}
