import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { loadTrainConfig, parseTrainConfig } from "../../../kernels/lab/train_config.ts";
import { loadTrainRows } from "../../../kernels/lab/train_data.ts";
import {
  CHECKPOINT,
  LEDGER,
  runTraining,
  type TrainRunOptions,
  TrainWriteError,
} from "../../../kernels/lab/train_run.ts";
import { InputError } from "../../../lib/errors.ts";
import { createDenoisingModel } from "../../../lib/model/denoising/denoising_model.ts";
import { stepDigest } from "../../../lib/model/denoising/step_models.ts";
import { decodeTraining } from "../../../lib/train/denoising/training_file.ts";
import { trainingSettings } from "../../../lib/train/denoising/training_settings.ts";
import { writeWhole } from "../../../lib/write_whole.ts";
import { expectBadInput, file, folder, lab, STARTS_LAB } from "./cli.ts";
import { idx } from "../../lib/data/idx_bytes.ts";

const CONFIG = {
  ...{ data: "images", seed: 3, epochs: 3, grid: "8_8", steps: 2, labelSpots: 2, threshold: 0.5, images: 6 },
  ...{ batchSize: 10, warmUp: 4, samples: 4, stride: 2, checkpointUpdates: 2, keep: [1], backend: "wasm" },
};

/** A folder with a configuration and 64 images of 2 × 3 pixels with two labels. */
function prepared(change: Record<string, unknown> = {}): string {
  const at = folder(), labels = Array.from({ length: 64 }, (_, k) => k % 2);
  const pixels = labels.flatMap((label) => label === 0 ? [255, 0, 255, 0, 9, 200] : [0, 255, 0, 255, 255, 0]);
  mkdirSync(join(at, "images"));
  writeFileSync(join(at, "images/train-images-idx3-ubyte"), idx([64, 2, 3], pixels));
  writeFileSync(join(at, "images/train-labels-idx1-ubyte"), idx([64], labels));
  file(at, "c.json", JSON.stringify({ ...CONFIG, ...change }));
  return at;
}

const filesOf = (at: string) =>
  Object.fromEntries(readdirSync(at).sort().map((name) => [name, readFileSync(join(at, name), "base64")]));

const rowsOf = (at: string, configuration = "c.json") =>
  loadTrainRows(loadTrainConfig(join(at, configuration)).data, 3);

/** The run of a folder's configuration in this process. */
async function run(at: string, options: Partial<TrainRunOptions> = {}, configuration = "c.json") {
  const config = loadTrainConfig(join(at, configuration)), rows = await rowsOf(at, configuration);
  const signal = new AbortController().signal;
  return runTraining({ config, rows, out: join(at, "out"), resume: false, signal, ...options });
}

describe("runTraining()", () => {
  test("runTraining() resumes after a stop at any update with the same files, byte for byte", async () => {
    const whole = prepared();
    const { completed, files, model, records } = await run(whole);
    expect(completed).toBe(true);
    expect([...files].sort()).toEqual(["epoch-1.checkpoint", "epoch-3.checkpoint", "samples.svg", CHECKPOINT, LEDGER]);
    // What is kept says what it is, and is small.
    for (const [epochs, count] of [[1, 6], [3, 18]] as const) {
      const kept = decodeTraining(readFileSync(join(whole, `out/epoch-${epochs}.checkpoint`)), "the checkpoint");
      const config = JSON.parse(readFileSync(join(whole, "c.json"), "utf8")), { digest } = await rowsOf(whole);
      expect(kept).toMatchObject({ updates: [count, count], data: digest, state: null, note: { config } });
      expect(kept.note).toMatchObject({ data: { name: "images", images: 64, classes: [0, 1], labelSpots: 2 } });
      expect(kept.records).toEqual(records.slice(0, 2 * epochs));
      expect(kept.model.steps.map(stepDigest)).toEqual(kept.records.slice(-2).map((record) => record.digest));
      if (epochs === 3) expect(kept.model.steps.map(stepDigest)).toEqual(model.steps.map(stepDigest));
    }
    const ledger = JSON.parse(readFileSync(join(whole, "out", LEDGER), "utf8"));
    expect(ledger).toMatchObject({ finished: true, batchesPerEpoch: 6, epochs: records });
    expect(ledger.epochs.at(-1)).toMatchObject({ epoch: 2, step: 1, updates: 18, digest: stepDigest(model.steps[1]!) });
    expect(readFileSync(join(whole, "out/samples.svg"), "utf8")).toMatch(/<svg/);
    for (const stop of [1, 6, 13]) {
      const at = prepared(), controller = new AbortController();
      let updates = 0;
      const onBatch = () => void (++updates === stop && controller.abort());
      expect((await run(at, { signal: controller.signal, onBatch })).completed).toBe(false);
      expect(existsSync(join(at, "out", CHECKPOINT))).toBe(true);
      await expect(run(at)).rejects.toThrow(/it holds a checkpoint; go on with --resume/);
      expect((await run(at, { resume: true })).completed).toBe(true);
      // No file names the folder.
      expect(filesOf(join(at, "out"))).toEqual(filesOf(join(whole, "out")));
    }
  });

  test("runTraining() keeps the last good checkpoint when the disk is full, and goes on from it", async () => {
    const at = prepared(), whole = prepared();
    await run(whole);
    let writes = 0;
    const write = async (path: string, content: string | Uint8Array) => {
      if (++writes > 4) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      await writeWhole(path, content);
    };
    const failed = run(at, { write });
    await expect(failed).rejects.toThrow(TrainWriteError);
    await expect(failed).rejects.toThrow(
      /^Cannot write ".*" \(ENOSPC: no space left on device, write\); the checkpoint ".*training.checkpoint" is kept: make room and go on with --resume$/,
    );
    expect((await run(at, { resume: true })).completed).toBe(true);
    expect(readFileSync(join(at, "out", CHECKPOINT)).equals(readFileSync(join(whole, "out", CHECKPOINT)))).toBe(true);
    // Nothing half-written stays behind.
    expect(readdirSync(join(at, "out")).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("runTraining() refuses a checkpoint that is none, is damaged, or belongs to another graph, data or settings", async () => {
    const at = prepared(), path = join(at, "out", CHECKPOINT);
    await expect(run(at, { resume: true })).rejects.toThrow(/Cannot read the checkpoint ".*": there is no such file/);
    await run(at);
    const good = readFileSync(path);
    const other = async (change: Record<string, unknown>, message: RegExp) => {
      file(at, "other.json", JSON.stringify({ ...CONFIG, ...change }));
      const refused = run(at, { resume: true }, "other.json");
      await expect(refused).rejects.toThrow(InputError);
      await expect(refused).rejects.toThrow(message);
    };
    await other({ grid: "6_4" }, /it holds another model: its grid is .* is expected/);
    await other({ learningRate: 0.1 }, /it belongs to another run: its learningRate is 0.05 and 0.1 is wanted/);
    await other({ threshold: 0.01 }, /it belongs to another run: its data is "sha256:/);
    // More epochs are no other run.
    file(at, "more.json", JSON.stringify({ ...CONFIG, epochs: 4 }));
    expect((await run(at, { resume: true }, "more.json")).records.length).toBe(8);
    writeFileSync(path, readFileSync(join(at, "out/epoch-3.checkpoint")));
    await expect(run(at, { resume: true })).rejects.toThrow(/it holds weights without their optimiser/);
    for (
      const bytes of [
        good.subarray(0, 999),
        Uint8Array.from(good, (b, k) => k === 5000 ? b ^ 1 : b),
        new Uint8Array(9),
      ]
    ) {
      writeFileSync(path, bytes);
      const refused = run(at, { resume: true });
      await expect(refused).rejects.toThrow(InputError);
      await expect(refused).rejects.toThrow(
        /Cannot read the checkpoint ".*": it is (truncated or damaged|no checkpoint)/,
      );
      expect(readFileSync(path).equals(bytes)).toBe(true);
    }
  });
});

describe("train.schema.json", () => {
  const url = new URL("../../../kernels/lab/train.schema.json", import.meta.url);
  const accepts = new Ajv({ strictTypes: false }).compile(JSON.parse(readFileSync(url, "utf8")));
  const OTHERS = [null, "text", -1, 0.5, true, [], [null], ["a"], {}, { law: "acp" }, 1e300];
  const FULL = {
    ...CONFIG,
    ...{ labels: "l.npy", classes: [0, 1], testCount: 3, preset: "paper", times: "log", offset: 0.1, imageRate: 0.8 },
    ...{
      labelRate: 0.2,
      decayPerRate: 1,
      beta: 1,
      conditioning: "shared",
      learningRate: 0.1,
      rateEpochs: 3,
      rateFloor: 0.5,
    },
    ...{ conditionalMeans: true, penalty: { law: "paper", strength: 0.1 }, threads: 1 },
    probe: { reading: "tail", inputs: 2, chains: 2, samples: 40 },
  };
  /** The reader and what it hands the values on to, as the schema sees them. */
  const reads = (json: unknown): boolean => {
    try {
      const { model, training } = parseTrainConfig(json, "/");
      const built = createDenoisingModel({ ...model, imageCount: 6, labelCount: 0 });
      trainingSettings(training, built.preset);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      return false;
    }
  };

  test("train.schema.json and the reader accept every key", () => {
    for (const json of [CONFIG, FULL, { data: "builtin", seed: 0, epochs: 1 }]) {
      expect([accepts(json), reads(json)]).toEqual([true, true]);
    }
    expect(
      Object.keys(FULL).concat("images", "checkpointUpdates", "keep").every((key) =>
        accepts({ ...FULL, [key]: FULL[key as never] })
      ),
    ).toBe(true);
  });

  test("train.schema.json and the reader refuse the same keys and values", () => {
    for (const json of [null, [], {}, { ...CONFIG, sed: 1 }, { ...CONFIG, penalty: { law: "paper", epsilon: 1 } }]) {
      expect([accepts(json), reads(json)]).toEqual([false, false]);
    }
    // What the library looks at when it loads the data is not asked here.
    const later = ["data", "labels", "threshold", "backend", "threads", "grid", "images"];
    for (const key of Object.keys(FULL).filter((name) => !later.includes(name))) {
      for (const value of OTHERS) {
        const json = { ...FULL, [key]: value };
        // A number may be in range for one and beyond what is possible for the other.
        if (!accepts(json)) expect([key, value, reads(json)]).toEqual([key, value, false]);
      }
    }
  });
});

describe.runIf(STARTS_LAB)("lab train", () => {
  test("stops on Ctrl-C with a checkpoint and goes on with --resume to the same weights; lab sample takes its files", async () => {
    const slow = { epochs: 40, keep: [], checkpointUpdates: 1000 };
    const whole = prepared(slow), at = prepared(slow);
    expect((await lab(whole, ["train", "c.json"])).code).toBe(0);
    let stopped = false;
    const first = await lab(at, ["train", "c.json", "--out", "mine"], {
      onError: (text, pid) => {
        if (stopped || !text.includes("Epoch 2 of 40")) return;
        stopped = true;
        process.kill(pid, "SIGINT");
      },
    });
    expect(first.stderr).toMatch(/Interrupted; go on with: lab train c.json --out mine --resume\n$/);
    expect([first.code, first.stdout]).toEqual([130, ""]);
    const second = await lab(at, ["train", "c.json", "--out", "mine", "--resume"]);
    expect(second.code).toBe(0);
    expect(second.stdout).toMatch(
      /64 images from .*\nEpoch 40 of 40, step 1: 240 updates, contrast .*\nWritten to .*mine: /,
    );
    for (const name of ["epoch-40.checkpoint", CHECKPOINT]) {
      expect(readFileSync(join(at, "mine", name)).equals(readFileSync(join(whole, "out", name)))).toBe(true);
    }
    const sample = async (name: string, ...more: string[]) => {
      const args = ["--chains", "3", "--sweeps", "40", "--seed", "5", "--kernel", "forward", "--json"];
      const { code, stdout } = await lab(at, ["sample", join("mine", name), ...args, ...more]);
      expect(code).toBe(0);
      return JSON.parse(stdout);
    };
    const model = await sample("epoch-40.checkpoint"),
      checkpoint = await sample(CHECKPOINT),
      last = await sample(CHECKPOINT, "--step", "1");
    expect(model.mean.length).toBe(64);
    expect([checkpoint.stateDigest, last.stateDigest]).toEqual([model.stateDigest, model.stateDigest]);
    expect((await sample(CHECKPOINT, "--step", "0")).stateDigest).not.toBe(model.stateDigest);
    const run = ["--chains", "3", "--sweeps", "4", "--seed", "5"];
    await expectBadInput(at, ["sample", "mine/epoch-40.checkpoint", ...run, "--step", "2"], "has the steps 0 to 1");
    await expectBadInput(at, ["sample", "c.json", ...run, "--step", "0"], "no denoising model");
  });

  test("trains on a .npy file of images alone", async () => {
    const at = prepared({ data: "x.npy", labelSpots: 0, epochs: 1, testCount: 4, images: 0 });
    const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (24, 2, 3), }";
    const bytes = Uint8Array.of(0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, 118, 0);
    const padded = new TextEncoder().encode(`${header.padEnd(117)}\n`);
    const pixels = Uint8Array.from({ length: 144 }, (_, k) => k % 12 < 6 ? (k % 2) * 255 : 255 - (k % 2) * 255);
    writeFileSync(join(at, "x.npy"), Uint8Array.of(...bytes, ...padded, ...pixels));
    const { code, stdout } = await lab(at, ["train", "c.json"]);
    expect(stdout).toMatch(/^20 images from /);
    expect(code).toBe(0);
  });

  test("answers bad input in one line and writes nothing", async () => {
    const at = prepared();
    const bad = async (change: Record<string, unknown>, value: string | RegExp) => {
      file(at, "c.json", JSON.stringify({ ...CONFIG, ...change }));
      await expectBadInput(at, ["train", "c.json"], value);
    };
    await expectBadInput(at, ["train"], /CONFIG.json/);
    await expectBadInput(at, ["train", "none.json"], "there is no such file");
    await expectBadInput(at, ["train", "c.json", "--resume"], "there is no such file");
    await bad({ epoch: 3 }, 'unknown key "epoch"');
    await bad({ data: "none" }, "there is no such file or folder");
    await bad({ classes: [7] }, "no image to train on has the label 7");
    await bad({ grid: "601" }, '"601"');
    await bad({ grid: "3_4" }, /imageCount is|labelCount is/);
    await bad({ batchSize: 65 }, "train has 640 spins");
    writeFileSync(join(at, "images", "train-images-idx3-ubyte"), Uint8Array.of(0, 0, 8, 3, 0, 0));
    await bad({}, "train-images-idx3-ubyte");
  });
});
