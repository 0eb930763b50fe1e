import { availableParallelism } from "node:os";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../../../lib/errors.ts";
import { createReferenceEngine } from "../../../../../lib/sampler/backend/reference/reference_engine.ts";
import { chooseBuild, wasmAvailability } from "../../../../../lib/sampler/backend/wasm/kernel_build.ts";
import { divideChains } from "../../../../../lib/sampler/backend/wasm/units.ts";
import { createWasmEngine, engineOf } from "../../../../../lib/sampler/backend/wasm/wasm_engine.ts";
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
const alone = ways.filter(({ threads }) => threads === 1), pairs = ways.filter(({ threads }) => threads === 2);
// A thread takes longer to start than all that it has to do here: the tests of one kind each take the builds in turn.
const pairInTurn = (turn: number) => pairs.filter((_, k) => k === turn % pairs.length);

async function expectSame(task: EngineTask, sweeps: number, stride: number, options = ways): Promise<void> {
  const expected = await chainsOf(createReferenceEngine(task), task, sweeps, stride);
  for (const way of options) {
    expect(await chainsOf(createWasmEngine(task, way), task, sweeps, stride)).toEqual(expected);
  }
}

// All of them bit for bit: no false alarm is possible. Ten million updates of each: deno run -A test/lib/sampler/backend/equal_updates.ts.
describe("createWasmEngine() gives the bits of the reference over 10^6 updates", () => {
  test("on the open grid", () => expectSame(taskOf(openGrid()), 10, 5));
  test("on a random graph with biases", () => expectSame(taskOf(randomGraph(1000, 7, 0.8), { chains: 64 }), 16, 7));
  test("on an RBM", () => expectSame(taskOf(randomRbm(150, 70, 0.3), { chains: 32 }), 142, 50));
  test("on one chain of the open grid", () => expectSame(taskOf(openGrid(), { layout: "sites", chains: 2 }), 139, 50));
});

const small = randomGraph(23, 4, 0.5);
const tasks = SCANS.flatMap((scan) =>
  (["chains", "sites"] as const).flatMap((layout) =>
    (scan === "symmetric" ? ["chain", "shared"] as const : ["chain"] as const).map((coin) => ({ scan, layout, coin }))
  )
).map((kind, turn) => ({ ...kind, turn }));

test.each(tasks)(
  "createWasmEngine() gives the reference's bits for $scan, $layout, coin $coin",
  async ({ turn, ...kind }) => {
    for (const clamped of [[], [0, 5, 7]]) {
      for (const chains of [1, 7, 8, 31, 32, 33, 70]) {
        await expectSame(taskOf(small, { ...kind, chains }, clamped), 4, 2, alone);
      }
    }
    // Two groups, or 33 chains, are shared out.
    await expectSame(taskOf(small, { ...kind, chains: 33 }, [0, 5, 7]), 4, 2, pairInTurn(turn));
  },
);

// One group is swept by both threads together.
const larger = randomGraph(150, 3, 0.5);
const grouped = tasks.filter(({ layout, scan }) =>
  layout === "chains" && scan !== "single-site" && scan !== "metropolis"
);
test.each(grouped.map((kind, turn) => ({ ...kind, turn })))(
  "createWasmEngine() gives the reference's bits for $scan, coin $coin on a team of threads",
  ({ turn, ...kind }) => expectSame(taskOf(larger, { ...kind, chains: 32 }, [4, 9]), 4, 2, pairInTurn(turn)),
);

test.each([["on a random graph", larger], ["on an RBM", randomRbm(90, 70, 0.3)]] as const)(
  "engineOf() gives the reference's bits where a team sweeps groups after those of each thread's own, %s",
  async (_, model) => {
    for (const { build, threads } of pairInTurn(0)) {
      const task = taskOf(model, { scan: "symmetric", chains: 70 }),
        divisions = divideChains(70, threads, false, 9, 1.25);
      expect(divisions.map(({ threads }) => threads)).toEqual([[0], [1], [0, 1]]);
      const engine = engineOf(task, divisions, build, chooseBuild(build, true).module, true);
      expect(await chainsOf(engine, task, 4, 2)).toEqual(await chainsOf(createReferenceEngine(task), task, 4, 2));
    }
    // All groups of a team in one memory, one after the other.
    for (const { build } of pairInTurn(1)) {
      const task = taskOf(model, { scan: "palindromic", chains: 70 }),
        units = [0, 1, 2].map((group) => ({ kind: "group" as const, group }));
      const engine = engineOf(task, [{ units, threads: [0, 1] }], build, chooseBuild(build, true).module, true);
      expect(await chainsOf(engine, task, 4, 2)).toEqual(await chainsOf(createReferenceEngine(task), task, 4, 2));
    }
  },
);

test("createWasmEngine() gives the reference's bits on a team of threads for wide fields and runs one after the other", async () => {
  const task = taskOf(randomGraph(150, 3, 80), { scan: "palindromic" }), runs: unknown[] = [];
  for (const engine of [createReferenceEngine(task), ...pairInTurn(0).map((way) => createWasmEngine(task, way))]) {
    if (engine.backend === "wasm") expect(engine.threads).toBe(2);
    const last = new Uint32Array(150);
    await engine.load(startOf(task));
    for (const sweeps of [1, 2, 1]) await engine.run(sweeps, sweeps);
    await engine.store(last);
    await engine.close();
    runs.push(digest(last));
  }
  expect(new Set(runs).size).toBe(1);
});

test.each([[3, "to ±60"], [80, "to ±2,000"], [20000, "to ±500,000"]])(
  "createWasmEngine() gives the reference's bits for weights of %d, fields %s",
  async (spread) => {
    const model = randomGraph(60, 8, spread);
    for (const layout of ["chains", "sites"] as const) {
      for (const scan of ["palindromic", "symmetric", "metropolis"] as const) {
        await expectSame(taskOf(model, { layout, scan, chains: 40 }), 12, 5, alone);
      }
    }
  },
);

test("createWasmEngine() goes on with other weights on the same sites, and its memory grows with the samples", async () => {
  const task = taskOf(openGrid(), { chains: 65 }), cold = integerWeights(openGrid(), task.sites, 40);
  const size = 3 * 3600, sweeps = 100;
  // Four MiB of samples are made at once; these are more.
  expect(4 * size * sweeps).toBeGreaterThan(2 ** 22);
  const turns = [ways[0]!, ...pairInTurn(1)];
  const results = await Promise.all(
    [createReferenceEngine(task), ...turns.map((way) => createWasmEngine(task, way))].map(async (engine) => {
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
