import { describe, expect, test } from "vitest";
import { ising } from "../../../../../lib/model/ising.ts";
import { ChainUniforms } from "../../../../../lib/random/chain_uniforms.ts";
import { chainGroupPass } from "../../../../../lib/sampler/backend/reference/chain_group_pass.ts";
import { createReferenceEngine } from "../../../../../lib/sampler/backend/reference/reference_engine.ts";
import { singleChainPass } from "../../../../../lib/sampler/backend/reference/single_chain_pass.ts";
import { uniformPosition } from "../../../../../lib/sampler/backend/reference/single_site_sweep.ts";
import type { EngineTask } from "../../../../../lib/sampler/engine/engine.ts";
import { packedLength, unpackSpins } from "../../../../../lib/sampler/engine/packed_spins.ts";
import { sweepPasses } from "../../../../../lib/sampler/engine/sweep_passes.ts";
import { integerWeights } from "../../../../../lib/sampler/plan/integer_weights.ts";
import { siteOrder } from "../../../../../lib/sampler/plan/site_order.ts";
import { SCANS } from "../../../../../lib/sampler/scan.ts";
import { randomIsing, uniforms } from "../../../support/random_models.ts";

const model = randomIsing(41, { n: 40, beta: 0.7, bias: "random", density: 0.1 });

function task(options: Partial<EngineTask> & { readonly clamped?: readonly number[] } = {}): EngineTask {
  const sites = siteOrder(model, options.clamped ?? []), weights = integerWeights(model, sites);
  return { sites, weights, scan: "forward", coin: "chain", seed: 9, layout: "chains", chains: 40, ...options };
}

/** The packed spins after some sweeps from random words. */
function after(options: Parameters<typeof task>[0], from: number, sweeps: number): Uint32Array {
  const full = task(options), engine = createReferenceEngine(full), packed = startWords(full.chains);
  void engine.load(packed);
  void engine.run(from, sweeps);
  void engine.store(packed);
  return packed;
}

function startWords(chains: number): Uint32Array {
  const next = uniforms(5), packed = new Uint32Array(packedLength(chains, 40));
  for (let c = 0; c < chains; c++) {
    for (let i = 0; i < 40; i++) if (next() < 0.5) packed[(c >>> 5) * 40 + i]! |= 1 << (c & 31);
  }
  return packed;
}

/** Uniform numbers that write down what they are asked for. */
function recorder(layout: "chains" | "sites") {
  const asked: number[] = [], uniforms = new ChainUniforms(9, layout);
  const spy = {
    fill16: (block: number, sweep: number, line: number, out: Uint16Array) => {
      asked.push(layout === "chains" ? line : block);
      uniforms.fill16(block, sweep, line, out);
    },
    fresh: (chain: number, sweep: number, site: number) => uniforms.fresh(chain, sweep, site),
  };
  return { asked, uniforms: spy as unknown as ChainUniforms };
}

describe("the passes of a sweep", () => {
  const sites = siteOrder(model), weights = integerWeights(model, sites), n = 40;
  const blocks = Array.from(sites.blockStarts.subarray(1), (end, b) => {
    const start = sites.blockStarts[b]!;
    return Array.from({ length: end - start }, (_, k) => start + k);
  });
  const last = blocks.at(-1)!.length;

  test.each(
    [
      ["forward", blocks.flat()],
      ["reverse", blocks.toReversed().flat()],
      ["palindromic", [...blocks.flat(), ...blocks.toReversed().slice(1).flat().map((p) => p + n)]],
    ] as const,
  )("chainGroupPass() visits the positions of the %s scan in order, on the way back from N on", (scan, expected) => {
    const { asked, uniforms } = recorder("chains"), spins = new Int8Array(n).fill(1);
    for (const pass of sweepPasses(scan)) {
      chainGroupPass(sites, weights, uniforms, spins, { from: 0, to: 1, mask: -1 }, 0, pass);
    }
    expect(blocks.length).toBeGreaterThan(2);
    expect(asked).toEqual(expected);
    expect(new Set(asked).size).toBe(scan === "palindromic" ? 2 * n - last : n);
  });

  test("singleChainPass() opens a block of 32 sites once where neighbours follow each other", () => {
    const { asked, uniforms } = recorder("sites"), spins = new Int8Array(n).fill(1);
    for (const pass of sweepPasses("forward")) singleChainPass(sites, weights, uniforms, spins, 0, 0, pass);
    expect(asked).toEqual([0, 1]);
  });

  test("both passes draw the number of the address (chain, sweep, position + visit·N)", () => {
    // At fields of 0 the spin is +1 exactly when the first 16 bits, the top one turned, lie below a half.
    const free = ising({ n: 40, edges: [], weights: [], beta: 1 }), order = siteOrder(free);
    const zero = integerWeights(free, order), pass = { backward: false, first: 0, visit: 1 } as const;
    for (const layout of ["chains", "sites"] as const) {
      const random = new ChainUniforms(9, layout), spins = new Int8Array(40 * 34);
      if (layout === "chains") chainGroupPass(order, zero, random, spins, { from: 32, to: 34, mask: 0b10 }, 7, pass);
      else singleChainPass(order, zero, random, spins, 33, 7, pass);
      for (let p = 0; p < 40; p++) {
        const first = random.uniform16(33, 7, p + 40) ^ 0x8000;
        if (first !== 0x7fff) expect(spins[33 * 40 + p]).toBe(first < 0x8000 ? 1 : -1);
        expect(spins[32 * 40 + p], "a chain that is masked out").toBe(0);
      }
    }
  });
});

describe.each(SCANS)("createReferenceEngine() with the %s scan", (scan) => {
  test("createReferenceEngine() gives chain c the same path for any number of chains", () => {
    for (const layout of ["chains", "sites"] as const) {
      const many = unpackSpins(after({ scan, layout, chains: 70 }, 0, 4), 70, 40);
      const few = unpackSpins(after({ scan, layout, chains: 3 }, 0, 4), 3, 40);
      expect(few).toEqual(many.slice(0, 3 * 40));
    }
  });

  test("createReferenceEngine() never touches clamped spins, and runs on from any sweep", () => {
    const clamped = [0, 7, 8, 39];
    const start = startWords(40), end = after({ scan, clamped }, 3, 6);
    for (const i of clamped) expect([end[i], end[40 + i]]).toEqual([start[i], start[40 + i]]);
    expect(end).not.toEqual(start);
    const engine = createReferenceEngine(task({ scan, clamped }));
    void engine.load(start);
    void engine.run(3, 2);
    void engine.run(5, 4);
    void engine.store(start);
    expect(start).toEqual(end);
    expect(after({ scan, clamped }, 4, 6)).not.toEqual(end);
    expect(after({ scan, clamped, seed: 10 }, 3, 6)).not.toEqual(end);
  });

  test("createReferenceEngine() keeps the samples after every stride, and counts its updates", () => {
    const engine = createReferenceEngine(task({ scan })), size = packedLength(40, 40);
    const out = new Uint32Array(3 * size);
    void engine.load(startWords(40));
    void engine.run(0, 7, { stride: 2, out });
    for (let k = 0; k < 3; k++) expect(out.subarray(k * size, (k + 1) * size)).toEqual(after({ scan }, 0, 2 * k + 2));
    const turn = siteOrder(model).blockStarts.at(-2)!, perSweep = scan === "palindromic" ? 40 + turn : 40;
    expect(engine.undecided()).toMatchObject({ updates: 7 * 40 * perSweep });
  });

  test("createReferenceEngine() takes other parameters from the next sweep on", () => {
    const full = task({ scan }), engine = createReferenceEngine(full);
    const cold = integerWeights(model, full.sites, 0), other = createReferenceEngine({ ...full, weights: cold });
    const a = after({ scan }, 0, 2), b = new Uint32Array(a.length);
    void engine.load(startWords(40));
    void engine.run(0, 2);
    void engine.setWeights(cold);
    void engine.run(2, 2);
    void engine.store(b);
    void other.load(a);
    void other.run(2, 2);
    void other.store(a);
    expect(b).toEqual(a);
  });
});

test("uniformPosition() is ⌊(high·2^32 + low)·count/2^64⌋", () => {
  const next = uniforms(3), words = [0, 1, 2 ** 16, 2 ** 31, 2 ** 32 - 1];
  for (let k = 0; k < 200; k++) words.push(Math.floor(next() * 2 ** 32));
  for (const count of [1, 2, 3, 7, 1000, 3600, 2 ** 21, 2 ** 31 + 5, 2 ** 32 - 1]) {
    words.forEach((high, k) => {
      const low = words[(7 * k + 3) % words.length]!;
      const exact = (((BigInt(high) << 32n) + BigInt(low)) * BigInt(count)) >> 64n;
      expect(uniformPosition(high, low, count)).toBe(Number(exact));
    });
  }
});
