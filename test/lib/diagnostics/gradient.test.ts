import process from "node:process";
import { describe, expect, test } from "vitest";
import {
  estimateSignTau,
  estimateTau,
  GradientAutocorrelation,
  rHat,
  ShortChainError,
  SignHistory,
  StreamingAutocorrelation,
} from "../../../lib/diagnostics/mod.ts";
import { InputError, SizeError } from "../../../lib/errors.ts";
import { kernelStructure } from "../../../lib/exact/mod.ts";
import { gridPreset } from "../../../lib/graph/mod.ts";
import { curieWeiss, ising, withBiases } from "../../../lib/model/mod.ts";
import { createStream } from "../../../lib/random/mod.ts";
import { createReferenceSampler } from "../../../lib/sampler/mod.ts";
import { ar1Time } from "./ar1.ts";
import { flipMemory, flippingSource } from "./flipping_source.ts";
import { flippingSpins, observablesOf, packSpins } from "./packed.ts";

const EDGES = [[0, 1], [1, 2], [0, 2]] as const;
const MODEL = ising({ n: 3, edges: EDGES, weights: [0, 0, 0], biases: [0, 0, 0], beta: 1 });
const MIX = [0.999, 0.9, 0.5];

function spinsOf(seed: number, chains: number, length: number, phis = MIX): Int8Array[][] {
  return flippingSpins(createStream(seed, "test"), phis, chains, length);
}

function stream(spins: readonly (readonly ArrayLike<number>[])[], levels = 6): GradientAutocorrelation {
  const gradient = new GradientAutocorrelation(MODEL, { chains: spins[0]!.length, levels });
  gradient.push(packSpins(spins));
  return gradient;
}

/** The same shape of correlator on the same observables, one number at a time. */
function plainStream(observables: readonly (readonly ArrayLike<number>[])[]): StreamingAutocorrelation {
  const chains = observables[0]!.length, length = observables[0]![0]!.length;
  const plain = new StreamingAutocorrelation({
    observables: observables.length,
    chains,
    lags: 32,
    factor: 8,
    levels: 6,
  });
  const values = new Float64Array(observables.length * chains);
  for (let t = 0; t < length; t++) {
    observables.forEach((draws, a) => draws.forEach((chain, c) => values[a * chains + c] = chain[t]!));
    plain.push(values);
  }
  return plain;
}

describe("GradientAutocorrelation", () => {
  test("curve() and times() are those of a StreamingAutocorrelation of the same shape at every length", () => {
    for (
      const [chains, length] of [[1, 5], [3, 40], [33, 700], [4, 512], [5, 1024], [2, 1037], [1, 40_007]] as const
    ) {
      const spins = spinsOf(length, chains, length), observables = observablesOf(spins, EDGES, true);
      const gradient = stream(spins), plain = plainStream(observables);
      expect(gradient.length).toBe(length);
      for (let a = 0; a < 6; a++) {
        const ours = gradient.curve(a), theirs = plain.curve(a);
        expect([...ours.lags]).toEqual([...theirs.lags]);
        expect([...ours.widths]).toEqual([...theirs.widths]);
        for (let k = 0; k < ours.rho.length; k++) expect(Math.abs(ours.rho[k]! - theirs.rho[k]!)).toBeLessThan(1e-13);
      }
      const ours = gradient.times(), theirs = plain.times();
      for (let a = 0; a < 6; a++) {
        expect(Math.abs(ours.taus[a]! / theirs.taus[a]! - 1)).toBeLessThan(1e-11);
        expect(Math.abs(ours.variances[a]! - theirs.variances[a]!)).toBeLessThan(1e-12);
      }
    }
  });

  test("both engines give the same numbers, bit for bit, and a flipped bit gives others", () => {
    const packed = packSpins(spinsOf(8, 35, 1300));
    const [wasm, reference, other] = (["wasm", "reference", "reference"] as const).map((engine) =>
      new GradientAutocorrelation(MODEL, { chains: 35, engine })
    );
    wasm!.push(packed);
    reference!.push(packed);
    packed[600]! ^= 1 << 7;
    other!.push(packed);
    const all = (gradient: GradientAutocorrelation) => [
      gradient.times(),
      gradient.means(),
      gradient.spinMeans(),
      gradient.rHats(),
      [0, 1, 2, 3, 4, 5].map((a) => gradient.curve(a)),
    ];
    expect(all(wasm!)).toEqual(all(reference!));
    expect(all(wasm!)).not.toEqual(all(other!));
  });

  test("reading in between changes nothing, and pushes of any size are the same", () => {
    const spins = spinsOf(9, 3, 2100), packed = packSpins(spins), whole = stream(spins);
    const pieces = new GradientAutocorrelation(MODEL, { chains: 3 });
    let at = 0;
    for (const size of [1, 2, 30, 479, 0, 1, 511, 700, 376]) {
      pieces.push(packed.subarray(3 * at, 3 * (at + size)));
      at += size;
      if (at < 3) continue;
      expect(pieces.times()).toEqual(
        stream(spins.map((chains) => chains.map((chain) => chain.subarray(0, at)))).times(),
      );
    }
    expect(at).toBe(2100);
    expect(pieces.curve(0)).toEqual(whole.curve(0));
  });

  test("times() agree with estimateTau() within 2 % from 200 tau on, and a missing half is caught", () => {
    const phis = [0.98, 0.97, 0.9],
      spins = spinsOf(21, 32, 12_000, phis),
      observables = observablesOf(spins, EDGES, true);
    const { taus } = stream(spins).times();
    const exact = observables.map((draws) => estimateTau(draws).tau);
    const worst = (shift: number) => Math.max(...exact.map((tau, a) => Math.abs((taus[a]! - shift) / tau - 1)));
    expect(worst(0)).toBeLessThan(0.02);
    expect(worst(0.5)).toBeGreaterThan(0.02);
  });

  test("times() agree with estimateTau() within 2 % on a sampled magnet, and with its exact times", () => {
    const chains = 32, length = 8000, n = 6;
    const model = withBiases(curieWeiss(n, 2), [0.05, 0, 0, 0, 0, -0.02]);
    const sampler = createReferenceSampler(model, { scan: "forward", seed: 5 });
    const gradient = new GradientAutocorrelation(model, { chains });
    const history = new SignHistory({ spins: n, chains, capacity: length });
    let state = sampler.init(chains);
    const words = new Uint32Array(n);
    for (let t = -200; t < length; t++) {
      state = sampler.step(state);
      if (t < 0) continue;
      words.fill(0);
      state.spins.forEach((spin, s) => words[s % n]! |= (spin === -1 ? 1 : 0) << Math.floor(s / n));
      gradient.push(words);
      history.recordPacked(words);
    }
    const { taus, variances } = gradient.times(), exact = kernelStructure(model, "forward");
    expect(exact.tauMax).toBeGreaterThan(11);
    const { from, to } = model.graph, edges = from.length;
    for (let a = 0; a < edges + n; a++) {
      const own = estimateSignTau(history.series(a < edges ? [from[a]!, to[a]!] : [a - edges]));
      expect(Math.abs(taus[a]! / own.tau - 1)).toBeLessThan(0.02);
      expect(variances[a]).toBeCloseTo(own.variance, 12);
      // About three standard deviations of the slowest (Madras and Sokal 1988, eq. 3.19, with a window of 6 τ); the seed is fixed.
      expect(Math.abs(taus[a]! / exact.tau[exact.orbits.orbitOf[a]!]! - 1)).toBeLessThan(0.1);
    }
    const short = taus.map((tau, a) => Math.abs((tau - 0.5) / exact.tau[exact.orbits.orbitOf[a]!]! - 1));
    expect(Math.max(...short)).toBeGreaterThan(0.1);
  });

  test("times() recover the exact times of 32 chains that flip at known rates", () => {
    const bits = [1, 2, 3, 5, 7], n = bits.length, chains = 32, length = 30_000;
    const edges = bits.flatMap((_, j) => Array.from({ length: j }, (_, i) => [i, j] as const));
    const model = ising({ n, edges, weights: edges.map(() => 0), biases: bits.map(() => 0), beta: 1 });
    const gradient = new GradientAutocorrelation(model, { chains }), source = flippingSource(bits, chains, 1);
    for (let t = 0; t < length; t++) gradient.push(source.next());
    const { taus } = gradient.times(), { means, mcse } = gradient.means(), spins = gradient.spinMeans();
    const phis = [...edges.map(([i, j]) => flipMemory(bits[i]!) * flipMemory(bits[j]!)), ...bits.map(flipMemory)];
    phis.forEach((phi, a) => {
      const tau = ar1Time(phi);
      expect(Math.abs(taus[a]! / tau - 1)).toBeLessThan(6 * Math.sqrt((2 * (12 * tau + 1)) / (chains * length)));
      expect(Math.abs(means[a]!)).toBeLessThan(6 * mcse[a]!);
      expect(mcse[a]! / Math.sqrt((2 * tau) / (chains * length))).toBeCloseTo(1, 0);
    });
    bits.forEach((_, i) => {
      expect(spins.means[i]).toBeCloseTo(-means[edges.length + i]!, 12);
      expect(spins.mcse[i]! / mcse[edges.length + i]!).toBeGreaterThan(0.5);
      expect(spins.mcse[i]! / mcse[edges.length + i]!).toBeLessThan(2);
    });
    expect(gradient.summary()).toMatchObject({
      admissible: true,
      censoredCount: 0,
      zeroVarianceCount: 0,
      observables: 15,
    });
    expect(gradient.rHats().max).toBeLessThan(1.05);
  });

  test("means() and spinMeans() are those of the draws, with the sign of the gradient", () => {
    const spins = spinsOf(31, 5, 777), observables = observablesOf(spins, EDGES, true), gradient = stream(spins);
    const { means } = gradient.means(),
      mean = (draws: readonly ArrayLike<number>[]) => {
        const all = draws.flatMap((chain) => Array.from(chain));
        return all.reduce((x, y) => x + y, 0) / all.length;
      };
    observables.forEach((draws, a) => expect(means[a]).toBeCloseTo(-mean(draws), 12));
    const of = gradient.spinMeans();
    spins.forEach((draws, i) => {
      expect(of.means[i]).toBeCloseTo(mean(draws), 12);
      const each = draws.map((chain) => mean([chain])), centre = mean([each]);
      const spread = each.reduce((sum, x) => sum + (x - centre) ** 2, 0) / 4;
      expect(of.mcse[i]).toBeCloseTo(Math.sqrt(spread / 5), 12);
    });
    expect(stream(spinsOf(1, 1, 100)).spinMeans().mcse[0]).toBeNaN();
  });

  test("rHats() are those of rHat(), ranks or not, where the cut is the middle", () => {
    for (const length of [8, 62, 256, 1024, 8192]) {
      const spins = spinsOf(length, 4, length), observables = observablesOf(spins, EDGES, true);
      const { values, max, splitAt } = stream(spins).rHats();
      expect(splitAt).toBe(length / 2);
      observables.forEach((draws, a) => {
        const plain = rHat(draws, "split"), ranked = rHat(draws);
        if (!(plain < 1e6)) return expect(values[a]).toBeGreaterThan(1e6);
        expect(values[a]! / plain).toBeCloseTo(1, 10);
        expect(values[a]! / ranked).toBeCloseTo(1, 10);
      });
      expect(max).toBe(Math.max(...values));
    }
  });

  test("rHats() cut near the middle at any length, and see chains that stay apart", () => {
    for (const length of [63, 500, 5000, 40_001]) {
      const { splitAt } = stream(spinsOf(3, 2, length)).rHats();
      expect(Math.abs(splitAt / length - 0.5)).toBeLessThanOrEqual(1 / 16 + 1e-9);
    }
    const apart = [1, -1, 1].map((sign) => [1, -1].map((other) => new Int8Array(3000).fill(sign * other)));
    const stuck = stream(apart).rHats();
    // Products of spins are equal in all chains, the spins themselves are not.
    expect([...stuck.values]).toEqual([NaN, NaN, NaN, Infinity, Infinity, Infinity]);
    expect(stuck.max).toBe(Infinity);
  });

  test("reading() refuses short chains, and calls a sum that outruns the last level censored", () => {
    const once = [1, 1, 1].map(() => [Int8Array.from({ length: 6000 }, (_, t) => t < 3000 ? 1 : -1)]);
    const gradient = stream(once);
    expect(() => gradient.reading(3)).toThrow(ShortChainError);
    const ceiling = gradient.reading(3, { short: "allow" });
    expect([ceiling.censored, ceiling.admissible]).toEqual([true, false]);
    expect(Math.abs(ceiling.tau / 6000 - 1 / 6)).toBeLessThan(0.005);
    expect(() => gradient.summary()).toThrow(/Cannot trust this autocorrelation time/);
    expect(gradient.summary({ short: "allow" })).toMatchObject({
      admissible: false,
      censoredCount: 3,
      zeroVarianceCount: 3,
    });
    // Three levels reach lag 1,984: the sum over a switch at 100,000 is cut far below 0.12·L.
    const late = [1, 1, 1].map(() => [Int8Array.from({ length: 200_000 }, (_, t) => t < 100_000 ? 1 : -1)]);
    const cut = stream(late, 3).reading(3, { short: "allow" });
    expect(cut.tau).toBeLessThan(0.02 * 200_000);
    expect([cut.censored, cut.admissible]).toEqual([true, false]);
    expect(stream(late, 3).summary({ short: "allow" }).censoredCount).toBe(3);
  });

  test("bytes are those that the arrays hold, fit 60_12 with biases into less than 1 GiB, and are limited", () => {
    const graph = gridPreset("60_12"), edges = graph.from.length;
    const model = { graph, couplings: new Float64Array(edges), biases: new Float64Array(graph.vertexCount) };
    const gradient = new GradientAutocorrelation(model, { chains: 32 });
    expect(gradient.observables).toBe(25_200);
    expect(gradient.bytes).toBeLessThan(0.5 * 2 ** 30);
    const limit = (maximumBytes: number) => () => new GradientAutocorrelation(model, { chains: 32, maximumBytes });
    expect(limit(gradient.bytes)).not.toThrow();
    expect(limit(gradient.bytes - 1)).toThrow(SizeError);
    expect(limit(gradient.bytes - 1)).toThrow(/25200 observables of 32 chains on 6 levels need \d+ bytes/);
    expect(limit(NaN)).toThrow(/maximumBytes = NaN/);
  });

  test("memory is flat from 10,000 to 40,000 sweeps, and a record of the samples is not", () => {
    const n = 400, chains = 32, edges = Array.from({ length: n }, (_, i) => [i, (i + 1) % n] as const);
    const model = ising({ n, edges, weights: edges.map(() => 0), biases: edges.map(() => 0), beta: 1 });
    const gradient = new GradientAutocorrelation(model, { chains });
    const source = flippingSource(edges.map((_, i) => 1 + (i % 6)), chains, 1);
    const run = (sweeps: number, keep: (sample: Uint32Array) => void): [held: number, resident: number] => {
      for (let t = 0; t < sweeps; t++) keep(source.next());
      gradient.summary({ short: "allow" });
      return [gradient.bytes, process.memoryUsage().rss];
    };
    const growth = (keep: (sample: Uint32Array) => void): number => {
      const before = run(10_000, keep), after = run(30_000, keep);
      expect(after[0]).toBe(before[0]);
      return after[1] - before[1];
    };
    const bound = 36 * 2 ** 20;
    expect(growth((sample) => gradient.push(sample))).toBeLessThan(bound);
    expect(gradient.length).toBe(40_000);
    // 30,000 samples of 1,600 bytes, and as much again three times, so that memory freed before cannot hide it.
    const record: Uint32Array[] = [];
    expect(growth((sample) => record.push(...[0, 1, 2, 3].map(() => sample.slice())))).toBeGreaterThan(bound);
    expect(record).toHaveLength(160_000);
  }, 120_000);

  test("bad input is refused, and a refused push changes nothing", () => {
    const gradient = new GradientAutocorrelation(MODEL, { chains: 3 });
    expect(() => gradient.push(new Uint32Array(4))).toThrow(/there are 4 words; give groups × spins = 3 words/);
    expect(() => gradient.push(Uint32Array.of(0, 0, 0, 0, 8, 0))).toThrow(/word 4 is 0x8; leave the bits beyond the 3/);
    expect(() => gradient.push([0, 0, 0] as unknown as Uint32Array)).toThrow(/give a Uint32Array/);
    expect(gradient.length).toBe(0);
    expect(() => gradient.times()).toThrow(/the chain length is 0/);
    gradient.push(new Uint32Array(9));
    expect(() => gradient.reading(6)).toThrow(/observable is 6; give an integer from 0 to 5/);
    expect(gradient.summary({ short: "allow" })).toMatchObject({ zeroVarianceCount: 6, censoredCount: 0, length: 3 });
    gradient.push(new Uint32Array(66));
    expect(gradient.summary()).toMatchObject({ zeroVarianceCount: 6, admissible: true, length: 25 });
    const make = (options: Record<string, unknown>) => () =>
      new GradientAutocorrelation(MODEL, { chains: 1, ...options } as never);
    for (const bad of [{ chains: 0 }, { chains: 1.5 }, { levels: 2 }, { levels: 9 }, { engine: "gpu" }]) {
      expect(make(bad)).toThrow(InputError);
    }
    const empty = ising({ n: 2, edges: [], weights: [], beta: 1 });
    expect(() => new GradientAutocorrelation(empty, { chains: 1 })).toThrow(/no edges and no biases/);
    expect(() => stream(spinsOf(1, 1, 100)).rHats()).toThrow(/chains is 1/);
    expect(stream(spinsOf(1, 1, 4000)).summary({ short: "allow" }).rHatMax).toBeNaN();
  });
});

describe("SignHistory", () => {
  test("recordPacked() records what record() does, all samples or none", () => {
    const spins = spinsOf(2, 35, 40), packed = packSpins(spins);
    const [one, two] = [0, 1].map(() => new SignHistory({ spins: 3, chains: 35, capacity: 40 }));
    for (let t = 0; t < 40; t++) {
      one!.record(Array.from({ length: 105 }, (_, s) => spins[s % 3]![Math.floor(s / 3)]![t]!));
    }
    two!.recordPacked(packed);
    expect(two!.length).toBe(40);
    for (const pair of [[0], [0, 1], [2]]) expect(two!.series(pair).bits).toEqual(one!.series(pair).bits);
    expect(() => two!.recordPacked(packed.subarray(0, 6))).toThrow(/40 of 40 sweeps are recorded and 1 more are given/);
    expect(() => two!.recordPacked(packed.subarray(0, 5))).toThrow(/groups × spins = 6/);
    expect(two!.length).toBe(40);
  });
});
