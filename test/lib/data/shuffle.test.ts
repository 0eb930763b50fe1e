import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { createStream, type Stream } from "../../../lib/random/stream.ts";
import { EPOCH_LIMIT, epochBatches, LANE_LIMIT, shuffled } from "../../../lib/data/shuffle.ts";
import { chiSquareRatio, freshSeed, uniformLaw } from "../random/statistics.ts";

const PLAN = { count: 24754, batchSize: 400, seed: 42, epoch: 3 };

describe("epochBatches()", () => {
  test("epochBatches() makes 61 batches of MNIST's 24 754 digits 0–3, no image twice", () => {
    const batches = epochBatches(PLAN);
    expect(batches.length).toBe(61);
    const seen = new Set(batches.flatMap((batch) => [...batch]));
    expect(seen.size).toBe(61 * 400);
    expect(Math.max(...seen)).toBeLessThan(24754);
  });

  test("epochBatches() depends on seed, epoch and lane, and on nothing that came before", () => {
    const text = (change: object) => epochBatches({ ...PLAN, count: 50, batchSize: 50, ...change })[0]!.join();
    const orders = [{}, { seed: 43 }, { epoch: 4 }, { lane: 1 }, { epoch: 2, lane: LANE_LIMIT - 1 }].map(text);
    expect(new Set(orders).size).toBe(5);
    expect(text({})).toBe(orders[0]);
    // The last epoch and lane are reached.
    text({ epoch: EPOCH_LIMIT - 1, lane: LANE_LIMIT - 1 });
  });

  test("epochBatches() leaves the remainder out", () => {
    expect(epochBatches({ count: 7, batchSize: 3, seed: 1, epoch: 0 }).map((batch) => batch.length)).toEqual([3, 3]);
  });

  test.each<[string, object, RegExp]>([
    ["no image", { count: 0 }, /count is 0/],
    ["a batch larger than the data", { batchSize: 24755 }, /batchSize is 24755; give an integer from 1 to 24754/],
    ["an empty batch", { batchSize: 0 }, /batchSize is 0/],
    ["a negative epoch", { epoch: -1 }, /epoch is -1/],
    ["an epoch past the last", { epoch: EPOCH_LIMIT }, /epoch is 4194304/],
    ["a lane past the last", { lane: LANE_LIMIT }, /lane is 1024/],
    ["a seed that is no integer", { seed: 0.5 }, /seed is 0.5/],
  ])("epochBatches() refuses %s", (_, change, message) => {
    const call = () => epochBatches({ ...PLAN, ...change });
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});

describe("shuffled()", () => {
  /** Swaps each place with any other, which prefers some orders: Fisher and Yates swap only with those not yet placed. */
  function naive(count: number, stream: Stream): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, k) => k);
    for (let k = 0; k < count; k++) {
      const other = stream.integer(count);
      [order[k], order[other]] = [order[other]!, order[k]!];
    }
    return order;
  }

  test("shuffled() gives all orders alike, and the check catches a shuffle that does not", () => {
    const stream = createStream(freshSeed("shuffled()"), "test");
    const counts = (shuffle: typeof shuffled) => {
      const cells = new Map<string, number>();
      for (let k = 0; k < 24_000; k++) {
        const order = shuffle(4, stream).join("");
        cells.set(order, (cells.get(order) ?? 0) + 1);
      }
      return [...cells.values(), ...new Array<number>(24 - cells.size).fill(0)];
    };
    expect(chiSquareRatio(counts(shuffled), uniformLaw(24))).toBeLessThan(1);
    expect(chiSquareRatio(counts(naive), uniformLaw(24)), "control: naive swaps").toBeGreaterThan(1);
  });
});
