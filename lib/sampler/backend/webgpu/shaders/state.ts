/**
 * What the kernels work on: the task, the sweep and the visit of a block (uniforms), and the chains' spins. A line holds one
 * word per position: bit 0 is one chain's spin, or bits 0 to 7 are those of the eight chains of a block of random numbers,
 * 1 for −1.
 */
export const STATE_WGSL: string = `
struct Task {
  spin_count: u32,
  lines: u32,
  chains: u32,
  chains_per_line: u32,
  group_bits: u32,
  opened_seed: u32,
  site_bits: u32,
  free_count: u32,
  tie_key: vec2<u32>,
  // Of the steps of a single-site scan, or of the coins of the symmetric one.
  scan_key: vec2<u32>,
  metropolis: u32,
  shared_coin: u32,
}

struct Sweep {
  number: u32,
  opened: u32,
  masks: u32,
  kept: u32,
}

// Positions of a block, or steps.
struct Visit {
  first: u32,
  count: u32,
  site_offset: u32,
  masks: u32,
}

@group(0) @binding(0) var<uniform> the_task: Task;
@group(0) @binding(1) var<uniform> the_sweep: Sweep;
@group(0) @binding(2) var<uniform> the_visit: Visit;

@group(1) @binding(0) var<storage, read_write> spins: array<u32>;

// The chain in a bit of a line.
fn chain_of(line: u32, lane: u32) -> u32 {
  if (the_task.chains_per_line == 1u) { return line; }
  return 32u * (line >> 2u) + 8u * (lane >> 1u) + 2u * (line & 3u) + (lane & 1u);
}
`;
