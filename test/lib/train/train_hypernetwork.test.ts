import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { createHypernetwork, hypernetworkOf } from "../../../lib/model/hypernetwork/hypernetwork.ts";
import { hypernetworkModel } from "../../../lib/model/hypernetwork/hypernetwork_couplings.ts";
import { denseLogQ } from "../../../lib/predictor/gradient/dense_log_q.ts";
import { QObjective } from "../../../lib/predictor/gradient/q_gradient.ts";
import { createStream } from "../../../lib/random/stream.ts";
import { exactKl } from "../../../lib/train/exact_kl/exact_kl.ts";
import { readCheckpoint, writeCheckpoint } from "../../../lib/train/hypernetwork/checkpoint_file.ts";
import { checkArm, type HypernetworkArm } from "../../../lib/train/hypernetwork/hypernetwork_arm.ts";
import { hypernetworkLaws } from "../../../lib/train/hypernetwork/hypernetwork_q.ts";
import { HypernetworkTrainer } from "../../../lib/train/hypernetwork/hypernetwork_trainer.ts";
import { trainHypernetwork } from "../../../lib/train/hypernetwork/train_hypernetwork.ts";
import { TrainingError } from "../../../lib/train/hypernetwork/training_error.ts";
import { plantedCell } from "../exact/planted_cells.ts";
import { cell, SMALL } from "./hypernetwork_runs.ts";

const folder = mkdtempSync(join(tmpdir(), "training-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** KL of each code, by the models themselves. */
function divergences(arm: HypernetworkArm, parameters: ArrayLike<number>): number[] {
  const { shape, codes, teachers } = checkArm(arm), network = hypernetworkOf(shape, parameters);
  return codes.map((code, u) => exactKl(teachers[u]!, hypernetworkModel(network, code)).kl);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0);

test("trainHypernetwork() records KL before each update and keeps the first step at each level", async () => {
  const arm = cell(4, 2, { steps: 150, learningRate: 0.003, levels: [0.25, 1, 0.5, 1e-9] });
  const { records: { kl, codeKl }, checkpoints, parameters, qEvaluations } = await trainHypernetwork(arm);
  expect([kl.length, codeKl.length, qEvaluations]).toEqual([151, 604, 0]);
  const start = createHypernetwork(arm.shape, createStream(arm.seed, "weights")).parameters;
  expect(Math.abs(kl[0]! - mean(divergences(arm, start)))).toBeLessThan(1e-12);
  expect(checkpoints.map(({ level, reached }) => [level, reached])).toEqual([
    [0.25, true],
    [1, true],
    [0.5, true],
    [1e-9, false],
    [null, true],
  ]);
  for (const { level, reached, step, parameters, kl: there, codeKl: codes } of checkpoints) {
    expect(step).toBe(reached && level !== null ? kl.findIndex((value) => value <= level) : 150);
    expect(there).toBe(kl[step]);
    expect(codes).toEqual(codeKl.slice(4 * step, 4 * step + 4));
    divergences(arm, parameters).forEach((value, u) => expect(Math.abs(value - codes[u]!)).toBeLessThan(1e-12));
    // The parameters of another step would be seen.
    expect(Math.abs(mean(divergences(arm, parameters)) - kl[Math.max(0, step - 1)]!)).toBeGreaterThan(1e-6);
  }
  expect(checkpoints.at(-1)!.parameters).toEqual(parameters);
});

test("trainHypernetwork() goes down KL − λ log Q_pool: loss and gradient against dense matrices and differences", async () => {
  const arm = { ...SMALL, lambda: 0.3, steps: 1 }, { shape, codes, teachers } = checkArm(arm);
  const start = createHypernetwork(shape, createStream(arm.seed, "weights")).parameters;
  const loss = (parameters: Float64Array): number =>
    mean(divergences(arm, parameters)) -
    0.3 * denseLogQ(hypernetworkLaws({ network: hypernetworkOf(shape, parameters), codes, teachers }));
  const { records, parameters } = await trainHypernetwork(arm);
  expect(Math.abs(records.loss[0]! - loss(start))).toBeLessThan(1e-10);
  expect(Math.abs(records.loss[0]! - (records.kl[0]! - 0.3 * records.logQ![0]!))).toBeLessThan(1e-14);
  const quotient = 500 * records.signal![0]! / records.totalObservableTime![0]!;
  expect(Math.abs(records.logQ![0]! - Math.log(quotient))).toBeLessThan(1e-12);
  const slopes = start.map((_, p) => {
    const h = 1e-5, at = (step: number) => loss(start.map((value, q) => q === p ? value + step : value));
    return (at(h) - at(-h)) / (2 * h);
  });
  expect(Math.abs(records.gradientNorm[0]! / Math.hypot(...slopes) - 1)).toBeLessThan(1e-7);
  // The first update of Adam: α g/(|g| + ε).
  parameters.forEach((value, p) => {
    const slope = slopes[p]!;
    if (Math.abs(slope) < 1e-5) return;
    expect(Math.abs(value - start[p]! + 0.02 * Math.sign(slope))).toBeLessThan(1e-4);
  });
});

test("trainHypernetwork() evaluates Q once for each update, and never for λ = 0", async () => {
  const evaluate = vi.spyOn(QObjective.prototype, "evaluate");
  try {
    const bare = await trainHypernetwork({ ...SMALL, lambda: 0 });
    expect([evaluate.mock.calls.length, bare.qEvaluations, bare.records.logQ]).toEqual([0, 0, null]);
    const augmented = await trainHypernetwork(SMALL);
    expect([evaluate.mock.calls.length, augmented.qEvaluations, augmented.records.logQ!.length]).toEqual([40, 40, 40]);
    // One start for both, and another course.
    expect(augmented.records.kl[0]).toBe(bare.records.kl[0]);
    expect(augmented.parameters).not.toEqual(bare.parameters);
  } finally {
    evaluate.mockRestore();
  }
});

test("trainHypernetwork() ends with the step and the quantity that is not finite", async () => {
  const error = await trainHypernetwork({ ...SMALL, lambda: 0, learningRate: 1e200 }).catch((error) => error);
  expect(error).toBeInstanceOf(TrainingError);
  expect([error.step, error.quantity]).toEqual([1, "KL"]);
  expect(error.message).toMatch(/^Cannot train on after step 1: KL is (NaN|Infinity); lower/);
  // Where the teacher is met exactly there is no signal: log Q is that of 0.
  const still = {
    ...SMALL,
    couplingScale: 1e-160,
    teachers: SMALL.teachers.map((teacher) => ({ ...teacher, beta: 0 })),
  };
  const other = await trainHypernetwork(still).catch((error) => error);
  expect([other.step, other.quantity]).toEqual([0, "log Q"]);
});

test("trainHypernetwork() can end where a loss that has no bound leaves the range of doubles, with what it has", async () => {
  // One teacher of one pattern: a frozen model costs KL and gains log Q, and the gain is the steeper.
  const teachers = [plantedCell("m4 M1", 3)], shape = { codeLength: 1, width: 8, visible: 4, hidden: 4, rank: 2 };
  const arm = { shape, seed: 1, teachers, lambda: 0.1, steps: 400, learningRate: 0.03, levels: [0.5, 1e-9] };
  const checkpointPath = join(folder, "frozen.json");
  const end = await trainHypernetwork(arm, { onNonFinite: "end", checkpointPath });
  const { brokeOff, records, checkpoints, parameters, qEvaluations } = end, { step, quantity } = brokeOff!;
  expect([quantity, qEvaluations]).toEqual(["log Q", step]);
  // log Q grew to the logarithm of the largest double, about 709.
  expect(records.logQ![step - 1]!).toBeGreaterThan(600);
  for (
    const values of [records.loss, records.gradientNorm, records.logQ!, records.signal!, records.totalObservableTime!]
  ) {
    expect(values.findIndex((value) => !Number.isFinite(value))).toBe(step);
  }
  expect([records.kl.findIndex(Number.isNaN), records.kl.length]).toEqual([step + 1, 401]);
  expect(checkpoints.map((kept) => [kept.reached, kept.step === step])).toEqual([[true, false], [false, true], [
    true,
    true,
  ]]);
  expect(checkpoints.at(-1)!.parameters).toEqual(parameters);
  // It breaks off at the same place from its checkpoint, and as an error unless told.
  expect(await trainHypernetwork(arm, { onNonFinite: "end", checkpointPath })).toEqual(end);
  const error = await trainHypernetwork(arm, { checkpointPath }).catch((error) => error);
  expect([error.step, error.quantity, error.message]).toEqual([step, quantity, brokeOff!.message]);
});

test("trainHypernetwork() goes on from a checkpoint bit for bit", async () => {
  const path = join(folder, "resumed.json"), full = checkArm(SMALL), whole = await trainHypernetwork(SMALL);
  const trainer = new HypernetworkTrainer(full);
  for (let step = 0; step < 13; step++) trainer.update();
  await writeCheckpoint(path, full, trainer.state());
  const steps: number[] = [];
  const resumed = await trainHypernetwork(SMALL, {
    checkpointPath: path,
    onProgress: ({ resumedAt }) => void steps.push(resumedAt),
  });
  expect(resumed).toEqual(whole);
  expect(steps.at(-1)).toBe(13);
  // The run is done: what is there is its end.
  expect((await readCheckpoint(path, full))!.adam.updates).toBe(40);
  expect(await trainHypernetwork(SMALL, { checkpointPath: path })).toEqual(whole);
  // A checkpoint one update further on is another run.
  trainer.update();
  expect(trainer.state().parameters).not.toEqual(whole.checkpoints.at(-1)!.parameters);
});

test("trainHypernetwork() stops on its signal, keeps where it stands, and goes on as if it had not", async () => {
  const path = join(folder, "stopped.json"), arm = cell(4, 2, { lambda: 0.1, steps: 250, learningRate: 0.003 });
  const controller = new AbortController(), reason = new Error("enough"), seen: number[] = [];
  const onProgress = ({ step, steps, kl, logQ, secondsLeft }: Parameters<
    NonNullable<NonNullable<Parameters<typeof trainHypernetwork>[1]>["onProgress"]>
  >[0]) => {
    seen.push(step);
    expect(steps === 250 && kl > 0 && Number.isFinite(logQ!) && secondsLeft >= 0).toBe(true);
    controller.abort(reason);
  };
  const options = { checkpointPath: path, checkpointEvery: 1000, signal: controller.signal, onProgress };
  await expect(trainHypernetwork(arm, options)).rejects.toBe(reason);
  const state = await readCheckpoint(path, checkArm(arm));
  expect([state!.adam.updates]).toEqual(seen);
  expect(readdirSync(folder).filter((name) => name.includes("tmp"))).toEqual([]);
  expect(await trainHypernetwork(arm, { checkpointPath: path })).toEqual(await trainHypernetwork(arm));
});

test("trainHypernetwork() refuses a checkpoint of another run, and a file that is none", async () => {
  const path = join(folder, "other.json"), full = checkArm(SMALL);
  await trainHypernetwork(SMALL, { checkpointPath: path });
  for (
    const other of [{ ...SMALL, lambda: 0.2 }, { ...SMALL, seed: 4 }, {
      ...SMALL,
      teachers: [...SMALL.teachers].reverse(),
    }]
  ) {
    await expect(trainHypernetwork(other, { checkpointPath: path })).rejects.toThrow(
      "it belongs to a run with other settings",
    );
  }
  const file = JSON.parse(readFileSync(path, "utf8"));
  file.state.records.kl.float64 = file.state.records.kl.float64.slice(0, 8);
  writeFileSync(path, JSON.stringify(file));
  await expect(readCheckpoint(path, full)).rejects.toThrow("parts of it are missing");
  writeFileSync(path, '{"kind":');
  await expect(readCheckpoint(path, full)).rejects.toThrow("it is not JSON");
  writeFileSync(path, "{}");
  await expect(readCheckpoint(path, full)).rejects.toThrow(InputError);
});

test("trainHypernetwork() refuses arms that cannot be used", async () => {
  const refused = (arm: Partial<HypernetworkArm>) => expect(trainHypernetwork({ ...SMALL, ...arm })).rejects;
  await refused({ teachers: [] }).toThrow("there are no teachers");
  await refused({ shape: { ...SMALL.shape, visible: 3 } }).toThrow('teachers[0] is of kind "rbm" with 2 visible');
  await refused({ codes: [[1, 0]] }).toThrow("1 codes for 2 teachers");
  await refused({ codes: [[1], [0]] }).toThrow("codes[0] has 1 entry; give 2");
  await refused({ lambda: -1 }).toThrow("lambda is -1");
  await refused({ steps: 0 }).toThrow("steps is 0");
  await refused({ levels: [0.5, NaN] }).toThrow("levels[1] is NaN");
  await refused({ learningRate: 0 }).toThrow(InputError);
});
