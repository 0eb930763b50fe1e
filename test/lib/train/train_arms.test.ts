import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { trainArms } from "../../../lib/train/hypernetwork/train_arms.ts";
import { trainHypernetwork } from "../../../lib/train/hypernetwork/train_hypernetwork.ts";
import { TrainingError } from "../../../lib/train/hypernetwork/training_error.ts";
import { cell, SMALL } from "./hypernetwork_runs.ts";

const DENO = "Deno" in globalThis, THREADS = Math.min(2, availableParallelism());
const SEVERAL = DENO ? THREADS : 1;

test("trainArms() gives the same bits for any number of threads, in the order of the arms", async () => {
  if (!DENO) {
    console.log("NOT RUN: threads under Node, which does not load TypeScript; the runs go one after the other");
  }
  const arms = [SMALL, { ...SMALL, lambda: 0 }, cell(4, 3, { lambda: 0.1, steps: 30 }), { ...SMALL, seed: 9 }];
  const alone = await Promise.all(arms.map((arm) => trainHypernetwork(arm)));
  const one = await trainArms(arms, { threads: 1 });
  const seen: { done: number; total: number; secondsLeft: number }[] = [];
  const several = await trainArms(arms, { threads: THREADS, onProgress: (progress) => void seen.push(progress) });
  expect([one.threads, several.threads]).toEqual([1, SEVERAL]);
  expect(one.trainings).toEqual(alone);
  expect(several.trainings).toEqual(alone);
  expect(seen.at(-1)).toMatchObject({ done: 150, total: 150, secondsLeft: 0 });
  expect(new Set(one.trainings.map(({ parameters }) => parameters.join())).size).toBe(4);
});

test("trainArms() tells the failure of one run as the run does, on threads too", async () => {
  const arms = [SMALL, { ...SMALL, lambda: 0, learningRate: 1e200 }, cell(4, 2, { lambda: 0.1 })];
  for (const threads of new Set([1, SEVERAL])) {
    const order = threads === 1 ? arms.slice(0, 2) : arms;
    const error = await trainArms(order, { threads }).catch((error) => error);
    expect(error).toBeInstanceOf(TrainingError);
    expect([error.step, error.quantity]).toEqual([1, "KL"]);
    expect(error.message).toMatch(/\(arms\[1\]\)$/);
    const { trainings } = await trainArms(arms.slice(0, 2), { threads, onNonFinite: "end" });
    expect(trainings.map(({ brokeOff }) => brokeOff?.step ?? null)).toEqual([null, 1]);
  }
});

test("trainArms() stops on its signal and goes on from its folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "arms-"));
  try {
    const arms = [cell(4, 2, { lambda: 0.1, steps: 200 }), cell(4, 2, { lambda: 0.01, steps: 200 }), SMALL];
    const controller = new AbortController(), reason = new Error("enough");
    const options = { threads: THREADS, checkpointFolder: folder };
    const stopped = trainArms(arms, {
      ...options,
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(stopped).rejects.toBe(reason);
    expect(readdirSync(folder).length).toBe(SEVERAL);
    const resumed: number[] = [];
    const { trainings } = await trainArms(arms, {
      ...options,
      onProgress: (progress) => void resumed.push(progress.arms[0]?.resumedAt ?? 0),
    });
    expect(Math.max(...resumed)).toBeGreaterThan(0);
    expect(trainings).toEqual((await trainArms(arms, { threads: THREADS })).trainings);
    expect(readdirSync(folder).length).toBe(3);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("trainArms() ends with what its progress callback throws", async () => {
  const onProgress = () => {
    throw new Error("cannot show");
  };
  for (const threads of new Set([1, THREADS])) {
    await expect(trainArms([SMALL, { ...SMALL, seed: 4 }], { threads, onProgress })).rejects.toThrow("cannot show");
  }
});

test("trainArms() refuses no arms, and more threads than there are", async () => {
  await expect(trainArms([])).rejects.toThrow("Cannot train 0 hypernetworks");
  await expect(trainArms([SMALL], { threads: 1000 })).rejects.toThrow("threads is 1000");
});
