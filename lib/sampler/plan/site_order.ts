import { adjacency } from "../../graph/adjacency.ts";
import { InputError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { describeValue, isList } from "../../random/check.ts";

/**
 * The spins in the order in which kernels hold them: block by block, and the clamped ones, which are never updated, last. A
 * spin's place in this order, its position, is also its site in the address of its random numbers.
 */
export interface SiteOrder {
  readonly spinCount: number;
  /** Spins that are updated: the positions 0 … freeCount − 1. */
  readonly freeCount: number;
  /** The spin at each position. */
  readonly order: Uint32Array;
  /** The position of each spin. */
  readonly positions: Uint32Array;
  /** Block b holds the positions `blockStarts[b]` … `blockStarts[b + 1] − 1`; blocks that are clamped whole are left out. */
  readonly blockStarts: Uint32Array;
  /** The neighbours of position p are the entries `rows[p]` … `rows[p + 1] − 1`. */
  readonly rows: Uint32Array;
  /** The position of each neighbour. */
  readonly columns: Uint32Array;
  /** The edge of each entry. */
  readonly edges: Uint32Array;
}

/**
 * The order of a model's spins for a sampler that keeps the spins `clamped` as they are. Spins that do not exist, or are
 * clamped twice, and clamping every spin are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../../model/ising.ts";
 * const path = ising({ n: 4, edges: [[0, 1], [1, 2], [2, 3]], weights: [1, 1, 1], beta: 1 });
 * const sites = siteOrder(path, [0]);
 * assert.deepEqual([...sites.order], [2, 1, 3, 0]);
 * assert.deepEqual([...sites.blockStarts], [0, 1, 3]);
 * ```
 */
export function siteOrder(model: EnergyModel, clamped: ArrayLike<number> = []): SiteOrder {
  const n = model.graph.vertexCount;
  const held = checkClamped(clamped, n);
  const order = new Uint32Array(n), positions = new Uint32Array(n), starts = [0];
  let count = 0;
  for (const block of model.blocks) {
    for (const spin of block) if (held[spin] === 0) order[count++] = spin;
    if (count > starts.at(-1)!) starts.push(count);
  }
  const freeCount = count;
  for (let spin = 0; spin < n; spin++) if (held[spin] === 1) order[count++] = spin;
  for (let p = 0; p < n; p++) positions[order[p]!] = p;

  const graph = adjacency(model.graph);
  const rows = new Uint32Array(n + 1), columns = new Uint32Array(graph.edges.length);
  const edges = new Uint32Array(graph.edges.length);
  for (let p = 0, k = 0; p < n; p++) {
    for (let j = graph.offsets[order[p]!]!; j < graph.offsets[order[p]! + 1]!; j++, k++) {
      columns[k] = positions[graph.neighbours[j]!]!;
      edges[k] = graph.edges[j]!;
    }
    rows[p + 1] = k;
  }
  return { spinCount: n, freeCount, order, positions, blockStarts: Uint32Array.from(starts), rows, columns, edges };
}

function checkClamped(clamped: unknown, n: number): Uint8Array {
  const action = "Cannot clamp the spins";
  if (!isList(clamped)) throw new InputError(`${action}: clamped is ${describeValue(clamped)}; give a list of spins`);
  const held = new Uint8Array(n);
  for (let k = 0; k < clamped.length; k++) {
    const spin = clamped[k];
    if (typeof spin !== "number" || !Number.isInteger(spin) || spin < 0 || spin >= n) {
      throw new InputError(
        `${action}: clamped[${k}] is ${describeValue(spin)}; spins are integers from 0 to ${n - 1}`,
      );
    }
    if (held[spin] === 1) throw new InputError(`${action}: clamped[${k}] is ${spin} for the second time; give it once`);
    held[spin] = 1;
  }
  if (clamped.length === n) throw new InputError(`${action}: all ${n} spins are clamped; leave at least one free`);
  return held;
}
