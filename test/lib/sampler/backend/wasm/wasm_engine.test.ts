import { availableParallelism } from "node:os";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../../../lib/errors.ts";
import { createReferenceEngine } from "../../../../../lib/sampler/backend/reference/reference_engine.ts";
import { wasmAvailability } from "../../../../../lib/sampler/backend/wasm/kernel_build.ts";
import { createWasmEngine } from "../../../../../lib/sampler/backend/wasm/wasm_engine.ts";
import type { EngineTask } from "../../../../../lib/sampler/engine/engine.ts";
import { integerWeights } from "../../../../../lib/sampler/plan/integer_weights.ts";
import { SCANS } from "../../../../../lib/sampler/scan.ts";
import { chainsOf, digest, openGrid, randomGraph, randomRbm, startOf, taskOf } from "./tasks.ts";

const found = wasmAvailability();
const builds = "build" in found && found.build === "relaxed" ? ["plain", "relaxed"] as const : ["plain"] as const;
if (builds.length === 1) {
  console.log("NOT RUN: the relaxed build, since this engine has no relaxed vector instructions");
}
const cores = availableParallelism();
if (cores === 1) console.log("NOT RUN: two threads, since the processor has one core");
const ways = builds.flatMap((build) => (cores > 1 ? [1, 2] : [1]).map((threads) => ({ build, threads })));

async function expectSame(task: EngineTask, sweeps: number, stride: number, options = ways): Promise<void> {
  const expected = await chainsOf(createReferenceEngine(task), task, sweeps, stride);
  for (const way of options) {
    expect(await chainsOf(createWasmEngine(task, way), task, sweeps, stride)).toEqual(expected);
  }
}

// A share of 10^7 updates each, and all of them bit for bit: no false alarm is possible.
describe("createWasmEngine() gives the bits of the reference over 10^7 updates", () => {
  test("on the open grid", () => expectSame(taskOf(openGrid()), 29, 10));
  test("on a random graph with biases", () => expectSame(taskOf(randomGraph(1000, 7, 0.8), { chains: 64 }), 51, 9));
  test("on an RBM", () => expectSame(taskOf(randomRbm(150, 70, 0.3), { chains: 48 }), 95, 30));
  test("on one chain of the open grid", () => expectSame(taskOf(openGrid(), { layout: "sites", chains: 2 }), 99, 33));
});

const small = randomGraph(23, 4, 0.5);
const tasks = SCANS.flatMap((scan) =>
  (["chains", "sites"] as const).flatMap((layout) =>
    (scan === "symmetric" ? ["chain", "shared"] as const : ["chain"] as const).map((coin) => ({ scan, layout, coin }))
  )
);

test.each(tasks)("createWasmEngine() gives the reference's bits for $scan, $layout, coin $coin", async (kind) => {
  for (const clamped of [[], [0, 5, 7]]) {
    for (const chains of [1, 7, 8, 31, 32, 33, 70]) {
      const task = taskOf(small, { ...kind, chains }, clamped);
      // A thread takes long to start.
      await expectSame(task, 4, 2, ways.filter(({ threads }) => threads === 1 || (chains === 7 || chains === 33)));
    }
  }
});

// Two groups of 64 chains are shared out; one and three are swept by both threads together.
const larger = randomGraph(150, 3, 0.5), pairs = ways.filter(({ threads }) => threads === 2);
test.each(tasks.filter(({ layout, scan }) => layout === "chains" && scan !== "single-site" && scan !== "metropolis"))(
  "createWasmEngine() gives the reference's bits for $scan, coin $coin on a team of threads",
  async (kind) => {
    for (const chains of [32, 64, 70]) await expectSame(taskOf(larger, { ...kind, chains }, [4, 9]), 4, 2, pairs);
    const engine = createWasmEngine(taskOf(larger, { ...kind, chains: 32 }), pairs[0]);
    expect(engine.threads).toBe(pairs.length === 0 ? 1 : 2);
    await engine.close();
  },
);

test.each([[3, "to ±60"], [80, "to ±2,000"], [20000, "to ±500,000"]])(
  "createWasmEngine() gives the reference's bits for weights of %d, fields %s",
  async (spread) => {
    const model = randomGraph(60, 8, spread);
    for (const layout of ["chains", "sites"] as const) {
      for (const scan of ["palindromic", "symmetric", "metropolis"] as const) {
        await expectSame(taskOf(model, { layout, scan, chains: 40 }), 12, 5);
      }
    }
  },
);

test("createWasmEngine() goes on with other weights on the same sites, and its memory grows with the samples", async () => {
  const task = taskOf(openGrid(), { chains: 33 }), cold = integerWeights(openGrid(), task.sites, 40);
  const size = 2 * 3600, sweeps = 160;
  // Four MiB of samples are made at once; these are more.
  expect(4 * size * sweeps).toBeGreaterThan(2 ** 22);
  const results = await Promise.all(
    [createReferenceEngine(task), ...ways.map((way) => createWasmEngine(task, way))].map(async (engine) => {
      const out = new Uint32Array(size * sweeps);
      await engine.load(startOf(task));
      if (engine.backend === "wasm") await engine.run(0, sweeps, { stride: 1, out });
      await engine.load(startOf(task));
      await engine.setWeights(cold);
      await engine.run(sweeps, 2);
      const last = new Uint32Array(size);
      await engine.store(last);
      await engine.close();
      return { out: digest(out), last: digest(last) };
    }),
  );
  const [reference, first, ...others] = results;
  expect(first!.last).toEqual(reference!.last);
  for (const other of others) expect(other).toEqual(first);
});

test("undecided() counts a share of the decisions, the same for any number of threads, and none of surplus lanes", async () => {
  const counts: unknown[] = [];
  for (const way of ways) {
    const engine = createWasmEngine(taskOf(openGrid(), { chains: 3 }), way);
    await engine.load(startOf(taskOf(openGrid(), { chains: 3 })));
    await engine.run(0, 20);
    counts.push(await engine.undecided());
    await engine.close();
  }
  const { undecided, updates } = counts[0] as { undecided: number; updates: number };
  expect(updates).toBe(3 * 3600 * 20);
  // The share is at most (2·margin + 1)/65536 = 0.2 % for margins of 65: 20 standard errors off is 1 in 10^80.
  expect(undecided).toBeGreaterThan(0);
  expect(undecided).toBeLessThan(0.002 * updates + 20 * Math.sqrt(0.002 * updates));
  for (const other of counts) expect(other).toEqual(counts[0]);
});

test("createWasmEngine() refuses threads beyond the processor's and builds that it does not know", () => {
  const task = taskOf(small);
  for (const threads of [0, 1.5, cores + 1, "2" as unknown as number]) {
    expect(() => createWasmEngine(task, { threads })).toThrow(InputError);
    expect(() => createWasmEngine(task, { threads })).toThrow(/^Cannot start the wasm backend: threads is /);
  }
  expect(() => createWasmEngine(task, { build: "fast" as "plain" })).toThrow(
    /build is "fast"; give "plain" or "relaxed"/,
  );
});

test("a closed engine refuses to go on, and closing twice does no harm", async () => {
  if (cores === 1) return console.log("NOT RUN: the end of a thread, since the processor has one core");
  const engine = createWasmEngine(taskOf(small), { threads: 2 });
  await engine.load(startOf(taskOf(small)));
  await engine.close();
  await engine.close();
  await expect(Promise.resolve(engine.run(0, 1))).rejects.toThrow(
    /^Cannot go on with the chains of a thread: it is closed/,
  );
});
