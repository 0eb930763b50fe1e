import { describe, expect, test } from "vitest";
import { measureWorkload, median } from "../../../kernels/bench/measure_workload.ts";
import { createWorkload } from "../../../kernels/bench/workloads.ts";
import { fakeSubject } from "./fake_subject.ts";

const workload = createWorkload("single-chain");
const options = (repetitions: number, signal = new AbortController().signal) => ({
  repetitions,
  seconds: 1,
  progress: () => {},
  signal,
});

describe("measureWorkload()", () => {
  test("measureWorkload() lets the samplers take turns, and gives medians", async () => {
    const log: string[] = [];
    const subjects = [fakeSubject("a", [10, 30, 20], log), fakeSubject("b", [1, 2, 3], log, { kind: "peer" })];
    const { rows, notRun } = await measureWorkload(workload, subjects, options(3));
    const turns = ["a runs", "b runs"];
    expect(log).toEqual(["a opens", "b opens", ...turns, ...turns, ...turns, "a closes", "b closes"]);
    expect(rows.map((row) => [row.updatesPerSecond, row.updatesPerCpuSecond])).toEqual([[20, 10], [2, 1]]);
    expect(rows.map((row) => row.undecidedShare)).toEqual([0.25, null]);
    expect(rows.map((row) => row.law)).toEqual(["agrees", "agrees"]);
    expect(notRun).toEqual([]);
  });

  test("measureWorkload() leaves out by name what fails, and goes on with the others", async () => {
    const log: string[] = [];
    const subjects = [
      fakeSubject("absent", [], log, { fails: "open" }),
      fakeSubject("weak", [1, 1], log, { fails: "measure" }),
      fakeSubject("good", [5, 5], log),
    ];
    const { rows, notRun } = await measureWorkload(workload, subjects, options(2));
    expect(rows.map(({ subject }) => subject.name)).toEqual(["good"]);
    expect(notRun).toEqual([
      { name: "absent", workload: "single-chain", threads: 1, reason: "absent is not at home" },
      { name: "weak", workload: "single-chain", threads: 1, reason: "weak fell over" },
    ]);
    expect(log.filter((line) => line.endsWith("closes"))).toEqual(["weak closes", "good closes"]);
  });

  test("measureWorkload() marks who samples another law", async () => {
    const wrong = { kind: "peer", energy: { mean: -1.2, error: 0.01 } } as const;
    const subjects = [fakeSubject("a", [1], []), fakeSubject("b", [1], [], wrong), fakeSubject("c", [1], [])];
    const { rows } = await measureWorkload(workload, subjects, options(1));
    expect(rows.map(({ law }) => law)).toEqual(["agrees", "WRONG LAW", "agrees"]);
  });

  test("measureWorkload() closes everything when it is interrupted", async () => {
    const log: string[] = [], controller = new AbortController();
    const subject = fakeSubject("a", [1, 1, 1], log);
    const progress = (text: string): void => text.includes("repetition 2") ? controller.abort() : undefined;
    await measureWorkload(workload, [subject], { ...options(3, controller.signal), progress });
    expect(log).toEqual(["a opens", "a runs", "a runs", "a closes"]);
  });
});

test("median() is the middle", () => {
  expect([median([5]), median([9, 1, 5]), median([1, 9, 5, 6])]).toEqual([5, 5, 5.5]);
});
