import { describe, expect, test } from "vitest";
import { awakeTimer } from "../../../kernels/guard/awake_timer.ts";
import { withLimits } from "../../../kernels/guard/deadline.ts";
import { eventually } from "../eventually.ts";

/** Keeps the whole thread, and with it the event loop, from doing anything. */
const halt = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};
const turn = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

describe("awakeTimer()", () => {
  test("awakeTimer() does not count a halt, which a plain timer does", async () => {
    let plain = false, awake = false;
    setTimeout(() => plain = true, 300);
    const timer = awakeTimer(300, () => awake = true);
    halt(400);
    await turn();
    expect([plain, awake]).toEqual([true, false]);
    // Of the halt two turns are counted, and of what came after it no more than there was.
    expect(timer.elapsedMs).toBeLessThan(300);
    await eventually(() => awake).toBe(true);
    expect(timer.elapsedMs).toBeGreaterThanOrEqual(300);
  });

  test("awakeTimer() that was stopped never calls", async () => {
    let called = false;
    const timer = awakeTimer(20, () => called = true);
    timer.stop();
    await new Promise((done) => setTimeout(done, 100));
    expect(called).toBe(false);
  });
});

describe("withLimits()", () => {
  test("withLimits() takes an answer that came while the process was halted, and still ends what has none", async () => {
    const answer = new Promise<string>((done) => setTimeout(() => setTimeout(() => done("in time"), 0), 0));
    const waiting = withLimits(answer, { timeoutSeconds: 0.3 }, "wait");
    halt(400);
    expect(await waiting).toBe("in time");
    await expect(withLimits(new Promise(() => {}), { timeoutSeconds: 0.05 }, "wait")).rejects.toThrow(
      "Cannot wait within 0.05 s",
    );
  });
});
