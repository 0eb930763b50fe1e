import process from "node:process";
import { expect, test } from "vitest";
import { GradientAutocorrelation } from "../../../lib/diagnostics/mod.ts";
import { gridGraph } from "../../../lib/graph/mod.ts";
import { ising } from "../../../lib/model/mod.ts";
import { ChainMeans, createSampler, GradientMoments, type SampleBatch } from "../../../lib/sampler/mod.ts";

test("a run's memory is flat from 10,000 to 40,000 sweeps, and a record of its samples is not", async () => {
  const graph = gridGraph({ width: 20, height: 20, offsets: [[0, 1], [4, 1]], boundary: "torus" }), chains = 32;
  const model = ising({
    graph,
    weights: Float64Array.from(graph.from, (_, e) => (e % 7) / 20),
    biases: new Float64Array(graph.vertexCount),
    beta: 1,
  });
  const gradient = new GradientAutocorrelation(model, { chains });
  const observers = [
    new GradientMoments(model),
    new ChainMeans(model, chains),
    { observe: ({ words }: SampleBatch) => gradient.push(words) },
  ];
  const sampler = await createSampler(model, { scan: "symmetric", seed: 3, backend: "wasm" });
  let state = sampler.init(chains);
  const grow = async (samples: number, more: typeof observers) => {
    const before = process.memoryUsage().rss;
    state = (await sampler.run(state, { samples }, { observers: [...observers, ...more] })).state;
    return process.memoryUsage().rss - before;
  };
  await grow(10_000, []);
  const bound = 40 * 2 ** 20;
  expect(await grow(30_000, [])).toBeLessThan(bound);
  expect(gradient.length).toBe(40_000);
  // The control: 3,000 samples of 1,600 bytes, kept forty times, so that memory freed before cannot hide it.
  const record: Uint32Array[] = [];
  const keep = {
    observe: ({ words }: SampleBatch) => void Array.from({ length: 40 }, () => record.push(words.slice())),
  };
  expect(await grow(3_000, [keep])).toBeGreaterThan(bound);
  expect(record.length).toBeGreaterThan(0);
  await sampler.close();
}, 120_000);
