import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.ts";
import { createDenoisingModel } from "../../../../lib/model/denoising/denoising_model.ts";
import { jointModel, stepDigest } from "../../../../lib/model/denoising/step_models.ts";
import { clampedSites } from "../../../../lib/model/denoising/clamped_sites.ts";
import { createSampler } from "../../../../lib/sampler/create_sampler.ts";
import { StaleWeightsError } from "../../../../lib/sampler/engine/stale_weights.ts";
import type { BatchRecord } from "../../../../lib/train/denoising/training_record.ts";
import type { DenoisingTrainingOptions } from "../../../../lib/train/denoising/training_settings.ts";
import { resumedState } from "../../../../lib/train/denoising/resumed_state.ts";
import { decodeTraining, encodeTraining } from "../../../../lib/train/denoising/training_file.ts";
import { exactLoss, pairLaw } from "../../model/denoising/exact_step.ts";
import { parametersOf, PROBE, ROWS, trained, trainer, untrained } from "./trained.ts";

const ADAPTED: Partial<DenoisingTrainingOptions> = {
  penalty: { law: "replication" },
  probe: { ...PROBE, reading: "tail" },
};

describe("createDenoisingTrainer()", () => {
  test("createDenoisingTrainer() resumes from the bytes of any checkpoint with the same bits", async () => {
    const whole = await trained(ADAPTED, 2);
    // Inside an epoch, at the end of a step's epoch, in the second step, at the end of an epoch.
    for (const stop of [1, 5, 8, 10, 17]) {
      const first = trainer(ADAPTED);
      for (let k = 0; k < stop; k++) await first.trainBatch();
      const bytes = encodeTraining(first, { data: "sha256:0" });
      await first.close();
      const read = decodeTraining(bytes, "the checkpoint"), { model } = read;
      const state = resumedState(read, { settings: first.settings, data: "sha256:0" }, "the checkpoint");
      const second = trainer(ADAPTED, model, state);
      expect(await second.train({ epochs: 2 })).toBe(true);
      expect(parametersOf(model)).toEqual(whole.parameters);
      expect(second.records).toEqual(whole.records);
      await second.close();
    }
    expect(whole.records.map(({ epoch, step }) => [epoch, step])).toEqual([[0, 0], [0, 1], [1, 0], [1, 1]]);
    // Another start of the optimiser is another run.
    const first = trainer(ADAPTED);
    for (let k = 0; k < 7; k++) await first.trainBatch();
    const state = first.state();
    const forgetful = trainer(ADAPTED, first.model, {
      ...state,
      adam: state.adam.map((adam) => ({ ...adam, firstMoments: adam.firstMoments.map(() => 0) })),
    });
    await first.close();
    await forgetful.train({ epochs: 2 });
    expect(parametersOf(first.model)).not.toEqual(whole.parameters);
    await forgetful.close();
  });

  test("createDenoisingTrainer() gives the same bits on every backend and for any number of threads", async () => {
    const wasm = await trained({}, 1);
    expect((await trained({ backend: "reference" }, 1)).parameters).toEqual(wasm.parameters);
    expect((await trained({ threads: 2 }, 1)).parameters).toEqual(wasm.parameters);
    expect((await trained({ seed: 10 }, 1)).parameters).not.toEqual(wasm.parameters);
  });

  test("createDenoisingTrainer() trains the same whether the autocorrelation is read or not", async () => {
    const fixed = { penalty: { law: "fixed", strength: 0.01 } } as const;
    const [without, read] = [await trained(fixed), await trained({ ...fixed, probe: { ...PROBE, reading: "lag" } })];
    expect(read.parameters).toEqual(without.parameters);
    expect(without.records.every((record) => record.autocorrelation === null)).toBe(true);
    expect(read.records.every((record) => Number.isFinite(record.autocorrelation))).toBe(true);
    expect(read.records.map((record) => ({ ...record, autocorrelation: null }))).toEqual(without.records);
    // Where the penalty follows it, it matters.
    const [low, high] = await Promise.all(
      [1e-9, 9].map((threshold) =>
        trained({ penalty: { law: "paper", strength: 1, threshold }, probe: { ...PROBE, reading: "lag" } })
      ),
    );
    expect(high!.records.map(({ penalty }) => penalty)).toEqual([1, 1, 0.8, 0.8]);
    expect(low!.parameters).not.toEqual(high!.parameters);
  });

  test("createDenoisingTrainer() counts the optimiser's updates as epochs times batches, and shows whose numbers they are", async () => {
    const run = trainer(), seen: BatchRecord[] = [];
    expect(run.batchesPerEpoch).toBe(5);
    await run.train({ epochs: 3, onBatch: (record) => void seen.push(record) });
    expect(run.records.map(({ epoch, step, updates, batches }) => [epoch, step, updates, batches])).toEqual([
      ...[[0, 0, 5, 5], [0, 1, 5, 5], [1, 0, 10, 5], [1, 1, 10, 5], [2, 0, 15, 5], [2, 1, 15, 5]],
    ]);
    expect(run.records.slice(4).map(({ digest }) => digest)).toEqual(run.model.steps.map(stepDigest));
    expect(seen.length).toBe(30);
    const { steps } = run.model;
    expect(run.records[4]!.largestWeight).toBe(Math.max(...steps[0]!.weights.map(Math.abs)));
    expect(run.records[5]!.largestBias).toBe(Math.max(...steps[1]!.biases.map(Math.abs)));
    // A mean over the updates of the epoch.
    const norms = seen.filter(({ epoch, step }) => epoch === 2 && step === 1).map(({ gradientNorm }) => gradientNorm);
    expect(run.records[5]!.gradientNorm).toBeCloseTo(norms.reduce((sum, norm) => sum + norm) / 5, 12);
    // The couplings to the input are not learned.
    expect(steps.map((step) => [...step.inputCouplings])).toEqual(
      untrained().steps.map((step) => [...step.inputCouplings]),
    );
    await run.close();
  });

  test("createDenoisingTrainer() leaves no sampler on the initial weights unnoticed", async () => {
    const run = trainer(), step = run.model.steps[0]!, initial = stepDigest(step);
    const clamped = clampedSites(step, "negative", "spins");
    const stale = await createSampler(jointModel(step), { scan: "forward", seed: 1, clamped, backend: "wasm" });
    const start = stale.init(8);
    await stale.run(start, { samples: 1 });
    await run.trainBatch();
    let seen = 0;
    const observers = [{ observe: () => void seen++ }];
    await expect(stale.run(start, { samples: 3 }, { observers })).rejects.toThrow(StaleWeightsError);
    expect([seen, stale.weightsDigest]).toEqual([0, initial]);
    await stale.refresh();
    await stale.run(start, { samples: 3 }, { observers });
    expect(seen).toBeGreaterThan(0);
    expect(stale.weightsDigest).toBe(stepDigest(step));
    // And the trainer's own chains do not run on weights that somebody else has changed.
    step.weights[3]! += 0.5;
    await expect(run.trainBatch()).rejects.toThrow(StaleWeightsError);
    await stale.close();
    await run.close();
  });

  test("createDenoisingTrainer() lowers the exact loss of every step by far", async () => {
    const grid = { width: 4, height: 3, offsets: [[0, 1]], boundary: "open" } as const;
    const model = createDenoisingModel({ preset: "replication", grid, imageCount: 3, steps: 2, seed: 2, offset: 0 });
    const law = [0, 0.45, 0, 0.05, 0, 0, 0.5, 0];
    const rows = Int8Array.from(
      { length: 3 * 400 },
      (_, at) => ((at < 540 ? 1 : at < 600 ? 3 : 6) >> (at % 3)) & 1 ? -1 : 1,
    );
    const losses = () => model.steps.map((step) => exactLoss(step, pairLaw(step, law)));
    const before = losses();
    const run = trainer({ batchSize: 100, warmUp: 10, samples: 10, rateEpochs: 12 }, model, undefined, { train: rows });
    await run.train({ epochs: 12 });
    await run.close();
    // No kernel has a lower loss than the entropy of the target given the input.
    losses().forEach((after, t) => {
      const pairs = pairLaw(model.steps[t]!, law), inputs = new Float64Array(8);
      pairs.forEach((q, k) => inputs[k % 8]! += q);
      const floor = pairs.reduce((sum, q, k) => q === 0 ? sum : sum - q * Math.log(q / inputs[k % 8]!), 0);
      expect(after - floor).toBeLessThan(0.25 * (before[t]! - floor));
    });
  });

  test("createDenoisingTrainer() with a strong penalty keeps the weights small, averaged over inputs or over the batch", async () => {
    for (const preset of ["paper", "replication"] as const) {
      const weight = async (strength: number, conditionalMeans: boolean) => {
        const options = { preset, grid: "8_8", imageCount: 4, labelCount: 2, steps: 2, seed: 5 } as const;
        const run = trainer({ penalty: { law: "fixed", strength }, conditionalMeans }, createDenoisingModel(options));
        await run.train({ epochs: 4 });
        await run.close();
        expect(run.records.every((record) => record.penalty === strength)).toBe(true);
        return run.model.steps.reduce((sum, { weights }) => weights.reduce((total, w) => total + w * w, sum), 0);
      };
      for (const conditionalMeans of [false, true]) {
        expect(await weight(5, conditionalMeans)).toBeLessThan(0.5 * await weight(0, conditionalMeans));
      }
    }
  });

  test("createDenoisingTrainer() stops after the update in hand", async () => {
    const run = trainer(), controller = new AbortController();
    const onBatch = ({ updates }: BatchRecord) => void (updates === 3 && controller.abort());
    expect(await run.train({ epochs: 2, signal: controller.signal, onBatch })).toBe(false);
    expect(run.position).toEqual({ epoch: 0, step: 0, batch: 3 });
    await expect(Promise.all([run.trainBatch(), run.trainBatch()])).rejects.toThrow(/an update is going on/);
    await run.close();
  });

  test.each<[string, Partial<DenoisingTrainingOptions>, RegExp]>([
    ["no seed", { seed: -1 }, /seed is -1/],
    ["a larger batch than the data", { batchSize: 105 }, /train has 624 spins; give whole rows of 6, at least 105/],
    ["no learning rate", { learningRate: 0 }, /learningRate is 0; give a positive number/],
    ["a stride beyond the warm-up", { warmUp: 1, stride: 2 }, /warmUp is 1 and stride 2/],
    ["another conditioning", { conditioning: "paired" as "shared" }, /conditioning is "paired"/],
    ["a lag beyond the samples", { probe: { ...PROBE, reading: "lag", lag: 400 } }, /lag is 400 sweeps/],
    ["a floor above 1", { rateFloor: 2 }, /rateFloor is 2/],
  ])("createDenoisingTrainer() refuses %s", (_, options, message) => {
    expect(() => trainer(options)).toThrow(InputError);
    expect(() => trainer(options)).toThrow(message);
  });

  test("createDenoisingTrainer() refuses rows that are not the model's, and the state of another run", async () => {
    const rows = ROWS.slice();
    rows[7] = 0;
    expect(() => trainer({}, untrained(), undefined, { train: rows })).toThrow(/train\[7\] is 0/);
    expect(() => trainer({}, untrained(), undefined, { train: ROWS.subarray(1) })).toThrow(/train has 623 spins/);
    const run = trainer();
    await run.trainBatch();
    const state = run.state();
    expect(() => trainer({ batchSize: 104 }, untrained(), state)).toThrow(/the state's batch is 1/);
    expect(() => trainer({}, untrained(), { ...state, adam: [] })).toThrow(/the state is not one of this model/);
    await run.close();
  });
});

describe("decodeTraining()", () => {
  test("decodeTraining() refuses every damaged byte, every truncation and the files of others", async () => {
    const run = trainer();
    await run.trainBatch();
    const bytes = encodeTraining(run, { data: "sha256:0" });
    await run.close();
    for (let at = 0; at < bytes.length; at += 97) {
      const damaged = bytes.slice();
      damaged[at]! ^= 4;
      expect(() => decodeTraining(damaged, "a.train")).toThrow(/Cannot read a.train: it is (truncated|no checkpoint)/);
      expect(() => decodeTraining(bytes.subarray(0, at), "a.train")).toThrow(InputError);
    }
    expect(() => decodeTraining(Uint8Array.of(...bytes, 0), "a.train")).toThrow(/truncated or damaged/);
  });

  test("decodeTraining() reads weights without their optimiser, with what made them", async () => {
    const run = trainer(ADAPTED), note = { config: { seed: 9, keep: [2] } };
    await run.train({ epochs: 2 });
    const whole = encodeTraining(run, { data: "sha256:0", note });
    const bytes = encodeTraining(run, { data: "sha256:0", note, optimiser: false });
    const kept = decodeTraining(bytes, "kept.checkpoint"), { steps } = run.model;
    const numbers = steps.reduce((sum, { parameters }) => sum + 2 * 8 * parameters.length, 0);
    expect(whole.length - bytes.length).toBeGreaterThanOrEqual(numbers);
    expect(parametersOf(kept.model)).toEqual(parametersOf(run.model));
    expect(kept).toMatchObject({ data: "sha256:0", note, settings: run.settings, updates: [10, 10], state: null });
    expect(kept.records).toEqual(run.records);
    expect(kept.records.slice(-2).map(({ digest }) => digest)).toEqual(steps.map(stepDigest));
    expect(decodeTraining(whole, "a.checkpoint")).toMatchObject({ note, updates: [10, 10], records: run.records });
    await run.close();
    expect(() => resumedState(kept, kept, "kept.checkpoint")).toThrow(
      /^Cannot go on from kept.checkpoint: it holds weights without their optimiser; give the checkpoint of the run itself$/,
    );
  });
});

describe("resumedState()", () => {
  test("resumedState() names what differs", async () => {
    const run = trainer(), state = run.state(), wanted = { settings: run.settings, data: "sha256:0" };
    const found = (change: Partial<DenoisingTrainingOptions>) => ({
      ...wanted,
      settings: trainer(change).settings,
      state,
    });
    expect(() => resumedState({ ...found({}), data: "sha256:1" }, wanted, "a.train")).toThrow(
      /its data is "sha256:1" and "sha256:0" is wanted/,
    );
    expect(() => resumedState(found({ learningRate: 0.1 }), wanted, "a.train")).toThrow(
      /Cannot go on from a.train: it belongs to another run: its learningRate is 0.1 and 0.05 is wanted/,
    );
    // Where it is computed is no part of the run.
    expect(resumedState(found({ threads: 2, backend: "reference" }), wanted, "a.train")).toBe(state);
    await run.close();
  });
});
