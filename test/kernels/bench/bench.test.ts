import { Ajv } from "ajv";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bench } from "../../../kernels/bench/bench.ts";
import { ownSubjects } from "../../../kernels/bench/own_subjects.ts";
import type { BenchReport } from "../../../kernels/bench/report.ts";
import type { Subject } from "../../../kernels/bench/subject.ts";
import { createWorkload } from "../../../kernels/bench/workloads.ts";
import { benchText } from "../../../kernels/lab/bench_text.ts";
import { fakeSubject } from "./fake_subject.ts";

const SCHEMA = new URL("../../../kernels/bench/report.schema.json", import.meta.url);
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(SCHEMA, "utf8")));

async function report(subjects: readonly Subject[], repetitions: number): Promise<BenchReport> {
  const folder = mkdtempSync(join(tmpdir(), "thermolab-test-"));
  try {
    const signal = new AbortController().signal, workloads = [createWorkload("single-chain")];
    const machine = { cpu: "abacus", cores: 2 };
    const made = await bench({
      workloads,
      subjects,
      repetitions,
      seconds: 0.02,
      progress: () => {},
      signal,
      machine,
      folder,
    });
    return JSON.parse(JSON.stringify(made)) as BenchReport;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const FAKES = [
  fakeSubject("wasm", [8e9], []),
  fakeSubject("wasm", [16e9], [], { threads: 2 }),
  fakeSubject("wasm-apart", [15e9], [], { kind: "reference", threads: 2 }),
  fakeSubject("webgpu", [], [], { fails: "open" }),
  fakeSubject("c", [10e9], [], { kind: "reference" }),
  fakeSubject("thrml", [4e8], [], { kind: "peer" }),
  fakeSubject("thrml", [2e8], [], { kind: "peer", threads: 2 }),
  fakeSubject("jax", [1e9], [], { kind: "peer", energy: { mean: -2, error: 0.01 } }),
];

/** Measured once; every test gets its own copy. */
let measured: Promise<BenchReport> | null = null;
const fakeReport = async (): Promise<BenchReport> => structuredClone(await (measured ??= report(FAKES, 1)));

describe("bench()", () => {
  test("bench() of a backend gives what the schema says", async () => {
    const made = await report(ownSubjects(2).filter(({ name }) => name === "reference"), 2);
    expect(validate(made), JSON.stringify(validate.errors)).toBe(true);
    expect(made.results.map(({ backend }) => backend)).toContain("reference");
    expect(made.results[0]!.repetitions).toHaveLength(2);
    for (const { energyPerSpin } of made.results) expect(energyPerSpin).toBeLessThan(0);
  });

  test("bench() sorts rows by whose they are, and names what was not run", async () => {
    const made = await fakeReport();
    expect(validate(made), JSON.stringify(validate.errors)).toBe(true);
    expect(made.results.map(({ backend, threads }) => [backend, threads])).toEqual([["wasm", 1], ["wasm", 2]]);
    expect(made.references.map(({ name }) => name)).toEqual(["wasm-apart", "c"]);
    expect(made.peers.map(({ name, law }) => [name, law])).toEqual(
      [["thrml", "agrees"], ["thrml", "agrees"], ["jax", "WRONG LAW"]],
    );
    expect(made.notRun.find(({ name }) => name === "webgpu")!.reason).toBe("webgpu is not at home");
  });

  test("bench() compares with the other's fastest row, and not with another law", async () => {
    const { ratios } = await fakeReport();
    expect(ratios.map(({ threads, against, againstThreads, ratio }) => [threads, against, againstThreads, ratio]))
      .toEqual([
        [1, "thrml", 1, 20],
        [1, "c", 1, 0.8],
        [2, "thrml", 1, 40],
        [2, "wasm-apart", 2, 16 / 15],
        [2, "c", 1, 1.6],
      ]);
  });

  test("bench() sets what threads gain beside what separate samplers gain", async () => {
    const [gain, ...others] = (await fakeReport()).scaling;
    expect(gain).toEqual({ workload: "single-chain", backend: "wasm", threads: 2, speedup: 2, apart: 1.875 });
    expect(others).toEqual([]);
  });

  test.skipIf(availableParallelism() === 1)("ownSubjects() gives separate samplers all chains each", async () => {
    const subjects = ownSubjects(2).filter(({ name }) => name === "wasm" || name === "wasm-apart");
    expect(subjects.map(({ kind, threads }) => [kind, threads])).toEqual([["ours", 1], ["ours", 2], ["reference", 2]]);
    const workload = createWorkload("open-60"), session = await subjects[2]!.open(workload);
    expect([session.version, session.threads]).toEqual(["2 samplers", 2]);
    expect((await session.measure(0.01)).updates % (2 * 32 * 3600)).toBe(0);
    await session.close();
  });

  test.each<[string, (report: Record<string, unknown>) => void]>([
    ["without its machine", (report) => delete report["machine"]],
    [
      "with a rate of null",
      (report) => (report["results"] as { updatesPerSecond: null }[])[0]!.updatesPerSecond = null,
    ],
    ["with a key that nobody knows", (report) => report["extra"] = 1],
    ["with a peer without its version", (report) => delete (report["peers"] as { version?: string }[])[0]!.version],
  ])("the schema refuses a report %s", async (_, spoil) => {
    const made = await fakeReport() as unknown as Record<string, unknown>;
    spoil(made);
    expect(validate(made)).toBe(false);
  });
});

test("benchText() shows rows, ratios, wrong laws and what was not run", async () => {
  const text = benchText(await fakeReport());
  expect(text).toMatch(/^abacus, 2 cores/);
  expect(text).toMatch(/^wasm +2 +1\.600e\+4 +0\.0625 .* 40\.0$/m);
  expect(text).toMatch(/^ {2}wasm, 2 threads: 2\.00 times the rate of one; 2 separate samplers 1\.88 times$/m);
  expect(text).toMatch(/^jax 1\.0 .*WRONG LAW/m);
  expect(text).toContain("NOT RUN webgpu, 1 thread: webgpu is not at home (single-chain)");
});
