import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.ts";
import { boltzmannLaw } from "../../../../lib/exact/law.ts";
import { checkBlocks } from "../../../../lib/graph/check_blocks.ts";
import { observableCount } from "../../../../lib/model/energy_model.ts";
import { clampedSites, type DenoisingPhase } from "../../../../lib/model/denoising/clamped_sites.ts";
import { createDenoisingModel, type DenoisingModelOptions } from "../../../../lib/model/denoising/denoising_model.ts";
import { hintonStart } from "../../../../lib/model/denoising/hinton_start.ts";
import { phaseStart } from "../../../../lib/model/denoising/phase_start.ts";
import { conditionalModel, jointModel, stepDigest } from "../../../../lib/model/denoising/step_models.ts";
import { createStream } from "../../../../lib/random/stream.ts";
import { createSampler } from "../../../../lib/sampler/create_sampler.ts";
import { StaleWeightsError } from "../../../../lib/sampler/engine/stale_weights.ts";
import { siteOrder } from "../../../../lib/sampler/plan/site_order.ts";
import { chiSquareRatio, freshSeed } from "../../random/statistics.ts";
import { spinsOf, stateOf } from "./exact_step.ts";
import { smallModel } from "./small_models.ts";

const MNIST: DenoisingModelOptions = { preset: "replication", imageCount: 784, labelCount: 20, steps: 2, seed: 5 };

describe("createDenoisingModel()", () => {
  const model = createDenoisingModel(MNIST);

  test("createDenoisingModel() has the published sizes on 60_12: 25,200 parameters, 804 inputs, four blocks", () => {
    for (const step of model.steps) {
      expect([step.weights.length, step.biases.length, step.inputCouplings.length]).toEqual([21_600, 3600, 804]);
      expect(observableCount(conditionalModel(step, new Int8Array(804).fill(1)))).toBe(25_200);
      expect(step.placement.blocks.map((block) => block.length)).toEqual([996, 1800, 784, 20]);
      expect([...step.weights, ...step.biases].every((value) => value === 0)).toBe(true);
      expect([...step.visible]).toEqual([...step.placement.image, ...step.placement.label]);
    }
    expect(model.steps[0]!.visible).not.toEqual(model.steps[1]!.visible);
    expect(createDenoisingModel(MNIST).steps).toEqual(model.steps);
  });

  test("createDenoisingModel() couples pixels and labels each by their own rate", () => {
    const { inputCouplings, noise } = model.steps[0]!;
    expect(inputCouplings.subarray(0, 784).every((strength) => strength === noise.coupling.image)).toBe(true);
    expect(inputCouplings.subarray(784).every((strength) => strength === noise.coupling.label)).toBe(true);
    expect(noise.coupling.label).toBeGreaterThan(noise.coupling.image);
    expect(noise.coupling.image).toBeGreaterThan(0.5);
  });

  test("createDenoisingModel() by default is the published program's, whose one step ignores its input", () => {
    const { steps: [step], schedule } = createDenoisingModel({ preset: "replication", imageCount: 9, seed: 1 });
    const models = [1, -1].map((spin) => conditionalModel(step!, new Int8Array(9).fill(spin)));
    expect([schedule.coupled, step!.noise.coupled]).toEqual([false, false]);
    expect(models[0]).toEqual(models[1]);
    // Two steps do not.
    const { steps: [first] } = createDenoisingModel({ preset: "replication", imageCount: 9, seed: 1, steps: 2 });
    const [up, down] = [1, -1].map((spin) => conditionalModel(first!, new Int8Array(9).fill(spin)));
    expect(up).not.toEqual(down);
  });

  test("createDenoisingModel() places the paper's pixels on both colours, in blocks without neighbours", () => {
    const paper = createDenoisingModel({ preset: "paper", imageCount: 784, seed: 3 });
    expect([paper.steps.length, paper.grid.vertexCount, paper.grid.boundary]).toEqual([8, 4900, "open"]);
    expect(checkBlocks(paper.grid, paper.steps[0]!.placement.blocks)).toHaveLength(4);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ["another preset", { preset: "dtm" }, /"dtm" names no preset/],
    ["another grid", { grid: "60_13" }, /"60_13" names no preset/],
    ["no visible spins", { imageCount: 0, labelCount: 0 }, /give at least one visible spin/],
    ["more pixels than spins", { imageCount: 3601 }, /imageCount is 3601/],
    [
      "more pixels than places of one colour",
      { imageCount: 1800 },
      /imageCount is 1800; give an integer from 0 to 1799/,
    ],
    ["a fraction of a label", { labelCount: 0.5 }, /labelCount is 0.5/],
    ["a negative seed", { seed: -1 }, /seed is -1/],
    ["a rate of 0", { imageRate: 0 }, /imageRate is 0/],
  ])("createDenoisingModel() refuses %s", (_, change, message) => {
    const call = () => createDenoisingModel({ ...MNIST, ...change } as DenoisingModelOptions);
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});

describe("conditionalModel() and jointModel()", () => {
  const step = smallModel(7).steps[1]!, width = step.visible.length, n = step.graph.vertexCount;

  test("jointModel() given an input has the law of conditionalModel(), and given another one has not", () => {
    const joint = boltzmannLaw(jointModel(step, 0.8)).probabilities;
    const total = new Float64Array(2 ** width);
    joint.forEach((mass, s) => total[s >> n]! += mass);
    for (let input = 0; input < 2 ** width; input++) {
      const law = boltzmannLaw(conditionalModel(step, spinsOf(input, width), 0.8)).probabilities;
      let worst = 0, other = 0;
      law.forEach((mass, s) => {
        worst = Math.max(worst, Math.abs(joint[(input << n) + s]! / total[input]! - mass));
        other = Math.max(other, Math.abs(joint[((input ^ 1) << n) + s]! / total[input ^ 1]! - mass));
      });
      expect(worst).toBeLessThan(1e-14);
      expect(other).toBeGreaterThan(1e-3);
    }
  });

  test("conditionalModel() without weights keeps each visible spin with the forward process' probability", () => {
    const bare = smallModel(7, 0).steps[1]!, input = Int8Array.of(1, -1, 1);
    const law = boltzmannLaw(conditionalModel(bare, input)).probabilities;
    const { image, label } = bare.noise.coupling;
    input.forEach((spin, k) => {
      let keep = 0;
      law.forEach((mass, s) => keep += spinsOf(stateOf(s, bare.visible), width)[k] === spin ? mass : 0);
      expect(keep).toBeCloseTo(1 / (1 + Math.exp(-2 * (k < 2 ? image : label))), 13);
      expect(keep).toBeGreaterThan(0.5);
    });
  });

  test("jointModel() is live and a sampler notices training; conditionalModel() is a copy", async () => {
    const { steps: [live] } = smallModel(7), model = jointModel(live!), copy = conditionalModel(live!, [1, 1, 1]);
    const clamped = clampedSites(live!, "negative", "spins"), before = stepDigest(live!);
    const sampler = await createSampler(model, { scan: "forward", seed: 1, clamped, backend: "reference" });
    const kept = copy.biases!.slice();
    live!.biases[0]! += 1;
    await expect(sampler.step(sampler.init(2))).rejects.toThrow(StaleWeightsError);
    await sampler.refresh();
    await sampler.step(sampler.init(2));
    expect(sampler.weightsDigest).toBe(stepDigest(live!));
    expect(stepDigest(live!)).not.toBe(before);
    expect(copy.biases).toEqual(kept);
    await sampler.close();
  });

  test("stepDigest() tells apart weights, biases, couplings to the input and places of the visible spins", () => {
    const digests = [
      smallModel(7).steps[0]!,
      (() => {
        const other = smallModel(7).steps[0]!;
        other.weights[3]! += 1e-12;
        return other;
      })(),
      (() => {
        const other = smallModel(7).steps[0]!;
        other.inputCouplings[0]! *= -1;
        return other;
      })(),
      smallModel(7).steps[1]!,
      smallModel(8).steps[0]!,
    ].map(stepDigest);
    expect(new Set(digests).size).toBe(5);
  });

  test("conditionalModel() refuses inputs of another length and spins that are not ±1", () => {
    expect(() => conditionalModel(step, [1, 1])).toThrow(/input has 2 entries; give 3 entries, each \+1 or -1/);
    expect(() => conditionalModel(step, [1, 0, 1])).toThrow(/input\[1\] is 0/);
    expect(() => conditionalModel(step, [1, 1, 1], -1)).toThrow(/beta is -1/);
  });
});

describe("clampedSites()", () => {
  const { steps: [step] } = createDenoisingModel(MNIST), input = new Int8Array(804).fill(1);
  const free = (phase: DenoisingPhase) =>
    siteOrder(conditionalModel(step!, input), clampedSites(step!, phase, "fields")).blockStarts;

  test("clampedSites() leaves the published blocks free, in the published order", () => {
    expect([...free("negative")]).toEqual([0, 996, 2796, 3580, 3600]);
    expect([...free("positive")]).toEqual([0, 996, 2796]);
    expect([...free("labelled")]).toEqual([0, 996, 2796, 3580]);
  });

  test("clampedSites() with inputs as spins leaves the same blocks free", () => {
    for (const phase of ["positive", "negative", "labelled"] as const) {
      const sites = siteOrder(jointModel(step!), clampedSites(step!, phase, "spins"));
      expect(sites.blockStarts).toEqual(free(phase));
      expect([...sites.order.subarray(sites.spinCount - 804)]).toEqual(Array.from(input, (_, k) => 3600 + k));
    }
  });

  test("clampedSites() refuses other phases and other ways of the input", () => {
    expect(() => clampedSites(step!, "free" as "positive", "spins")).toThrow(/phase is "free"/);
    expect(() => clampedSites(step!, "positive", "field" as "fields")).toThrow(/inputs is "field"/);
  });
});

describe("phaseStart() and hintonStart()", () => {
  test("hintonStart() is +1 with σ(β·bias), and the check catches σ(2β·bias)", () => {
    const seed = freshSeed("hintonStart()"), biases = [0.4, -1.1, 0], beta = 0.9, chains = 40_000;
    const spins = hintonStart(biases, chains, beta, createStream(seed, "test"));
    const counts = new Array<number>(8).fill(0);
    for (let c = 0; c < chains; c++) {
      counts[spins.subarray(3 * c, 3 * c + 3).reduce((s, x, i) => s | (x === -1 ? 1 << i : 0), 0)]!++;
    }
    const law = (factor: number) =>
      Array.from(
        { length: 8 },
        (_, s) => spinsOf(s, 3).reduce((p, x, i) => p / (1 + Math.exp(-factor * beta * biases[i]! * x)), 1),
      );
    expect(chiSquareRatio(counts, law(1))).toBeLessThan(1);
    expect(chiSquareRatio(counts, law(2))).toBeGreaterThan(1);
  });

  test("phaseStart() puts inputs and visible spins in their places and draws the rest by the learned biases", () => {
    const step = smallModel(7).steps[0]!, stream = () => createStream(9, "init");
    const inputs = [1, -1, 1, -1, -1, 1], visible = [-1, -1, 1, 1, -1, -1];
    const spins = phaseStart(step, { inputs, visible, stream: stream() });
    expect(spins).toHaveLength(24);
    for (const chain of [0, 1]) {
      const own = spins.subarray(12 * chain, 12 * chain + 12);
      expect([...own.subarray(9)]).toEqual(inputs.slice(3 * chain, 3 * chain + 3));
      expect(Array.from(step.visible, (i) => own[i])).toEqual(visible.slice(3 * chain, 3 * chain + 3));
    }
    const without = phaseStart(step, { inputs, stream: stream() });
    const held = new Set(step.visible);
    spins.forEach((x, k) => {
      if (!held.has(k % 12)) expect(without[k]).toBe(x);
    });
    expect(without).not.toEqual(spins);
  });

  test("phaseStart() refuses inputs that do not fill up chains and visible spins of another number", () => {
    const step = smallModel(7).steps[0]!, stream = createStream(9, "init");
    expect(() => phaseStart(step, { inputs: [1, 1], stream })).toThrow(/inputs has 2 spins; give 3 per chain/);
    expect(() => phaseStart(step, { inputs: [], stream })).toThrow(/inputs has 0 spins/);
    expect(() => phaseStart(step, { inputs: [1, 1, 1], visible: [1], stream })).toThrow(/visible has 1 entry; give 3/);
  });
});
