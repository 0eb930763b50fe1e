/**
 * `sweep_coins`: the coins of the symmetric scan for the sweeps of a batch, an invocation for a line and a sweep. Behind the
 * masks of the chains that exist come two masks of each sweep: the chains that go forward, and those that go backward.
 */
export const SWEEP_COINS_WGSL: string = `
@compute @workgroup_size(64)
fn sweep_coins(@builtin(global_invocation_id) id: vec3<u32>) {
  let line = id.x;
  if (line >= the_task.lines) { return; }
  let sweep = the_sweep.number + id.y;
  var sides = 0u;
  for (var lane = 0u; lane < the_task.chains_per_line; lane++) {
    let thrown = select(chain_of(line, lane) + 1u, 0u, the_task.shared_coin == 1u);
    sides |= (philox_4x32(vec4<u32>(0u, sweep, 0u, thrown), the_task.scan_key).x >> 31u) << lane;
  }
  let at = the_task.lines * (1u + 2u * id.y) + line;
  masks[at] = masks[line] & ~sides;
  masks[at + the_task.lines] = masks[line] & sides;
}
`;
