import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.ts";
import { createReferenceEngine } from "../../../../lib/sampler/backend/reference/reference_engine.ts";
import { createSampler } from "../../../../lib/sampler/create_sampler.ts";
import { packSpins, unpackSpins } from "../../../../lib/sampler/engine/packed_spins.ts";
import { StaleWeightsError } from "../../../../lib/sampler/engine/stale_weights.ts";
import { SCANS } from "../../../../lib/sampler/scan.ts";
import type { SampleBatch } from "../../../../lib/sampler/schedule/observer.ts";
import { createTempering, type TemperingOptions } from "../../../../lib/sampler/tempering/create_tempering.ts";
import { countRoundTrips } from "../../../../lib/sampler/tempering/replica_journeys.ts";
import { SWAP_KERNELS } from "../../../../lib/sampler/tempering/swap_kernel.ts";
import { SwapDecisions } from "../../../../lib/sampler/tempering/swap_decisions.ts";
import type { TemperingState } from "../../../../lib/sampler/tempering/tempering_state.ts";
import { replicaFlow } from "../../../../lib/diagnostics/replica_flow.ts";
import { randomIsing } from "../../support/random_models.ts";
import { PAIR } from "./models.ts";

const model = () => randomIsing(61, { n: 11, beta: 1.5, bias: "random", density: 0.5 });
const ladder = [0.2, 0.5, 0.8, 1], backend = "reference";
const options = (change: Partial<TemperingOptions> = {}): TemperingOptions => ({ ladder, seed: 5, backend, ...change });
const LADDERS = 9;

/** What a state is, without what it is called. */
const plain = (state: TemperingState) => structuredClone(state);

/** An observer that keeps every sample as text. */
function recorder() {
  const seen: string[] = [];
  return {
    seen,
    observe: ({ words, samples, sweep, stride }: SampleBatch) => {
      const size = words.length / samples;
      for (let s = 0; s < samples; s++) {
        seen.push(`${sweep + s * stride}: ${[...words.subarray(s * size, (s + 1) * size)].join(" ")}`);
      }
    },
  };
}

describe.each(SWAP_KERNELS)("createTempering() with %s exchanges", (swaps) => {
  test("createTempering() gives the same ladders stepwise, in one go, in pieces and from a record", async () => {
    await using tempering = await createTempering(model(), options({ swaps }));
    const start = tempering.init(LADDERS), kept = plain(start);
    let stepped = start;
    for (let t = 0; t < 12; t++) stepped = await tempering.step(stepped);
    const { state: whole } = await tempering.run(start, { burnIn: 4, samples: 4, stride: 2 });
    expect(plain(whole)).toEqual(plain(stepped));
    expect(plain(start), "the start stays as it is").toEqual(kept);
    const half = structuredClone(await tempering.step(start, 7));
    await using other = await createTempering(model(), options({ swaps }));
    expect(plain(await other.step(half, 5))).toEqual(plain(whole));
    await using reseeded = await createTempering(model(), options({ swaps, seed: 6 }));
    expect((await reseeded.step(start, 12)).spins).not.toEqual(whole.spins);
  });

  test("createTempering() gives ladder c the same path for any number of ladders of a layout", async () => {
    await using tempering = await createTempering(model(), options({ swaps, layout: "chains" }));
    const few = await tempering.step(tempering.init(3), 10), many = await tempering.step(tempering.init(40), 10);
    for (let r = 0; r < ladder.length; r++) {
      const spins = unpackSpins(many.spins[r]!, 40, 11).subarray(0, 33);
      expect(unpackSpins(few.spins[r]!, 3, 11)).toEqual(spins);
    }
    expect(few.replicas).toEqual(many.replicas.subarray(0, 3 * ladder.length));
    expect(few.roundTrips).toEqual(many.roundTrips.subarray(0, 3 * ladder.length));
  });

  test("createTempering() keeps the replicas a permutation that says where each state came from", async () => {
    // At beta 0 every exchange is accepted; frozen spins show where they go.
    const frozen = { ...model(), beta: 0 };
    await using tempering = await createTempering(
      frozen,
      options({
        swaps,
        createEngine: (task) => {
          const engine = createReferenceEngine(task);
          return { ...engine, run: () => {} };
        },
      }),
    );
    const start = tempering.init(LADDERS), end = await tempering.step(start, 9);
    const before = start.spins.map((words) => unpackSpins(words, LADDERS, 11));
    end.spins.forEach((words, r) => {
      const now = unpackSpins(words, LADDERS, 11);
      for (let c = 0; c < LADDERS; c++) {
        const from = end.replicas[c * ladder.length + r]!;
        expect(now.subarray(11 * c, 11 * c + 11)).toEqual(before[from]!.subarray(11 * c, 11 * c + 11));
      }
    });
    expect(end.replicas).not.toEqual(start.replicas);
  });

  test("createTempering() counts the journeys of replicas as their recorded places do", async () => {
    await using tempering = await createTempering({ ...PAIR }, options({ swaps, ladder: [0.3, 0.6, 1] }));
    const start = tempering.init(2), places = [0, 1].map(() => [0, 1, 2].map((r) => [r]));
    const { state } = await tempering.run(start, { samples: 300 }, {
      roundObservers: [{
        observeRound: ({ state: { replicas } }) =>
          places.forEach((own, c) => {
            for (let r = 0; r < 3; r++) own[replicas[3 * c + r]!]!.push(r);
          }),
      }],
    });
    const trips = places.flatMap((own) => replicaFlow(own).roundTrips);
    expect([...state.roundTrips]).toEqual(trips);
    const { started, finished, rate } = countRoundTrips(state);
    expect(finished).toBe(trips.reduce((a, b) => a + b));
    expect(finished).toBeGreaterThan(10);
    expect(started - finished).toBeLessThanOrEqual(6);
    expect(rate).toBe(finished / 600);
  });
});

describe("createTempering()", () => {
  test("no two rungs, rounds or ladders share an address of random numbers", async () => {
    for (const swaps of SWAP_KERNELS) {
      for (const sweeps of [1, 3]) {
        const used = new Set<number>(), tasks: unknown[] = [];
        let ranges = 0;
        await using tempering = await createTempering(
          model(),
          options({
            swaps,
            sweeps,
            createEngine: (task) => {
              const engine = createReferenceEngine(task);
              tasks.push([task.seed, task.layout, task.chains]);
              return {
                ...engine,
                run: (from, count) => {
                  for (let k = 0; k < count; k++, ranges++) used.add(from + k);
                  return engine.run(from, count);
                },
              };
            },
          }),
        );
        await tempering.run(tempering.init(LADDERS), { burnIn: 3, samples: 4, stride: 2 });
        // All rungs have one seed, so that the sweep numbers alone tell them apart; each was used once.
        expect(tasks).toEqual(ladder.map(() => [5, "chains", LADDERS]));
        expect(used.size).toBe(ranges);
        if (swaps !== "convex") expect(ranges).toBe(11 * sweeps * ladder.length);
        expect(Math.max(...used)).toBeLessThan(11 * sweeps * ladder.length);
      }
    }
  });

  test("SwapDecisions have an address of their own for every ladder, round and proposal, and for both of its parts", () => {
    const decisions = new SwapDecisions(5, "chain"), other = new SwapDecisions(6, "chain");
    const draws = (from: SwapDecisions) =>
      [0, 1, 2].flatMap((c) => [0, 1, 2].flatMap((t) => [0, 1, 2].map((k) => from.pair(c, t, k, 2 ** 31))));
    expect(new Set(draws(decisions)).size).toBe(27);
    expect(draws(other)).not.toEqual(draws(decisions));
    const coins = (coin: "chain" | "shared") =>
      Array.from({ length: 64 }, (_, t) => [0, 1, 2].map((c) => new SwapDecisions(5, coin).side(c, t)).join(""));
    expect(new Set(coins("shared"))).toEqual(new Set(["000", "111"]));
    expect(new Set(coins("chain")).size).toBe(8);
  });

  test.each(SCANS)("a ladder of one rung is the plain sampler, bit for bit (%s)", async (scan) => {
    for (const chains of [3, 12]) {
      await using tempering = await createTempering(model(), options({ ladder: [1], scan, swaps: "non-reversible" }));
      await using sampler = await createSampler(model(), { scan, seed: 5, backend });
      const state = await tempering.step(tempering.init(chains), 8),
        other = await sampler.step(sampler.init(chains), 8);
      expect(unpackSpins(state.spins[0]!, chains, 11)).toEqual(other.spins);
    }
  });

  test("the coldest rung's samples come after burnIn + stride, burnIn + 2·stride … rounds, whoever looks", async () => {
    await using tempering = await createTempering(model(), options());
    const start = tempering.init(LADDERS), every = recorder(), some = recorder();
    await tempering.run(start, { samples: 17 }, { observers: [every] });
    const rounds: number[] = [];
    const { samples } = await tempering.run(start, { burnIn: 5, samples: 4, stride: 3 }, {
      observers: [some],
      roundObservers: [{ observeRound: ({ state }) => rounds.push(state.round) }],
    });
    expect([samples, rounds.length, rounds[0]]).toEqual([4, 12, 6]);
    expect(some.seen).toEqual([7, 10, 13, 16].map((k) => every.seen[k]));
    const last = (await tempering.step(start, 17)).spins.at(-1)!;
    expect(every.seen[16]).toBe(`17: ${[...last].join(" ")}`);
  });

  test("a run stops at a signal and what remains resumes it, bit for bit", async () => {
    await using tempering = await createTempering(model(), options({ swaps: "primary" }));
    const start = tempering.init(LADDERS), schedule = { burnIn: 7, samples: 20, stride: 3 };
    const whole = recorder(), parts = recorder();
    const { state: end } = await tempering.run(start, schedule, { observers: [whole] });
    let state = start, rest: typeof schedule | null = schedule, runs = 0;
    while (rest !== null) {
      const stop = new AbortController();
      let rounds = 0;
      const result = await tempering.run(state, rest, {
        observers: [parts],
        signal: stop.signal,
        progress: () => ++rounds === 11 && stop.abort(),
      });
      state = result.state;
      rest = result.remaining as typeof schedule | null;
      runs++;
    }
    expect(runs).toBeGreaterThan(4);
    expect(parts.seen).toEqual(whole.seen);
    expect(plain(state)).toEqual(plain(end));
  });

  test("clamped spins stay, and have one value on all rungs of a ladder", async () => {
    const clamped = [0, 7];
    await using tempering = await createTempering(model(), options({ clamped, swaps: "primary" }));
    const start = tempering.init(LADDERS), end = await tempering.step(start, 20);
    for (const words of end.spins) for (const i of clamped) expect(words[i]).toBe(start.spins.at(-1)![i]);
    const spins = start.spins.map((words) => words.slice());
    spins[1]![7]! ^= 1;
    await expect(tempering.step({ ...start, spins })).rejects.toThrow(/spin 7 is clamped and differs between rung 1/);
  });

  test("init() starts rungs apart from each other, or as it is told", async () => {
    await using tempering = await createTempering(model(), options());
    const start = tempering.init(LADDERS);
    expect(new Set(start.spins.map((words) => [...words].join())).size).toBe(ladder.length);
    const up = Array.from({ length: 11 }, (_, i) => i % 3 === 0 ? -1 : 1);
    const same = tempering.init(2, up), words = packSpins(Int8Array.from([...up, ...up]), 2, 11);
    for (const rung of same.spins) expect(rung).toEqual(words);
  });

  test("a ladder in the state replaces the ladder of the options, weights included", async () => {
    const other = [0.1, 0.3, 0.6, 0.9];
    await using tempering = await createTempering(model(), options());
    await using direct = await createTempering(model(), options({ ladder: other }));
    const start = tempering.init(LADDERS);
    await tempering.step(start, 2);
    const moved = await tempering.step({ ...start, ladder: Float64Array.from(other) }, 6);
    expect(plain(moved)).toEqual(plain(await direct.step(direct.init(LADDERS), 6)));
    expect(plain(await tempering.step(start, 2))).not.toEqual(plain(await direct.step(direct.init(LADDERS), 2)));
  });

  test("weights that changed after registration are an error until refresh(), which takes them over", async () => {
    const changed = model(), trained = model();
    await using tempering = await createTempering(changed, options());
    const start = await tempering.step(tempering.init(LADDERS), 3), digest = tempering.weightsDigest;
    changed.couplings[2]! += 0.5;
    trained.couplings[2]! += 0.5;
    await expect(tempering.step(start)).rejects.toThrow(StaleWeightsError);
    await tempering.refresh();
    expect(tempering.weightsDigest).not.toBe(digest);
    await using direct = await createTempering(trained, options());
    expect(plain(await tempering.step(start, 4))).toEqual(plain(await direct.step(start, 4)));
    changed.couplings[0] = NaN;
    await expect(tempering.refresh()).rejects.toThrow(/couplings\[0\] is NaN/);
  });

  test.each(SWAP_KERNELS)(
    "the WASM backend gives the same ladders as the reference, bit for bit (%s)",
    async (swaps) => {
      await using fast = await createTempering(model(), options({ swaps, backend: "wasm" }));
      await using slow = await createTempering(model(), options({ swaps }));
      expect([fast.backend, slow.backend]).toEqual(["wasm", "reference"]);
      for (const chains of [3, 40]) {
        expect(plain(await fast.step(fast.init(chains), 25))).toEqual(plain(await slow.step(slow.init(chains), 25)));
      }
    },
  );

  test("errorBound() covers every rung and exchange", async () => {
    await using tempering = await createTempering(model(), options());
    expect(tempering.errorBound()).toBeLessThan(1e-8);
    expect(tempering.errorBound([0.2, 0.5, 0.8, 100])).toBeGreaterThan(0);
  });

  test.each<[string, Partial<Record<keyof TemperingOptions, unknown>>, RegExp]>([
    ["no rungs", { ladder: [] }, /ladder is \[\]; give a list of numbers from hot to cold/],
    ["a ladder that falls", { ladder: [1, 0.5] }, /ladder\[1\] is 0.5, not above ladder\[0\]/],
    ["a negative rung", { ladder: [-0.1, 1] }, /ladder\[0\] is -0.1; give numbers that are at least 0/],
    ["NaN on the ladder", { ladder: [0, NaN] }, /ladder\[1\] is NaN/],
    ["text for a ladder", { ladder: "hot" }, /ladder is "hot"/],
    ["too many rungs", { ladder: Array.from({ length: 4097 }, (_, r) => r) }, /ladder has 4097 rungs/],
    ["another kernel", { swaps: "even" }, /swaps is "even"; give one of primary, convex, non-reversible/],
    ["another scan", { scan: "sideways" }, /scan is "sideways"/],
    ["half a sweep", { sweeps: 0.5 }, /sweeps is 0.5/],
    ["another coin", { coin: "dime" }, /coin is "dime"/],
    ["a negative seed", { seed: -1 }, /seed is -1/],
    ["a backend that is unknown", { backend: "cuda" }, /backend is "cuda"/],
    ["a clamped spin that is not there", { clamped: [11] }, /clamped\[0\] is 11/],
  ])("createTempering() refuses %s", async (_, change, message) => {
    const call = createTempering(model(), options(change as Partial<TemperingOptions>));
    await expect(call).rejects.toThrow(InputError);
    await expect(call).rejects.toThrow(message);
  });

  test("states and schedules that do not fit are refused", async () => {
    await using tempering = await createTempering(model(), options());
    const state = tempering.init(LADDERS);
    const bad: readonly (readonly [Partial<Record<keyof TemperingState, unknown>>, RegExp])[] = [
      [{ ladder: Float64Array.of(0.5, 1) }, /it has 2 rungs; give one with 4/],
      [{ chains: 40 }, /its spins are not 4 times 22 words/],
      [{ round: -1 }, /round is -1/],
      [{ spins: state.spins.slice(1) }, /its spins are not 4 times 11 words/],
      [{ replicas: new Uint16Array(4 * LADDERS) }, /the replicas of ladder 0 are not all different/],
      [{ directions: new Int8Array(1) }, /does not follow 36 replicas/],
    ];
    for (const [change, message] of bad) {
      const call = tempering.step({ ...state, ...change } as TemperingState);
      await expect(call).rejects.toThrow(InputError);
      await expect(call).rejects.toThrow(message);
    }
    await expect(tempering.run(state, { samples: 1.5 })).rejects.toThrow(/samples is 1.5/);
    await expect(tempering.run(state, { samples: 1, beta: [1] })).rejects.toThrow(/the schedule has a beta/);
    await expect(tempering.step({ ...state, round: 2 ** 31 }, 1)).rejects.toThrow(/sweeps is 8589934596/);
    expect(() => tempering.init(0)).toThrow(/chains is 0/);
    const going = tempering.step(state, 3);
    await expect(tempering.step(state)).rejects.toThrow(/a run of this ladder is going on/);
    await going;
  });
});
