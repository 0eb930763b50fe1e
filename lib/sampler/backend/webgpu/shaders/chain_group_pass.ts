/**
 * `chain_group_pass`: one block of positions in the layout "chains", an invocation for a position and the eight chains whose
 * random numbers are one block. The first comparison is of coarse fields; what it leaves in doubt is decided as the
 * reference decides it.
 */
export const CHAIN_GROUP_PASS_WGSL: string = `
// What moves the bits 0, 2, 4, 6 and 1, 3, 5, 7 up to the sign.
const EVEN_BITS = vec4<u32>(31u, 29u, 27u, 25u);
const ODD_BITS = vec4<u32>(30u, 28u, 26u, 24u);
const EVEN_ONES = vec4<u32>(1u, 4u, 16u, 64u);
const ODD_ONES = vec4<u32>(2u, 8u, 32u, 128u);

fn sum_of(v: vec4<u32>) -> u32 {
  return v.x + v.y + v.z + v.w;
}

@compute @workgroup_size(64)
fn chain_group_pass(
  @builtin(global_invocation_id) id: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let line = id.y + id.z * groups.y;
  if (id.x >= the_visit.count || line >= the_task.lines) { return; }
  let mask = masks[the_sweep.masks + the_visit.masks + line];
  if (mask == 0u) { return; }
  let p = the_visit.first + id.x;
  let site = sites[p];
  let line_start = line * the_task.spin_count;

  var even = vec4<i32>(site.base);
  var odd = even;
  var at = site.start;
  for (var k = 0u; k < site.degree; k++) {
    let entry = entries[at];
    let minus = vec4<i32>(bitcast<i32>(spins[line_start + entry.column]));
    let less = vec4<i32>(entry.doubled);
    even -= less & ((minus << EVEN_BITS) >> vec4<u32>(31u));
    odd -= less & ((minus << ODD_BITS) >> vec4<u32>(31u));
    at += site.stride;
  }

  let number = p + the_visit.site_offset;
  let words = weave_4x32(vec4<u32>(
    open_word(the_task.group_bits + line, 0u),
    the_task.opened_seed,
    open_word(the_task.site_bits + number, 2u),
    the_sweep.opened,
  )) ^ vec4<u32>(0x80008000u);
  let even_apart = vec4<i32>((words & vec4<u32>(0xffffu)) << vec4<u32>(3u)) -
    vec4<i32>(approximate_threshold(even, site.fraction_bits));
  let odd_apart = vec4<i32>((words >> vec4<u32>(16u)) << vec4<u32>(3u)) -
    vec4<i32>(approximate_threshold(odd, site.fraction_bits));
  var minus = sum_of(select(vec4<u32>(0u), EVEN_ONES, even_apart > vec4<i32>(0))) +
    sum_of(select(vec4<u32>(0u), ODD_ONES, odd_apart > vec4<i32>(0)));
  let doubt = vec4<i32>(i32(site.doubt));
  var open = mask & (sum_of(select(vec4<u32>(0u), EVEN_ONES, abs(even_apart) <= doubt)) +
    sum_of(select(vec4<u32>(0u), ODD_ONES, abs(odd_apart) <= doubt)));

  if (open != 0u) {
    atomicAdd(&undecided, countOneBits(open));
    while (open != 0u) {
      let lane = firstTrailingBit(open);
      open &= open - 1u;
      let first = (words[lane >> 1u] >> (16u * (lane & 1u))) & 0xffffu;
      let counter = vec4<u32>(number, the_sweep.number, 0u, chain_of(line, lane));
      let plus = becomes_plus(integer_field(p, line, lane), first, 16u, counter, the_task.tie_key) & DECIDED_YES;
      minus = (minus & ~(1u << lane)) | ((1u - plus) << lane);
    }
  }
  let own = line_start + p;
  spins[own] = (spins[own] & ~mask) | (minus & mask);
}
`;
