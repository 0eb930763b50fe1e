/**
 * The rows of the sites and the two fields made from them: `integer_field` is its namesake in TypeScript for the chain in one
 * bit of a line; the coarse fields are made in the kernels.
 */
export const FIELD_WGSL: string = `
struct Site {
  start: u32,
  stride: u32,
  degree: u32,
  base: i32,
  doubt: u32,
  bias_low: u32,
  bias_high: u32,
  fraction_bits: u32,
}

// The position of the neighbour and twice the coarse coupling.
struct Entry {
  column: u32,
  doubled: i32,
}

@group(1) @binding(1) var<storage, read> sites: array<Site>;
@group(1) @binding(2) var<storage, read> entries: array<Entry>;
@group(1) @binding(3) var<storage, read> couplings: array<vec2<u32>>;
@group(1) @binding(4) var<storage, read_write> masks: array<u32>;
@group(1) @binding(5) var<storage, read> tables: array<u32>;
@group(1) @binding(6) var<storage, read_write> undecided: atomic<u32>;

fn integer_field(p: u32, line: u32, lane: u32) -> vec2<u32> {
  let site = sites[p];
  let line_start = line * the_task.spin_count;
  var field = vec2<u32>(site.bias_low, site.bias_high);
  var at = site.start;
  for (var k = 0u; k < site.degree; k++) {
    var coupling = couplings[at];
    if (((spins[line_start + entries[at].column] >> lane) & 1u) == 1u) { coupling = negate_64(coupling); }
    field = add_64(field, coupling);
    at += site.stride;
  }
  return field;
}
`;
