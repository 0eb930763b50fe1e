// One long run of the sampler with every gradient observable streamed: `deno run -A test/lib/diagnostics/sampled_scale.ts
// [sweeps]`, 60_12 with couplings of spread 0.3, 32 chains, symmetric scan. Prints time, memory and what the summary says. Run
// by hand; 10^6 sweeps take a quarter of an hour.
import process from "node:process";
import { GradientAutocorrelation } from "../../../lib/diagnostics/mod.ts";
import { gridPreset } from "../../../lib/graph/mod.ts";
import { ising } from "../../../lib/model/mod.ts";
import { createStream } from "../../../lib/random/mod.ts";
import { createSampler } from "../../../lib/sampler/mod.ts";

const sweeps = Number(process.argv[2] ?? 20_000), chains = 32, seed = 60;
const graph = gridPreset("60_12"), random = createStream(seed, "couplings");
const model = ising({
  graph,
  weights: Float64Array.from(graph.from, () => 0.3 * random.gaussian()),
  biases: Float64Array.from({ length: graph.vertexCount }, () => 0.1 * random.gaussian()),
  beta: 1,
});
const gradient = new GradientAutocorrelation(model, { chains });
await using sampler = await createSampler(model, { scan: "symmetric", seed, backend: "wasm" });
const resident = () => Math.round(process.memoryUsage().rss / 2 ** 20);
let peak = 0, shown = 0;
const began = performance.now();
const { seconds } = await sampler.run(sampler.init(chains), { burnIn: 1000, samples: sweeps }, {
  observers: [{ observe: ({ words }) => gradient.push(words) }],
  progress: (done) => {
    peak = Math.max(peak, resident());
    if (done - shown < 50_000) return;
    shown = done;
    console.error(`${done} sweeps, ${Math.round((performance.now() - began) / 1000)} s, ${resident()} MiB`);
  },
});
const whole = (performance.now() - began) / 1000;
const { tauMax, tauMean, totalObservableTime, censoredCount, rHatMax } = gradient.summary({ short: "allow" });
console.log(
  `60_12: ${gradient.observables} observables × ${chains} chains, ${gradient.length} sweeps, ${sampler.device}`,
);
console.log(`${whole.toFixed(1)} s, of which the sampler ${seconds.toFixed(1)} s; resident at most ${peak} MiB`);
console.log(
  `tauMax ${tauMax}, tauMean ${tauMean}, T_O ${totalObservableTime}, censored ${censoredCount}, R-hat ${rHatMax}`,
);
