import { afterEach, expect, test } from "vitest";
import { useFrontEnd } from "../../../lib/notebook/front_end.ts";
import { PROGRESS_MIME } from "../../../lib/notebook/mime.ts";
import { progress } from "../../../lib/notebook/progress.ts";
import { recorder } from "./recorder.ts";

afterEach(() => useFrontEnd(null));

test("progress() draws at most five times a second and once at the end, in one place", async () => {
  const frontEnd = recorder();
  useFrontEnd(frontEnd);
  let now = 0;
  const bar = progress("cells", 1000, { clock: () => now });
  for (let i = 1; i <= 1000; i++) {
    now += 4;
    await bar.update(i);
  }
  await bar.finish();
  const { shown } = frontEnd;
  // Four seconds at 5 Hz, the first at once, and the last line.
  expect(shown).toHaveLength(21);
  expect(new Set(shown.map(({ placement }) => placement.id)).size).toBe(1);
  expect(shown.map(({ placement }) => placement.update)).toEqual([false, ...Array(20).fill(true)]);
});

test("progress() emits its state beside text and static HTML", async () => {
  const frontEnd = recorder();
  useFrontEnd(frontEnd);
  let now = 0;
  const bar = progress("a < b", 200, { clock: () => now });
  now = 10_000;
  await bar.update(50);
  const { bundle } = frontEnd.shown[0]!;
  expect(bundle[PROGRESS_MIME]).toEqual({ label: "a < b", done: 50, total: 200 });
  expect(bundle["text/plain"]).toBe("a < b: 25 % (50 of 200, about 30 s left)");
  expect(bundle["text/html"]).toContain("a &lt; b");
  expect(bundle["text/html"]).not.toMatch(/<script|<style|<progress/);
});

test("progress() leaves a last line without times", async () => {
  const frontEnd = recorder();
  useFrontEnd(frontEnd);
  for (const wait of [1, 99_999]) {
    let now = 0;
    const bar = progress("cells", 3, { clock: () => now });
    now += wait;
    await bar.finish();
    await bar.finish();
  }
  const early = progress("cells", 3);
  await early.update(1);
  await early.finish(2);
  expect(frontEnd.shown.map(({ bundle }) => bundle["text/plain"])).toEqual([
    "cells: done, 3 of 3",
    "cells: done, 3 of 3",
    "cells: 33 % (1 of 3, about 1 s left)",
    "cells: stopped at 2 of 3",
  ]);
});

test("progress() shows only its last line where updates cannot replace what was shown", async () => {
  const frontEnd = recorder(false);
  useFrontEnd(frontEnd);
  const bar = progress("cells", 3);
  await bar.update(1);
  await bar.finish();
  expect(frontEnd.shown).toHaveLength(1);
});

test.each([0, -1, NaN, Infinity])("progress() refuses a total of %s", (total) => {
  expect(() => progress("x", total)).toThrow(`towards ${total}`);
});

test.each([-1, 4, NaN])("Progress.update() refuses %s of 3", async (done) => {
  await expect(progress("x", 3).update(done)).rejects.toThrow(`${done} of 3`);
});
