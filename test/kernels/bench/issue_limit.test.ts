import { describe, expect, test } from "vitest";
import { issueLimit } from "../../../kernels/bench/issue_limit.ts";
import { measureWorkload } from "../../../kernels/bench/measure_workload.ts";
import { type ProcessorSpeed, watchProcessor } from "../../../kernels/bench/processor_watch.ts";
import type { OwnRow } from "../../../kernels/bench/report.ts";
import { createWorkload } from "../../../kernels/bench/workloads.ts";
import { fakeSubject } from "./fake_subject.ts";

const torus = createWorkload("60_12"), single = createWorkload("single-chain");

/** A processor with 3 additions a cycle. */
function at(gigahertz: number): ProcessorSpeed {
  return {
    clockHz: gigahertz * 1e9,
    additionsPerCycle: { "128": 3, "512": 2 },
    operationsPerVector: { edge: 2, other: 33 },
    mixSeconds128: { edge: 1e-11, other: 5e-10 },
  };
}

/** 2·12 + 33 operations on 8 chains, 3 a cycle. */
const secondsAt = (gigahertz: number) => 57 / (8 * 3 * gigahertz * 1e9);

const row = { workload: "60_12", backend: "wasm", threads: 1, updatesPerCpuSecond: 0.5 / secondsAt(3) } as OwnRow;

describe("issueLimit()", () => {
  test("compares the median of the samplers with the median of the processor, not with its best moment", () => {
    const readings = new Map([["60_12", [at(4), at(2), at(3)]]]);
    const limit = issueLimit(readings, [torus, single], [row]);
    expect(limit.clockHz).toBe(3e9);
    expect(limit.additionsPerCycle).toEqual({ "128": 3, "512": 2 });
    const [only] = limit.workloads;
    expect(limit.workloads).toHaveLength(1);
    expect(only!.counted).toBeCloseTo(secondsAt(3) * 1e9, 12);
    expect(only!.measured).toBeCloseTo(0.62, 12);
    expect(only!.reached).toBeCloseTo(0.5, 12);
  });

  test("says nothing of a workload that the processor was not measured beside", () => {
    expect(issueLimit(new Map([["open-60", [at(3)]]]), [torus], [row]).workloads).toEqual([]);
  });
});

describe("watchProcessor()", () => {
  test("says why the processor cannot be measured, and leaves the samplers alone", async () => {
    const watch = await watchProcessor([torus], "/no such folder");
    await watch.beside(torus);
    expect(watch.readings.size).toBe(0);
    expect(watch.problem()).toMatch(/^Cannot compile speed\.c/);
  });
});

test("measureWorkload() gives a turn to what runs beside the samplers in every repetition", async () => {
  const log: string[] = [], signal = new AbortController().signal;
  const beside = ({ name }: { name: string }) => {
    log.push(`beside ${name}`);
    return Promise.resolve();
  };
  await measureWorkload(torus, [fakeSubject("wasm", [1, 2], log)], {
    repetitions: 2,
    seconds: 1,
    progress: () => {},
    signal,
    beside,
  });
  const turns = ["beside 60_12", "wasm runs"];
  expect(log).toEqual(["wasm opens", ...turns, ...turns, "wasm closes"]);
});
