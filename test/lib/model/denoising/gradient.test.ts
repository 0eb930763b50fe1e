import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.ts";
import { boltzmannLaw } from "../../../../lib/exact/law.ts";
import { denoisingGradient } from "../../../../lib/model/denoising/denoising_gradient.ts";
import { meanProducts } from "../../../../lib/model/denoising/mean_products.ts";
import { conditionalModel } from "../../../../lib/model/denoising/step_models.ts";
import { totalCorrelation } from "../../../../lib/model/denoising/total_correlation.ts";
import { exactLoss, exactPhases, gradientOf, momentsOf, pairLaw, reverseKernel, spinsOf } from "./exact_step.ts";
import { dataLaw, smallModel } from "./small_models.ts";

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a, (value, k) => Math.abs(value - b[k]!)).reduce((x, y) => Math.max(x, y), 0);
}

describe("denoisingGradient()", () => {
  const model = smallModel(11), data = dataLaw(8, 12);

  test.each([0, 1, 2])("denoisingGradient() is the derivative of the exact loss: step %d", (t) => {
    const step = model.steps[t]!, pairs = pairLaw(step, data);
    expect(pairs.reduce((sum, q) => sum + q, 0)).toBeCloseTo(1, 13);
    const found = denoisingGradient(step.graph, exactPhases(step, pairs));
    const loss = () => exactLoss(step, pairs);
    expect(largestDifference(found.weights, gradientOf(loss, step.weights))).toBeLessThan(1e-10);
    expect(largestDifference(found.biases, gradientOf(loss, step.biases))).toBeLessThan(1e-10);
  });

  test("denoisingGradient() is the derivative of the exact loss at another inverse temperature", () => {
    const step = model.steps[1]!, pairs = pairLaw(step, data), beta = 0.7;
    const found = denoisingGradient(step.graph, { ...exactPhases(step, pairs, beta), beta });
    const loss = () => exactLoss(step, pairs, beta);
    expect(largestDifference(found.weights, gradientOf(loss, step.weights))).toBeLessThan(1e-10);
    expect(largestDifference(found.biases, gradientOf(loss, step.biases))).toBeLessThan(1e-10);
  });

  test("denoisingGradient() with the coupling's sign of the paper's appendix is caught", () => {
    const step = model.steps[0]!, pairs = pairLaw(step, data);
    const truth = gradientOf(() => exactLoss(step, pairs), step.biases);
    const turned = smallModel(11).steps[0]!;
    turned.inputCouplings.forEach((coupling, k) => turned.inputCouplings[k] = -coupling);
    const found = denoisingGradient(turned.graph, exactPhases(turned, pairs));
    expect(largestDifference(found.biases, truth)).toBeGreaterThan(0.1);
  });

  test("denoisingGradient() with its phases exchanged is caught", () => {
    const step = model.steps[0]!, pairs = pairLaw(step, data);
    const { positive, negative } = exactPhases(step, pairs);
    const found = denoisingGradient(step.graph, { positive: negative, negative: positive });
    expect(largestDifference(found.biases, gradientOf(() => exactLoss(step, pairs), step.biases))).toBeGreaterThan(0.1);
  });

  test("denoisingGradient() lowers the exact loss of every step, towards the law that undoes the noise", () => {
    const trained = smallModel(13, 0.01);
    for (const step of trained.steps) {
      const pairs = pairLaw(step, data), before = exactLoss(step, pairs);
      for (let update = 0; update < 60; update++) {
        const { weights, biases } = denoisingGradient(step.graph, exactPhases(step, pairs));
        weights.forEach((slope, e) => step.weights[e]! -= 0.5 * slope);
        biases.forEach((slope, i) => step.biases[i]! -= 0.5 * slope);
      }
      // No kernel has a lower loss than the entropy of the target given the input.
      const inputs = new Float64Array(8);
      pairs.forEach((q, k) => inputs[k % 8]! += q);
      const floor = pairs.reduce((sum, q, k) => q === 0 ? sum : sum - q * Math.log(q / inputs[k % 8]!), 0);
      const after = exactLoss(step, pairs);
      expect(after).toBeGreaterThan(floor - 1e-12);
      expect(after - floor).toBeLessThan(0.5 * (before - floor));
    }
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    [
      "too few pairs",
      { negative: { means: [0, 0], pairs: [] } },
      /the pairs of the negative phase has 0 entries; give 1/,
    ],
    ["NaN among the means", { positive: { means: [0, NaN], pairs: [0] } }, /positive phase\[1\] is NaN/],
    ["a negative beta", { beta: -1 }, /beta is -1/],
    ["an infinite penalty", { penalty: { strength: Infinity, products: [0] } }, /strength of the penalty is Infinity/],
    ["products that are no list", { penalty: { strength: 1, products: null } }, /products of the penalty is null/],
  ])("denoisingGradient() refuses %s", (_, change, message) => {
    const pair = { vertexCount: 2, from: Uint32Array.of(0), to: Uint32Array.of(1) };
    const good = { positive: { means: [0, 0], pairs: [0] }, negative: { means: [0, 0], pairs: [0] } };
    const call = () => denoisingGradient(pair, { ...good, ...change });
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});

describe("the total-correlation penalty", () => {
  const step = smallModel(21).steps[0]!, n = step.graph.vertexCount;
  const inputs = [0, 3, 5], models = inputs.map((input) => conditionalModel(step, spinsOf(input, 3), 0.8));
  const laws = models.map(boltzmannLaw), moments = laws.map((law) => momentsOf(step, law.probabilities));
  const products = (means: ArrayLike<number>, s: number) =>
    spinsOf(s, n).reduce((product, x, i) => product * (1 + x * means[i]!) / 2, 1);

  test("totalCorrelation() is D(Π ‖ P) summed over all states, and zero for independent spins", () => {
    models.forEach((model, u) => {
      const { probabilities, logProbabilities, logPartition } = laws[u]!, { means } = moments[u]!;
      let direct = 0, reversed = 0;
      for (let s = 0; s < 2 ** n; s++) {
        const product = products(means, s);
        direct += product * (Math.log(product) - logProbabilities[s]!);
        reversed += probabilities[s]! * (logProbabilities[s]! - Math.log(product));
      }
      expect(totalCorrelation(model, means, logPartition)).toBeCloseTo(direct, 11);
      // The other order of the arguments is another number.
      expect(Math.abs(reversed - direct)).toBeGreaterThan(1e-3);
    });
    const free = { ...models[0]!, couplings: new Float64Array(step.weights.length) }, law = boltzmannLaw(free);
    const { means } = momentsOf(step, law.probabilities);
    expect(totalCorrelation(free, means, law.logPartition)).toBeCloseTo(0, 11);
    expect(totalCorrelation(free, free.biases!.map((bias) => Math.tanh(0.8 * bias)), law.logPartition)).toBeCloseTo(
      0,
      11,
    );
  });

  test("denoisingGradient() adds λ times the derivative of the penalty, the paper's over inputs, with Π held fixed", () => {
    const live = smallModel(21).steps[0]!, strength = 0.3;
    const value = () =>
      inputs.reduce((sum, input, u) => {
        const model = conditionalModel(live, spinsOf(input, 3), 0.8);
        return sum + totalCorrelation(model, moments[u]!.means, boltzmannLaw(model).logPartition) / inputs.length;
      }, 0);
    const mean = (lists: readonly Float64Array[]) =>
      lists[0]!.map((_, k) => lists.reduce((sum, list) => sum + list[k]!, 0) / lists.length);
    const negative = {
      means: mean(moments.map(({ means }) => means)),
      pairs: mean(moments.map(({ pairs }) => pairs)),
    };
    const penalty = (over: "input" | "batch") => ({
      strength,
      products: meanProducts(live.graph, moments.map(({ means }) => means), over),
    });
    const only = { positive: negative, negative, beta: 0.8 };
    const { weights, biases } = denoisingGradient(live.graph, { ...only, penalty: penalty("input") });
    const truth = gradientOf(value, live.weights).map((slope) => strength * slope);
    expect(largestDifference(weights, truth)).toBeLessThan(1e-10);
    // The bias part cancels.
    expect(largestDifference(biases, new Float64Array(n))).toBe(0);
    expect(largestDifference(gradientOf(value, live.biases), new Float64Array(n))).toBeLessThan(1e-10);
    // The published program's batch means are another penalty.
    const batch = denoisingGradient(live.graph, { ...only, penalty: penalty("batch") });
    expect(largestDifference(batch.weights, truth)).toBeGreaterThan(1e-3);
  });

  test("meanProducts() over the batch leaves out the covariance between the inputs, and nothing else", () => {
    const means = moments.map((moment) => moment.means), count = means.length;
    const byInput = meanProducts(step.graph, means, "input"), byBatch = meanProducts(step.graph, means, "batch");
    step.graph.from.forEach((i, e) => {
      const j = step.graph.to[e]!;
      const mean = (k: number) => means.reduce((sum, list) => sum + list[k]!, 0) / count;
      const covariance = means.reduce((sum, list) => sum + (list[i]! - mean(i)) * (list[j]! - mean(j)), 0) / count;
      expect(byInput[e]! - byBatch[e]!).toBeCloseTo(covariance, 13);
    });
    // One input has no other to covary with.
    expect(meanProducts(step.graph, means.slice(0, 1), "input")).toEqual(
      meanProducts(step.graph, means.slice(0, 1), "batch"),
    );
  });

  test("meanProducts() and totalCorrelation() refuse what they cannot use", () => {
    expect(() => meanProducts(step.graph, [], "batch")).toThrow(/there are no means/);
    expect(() => meanProducts(step.graph, [[1]], "input")).toThrow(/means\[0\] has 1 entry; give 9, one per spin/);
    expect(() => meanProducts(step.graph, [], "both" as "batch")).toThrow(/over is "both"; give "input" or "batch"/);
    expect(() => totalCorrelation(models[0]!, new Float64Array(n).fill(2), 0)).toThrow(/means\[0\] is 2/);
  });
});

describe("the reverse kernel", () => {
  test("a step whose machine holds the target's law undoes the noise exactly, and with the wrong sign does not", () => {
    // Independent pixels: biases alone hold their law, so the model is Bayes' rule on the forward process.
    const step = smallModel(31, 0).steps[1]!, means = [0.3, -0.6, 0.8];
    means.forEach((mean, k) => step.biases[step.visible[k]!] = Math.atanh(mean));
    const { coupling } = step.noise;
    const bayes = (target: number, input: number) => {
      const x = spinsOf(target, 3), y = spinsOf(input, 3);
      return x.reduce((product, spin, k) => {
        const keep = 1 / (1 + Math.exp(-2 * (k < 2 ? coupling.image : coupling.label)));
        const joint = (s: number) => (1 + s * means[k]!) / 2 * (s === y[k] ? keep : 1 - keep);
        return product * joint(spin) / (joint(1) + joint(-1));
      }, 1);
    };
    const kernel = reverseKernel(step);
    expect(largestDifference(kernel, kernel.map((_, k) => bayes(k >> 3, k & 7)))).toBeLessThan(1e-14);
    step.inputCouplings.forEach((strength, k) => step.inputCouplings[k] = -strength);
    const turned = reverseKernel(step);
    expect(largestDifference(turned, kernel)).toBeGreaterThan(0.1);
  });
});
