// The autocorrelations of a whole gradient at scale: `deno run -A test/lib/diagnostics/stream_scale.ts [sweeps] [preset]`.
// Prints sweeps, seconds, memory, and how the times compare with the exact ones. Run by hand; 10^6 sweeps take minutes.
import process from "node:process";
import { GradientAutocorrelation } from "../../../lib/diagnostics/mod.ts";
import { gridPreset } from "../../../lib/graph/mod.ts";
import type { EnergyModel } from "../../../lib/model/mod.ts";
import { flipMemory, flippingSource, type PackedSource } from "./flipping_source.ts";
import { ar1Time } from "./ar1.ts";

/** What a run took. */
export interface StreamCost {
  readonly gradient: GradientAutocorrelation;
  readonly sourceSeconds: number;
  readonly streamSeconds: number;
  readonly readSeconds: number;
  readonly peakBytes: number;
}

/** Streams the gradient of a model over samples from any source. */
export function streamScale(
  model: Pick<EnergyModel, "graph" | "couplings" | "biases">,
  source: PackedSource,
  sweeps: number,
  progress: (sweep: number) => void = () => {},
): StreamCost {
  const gradient = new GradientAutocorrelation(model, { chains: source.chains });
  let sourceTime = 0, streamTime = 0, peakBytes = 0;
  for (let t = 1; t <= sweeps; t++) {
    const start = performance.now(), sample = source.next(), middle = performance.now();
    gradient.push(sample);
    sourceTime += middle - start;
    streamTime += performance.now() - middle;
    if (t % 4096 === 0 || t === sweeps) peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
    if (t % 65_536 === 0) progress(t);
  }
  const start = performance.now();
  gradient.summary({ short: "allow" });
  return {
    gradient,
    sourceSeconds: sourceTime / 1000,
    streamSeconds: streamTime / 1000,
    readSeconds: (performance.now() - start) / 1000,
    peakBytes: Math.max(peakBytes, process.memoryUsage().rss),
  };
}

if (process.argv[1]?.endsWith("stream_scale.ts")) {
  const sweeps = Number(process.argv[2] ?? 20_000),
    preset = process.argv[3] ?? "60_12",
    chains = 32;
  const graph = gridPreset(preset);
  const model = {
    graph,
    couplings: new Float64Array(graph.from.length),
    biases: new Float64Array(graph.vertexCount),
  };
  const bits = Array.from({ length: graph.vertexCount }, (_, i) => 1 + (i % 8));
  const { gradient, sourceSeconds, streamSeconds, readSeconds, peakBytes } = streamScale(
    model,
    flippingSource(bits, chains, 1),
    sweeps,
    (sweep) => console.error(`${sweep} sweeps, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`),
  );
  const summary = gradient.summary({ short: "allow" }), { taus } = gradient.times();
  let ratios = 0, worst = 0;
  taus.forEach((tau, a) => {
    const edges = graph.from.length;
    const [x, y] = a < edges ? [bits[graph.from[a]!]!, bits[graph.to[a]!]!] : [bits[a - edges]!, Infinity];
    const ratio = tau / ar1Time(flipMemory(x) * flipMemory(y));
    ratios += ratio / taus.length;
    worst = Math.max(worst, Math.abs(ratio - 1));
  });
  console.log(`${preset}: ${gradient.observables} observables × ${chains} chains, ${gradient.length} sweeps`);
  console.log(`stream ${streamSeconds.toFixed(1)} s, ${((1000 * streamSeconds) / sweeps).toFixed(3)} ms per sweep`);
  console.log(`source ${sourceSeconds.toFixed(1)} s, summary ${readSeconds.toFixed(2)} s`);
  console.log(
    `held ${(gradient.bytes / 2 ** 20).toFixed(0)} MiB, resident at most ${(peakBytes / 2 ** 20).toFixed(0)} MiB`,
  );
  console.log(`tau over its exact value: mean ${ratios.toFixed(4)}, farthest from 1 by ${worst.toFixed(4)}`);
  console.log(
    `tauMax ${summary.tauMax.toFixed(1)}, rHatMax ${summary.rHatMax.toFixed(5)}, censored ${summary.censoredCount}`,
  );
}
