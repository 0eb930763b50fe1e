import { describe, expect, test } from "vitest";
import { clampedSites } from "../../../../lib/model/denoising/clamped_sites.ts";
import { createDenoisingModel } from "../../../../lib/model/denoising/denoising_model.ts";
import { phaseStart } from "../../../../lib/model/denoising/phase_start.ts";
import { jointModel } from "../../../../lib/model/denoising/step_models.ts";
import { createStream } from "../../../../lib/random/stream.ts";
import { createSampler } from "../../../../lib/sampler/create_sampler.ts";
import { GradientMoments } from "../../../../lib/sampler/observers/gradient_moments.ts";
import { laneSeed } from "../../../../lib/train/denoising/lane_seed.ts";
import { openPhase } from "../../../../lib/train/denoising/phase_sampler.ts";
import { trainingSettings } from "../../../../lib/train/denoising/training_settings.ts";
import { WovenStream } from "../../../../lib/train/denoising/woven_stream.ts";
import { SHORT } from "./trained.ts";

describe("openPhase()", () => {
  // A single step ignores its input, the first of two does not.
  test.each([["without couplings to the input", 1], ["with couplings to the input", 2]] as const)(
    "openPhase() has the moments of the joint model's chains, %s",
    async (_, steps) => {
      const options = { preset: "replication", grid: "8_8", imageCount: 4, labelCount: 2, steps, seed: 5 } as const;
      const model = createDenoisingModel(options), step = model.steps[0]!, stream = createStream(17, "couplings");
      expect(step.inputCouplings.some((coupling) => coupling !== 0)).toBe(steps === 2);
      for (const list of [step.weights, step.biases]) list.forEach((_, k) => list[k] = stream.uniform() - 0.5);
      const settings = trainingSettings({ ...SHORT, batchSize: 40 }, model.preset), { beta, seed } = settings;
      const signs = () => Int8Array.from({ length: 40 * 6 }, () => stream.sign()), inputs = signs(), visible = signs();
      for (const phase of ["positive", "negative"] as const) {
        const found = await openPhase(step, phase, settings, { backend: "wasm", threads: 1 });
        const targets = phase === "positive" ? visible : null;
        const { means, pairs } = await found.moments({ inputs, targets, update: 3, ofChains: false });
        await found.close();

        const joint = jointModel(step, beta), moments = new GradientMoments(joint);
        const sampler = await createSampler(joint, {
          ...{ scan: "forward", layout: "chains", backend: "reference" },
          clamped: clampedSites(step, phase, "spins"),
          seed: laneSeed(seed, step.noise.index, phase),
        });
        const starts = new WovenStream(laneSeed(seed, step.noise.index, `${phase}Start`), 3);
        const start = { inputs, ...(targets === null ? {} : { visible: targets }), beta, stream: starts };
        const state = { spins: phaseStart(step, start), chains: 40, sweep: 3 * 12, site: 0 };
        await sampler.run(state, { burnIn: 4, samples: 4, stride: 2 }, { observers: [moments] });
        await sampler.close();
        expect([...means]).toEqual([...moments.mean().subarray(0, 64)]);
        expect([...pairs]).toEqual([...moments.pairMoments().subarray(0, step.weights.length)]);
      }
    },
  );
});
