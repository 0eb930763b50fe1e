/**
 * `pack_spins` and `unpack_spins`: from the lines of spins by position to packed words by vertex, `kept` words into the buffer,
 * and back. An invocation for a word of the result; `places` holds the positions of the vertices, or the other way round.
 */
export const PACK_SPINS_WGSL: string = `
@group(1) @binding(1) var<storage, read> places: array<u32>;
@group(1) @binding(2) var<storage, read_write> packed: array<u32>;

@compute @workgroup_size(64)
fn pack_spins(
  @builtin(global_invocation_id) id: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let n = the_task.spin_count;
  let chain_group = id.y + id.z * groups.y;
  if (id.x >= n || 32u * chain_group >= the_task.chains) { return; }
  let p = places[id.x];
  var word = 0u;
  if (the_task.chains_per_line == 1u) {
    let count = min(32u, the_task.chains - 32u * chain_group);
    for (var k = 0u; k < count; k++) {
      word |= spins[(32u * chain_group + k) * n + p] << k;
    }
  } else {
    for (var k = 0u; k < 4u; k++) {
      let x = spins[(4u * chain_group + k) * n + p];
      word |= ((x & 3u) | ((x & 12u) << 6u) | ((x & 48u) << 12u) | ((x & 192u) << 18u)) << (2u * k);
    }
  }
  packed[the_sweep.kept + chain_group * n + id.x] = word;
}

@compute @workgroup_size(64)
fn unpack_spins(
  @builtin(global_invocation_id) id: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let n = the_task.spin_count;
  let line = id.y + id.z * groups.y;
  if (id.x >= n || line >= the_task.lines) { return; }
  let vertex = places[id.x];
  if (the_task.chains_per_line == 1u) {
    spins[line * n + id.x] = (packed[(line >> 5u) * n + vertex] >> (line & 31u)) & 1u;
  } else {
    let x = packed[(line >> 2u) * n + vertex] >> (2u * (line & 3u));
    spins[line * n + id.x] = (x & 3u) | ((x >> 6u) & 12u) | ((x >> 12u) & 48u) | ((x >> 18u) & 192u);
  }
}
`;
