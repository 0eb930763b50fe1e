import { UNIFORM_POSITION_WGSL } from "./uniform_position.ts";

/**
 * `single_site_sweep`: steps of the single-site scans, one after the other, an invocation for a chain. Right on every device
 * and fast on none: a step needs the one before.
 */
export const SINGLE_SITE_SWEEP_WGSL: string = `${UNIFORM_POSITION_WGSL}
@compute @workgroup_size(64)
fn single_site_sweep(@builtin(global_invocation_id) id: vec3<u32>) {
  let chain = id.x;
  if (chain >= the_task.chains) { return; }
  var late = 0u;
  for (var k = 0u; k < the_visit.count; k++) {
    let counter = vec4<u32>(the_visit.first + k, the_sweep.number, 0u, chain);
    let words = philox_4x32(counter, the_task.scan_key);
    let p = uniform_position(words.x, words.y, the_task.free_count);
    let own = chain * the_task.spin_count + p;
    var field = integer_field(p, chain, 0u);
    var decided = 0u;
    if (the_task.metropolis == 1u) {
      if (spins[own] == 1u) { field = negate_64(field); }
      decided = accepts_cost(field, words.z, 32u, counter, the_task.tie_key);
      spins[own] ^= decided & DECIDED_YES;
    } else {
      decided = becomes_plus(field, words.z, 32u, counter, the_task.tie_key);
      spins[own] = 1u - (decided & DECIDED_YES);
    }
    late += decided >> 1u;
  }
  atomicAdd(&undecided, late);
}
`;
