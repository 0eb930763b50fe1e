import { describe, expect, test } from "vitest";
import { curieWeiss } from "../../../lib/model/curie_weiss.ts";
import { ising } from "../../../lib/model/ising.ts";
import { createSampler } from "../../../lib/sampler/create_sampler.ts";
import type { SampleBatch } from "../../../lib/sampler/schedule/observer.ts";
import type { SamplerState } from "../../../lib/sampler/sampler.ts";
import { SCANS } from "../../../lib/sampler/scan.ts";

const model = () =>
  ising({
    n: 6,
    edges: [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [0, 5], [1, 4]],
    weights: [0.3, -0.7, 0.2, 0.9, -0.4, 0.1, 0.5],
    biases: [0.1, 0, -0.2, 0.3, 0, 0.5],
    beta: 0.8,
  });

const reference = { backend: "reference" } as const;

/** An observer that keeps every sample as one text. */
function recorder() {
  const seen: string[] = [];
  return {
    seen,
    observe: ({ words, samples }: SampleBatch) => {
      const size = words.length / samples;
      for (let s = 0; s < samples; s++) seen.push([...words.subarray(s * size, (s + 1) * size)].join(" "));
    },
  };
}

describe("createSampler()", () => {
  test.each(SCANS)("gives the same chains stepwise, in one go and in pieces (%s)", async (scan) => {
    const sampler = await createSampler(model(), { scan, seed: 11, ...reference });
    const start = sampler.init(9);
    let stepped = start;
    for (let t = 0; t < 12; t++) stepped = await sampler.step(stepped);
    const { state: whole } = await sampler.run(start, { burnIn: 4, samples: 4, stride: 2 });
    const { state: half } = await sampler.run(start, { samples: 7 });
    const { state: rest } = await sampler.run(half, { burnIn: 5, samples: 0 });
    for (const state of [whole, rest]) {
      expect(state.sweep).toBe(12);
      expect([...state.spins]).toEqual([...stepped.spins]);
    }
    expect([...start.spins], "the start stays as it is").toEqual([...sampler.init(9).spins]);
    await sampler.close();
  });

  test("gives chain c the same path for any number of chains of a layout", async () => {
    const few = await createSampler(model(), { scan: "forward", seed: 5, layout: "chains", ...reference });
    const many = await createSampler(model(), { scan: "forward", seed: 5, ...reference });
    const a = await few.step(few.init(3), 20), b = await many.step(many.init(70), 20);
    expect([...a.spins]).toEqual([...b.spins.subarray(0, a.spins.length)]);
    const bySite = await createSampler(model(), { scan: "forward", seed: 5, ...reference });
    const c = await bySite.step(bySite.init(7), 20);
    expect([...c.spins]).not.toEqual([...b.spins.subarray(0, c.spins.length)]);
  });

  test("keeps samples after burnIn + stride, burnIn + 2·stride … sweeps", async () => {
    const sampler = await createSampler(model(), { scan: "symmetric", seed: 3, ...reference });
    const every = recorder(), some = recorder(), start = sampler.init(33);
    await sampler.run(start, { samples: 17 }, { observers: [every] });
    await sampler.run(start, { burnIn: 5, samples: 4, stride: 3 }, { observers: [some] });
    expect(every.seen).toHaveLength(17);
    expect(some.seen).toEqual([7, 10, 13, 16].map((k) => every.seen[k]));
  });

  test("shows no sample when none is asked for, and one with stride beyond it", async () => {
    const sampler = await createSampler(model(), { seed: 3, ...reference }), seen = recorder();
    const none = await sampler.run(sampler.init(1), { samples: 0 }, { observers: [seen] });
    expect([none.samples, none.state.sweep, seen.seen.length]).toEqual([0, 0, 0]);
    const one = await sampler.run(none.state, { samples: 1, stride: 9 }, { observers: [seen] });
    expect([one.samples, one.state.sweep, seen.seen.length]).toEqual([1, 9, 1]);
  });

  test("stops at a signal and resumes what remains, bit for bit", async () => {
    const sampler = await createSampler(model(), { scan: "palindromic", seed: 3, ...reference });
    const start = sampler.init(256), schedule = { burnIn: 60, samples: 200, stride: 3 };
    const whole = recorder(), parts = recorder();
    const { state: end } = await sampler.run(start, schedule, { observers: [whole] });
    const controller = new AbortController();
    const first = await sampler.run(start, schedule, {
      observers: [parts],
      signal: controller.signal,
      progress: (done) => done > 200 && controller.abort(),
    });
    expect(first.remaining).not.toBeNull();
    expect(first.samples).toBeLessThan(200);
    const second = await sampler.run(first.state, first.remaining!, { observers: [parts] });
    expect(second.remaining).toBeNull();
    expect(first.samples + second.samples).toBe(200);
    expect(parts.seen).toEqual(whole.seen);
    expect([...second.state.spins]).toEqual([...end.spins]);
  });

  test("leaves clamped spins as they are and samples the others given them", async () => {
    const sampler = await createSampler(curieWeiss(6, 100), {
      scan: "forward",
      seed: 3,
      clamped: [2, 4],
      ...reference,
    });
    const start = [-1, -1, 1, -1, 1, -1], both = await sampler.step(sampler.init(40, start), 30);
    for (let c = 0; c < 40; c++) expect([both.spins[6 * c + 2], both.spins[6 * c + 4]]).toEqual([1, 1]);
    const pinned = await createSampler(model(), {
      scan: "single-site",
      seed: 3,
      clamped: [0, 1, 2, 3, 4],
      ...reference,
    });
    const { spins } = await pinned.step(pinned.init(200, [1, -1, 1, -1, 1, 1]), 5);
    const seen = new Set<string>();
    for (let c = 0; c < 200; c++) {
      expect([...spins.subarray(6 * c, 6 * c + 5)]).toEqual([1, -1, 1, -1, 1]);
      seen.add(String(spins[6 * c + 5]));
    }
    expect(seen.size).toBe(2);
  });

  test("runs every sweep at its own beta and returns to the model's", async () => {
    const sampler = await createSampler(model(), { scan: "forward", seed: 8, ...reference });
    const start = sampler.init(8), constant = { samples: 10 };
    const plain = await sampler.run(start, constant);
    const listed = await sampler.run(start, { ...constant, beta: Array(10).fill(0.8) });
    expect([...listed.state.spins]).toEqual([...plain.state.spins]);
    const frozen = await createSampler(curieWeiss(6, 1), { scan: "forward", seed: 8, ...reference });
    const annealed = await frozen.run(frozen.init(64), { samples: 40, beta: (sweep) => sweep / 0.4 });
    for (let c = 0; c < 64; c++) {
      const chain = [...annealed.state.spins.subarray(6 * c, 6 * c + 6)];
      expect(new Set(chain).size, "at beta 97 every chain is ordered").toBe(1);
    }
    const after = await frozen.step(annealed.state, 3);
    const same = await createSampler(curieWeiss(6, 1), { scan: "forward", seed: 8, ...reference });
    expect([...after.spins]).toEqual([...(await same.step(annealed.state, 3)).spins]);
    await expect(sampler.run(start, { samples: 3, beta: [1, 2] })).rejects.toThrow(
      /beta has 2 entries; give one for each/,
    );
    await expect(sampler.run(start, { samples: 3, beta: () => NaN })).rejects.toThrow(/beta of sweep 0 is NaN/);
  });

  test("refuses weights that changed after registration until they are taken over", async () => {
    const live = model(), sampler = await createSampler(live, { scan: "forward", seed: 8, ...reference });
    const start = sampler.init(8), before = await sampler.step(start, 5), digest = sampler.weightsDigest;
    live.couplings[3] = 5;
    await expect(sampler.step(start, 5)).rejects.toThrow(
      /couplings\[3\] is 5 and was 0.9 when it was registered; call refresh\(\)/,
    );
    await sampler.refresh();
    expect(sampler.weightsDigest).not.toBe(digest);
    const after = await sampler.step(start, 5);
    const fresh = await createSampler(live, { scan: "forward", seed: 8, ...reference });
    expect([...after.spins]).toEqual([...(await fresh.step(start, 5)).spins]);
    expect([...after.spins]).not.toEqual([...before.spins]);
    live.biases![1] = NaN;
    await expect(sampler.step(start)).rejects.toThrow(/biases\[1\] is NaN and was 0/);
    await expect(sampler.refresh()).rejects.toThrow(/biases\[1\] is NaN; give finite numbers/);
    live.biases![1] = 0;
    expect([...(await sampler.step(start, 5)).spins], "a refused refresh changes nothing").toEqual([...after.spins]);
  });

  test("names bad input", async () => {
    await expect(createSampler(model(), { seed: -1 })).rejects.toThrow(/seed is -1/);
    await expect(createSampler(model(), { seed: 1, scan: "sideways" as "forward" })).rejects.toThrow(
      /scan is "sideways"/,
    );
    await expect(createSampler(model(), { seed: 1, coin: "both" as "shared" })).rejects.toThrow(/coin is "both"/);
    await expect(createSampler(model(), { seed: 1, backend: "cuda" as "auto" })).rejects.toThrow(/backend is "cuda"/);
    await expect(createSampler(model(), { seed: 1, clamped: [6] })).rejects.toThrow(/clamped\[0\] is 6/);
    await expect(createSampler(model(), { seed: 1, clamped: [2, 2] })).rejects.toThrow(/2 for the second time/);
    await expect(createSampler(model(), { seed: 1, clamped: [0, 1, 2, 3, 4, 5] })).rejects.toThrow(
      /all 6 spins are clamped/,
    );
    const sampler = await createSampler(model(), { seed: 1, ...reference }), start = sampler.init(2);
    expect(() => sampler.init(0)).toThrow(/chains is 0/);
    expect(() => sampler.init(2.5)).toThrow(/chains is 2.5/);
    await expect(sampler.run(start, { samples: 0.5 })).rejects.toThrow(/samples is 0.5/);
    await expect(sampler.run(start, { samples: 1, stride: 0 })).rejects.toThrow(/stride is 0/);
    await expect(sampler.run(start, { samples: 1, burnIn: -3 })).rejects.toThrow(/burnIn is -3/);
    const short: SamplerState = { ...start, spins: new Int8Array(5) };
    await expect(sampler.step(short)).rejects.toThrow(/it has 5 spins; give 2 chains of 6 spins/);
    await expect(sampler.step({ ...start, site: 2 })).rejects.toThrow(/2 steps into a sweep/);
    const running = sampler.step(start, 10);
    await expect(sampler.step(start)).rejects.toThrow(/a run of this sampler is going on/);
    expect((await running).sweep).toBe(10);
  });
});
