/**
 * `single_chain_pass`: one block of positions in the layout "sites", an invocation for a position of a chain. Neighbouring
 * invocations weave the same block of random numbers: work is repeated so that one chain fills a device.
 */
export const SINGLE_CHAIN_PASS_WGSL: string = `
@compute @workgroup_size(64)
fn single_chain_pass(
  @builtin(global_invocation_id) id: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let chain = id.y + id.z * groups.y;
  if (id.x >= the_visit.count || chain >= the_task.lines) { return; }
  if (masks[the_sweep.masks + the_visit.masks + chain] == 0u) { return; }
  let p = the_visit.first + id.x;
  let site = sites[p];
  let line_start = chain * the_task.spin_count;

  var field = site.base;
  var at = site.start;
  for (var k = 0u; k < site.degree; k++) {
    let entry = entries[at];
    field -= entry.doubled & -i32(spins[line_start + entry.column]);
    at += site.stride;
  }

  let number = p + the_visit.site_offset;
  let words = weave_4x32(vec4<u32>(
    open_word(the_task.group_bits + chain, 0u),
    the_task.opened_seed,
    open_word(the_task.site_bits + 4u * (number >> 5u) + ((number & 7u) >> 1u), 2u),
    the_sweep.opened,
  ));
  let first = ((words[(number & 31u) >> 3u] >> (16u * (number & 1u))) & 0xffffu) ^ 0x8000u;
  let apart = i32(first << 3u) - i32(approximate_threshold(vec4<i32>(field), site.fraction_bits).x);
  var minus = u32(apart > 0);
  if (abs(apart) <= i32(site.doubt)) {
    atomicAdd(&undecided, 1u);
    let counter = vec4<u32>(number, the_sweep.number, 0u, chain);
    minus = 1u - (becomes_plus(integer_field(p, chain, 0u), first, 16u, counter, the_task.tie_key) & DECIDED_YES);
  }
  spins[line_start + p] = minus;
}
`;
