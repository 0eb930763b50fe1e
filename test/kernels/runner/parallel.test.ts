import { describe, expect, test } from "vitest";
import { runParallel } from "../../../kernels/runner/mod.ts";
import { InputError } from "../../../lib/errors.ts";

/** Jobs that are ended by hand, and what was begun and handed over. */
function jobs(count: number) {
  const ends: { resolve(value: number): void; reject(error: Error): void }[] = [];
  const begun: number[] = [], received: number[] = [];
  const work = Array.from({ length: count }, (_, i) => () => {
    begun.push(i);
    return new Promise<number>((resolve, reject) => ends[i] = { resolve, reject });
  });
  return { work, begun, received, ends, onResult: (value: number) => void received.push(value) };
}

const turn = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

describe("runParallel()", () => {
  test("runParallel() begins at most so many, the next when one ends, and hands over in order", async () => {
    const { work, begun, received, ends, onResult } = jobs(4);
    const all = runParallel(work, 2, { onResult });
    await turn();
    expect(begun).toEqual([0, 1]);
    ends[1]!.resolve(11);
    await turn();
    expect([begun, received]).toEqual([[0, 1, 2], []]);
    ends[2]!.resolve(12);
    await turn();
    expect([begun, received]).toEqual([[0, 1, 2, 3], []]);
    ends[0]!.resolve(10);
    await turn();
    expect(received).toEqual([10, 11, 12]);
    ends[3]!.resolve(13);
    expect(await all).toEqual([10, 11, 12, 13]);
    expect(received).toEqual([10, 11, 12, 13]);
  });

  test("runParallel() with the limit 1 runs one after the other", async () => {
    const { work, begun, ends } = jobs(2);
    const all = runParallel(work, 1);
    await turn();
    expect(begun).toEqual([0]);
    ends[0]!.resolve(0);
    await turn();
    expect(begun).toEqual([0, 1]);
    ends[1]!.resolve(1);
    expect(await all).toEqual([0, 1]);
  });

  test("runParallel() after an error begins no more, loses no result, and throws the first error", async () => {
    const { work, begun, received, ends, onResult } = jobs(5);
    const all = runParallel(work, 3, { onResult });
    all.catch(() => {});
    await turn();
    ends[1]!.reject(new Error("one"));
    await turn();
    ends[0]!.reject(new Error("zero"));
    await turn();
    ends[2]!.resolve(2);
    await expect(all).rejects.toThrow("zero");
    expect([begun, received]).toEqual([[0, 1, 2], [2]]);
  });

  test("runParallel() throws what the receiver of a result throws", async () => {
    const failing = runParallel([() => Promise.resolve(1)], 1, {
      onResult: () => Promise.reject(new Error("disk full")),
    });
    await expect(failing).rejects.toThrow("disk full");
  });

  test("runParallel() waits for a receiver that takes its time", async () => {
    const order: string[] = [];
    const onResult = async (value: number): Promise<void> => {
      order.push(`begin ${value}`);
      await turn();
      order.push(`end ${value}`);
    };
    await runParallel([1, 2].map((value) => () => Promise.resolve(value)), 2, { onResult });
    expect(order).toEqual(["begin 1", "end 1", "begin 2", "end 2"]);
  });

  test("runParallel() begins no job after an abort", async () => {
    const { work, begun, ends } = jobs(3);
    const abort = new AbortController();
    const all = runParallel(work, 1, { signal: abort.signal });
    await turn();
    abort.abort();
    ends[0]!.resolve(7);
    expect(await all).toEqual([7, null, null]);
    expect(begun).toEqual([0]);
  });

  test("runParallel() refuses a limit that is no whole number of at least 1", async () => {
    for (const limit of [0, -1, 1.5, NaN, Infinity]) {
      await expect(runParallel([], limit)).rejects.toThrow(InputError);
    }
    await expect(runParallel([], 0)).rejects.toThrow("Cannot run 0 notebooks at once");
    expect(await runParallel([], 3)).toEqual([]);
  });
});
