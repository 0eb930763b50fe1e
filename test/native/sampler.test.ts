import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { processorMeter } from "../../kernels/bench/processor_watch.ts";
import { compileNative, NativeError, type NativeWidth } from "../../kernels/bench/native.ts";
import { nativeStart, nativeTask } from "../../kernels/bench/native_task.ts";
import type { Workload } from "../../kernels/bench/workload.ts";
import { gridPreset } from "../../lib/graph/mod.ts";
import { ising } from "../../lib/model/mod.ts";
import { ChainUniforms, createStream } from "../../lib/random/mod.ts";
import { createReferenceEngine } from "../../lib/sampler/backend/reference/reference_engine.ts";
import { integerWeights, siteOrder } from "../../lib/sampler/mod.ts";

const folder = mkdtempSync(join(tmpdir(), "thermolab-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const speed = await processorMeter(folder).then((measure) => measure()).catch((error: unknown) => {
  if (!(error instanceof NativeError)) throw error;
  console.log(`NOT RUN: the C sampler beside the reference backend: ${error.message}`);
  return null;
});

/** The widths that this processor has. */
const WIDTHS: readonly NativeWidth[] = speed === null
  ? []
  : (["native", "256", "128"] as const).filter((width) => width === "native" || width in speed.additionsPerCycle);

const SEED = 424242;

/** The 8 × 8 torus of degree 8 with couplings of that spread, and a random graph on an odd number of spins. */
function workload(kind: "grid" | "random", spread: number): Workload {
  const random = createStream(SEED, "test"), graph = gridPreset("8_8"), chains = 64;
  const normals = (count: number): Float64Array =>
    Float64Array.from({ length: count }, () => spread * random.gaussian());
  if (kind === "grid") {
    const model = ising({ graph, weights: normals(graph.from.length), biases: normals(64), beta: 1 });
    return { name: kind, model, chains, grid: null };
  }
  const n = 37, edges: [number, number][] = [];
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) if (random.uniform() < 0.2) edges.push([j, i]);
  const model = ising({ n, edges, weights: normals(edges.length), biases: normals(n), beta: 1 });
  return { name: kind, model, chains, grid: null };
}

const programs = new Map<NativeWidth, Promise<string>>();

/** Each width is compiled once. */
function program(width: NativeWidth): Promise<string> {
  if (!programs.has(width)) programs.set(width, compileNative("sampler.c", folder, width));
  return programs.get(width)!;
}

async function output(width: NativeWidth, workload: Workload, ...args: readonly string[]): Promise<Uint8Array> {
  const task = join(folder, `${workload.name}.task`);
  writeFileSync(task, nativeTask(workload, SEED));
  return new Uint8Array(execFileSync(await program(width), [task, ...args]));
}

describe.skipIf(speed === null)("the C sampler", () => {
  test.each(WIDTHS)("the C sampler draws the numbers of ChainUniforms, %s", async (width) => {
    const sweep = 12345, { model, chains } = workload("random", 0.3), n = model.graph.vertexCount;
    const bytes = await output(width, workload("random", 0.3), "words", String(sweep));
    const uniforms = new ChainUniforms(SEED), out = new Uint16Array(32), expected: number[] = [];
    for (let group = 0; group < chains / 32; group++) {
      for (let p = 0; p < n; p++) {
        uniforms.fill16(group, sweep, p, out);
        expected.push(...out);
      }
    }
    expect([...new Uint16Array(bytes.buffer)]).toEqual(expected);
  });

  // Fields up to about 6, 25 and 90: the last in steps of 2^-8, with every tail. 64 chains × 37 or 64 spins × 100 sweeps.
  test.each(
    WIDTHS.flatMap((width) =>
      (["grid", "random"] as const).flatMap((kind) => [0.3, 1.5, 5].map((spread) => [width, kind, spread] as const))
    ),
  )(
    "the C sampler gives the bits of the reference backend: %s, %s, couplings of spread %f",
    async (width, kind, spread) => {
      const sweeps = 100, { model, chains } = workload(kind, spread), n = model.graph.vertexCount;
      const packed = new Uint32Array((await output(width, workload(kind, spread), "run", String(sweeps))).buffer);
      expect([...packed]).toEqual([...reference(SEED)]);
      expect([...packed]).not.toEqual([...reference(SEED + 1)]);

      function reference(seed: number): Uint32Array {
        const sites = siteOrder(model), weights = integerWeights(model, sites), groups = chains / 32;
        const task = { sites, weights, scan: "forward", coin: "chain", layout: "chains", seed, chains } as const;
        const engine = createReferenceEngine(task), start = nativeStart(groups, n, SEED);
        // The engine's words are by spin, the program's by position.
        const spins = start.map((_, k) => start[Math.floor(k / n) * n + sites.positions[k % n]!]!);
        engine.load(spins);
        engine.run(0, sweeps);
        engine.store(spins);
        return spins.map((_, k) => spins[Math.floor(k / n) * n + sites.order[k % n]!]!);
      }
    },
  );

  test("processorMeter() is of this world", () => {
    expect(speed!.clockHz).toBeGreaterThan(2e8);
    expect(speed!.additionsPerCycle["128"]).toBeGreaterThan(0.2);
    expect(speed!.mixSeconds128.other).toBeGreaterThan(0);
  });
});

test("compileNative() says that there is no compiler", async () => {
  await expect(compileNative("sampler.c", folder, "native", "no-such-compiler")).rejects.toThrow(/no-such-compiler/);
  await expect(compileNative("missing.c", folder)).rejects.toThrow(NativeError);
});
