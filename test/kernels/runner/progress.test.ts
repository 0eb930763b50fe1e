import { describe, expect, test } from "vitest";
import { newMessage } from "../../../kernels/protocol/mod.ts";
import { type CellReport, createProgress, type RunEvent } from "../../../kernels/runner/mod.ts";

const MIME = "application/vnd.thermolab.progress+json";

function finished(index: number, status: CellReport["status"] = "ok"): RunEvent {
  const report = { index, id: null, executionCount: 1, startedAt: "", seconds: 1.26, outputCount: 0, status };
  return { type: "cell-finished", report };
}

function progress(index: number, label: string, done: number, total: number): RunEvent {
  const content = { data: { [MIME]: { label, done, total }, "text/plain": "bar" }, metadata: {} };
  return { type: "output", index, message: newMessage("update_display_data", content, "s") };
}

describe("createProgress()", () => {
  test("createProgress() writes one line per finished cell where there is no terminal", () => {
    let written = "";
    const onEvent = createProgress({ write: (text) => written += text }).notebook("01-exact");
    onEvent({ type: "started", pid: 1, cellCount: 14 });
    onEvent({ type: "cell-started", index: 4, executionCount: 1 });
    onEvent(progress(4, "cells", 3, 9));
    onEvent(finished(4));
    const pending = { timers: [], workers: 1, blocked: false };
    onEvent({ type: "pending", pending });
    onEvent({ type: "pending", pending });
    const failure = {
      kind: "timeout" as const,
      cell: 5,
      message: "cell 6 (x): Cannot execute the cell within 5 s\nmore",
    };
    onEvent({ type: "finished", failure, seconds: 9.94 });
    expect(written).toBe(
      "[01-exact] cell 5/14  1.3 s  ok\n" +
        "[01-exact] waiting for 1 Worker that was not terminated\n" +
        "[01-exact] timeout: cell 6 (x): Cannot execute the cell within 5 s  9.9 s\n",
    );
  });

  test("createProgress() rewrites one line per running notebook in a terminal", () => {
    let written = "";
    const shown = createProgress({ isTTY: true, columns: 40, write: (text) => written += text });
    const a = shown.notebook("a"), b = shown.notebook("b");
    a({ type: "started", pid: 1, cellCount: 3 });
    a({ type: "cell-started", index: 0, executionCount: 1 });
    a(progress(0, "chains\n\x1b[31m", 5, 32));
    written = "";
    b({ type: "started", pid: 2, cellCount: 2 });
    b({ type: "cell-started", index: 1, executionCount: 1 });
    // Up over both lines, clear, both lines again; a label cannot move the cursor.
    expect(written).toBe("\x1b[2A\r\x1b[J[a] cell 1/3  0.0 s  chains  [31m 5/32\n[b] cell 2/2  0.0 s  \n");
    written = "";
    a({ type: "finished", failure: null, seconds: 2 });
    expect(written).toBe("\x1b[2A\r\x1b[J[a] done  2.0 s\n[b] cell 2/2  0.0 s  \n");
    written = "";
    b({ type: "finished", failure: null, seconds: 3 });
    expect(written).toBe("\x1b[1A\r\x1b[J[b] done  3.0 s\n");
  });

  test("createProgress() cuts lines at the terminal's width", () => {
    let written = "";
    const onEvent = createProgress({ isTTY: true, columns: 30, write: (text) => written += text }).notebook(
      "a".repeat(50),
    );
    onEvent({ type: "finished", failure: null, seconds: 1 });
    expect(written.split("\n")[0]).toBe(`\r\x1b[J[${"a".repeat(28)}`);
  });
});

describe("createProgress(), above()", () => {
  test("createProgress() lets other lines be written above those of running notebooks, in a terminal", () => {
    let written = "";
    const write = (text: string): unknown => written += text;
    const shown = createProgress({ isTTY: true, columns: 40, write });
    shown.above(() => write("first\n"));
    expect(written).toBe("first\n");
    const a = shown.notebook("a");
    a({ type: "started", pid: 1, cellCount: 3 });
    written = "";
    shown.above(() => write("verdict\n"));
    expect(written).toBe("\x1b[1A\r\x1b[Jverdict\n\r\x1b[J[a] starting\n");
    written = "";
    a({ type: "finished", failure: null, seconds: 2 });
    expect(written).toBe("\x1b[1A\r\x1b[J[a] done  2.0 s\n");
  });

  test("createProgress() writes other lines as they are where there is no terminal, line after line", () => {
    let written = "";
    const write = (text: string): unknown => written += text;
    const shown = createProgress({ write });
    const a = shown.notebook("a"), b = shown.notebook("b");
    for (const one of [a, b]) one({ type: "started", pid: 1, cellCount: 2 });
    a(finished(0));
    b(finished(0));
    shown.above(() => write("verdict\n"));
    a({ type: "finished", failure: null, seconds: 2 });
    expect(written).toBe("[a] cell 1/2  1.3 s  ok\n[b] cell 1/2  1.3 s  ok\nverdict\n[a] done  2.0 s\n");
  });
});
