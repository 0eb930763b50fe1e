import { describe, expect, test } from "vitest";
import { createSweepProgress } from "../../../kernels/sweep/mod.ts";

describe("createSweepProgress()", () => {
  test("rewrites one line in a terminal, cut to its width", () => {
    let written = "", now = 0;
    const stream = { isTTY: true, columns: 55, write: (text: string) => written += text };
    const progress = createSweepProgress(stream, "07", () => now);
    progress.round(0, 64);
    now += 8000;
    progress.done(2);
    progress.state("a great many workers");
    progress.above(() => written += "a note\n");
    progress.end();
    const lines = written.split("\r\x1b[K");
    const rate = "[07] 2 of 64 cells · 4.0 s per cell · 5 min left";
    expect(lines).toEqual([
      "",
      "[07] 0 of 64 cells",
      rate,
      `${rate} · a g`,
      "a note\n",
      `${rate} · a g`,
      "",
    ]);
  });

  test("writes a line every few seconds elsewhere, and the last at once", () => {
    let written = "", now = 0;
    const progress = createSweepProgress({ write: (text) => written += text }, "07", () => now);
    progress.round(0, 100);
    progress.state("2 workers");
    for (let k = 1; k <= 100; k++) {
      now += 200;
      progress.done(k);
    }
    expect(written.split("\n").map((line) => line.replace(/ cells.*/, ""))).toEqual([
      "[07] 0 of 100",
      "[07] 0 of 100",
      "[07] 25 of 100",
      "[07] 50 of 100",
      "[07] 75 of 100",
      "[07] 100 of 100",
      "",
    ]);
  });

  test("does not take what was found for what was made, nor more cells than there are", () => {
    let written = "", now = 0;
    const progress = createSweepProgress({ write: (text) => written += text }, "07", () => now);
    progress.round(60, 64);
    now += 10_000;
    progress.done(62);
    progress.done(70);
    expect(written).toContain("62 of 64 cells · 5.0 s per cell · 10 s left");
    expect(written).toContain("70 of 70 cells");
  });
});
