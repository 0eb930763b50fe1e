import { describe, expect, test } from "vitest";
import { replicaFlow } from "../../../lib/diagnostics/mod.ts";
import { InputError } from "../../../lib/errors.ts";

describe("replicaFlow()", () => {
  test("counts the round trips of replicas that go round in a ring", () => {
    // Two rungs that swap at every time: each replica is back after two.
    const swap = [0, 1].map((r) => Array.from({ length: 11 }, (_, t) => (r + t) % 2));
    expect(replicaFlow(swap)).toEqual({ roundTrips: [5, 4], flow: [1, 0], length: 11 });
  });

  test("a journey counts from the first rung to the last and back, and not the other way", () => {
    const { roundTrips } = replicaFlow([[2, 1, 0, 1, 1], [0, 0, 1, 2, 2], [1, 2, 2, 0, 0]]);
    expect(roundTrips).toEqual([0, 0, 0]);
    expect(replicaFlow([[0, 1, 0], [1, 0, 1]]).roundTrips).toEqual([1, 0]);
  });

  test("flow is 1 at the first rung, 0 at the last, and even for swaps that are never rejected", () => {
    const rungs = 6, times = 12_000, at = Array.from({ length: rungs }, (_, k) => k);
    const places = at.map(() => new Int32Array(times));
    for (let t = 0; t < times; t++) {
      at.forEach((replica, rung) => places[replica]![t] = rung);
      for (let k = t % 2; k < rungs - 1; k += 2) [at[k], at[k + 1]] = [at[k + 1]!, at[k]!];
    }
    const { roundTrips, flow } = replicaFlow(places);
    // Without rejections half of the replicas go up and half go down at every rung between, and one round takes 2·rungs times.
    expect([flow[0], flow[rungs - 1]]).toEqual([1, 0]);
    for (let k = 1; k < rungs - 1; k++) expect(flow[k]).toBeCloseTo(0.5, 2);
    for (const trips of roundTrips) expect(Math.abs(trips - times / (2 * rungs))).toBeLessThanOrEqual(1);
  });

  test("rungs where nobody from an end came have no flow", () => {
    const still = [0, 1, 2].map((rung) => new Array<number>(5).fill(rung));
    expect(replicaFlow(still)).toEqual({ roundTrips: [0, 0, 0], flow: [1, NaN, 0], length: 5 });
  });

  test("places that are no permutation are refused", () => {
    const bad: unknown[] = [
      [[0, 1]],
      [[0, 0], [1, 0]],
      [[0, 2], [1, 0]],
      [[0, 0.5], [1, 0]],
      [[0, 1], [1]],
      [[], []],
      null,
      [[0], 1],
    ];
    for (const places of bad) expect(() => replicaFlow(places as never)).toThrow(InputError);
    expect(() => replicaFlow([[0, 0], [1, 0]])).toThrow(
      /replica 1 is at 0 at time 1; give each rung from 0 to 1 to one/,
    );
  });
});
