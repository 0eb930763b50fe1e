import process from "node:process";
import { describe, expect, test } from "vitest";
import { estimateTau } from "../../../../lib/diagnostics/mod.ts";
import { InputError } from "../../../../lib/errors.ts";
import { kernelStructure } from "../../../../lib/exact/mod.ts";
import { gridGraph } from "../../../../lib/graph/mod.ts";
import { ising } from "../../../../lib/model/mod.ts";
import {
  decodeLadderState,
  doublingLadder,
  type DoublingLadderOptions,
  encodeLadderState,
  type LadderState,
} from "../../../../lib/predictor/mod.ts";
import { createSampler, unpackSpins } from "../../../../lib/sampler/mod.ts";

const SEED = 20260803;
const EDGES = [[0, 1], [1, 2], [2, 3], [0, 3]] as const;
/** A ring that turns over as a whole now and then. */
const ring = (coupling: number) =>
  ising({
    n: 4,
    edges: EDGES,
    weights: [1, 1, 1, 1].map((weight) => coupling * weight),
    biases: [0, 0, 0, 0],
    beta: 1,
  });
const OPTIONS: DoublingLadderOptions = { scan: "symmetric", seed: SEED, chains: 32, firstLength: 500, rungs: 5 };

describe("doublingLadder()", () => {
  test(`doublingLadder() resolves a slow mode at its exact time (seed ${SEED})`, async () => {
    const model = ring(0.9), { tauMax, totalObservableTime } = kernelStructure(model, "symmetric");
    const { rungs, resolvedLength, completed, steps } = await doublingLadder(model, {
      ...OPTIONS,
      subset: [5],
      programUpTo: 4000,
    });
    const last = rungs.at(-1)!;
    expect(completed).toBe(true);
    expect(rungs.map(({ length }) => length)).toEqual([500, 1000, 2000, 4000, 8000]);
    // 256,000 sweeps and τ_max near 20: 1.5 % and the largest of a few.
    expect(tauMax).toBeGreaterThan(10);
    expect(Math.abs(last.tauMax / tauMax - 1)).toBeLessThan(0.12);
    expect(Math.abs(last.totalObservableTime / totalObservableTime - 1)).toBeLessThan(0.1);
    expect(resolvedLength).not.toBeNull();
    expect(steps.find(({ length }) => length === resolvedLength)!.censored).toBe(false);
    expect(rungs.map(({ estimator }) => estimator)).toEqual(["program", "program", "program", "program", "streaming"]);
    expect([rungs[3]!.program!.observables, last.program!.observables, last.program!.all]).toEqual([8, 1, false]);
    // Both estimators see the same draws.
    for (const { program, admissible } of rungs.slice(2)) {
      expect(program!.totalTimeDisagreement).toBeLessThan(0.02);
      if (admissible.count > 0) expect(program!.worstDisagreement).toBeLessThan(0.03);
      expect(program!.medianDisagreement! <= program!.worstDisagreement!).toBe(true);
    }
    rungs.slice(1).forEach((rung, k) => {
      expect(rung.warmUp).toBe(Math.max(rungs[k]!.warmUp, Math.round(5 * rungs[k]!.tauMax)));
      expect([rung.ceiling, rung.censoredAbove]).toEqual([rung.length / 6, 0.12 * rung.length]);
    });
  });

  test("doublingLadder() reads the program's own estimator off the chains that it says", async () => {
    const model = ring(0.6), chains = 3, plan = { ...OPTIONS, chains, rungs: 2, programUpTo: 0, subset: [4] };
    const { firstSweep, warmUp, length, program } = (await doublingLadder(model, plan)).rungs[1]!;
    const sampler = await createSampler(model, { scan: "symmetric", seed: SEED });
    const draws = Array.from({ length: chains }, () => new Float64Array(length));
    let t = 0;
    const observe = ({ words, samples }: { readonly words: Uint32Array; readonly samples: number }) => {
      for (let s = 0; s < samples; s++, t++) {
        const spins = unpackSpins(words.subarray(4 * s, 4 * s + 4), chains, 4);
        draws.forEach((chain, c) => chain[t] = spins[4 * c]!);
      }
    };
    const from = { ...sampler.init(chains), sweep: firstSweep };
    await sampler.run(from, { burnIn: warmUp, samples: length }, { observers: [{ observe }] });
    await sampler.close();
    expect(firstSweep).toBeGreaterThan(500);
    expect(program!.tauMax).toBeCloseTo(estimateTau(draws, { short: "allow" }).tau, 10);
    // The control: the same chains without their last draw.
    expect(Math.abs(program!.tauMax - estimateTau(draws.map((chain) => chain.slice(0, -1)), { short: "allow" }).tau))
      .toBeGreaterThan(1e-6);
  });

  test(`doublingLadder() of chains that switch about once is never resolved, and no reading is above the ceiling (seed ${SEED})`, async () => {
    // Beyond 5,000 sweeps between turns: the program's rule alone would find L ≥ 5·τ.
    const model = ring(2.6);
    expect(kernelStructure(model, "symmetric").tauMax).toBeGreaterThan(5000);
    const { rungs, resolvedLength } = await doublingLadder(model, { ...OPTIONS, rungs: 4 });
    expect(resolvedLength).toBeNull();
    expect(rungs.some(({ censored }) => censored.count > 0)).toBe(true);
    for (const { censored, tauMax, length, ceiling, rHatMax, admissible } of rungs) {
      // A switch near the end of a chain shows less than 0.12·L; the starts tell then.
      expect(censored.count > 0 || rHatMax > 1.1).toBe(true);
      expect(admissible.share).toBeLessThan(1);
      expect(tauMax).toBeLessThan(1.06 * ceiling);
      expect(length).toBeGreaterThan(5 * tauMax);
    }
  });

  test(`doublingLadder() of chains that never move is not resolved, though the rule alone says so (seed ${SEED})`, async () => {
    const { rungs, steps, resolvedLength } = await doublingLadder(ring(40), { ...OPTIONS, rungs: 3 });
    expect(rungs.map(({ frozen }) => frozen.count)).toEqual([4, 4, 4]);
    expect(rungs[2]!.rHatMax).toBe(Infinity);
    expect(steps.map(({ resolved, censored }) => [resolved, censored])).toEqual([[true, true], [true, true]]);
    expect(resolvedLength).toBeNull();
  });

  test("doublingLadder() stopped and resumed from a saved state ends with the same numbers", async () => {
    const model = ring(0.9), whole = await doublingLadder(model, OPTIONS);
    const stop = new AbortController();
    let saved = "";
    const stopped = await doublingLadder(model, {
      ...OPTIONS,
      signal: stop.signal,
      onRung: (state) => void (saved = encodeLadderState(state)),
      // A stop within the third rung loses that rung only.
      progress: (length) => length === 2000 && stop.abort(),
    });
    expect([stopped.completed, stopped.rungs.length]).toEqual([false, 2]);
    const resumed = await doublingLadder(model, { ...OPTIONS, resume: decodeLadderState(saved) });
    expect(resumed).toEqual(whole);
    // A longer ladder goes on from a finished one.
    const longer = await doublingLadder(model, { ...OPTIONS, rungs: 6, resume: whole.state });
    expect(longer.rungs.slice(0, 5)).toEqual(whole.rungs);
    expect(longer.rungs.length).toBe(6);
    await expect(doublingLadder(ring(0.8), { ...OPTIONS, resume: whole.state })).rejects.toThrow(InputError);
    await expect(doublingLadder(model, { ...OPTIONS, seed: 1, resume: whole.state })).rejects.toThrow(
      /of another ladder/,
    );
  });

  test("doublingLadder() stops at the first resolved rung when asked to", async () => {
    const { rungs, completed, resolvedLength } = await doublingLadder(ring(0.3), {
      ...OPTIONS,
      rungs: 8,
      stopWhenResolved: true,
    });
    expect(completed).toBe(true);
    expect(rungs.at(-1)!.length).toBe(resolvedLength);
    expect(rungs.length).toBeLessThan(8);
  });

  test("encodeLadderState() keeps what JSON cannot hold", async () => {
    const { state } = await doublingLadder(ring(40), { ...OPTIONS, rungs: 2 });
    expect(decodeLadderState(encodeLadderState(state))).toEqual(state);
    expect(JSON.parse(JSON.stringify(state)) as LadderState).not.toEqual(state);
    for (const bad of ["", "{}", '{"version":2,"registered":"x","rungs":[]}', encodeLadderState(state).slice(0, 200)]) {
      expect(() => decodeLadderState(bad)).toThrow(InputError);
    }
  });

  test("doublingLadder() holds the same memory at 8,000 sweeps as at 2,000", async () => {
    const graph = gridGraph({ width: 20, height: 20, offsets: [[0, 1], [4, 1]], boundary: "torus" });
    const weights = Float64Array.from(graph.from, (_, e) => (e % 7) / 20);
    const model = ising({ graph, weights, biases: new Float64Array(graph.vertexCount), beta: 1 });
    const held: number[] = [];
    await doublingLadder(model, {
      ...{ scan: "symmetric", seed: SEED, chains: 32, firstLength: 1000, rungs: 4, programUpTo: 0, backend: "wasm" },
      onRung: () => void held.push(process.memoryUsage().rss),
    });
    // A record of the last rung's samples would be 13 MB; of all observables' draws, 300 MB.
    expect(held[3]! - held[1]!).toBeLessThan(60 * 2 ** 20);
  });
});
