import { type Command, EXIT } from "./command.ts";
import { parseArguments } from "./arguments.ts";
import { formatNumber } from "../../lib/notebook/mod.ts";
import type { EpochRecord } from "../../lib/train/mod.ts";
import { onlyArgument } from "./only_argument.ts";
import { outFolder } from "./out_folder.ts";
import { progressLine } from "./progress_line.ts";
import { loadTrainConfig } from "./train_config.ts";
import { loadTrainRows } from "./train_data.ts";
import { CHECKPOINT, LEDGER, runTraining, SAMPLES } from "./train_run.ts";
import { shownPath } from "./user_path.ts";

/** `lab train`: a denoising model on the user's own data. */
export const train: Command = {
  usage: `Usage: lab train CONFIG.json [--out DIR] [--resume]

Trains a denoising model. Ctrl-C stops it after the update in hand, and --resume goes on, with the same weights as if it had never
stopped, bit for bit.

  --out DIR   folder for what comes out, default out
  --resume    go on from the checkpoint there

CONFIG.json: {"data": "builtin", "seed": 1, "epochs": 50, …}
  data      "builtin" (small digits of this project), "mnist" (the folder in THERMOLAB_MNIST, the cache, else a download),
            a folder of IDX files, or a .npy file of images; paths are relative to CONFIG.json
  labels    a .npy file of labels, for images in a .npy file
  classes   labels to train on, such as [0, 1, 2, 3]; default all
  testCount images of a .npy file to keep for testing
  threshold brightness above which a pixel is on, default 0.1; labelSpots repetitions of the label, default 5 where there are labels
  seed      a whole number from 0 to 2^53 - 1: the whole run follows from it
  epochs    in all; keep: epochs after which the weights are kept in a file, such as [5, 10, 25]; the last one always is
  preset    "replication" (default: one step, a plain Boltzmann machine), "replication-8" or "paper", and what differs from it:
            grid ("60_12" or {"width", "height", "offsets", "boundary"}), steps, times, offset, imageRate, labelRate, decayPerRate
  batchSize (400), warmUp (400), samples (50), stride (8), beta, conditioning, learningRate (0.05), rateEpochs (50), rateFloor (0.2),
  conditionalMeans (false), penalty {"law": "fixed", "paper" or "replication", strength, threshold, change, least},
  probe {reading, lag, inputs, chains, warmUp, samples, stride, projections, beta}: the autocorrelation after every epoch
  backend ("auto"), threads (1), checkpointUpdates (20) from checkpoint to checkpoint, images (40) drawn at the end

In DIR: ${CHECKPOINT} (a run goes on from it), epoch-N.checkpoint (the weights after epoch N with what made them: this file, the
settings, the digest of the data, the updates done, the record of every epoch), ${LEDGER} (that record), ${SAMPLES}.
lab sample takes both kinds of checkpoint

Exit codes: 0 · 1 a file could not be written, the last checkpoint is kept · 64 bad input · 130 interrupted, a checkpoint is kept`,
  async run(args, terminal) {
    const parsed = parseArguments("train", args, { "--out": "value", "--resume": "switch" });
    const file = shownPath(onlyArgument("train", "configuration", "CONFIG.json", parsed.positionals));
    const config = loadTrainConfig(file), out = outFolder(parsed.value("--out"));
    const rows = await loadTrainRows(config.data, config.training.seed, terminal.signal);
    const line = progressLine(terminal);
    const began = performance.now();
    let updates = 0;
    const { completed, records, files } = await runTraining({
      ...{ config, rows, out, resume: parsed.has("--resume"), signal: terminal.signal },
      onBatch: ({ epoch, step, batch, contrast, pairError }, { batchesPerEpoch, model, position }) => {
        updates++;
        const steps = model.steps.length;
        const done = (position.epoch * steps + position.step) * batchesPerEpoch + position.batch;
        const left = (config.epochs * steps * batchesPerEpoch - done) * (performance.now() - began) / 1000 / updates;
        line.show(
          `Epoch ${epoch + 1} of ${config.epochs}, step ${step + 1} of ${steps}, update ${
            batch + 1
          } of ${batchesPerEpoch}: ` +
            `contrast ${short(contrast)}, pair error ${short(pairError)}; ${Math.ceil(left)} s left`,
        );
      },
      onEpoch: (record) => {
        line.clear();
        terminal.err(`${summary(record, config.epochs)}\n`);
      },
    }).finally(line.clear);
    if (!completed) {
      terminal.err(`Interrupted; go on with: lab train ${file} --out ${parsed.value("--out") ?? "out"} --resume\n`);
      return EXIT.interrupted;
    }
    terminal.out(
      `${rows.count} images from ${rows.source}\n${summary(records.at(-1)!, config.epochs)}\n` +
        `Written to ${out}: ${files.join(", ")}\n`,
    );
    return EXIT.ok;
  },
};

function summary(record: EpochRecord, epochs: number): string {
  const { epoch, step, updates, contrast, pairError, visibleError, gradientNorm, updateNorm, largestWeight } = record;
  return `Epoch ${epoch + 1} of ${epochs}, step ${step}: ${updates} updates, contrast ${short(contrast)}, pair error ` +
    `${short(pairError)}, visible error ${short(visibleError)}, gradient ${short(gradientNorm)}, |ΔW| ${
      short(updateNorm)
    }, ` +
    `max |W| ${short(largestWeight)}, penalty ${short(record.penalty)}` +
    (record.autocorrelation === null ? "" : `, autocorrelation ${short(record.autocorrelation)}`);
}

function short(value: number): string {
  return formatNumber(value, 3);
}
