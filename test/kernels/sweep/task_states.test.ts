import { describe, expect, test } from "vitest";
import { accountedStates, controlledStates, hasEnded } from "../../../kernels/sweep/mod.ts";

describe("accountedStates()", () => {
  test("reads tasks, ranges of pending ones and who cancelled", () => {
    const text =
      "7_3|TIMEOUT|0:0\n7_4|CANCELLED by 1000|0:15\n7_[5-6,9%2]|PENDING|0:0\n7_10|OUT_OF_ME+|0:125\n7_3.batch|FAILED|1:0\n";
    expect([...accountedStates(text)].map(([task, { state }]) => [task, state])).toEqual([
      [3, "TIMEOUT"],
      [4, "CANCELLED"],
      [5, "PENDING"],
      [6, "PENDING"],
      [9, "PENDING"],
      [10, "OUT_OF_ME"],
    ]);
    expect(hasEnded("OUT_OF_ME")).toBe(true);
    expect(accountedStates("Slurm accounting storage is disabled\n").size).toBe(0);
  });
});

describe("controlledStates()", () => {
  test("reads what scontrol prints of an array", () => {
    // Slurm 22.05, shortened.
    const line = (task: string, state: string, code: string) =>
      `JobId=2 ArrayJobId=1 ArrayTaskId=${task} JobName=wrap UserId=root(0) JobState=${state} Reason=None ExitCode=${code} RunTime=00:00:01`;
    const text = [line("0", "COMPLETED", "0:0"), line("1", "FAILED", "1:0"), line("2-4:2%1", "PENDING", "0:0")].join(
      "\n",
    );
    expect([...controlledStates(text)].map(([task, { state, exitCode }]) => [task, state, exitCode])).toEqual([
      [0, "COMPLETED", "0:0"],
      [1, "FAILED", "1:0"],
      [2, "PENDING", "0:0"],
      [4, "PENDING", "0:0"],
    ]);
  });
});
