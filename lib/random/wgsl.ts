/**
 * The generators in WGSL, for compute shaders to include: `open_word(word, index)`, `weave_4x32(opened)` and
 * `philox_4x32(counter, key)`. They are `openWord`, `weave4x32` and `philox4x32` bit for bit, since WGSL's unsigned integers
 * wrap modulo 2^32. A shader opens the four words of `addressWords`, weaves them and finds its chain's bits by `uniformLane`.
 */
export const RANDOM_WGSL: string = `
fn open_word(word: u32, index: u32) -> u32 {
  var h = word + (index + 1u) * 0x9e3779b9u;
  h = (h ^ (h >> 16u)) * 0x85ebca6bu;
  h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
  return h ^ (h >> 16u);
}

fn weave_4x32(opened: vec4<u32>) -> vec4<u32> {
  var v = opened;
  for (var round = 0; round < 3; round++) {
    v.x += v.y * v.w;
    v.y += v.z * v.x;
    v.z += v.x * v.y;
    v.w += v.y * v.z;
    v ^= v >> vec4<u32>(16u);
  }
  return v;
}

fn high_product(a: u32, b: u32) -> u32 {
  let a_low = a & 0xffffu;
  let a_high = a >> 16u;
  let b_low = b & 0xffffu;
  let b_high = b >> 16u;
  let middle = a_high * b_low + ((a_low * b_low) >> 16u);
  let cross = a_low * b_high + (middle & 0xffffu);
  return a_high * b_high + (middle >> 16u) + (cross >> 16u);
}

fn philox_4x32(counter: vec4<u32>, key: vec2<u32>) -> vec4<u32> {
  var c = counter;
  var k = key;
  for (var round = 0; round < 10; round++) {
    let high = vec2<u32>(high_product(0xd2511f53u, c.x), high_product(0xcd9e8d57u, c.z));
    let low = vec2<u32>(0xd2511f53u * c.x, 0xcd9e8d57u * c.z);
    c = vec4<u32>(high.y ^ c.y ^ k.x, low.y, high.x ^ c.w ^ k.y, low.x);
    k += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}
`;
