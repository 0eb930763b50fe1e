import { renameSync, writeFileSync } from "node:fs";
import type { Workload } from "./workload.ts";

const MAGIC = 0x31574c54;

/**
 * A workload as plain bytes for programs in other languages, all 32-bit little-endian words: the letters TLW1, spins, edges,
 * blocks, chains, visible spins (0 unless an RBM), width and height of the grid (0 where there is none), beta (float); then
 * for each edge its first spin, then its second, then its coupling (floats); a bias for each spin (floats); the size of each
 * block; and the spins block by block, in the order of the sweep.
 *
 * @param workload The workload; its numbers are rounded to 32-bit floats.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../../lib/model/mod.ts";
 * const model = ising({ n: 3, edges: [[0, 1]], weights: [1], beta: 1 });
 * const bytes = workloadBytes({ name: "small", model, chains: 4, grid: null });
 * assert.equal(bytes.length, 4 * (9 + 3 + 3 + 2 + 3));
 * assert.deepEqual([...new Uint32Array(bytes.buffer, 4, 4)], [3, 1, 2, 4]);
 * ```
 */
export function workloadBytes({ model, chains, grid }: Workload): Uint8Array {
  const { graph, couplings, biases, blocks, beta } = model;
  const n = graph.vertexCount, edges = couplings.length;
  const words = new DataView(new ArrayBuffer(4 * (9 + 3 * edges + 2 * n + blocks.length)));
  let at = 0;
  const integer = (value: number): void => words.setUint32(4 * at++, value, true);
  const real = (value: number): void => words.setFloat32(4 * at++, value, true);
  const header = [MAGIC, n, edges, blocks.length, chains, model.visibleCount ?? 0, grid?.width ?? 0, grid?.height ?? 0];
  header.forEach(integer);
  real(beta);
  graph.from.forEach(integer);
  graph.to.forEach(integer);
  couplings.forEach(real);
  for (let i = 0; i < n; i++) real(biases === null ? 0 : biases[i]!);
  for (const block of blocks) integer(block.length);
  for (const block of blocks) block.forEach(integer);
  return new Uint8Array(words.buffer);
}

/**
 * Writes a workload for programs in other languages, whole or not at all.
 *
 * @param workload The workload.
 * @param path The file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync, readFileSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { createWorkload } from "./workloads.ts";
 * const folder = mkdtempSync(join(tmpdir(), "workload-"));
 * writeWorkload(createWorkload("open-60"), join(folder, "open-60.bin"));
 * assert.equal(readFileSync(join(folder, "open-60.bin"), "latin1").slice(0, 4), "TLW1");
 * rmSync(folder, { recursive: true });
 * ```
 */
export function writeWorkload(workload: Workload, path: string): void {
  writeFileSync(`${path}.part`, workloadBytes(workload));
  renameSync(`${path}.part`, path);
}
