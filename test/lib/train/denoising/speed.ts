/**
 * How much of the bare sampler's speed training keeps, by hand: `deno run -A test/lib/train/denoising/speed.ts [rounds]`. On the digits 0
 * to 3 where THERMOLAB_MNIST names a folder of MNIST, on the built-in digits else. Training and the bare sampler take turns.
 */
import process from "node:process";
import {
  binarise,
  clampedSites,
  createDenoisingModel,
  createDenoisingTrainer,
  createSampler,
  createStream,
  findMnist,
  jointModel,
  noisePairs,
  phaseStart,
  selectClasses,
  visibleSpins,
} from "../../../../mod.ts";

const ROUNDS = Number(process.argv[2] ?? 3), CHAINS = 400, SWEEPS = 792, BATCHES = 2;
const digits = await findMnist({ download: false });
const images = binarise(selectClasses(digits, [0, 1, 2, 3]).train), train = visibleSpins(images, 5);
const model = createDenoisingModel({ preset: "replication", imageCount: 784, labelCount: 20, seed: 0 });
const step = model.steps[0]!, free = { positive: 3600 - 804, negative: 3600 };
console.log(`${images.count} digits (${digits.source.sentence}), 60_12, ${CHAINS} chains, 2 threads`);

const trainer = createDenoisingTrainer(model, { train }, { seed: 1, threads: 2 });
let began = performance.now();
await trainer.trainBatch();
console.log(`first update, with the noise of an epoch: ${((performance.now() - began) / 1000).toFixed(2)} s`);

const rates: { training: number[]; bare: number[]; bench: number[] } = { training: [], bare: [], bench: [] };
for (let round = 0; round < ROUNDS; round++) {
  began = performance.now();
  for (let k = 0; k < BATCHES; k++) await trainer.trainBatch();
  rates.training.push(rate(BATCHES * CHAINS * SWEEPS * (free.positive + free.negative)));
  rates.bare.push(await bare(CHAINS));
  rates.bench.push(await bare(32));
  const [training, same, bench] = [rates.training, rates.bare, rates.bench].map((list) => list.at(-1)!);
  console.log(
    `training ${giga(training!)}, bare sampler ${giga(same!)} at ${CHAINS} chains and ${giga(bench!)} at 32: ` +
      `${(training! / same!).toFixed(3)} and ${(training! / bench!).toFixed(3)}`,
  );
}
const [training, same, bench] = [rates.training, rates.bare, rates.bench].map(median);
console.log(
  `medians: ${giga(training!)} of ${giga(same!)} and ${giga(bench!)}: ${(training! / same!).toFixed(3)} and ` +
    `${(training! / bench!).toFixed(3)}`,
);
await trainer.close();

function rate(updates: number): number {
  return updates / ((performance.now() - began) / 1000);
}

/** Both phases on the present weights, with nothing kept. */
async function bare(chains: number): Promise<number> {
  let updates = 0, seconds = 0;
  for (const phase of ["positive", "negative"] as const) {
    const clamped = clampedSites(step, phase, "spins"), stream = createStream(3, "init");
    const { targets, inputs } = noisePairs(step.noise, train.subarray(0, 804 * chains), {
      imageCount: 784,
      rowLength: 804,
      stream,
    });
    const spins = phaseStart(step, { inputs, visible: targets, stream });
    const options = { seed: 2, scan: "forward", clamped, backend: "wasm", threads: 2 } as const;
    const sampler = await createSampler(jointModel(step), options);
    await sampler.run({ spins, chains, sweep: 0, site: 0 }, { burnIn: 20, samples: 0 });
    const sweeps = chains === CHAINS ? SWEEPS / 2 : 4 * SWEEPS;
    const run = await sampler.run({ spins, chains, sweep: 0, site: 0 }, { burnIn: sweeps, samples: 0 });
    updates += chains * sweeps * free[phase];
    seconds += run.seconds;
    await sampler.close();
  }
  return updates / seconds;
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!;
}

function giga(value: number): string {
  return `${(value / 1e9).toFixed(3)}e9 updates/s`;
}
