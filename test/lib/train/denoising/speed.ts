/**
 * How much of the bare sampler's speed training keeps, by hand: `deno run -A test/lib/train/denoising/speed.ts [rounds]`. On the digits 0
 * to 3 where THERMOLAB_MNIST names a folder of MNIST, on the built-in digits else. Training and the bare sampler take turns; beside the
 * wall clock stands the processor's time, which other programs on the computer do not change.
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
const images = binarise(selectClasses(digits, [0, 1, 2, 3]).train), train = atLeast(CHAINS, visibleSpins(images, 5));
const model = createDenoisingModel({ preset: "replication", imageCount: 784, labelCount: 20, seed: 0 });
const step = model.steps[0]!, free = { positive: 3600 - 804, negative: 3600 };
console.log(`${images.count} digits (${digits.source.sentence}), 60_12, ${CHAINS} chains, 2 threads`);

const trainer = createDenoisingTrainer(model, { train }, { seed: 1, threads: 2 });
const first = clock();
await trainer.trainBatch();
console.log(
  `first update, with the noise of an epoch: ${giga(first.rates(CHAINS * SWEEPS * 6396).wall)} updates a second`,
);

const seen: Record<"training" | "bare" | "bench", { wall: number[]; processor: number[] }> = {
  training: { wall: [], processor: [] },
  bare: { wall: [], processor: [] },
  bench: { wall: [], processor: [] },
};
for (let round = 0; round < ROUNDS; round++) {
  const training = clock();
  for (let k = 0; k < BATCHES; k++) await trainer.trainBatch();
  note("training", training.rates(BATCHES * CHAINS * SWEEPS * (free.positive + free.negative)));
  note("bare", await bare(CHAINS));
  note("bench", await bare(32));
}
for (const time of ["wall", "processor"] as const) {
  const [training, same, bench] = (["training", "bare", "bench"] as const).map((kind) => median(seen[kind][time]));
  console.log(
    `${time}: training ${giga(training!)} updates a second, bare sampler ${giga(same!)} at ${CHAINS} chains and ` +
      `${giga(bench!)} at 32: ${(training! / same!).toFixed(3)} and ${(training! / bench!).toFixed(3)}`,
  );
}
await trainer.close();

interface Rates {
  readonly wall: number;
  readonly processor: number;
}

/** The built-in digits are fewer than the chains; what they show does not matter here. */
function atLeast(rows: number, spins: Int8Array): Int8Array {
  const repeated = new Int8Array(Math.max(rows * 804, spins.length));
  for (let k = 0; k < repeated.length; k++) repeated[k] = spins[k % spins.length]!;
  return repeated;
}

function clock() {
  const began = performance.now(), used = process.cpuUsage();
  return {
    rates: (updates: number): Rates => {
      const { user, system } = process.cpuUsage(used);
      return { wall: updates / (performance.now() - began) * 1e3, processor: updates / (user + system) * 1e6 };
    },
  };
}

function note(kind: keyof typeof seen, { wall, processor }: Rates): void {
  seen[kind].wall.push(wall);
  seen[kind].processor.push(processor);
  console.log(`${kind}: ${giga(wall)} by the wall clock, ${giga(processor)} by the processor's`);
}

/** Both phases on the present weights, with nothing kept. */
async function bare(chains: number): Promise<Rates> {
  let updates = 0, wall = 0, processor = 0;
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
    const sweeps = chains === CHAINS ? SWEEPS : 8 * SWEEPS, count = chains * sweeps * free[phase], time = clock();
    const run = await sampler.run({ spins, chains, sweep: 0, site: 0 }, { burnIn: sweeps, samples: 0 });
    updates += count;
    wall += run.seconds;
    processor += count / time.rates(count).processor;
    await sampler.close();
  }
  return { wall: updates / wall, processor: updates / processor };
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!;
}

function giga(value: number): string {
  return `${(value / 1e9).toFixed(3)}e9`;
}
