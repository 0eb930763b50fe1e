import { describe, expect, test } from "vitest";
import { clampedSites } from "../../../../lib/model/denoising/clamped_sites.ts";
import { denoisingGradient } from "../../../../lib/model/denoising/denoising_gradient.ts";
import type { DenoisingStep } from "../../../../lib/model/denoising/denoising_step.ts";
import { phaseStart } from "../../../../lib/model/denoising/phase_start.ts";
import { jointModel } from "../../../../lib/model/denoising/step_models.ts";
import { createStream } from "../../../../lib/random/stream.ts";
import { createSampler } from "../../../../lib/sampler/create_sampler.ts";
import { ChainMeans } from "../../../../lib/sampler/observers/chain_means.ts";
import { freshSeed } from "../../random/statistics.ts";
import { exactPhases, spinsOf } from "./exact_step.ts";
import { smallModel } from "./small_models.ts";

const PER_PAIR = 16, SIZE = 8, CHAINS = SIZE * SIZE * PER_PAIR;

/** Under independent chains |z| exceeds this with probability 1e-10, one of 21 numbers with 2e-9; Student's t of 960 degrees. */
const LIMIT = 6.55;

/** The gradient of every chain by itself: every pair (target, input) has PER_PAIR chains of each phase. */
async function chainGradients(step: DenoisingStep, seed: number): Promise<Float64Array[]> {
  const width = step.visible.length,
    rows = (of: (c: number) => number) =>
      Int8Array.from({ length: CHAINS * width }, (_, k) => spinsOf(of(Math.floor(k / width)), width)[k % width]!);
  const inputs = rows((c) => Math.floor(c / PER_PAIR) % SIZE);
  const visible = rows((c) => Math.floor(c / PER_PAIR / SIZE));
  const model = jointModel(step), edges = step.graph.from.length, n = step.graph.vertexCount;
  const phase = async (name: "positive" | "negative", index: number) => {
    const clamped = clampedSites(step, name, "spins"), means = new ChainMeans(model, CHAINS);
    const sampler = await createSampler(model, { scan: "forward", seed: seed + index, clamped, backend: "wasm" });
    const given = name === "positive" ? { inputs, visible } : { inputs };
    const start = phaseStart(step, { ...given, stream: createStream(seed, "init", index) });
    await sampler.run(sampler.init(CHAINS, start), { burnIn: 60, samples: 100 }, { observers: [means] });
    await sampler.close();
    const { means: values, observables } = means.result(), joint = model.couplings.length;
    return Array.from({ length: CHAINS }, (_, c) => {
      const own = values.subarray(c * observables, (c + 1) * observables).map((value) => -value);
      return { pairs: own.subarray(0, edges), means: own.subarray(joint, joint + n) };
    });
  };
  const positive = await phase("positive", 0), negative = await phase("negative", 1);
  return positive.map((moments, c) => {
    const { weights, biases } = denoisingGradient(step.graph, { positive: moments, negative: negative[c]! });
    return Float64Array.of(...weights, ...biases);
  });
}

/** The largest |z| of the mean over chains against the truth, with the spread inside the groups of chains of one pair. */
function largestZ(gradients: readonly Float64Array[], truth: ArrayLike<number>): number {
  return Array.from(truth, (value, a) => {
    let sum = 0, squares = 0;
    for (let g = 0; g < CHAINS; g += PER_PAIR) {
      const own = gradients.slice(g, g + PER_PAIR).map((gradient) => gradient[a]!);
      const mean = own.reduce((x, y) => x + y, 0) / PER_PAIR;
      sum += mean * PER_PAIR;
      for (const x of own) squares += (x - mean) ** 2;
    }
    const error = Math.sqrt(squares / (CHAINS - CHAINS / PER_PAIR) / CHAINS);
    return Math.abs(sum / CHAINS - value) / error;
  }).reduce((x, y) => Math.max(x, y), 0);
}

describe("Eq. 14 by sampling", () => {
  test("both phases, sampled with the inputs as clamped spins, give the exact gradient within their error", async () => {
    const seed = freshSeed("Eq. 14 by sampling", 1e-8), step = smallModel(41, 0.4).steps[1]!;
    const uniform = new Float64Array(SIZE * SIZE).fill(1 / (SIZE * SIZE));
    const gradients = await chainGradients(step, seed);
    const exact = denoisingGradient(step.graph, exactPhases(step, uniform));
    expect(largestZ(gradients, [...exact.weights, ...exact.biases])).toBeLessThan(LIMIT);
    // Controls: chains that know nothing of their input, and weights from before a small update.
    const deaf = smallModel(41, 0.4).steps[1]!;
    deaf.inputCouplings.fill(0);
    const other = denoisingGradient(deaf.graph, exactPhases(deaf, uniform));
    expect(largestZ(gradients, [...other.weights, ...other.biases])).toBeGreaterThan(LIMIT);
    const stale = smallModel(41, 0.4).steps[1]!;
    stale.weights[0]! += 0.2;
    const old = denoisingGradient(stale.graph, exactPhases(stale, uniform));
    expect(largestZ(gradients, [...old.weights, ...old.biases])).toBeGreaterThan(LIMIT);
  });
});
