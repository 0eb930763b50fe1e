import { describe, expect, test } from "vitest";
import { judgeLaws } from "../../../kernels/bench/law.ts";
import { ownSubjects } from "../../../kernels/bench/own_subjects.ts";
import { createWorkload } from "../../../kernels/bench/workloads.ts";
import { withBeta } from "../../../lib/model/mod.ts";

const near = (mean: number, error = 0.001): { mean: number; error: number } => ({ mean, error });

describe("judgeLaws()", () => {
  test("judgeLaws() finds that equal laws agree within six errors of the difference", () => {
    expect(judgeLaws([near(-1), near(-1.008), near(-0.992)])).toEqual(["agrees", "agrees", "agrees"]);
    expect(judgeLaws([near(-1), near(-1), near(-0.9914)])).toEqual(["agrees", "agrees", "WRONG LAW"]);
  });

  test("judgeLaws() takes the majority's word, wherever the wrong one stands", () => {
    expect(judgeLaws([near(-1.2), near(-1), null, near(-1.001)])).toEqual(
      ["WRONG LAW", "agrees", "not compared", "agrees"],
    );
  });

  test("judgeLaws() believes the first of two", () => {
    expect(judgeLaws([near(-1), near(-1.2)])).toEqual(["agrees", "WRONG LAW"]);
  });

  test("judgeLaws() compares nobody with himself", () => {
    expect(judgeLaws([null, near(-1)])).toEqual(["not compared", "not compared"]);
    expect(judgeLaws([])).toEqual([]);
  });
});

// Two independent seeds of the same law differ by more than six errors about once in ten million; the seeds here are fixed
// (2025 for both sessions, and beta 1.05 changes every chain), so this test always ends the same way.
test("the law of a session tells beta 1 from beta 1.05 on open-60", async () => {
  const workload = createWorkload("open-60"), hot = { ...workload, model: withBeta(workload.model, 1.05) };
  const [reference] = ownSubjects(1);
  const energies = [];
  for (const each of [workload, hot]) {
    const session = await reference!.open(each);
    energies.push(await session.law());
    await session.close();
  }
  expect(energies[0]!.error).toBeLessThan(0.002);
  expect(judgeLaws(energies)).toEqual(["agrees", "WRONG LAW"]);
});
