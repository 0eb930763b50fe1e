/** `uniform_position`: its namesake in TypeScript bit for bit. Needs `high_product` of the generators. */
export const UNIFORM_POSITION_WGSL: string = `
fn uniform_position(high: u32, low: u32, count: u32) -> u32 {
  let middle = high * count;
  return high_product(high, count) + select(0u, 1u, middle + high_product(low, count) < middle);
}
`;
