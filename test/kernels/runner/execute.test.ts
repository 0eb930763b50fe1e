import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatNotebook, parseNotebook, type RunEvent } from "../../../kernels/runner/mod.ts";
import { InputError } from "../../../lib/errors.ts";
import { DENO } from "../guard/deno_path.ts";
import { isAlive } from "../guard/processes.ts";
import { code, markdown, notebook } from "./cells.ts";
import { execute, outputs, statuses } from "./fixture.ts";

describe.skipIf(DENO === null)("executeNotebook(), green", () => {
  test("executeNotebook() executes from top to bottom, counts from 1 and loses no output", async () => {
    const many = (n: number) =>
      `for (let i = 0; i < 200; i++) await Deno.jupyter.display({ "text/plain": "${n}/" + i }, { raw: true });
       console.log("log ${n}"); "value ${n}"`;
    const stale = {
      ...code(many(2)),
      execution_count: 40,
      outputs: [{ output_type: "stream", name: "stdout", text: "old" }],
    };
    const document = notebook(
      markdown("# Title"),
      code(many(1)),
      stale as ReturnType<typeof code>,
      code("  \n"),
      { ...code(""), source: ["const seen = 3;\n", "seen * 2"] },
    );
    const before = formatNotebook(document);
    const events: RunEvent[] = [];
    const report = await execute(document, { onEvent: (event) => events.push(event) });
    expect(report.failure).toBeNull();
    expect(formatNotebook(document)).toBe(before);
    expect(report.kernel).toMatchObject({ language: "typescript" });
    expect(report.cells.map((cell) => [cell.index, cell.id, cell.executionCount, cell.outputCount, cell.status]))
      .toEqual([
        [1, "c1", 1, 202, "ok"],
        [2, "c2", 2, 202, "ok"],
        [3, "c3", null, 0, "ok"],
        [4, "c4", 3, 1, "ok"],
      ]);
    for (const n of [1, 2]) {
      const displays = outputs(report, n).filter((output) => output.output_type === "display_data");
      const wanted = Array.from({ length: 200 }, (_, i) => [`${n}/${i}`]);
      expect(displays.map(({ data }) => data["text/plain"])).toEqual(wanted);
      expect(outputs(report, n)).toContainEqual({ output_type: "stream", name: "stdout", text: [`log ${n}\n`] });
      const data = { "text/plain": [`"value ${n}"`] };
      expect(outputs(report, n).at(-1)).toEqual({
        output_type: "execute_result",
        execution_count: n,
        data,
        metadata: {},
      });
    }
    expect(report.document.cells[4]!.source).toEqual(["const seen = 3;\n", "seen * 2"]);
    expect(report.document.cells[4]!.metadata).toEqual({});
    // What is written can be read again, and the same notebook gives the same bytes.
    expect(parseNotebook(formatNotebook(report.document), "a.ipynb")).toEqual(report.document);
    const again = await execute(document);
    expect(formatNotebook(again.document)).toBe(formatNotebook(report.document));
    const types = events.map((event) => event.type).filter((type) => type !== "output" && type !== "pending");
    const cell = ["cell-started", "cell-finished"];
    expect(types).toEqual(["started", ...cell, ...cell, ...cell, "finished"]);
    const started = events.find((event) => event.type === "started")!;
    expect(isAlive(started.pid)).toBe(false);
  });

  test("executeNotebook() waits for late output and keeps it", async () => {
    const report = await execute(notebook(code(`setTimeout(() => console.log("late"), 300); 0`)));
    expect(report.failure).toBeNull();
    expect(outputs(report, 0)).toContainEqual({ output_type: "stream", name: "stdout", text: ["late\n"] });
    expect(report.cells[0]!.outputCount).toBe(2);
  });

  test("executeNotebook() goes on after a failure in a cell tagged raises-exception", async () => {
    const report = await execute(notebook(code(`throw new Error("meant")`, "raises-exception"), code("1")));
    expect(report.failure).toBeNull();
    expect(statuses(report)).toEqual(["ok", "ok"]);
    expect(outputs(report, 0)).toMatchObject([{ output_type: "error", evalue: "meant" }]);
    // Control: without the tag the run stops there.
    const untagged = await execute(notebook(code(`throw new Error("meant")`), code("1")));
    expect(untagged.failure?.kind).toBe("cell-error");
  });

  test("executeNotebook() hands environment and working directory to the kernel", async () => {
    const { executeNotebook } = await import("../../../kernels/runner/mod.ts");
    const report = await executeNotebook(
      notebook(code(`[Deno.env.get("THERMOLAB_X"), Deno.cwd().endsWith("test")].join()`)),
      {
        cwd: "test",
        deno: DENO!,
        environment: { THERMOLAB_X: "seven" },
        timeoutSeconds: null,
        onEvent: () => {},
      },
    );
    expect(outputs(report, 0)).toMatchObject([{ data: { "text/plain": ['"seven,true"'] } }]);
  });

  test("executeNotebook() executes a notebook without code", async () => {
    expect(await execute(notebook(markdown("only text")))).toMatchObject({ failure: null, cells: [] });
  });
});

describe.skipIf(DENO === null)("executeNotebook(), red", () => {
  test("executeNotebook() stops at the cell that throws and leaves a valid notebook", async () => {
    const old = { ...code("2"), execution_count: 9, outputs: [{ output_type: "stream", name: "stdout", text: "old" }] };
    const document = notebook(
      code("1"),
      markdown("x"),
      code(`\nthrow new TypeError("boo")`),
      old as ReturnType<typeof code>,
    );
    const report = await execute(document);
    const message = `cell 3 (throw new TypeError("boo")): TypeError: boo`;
    expect(report.failure).toEqual({ kind: "cell-error", cell: 2, message });
    expect(statuses(report)).toEqual(["ok", "error", "not-run"]);
    expect(report.cells[2]).toMatchObject({ executionCount: null, startedAt: null, seconds: 0, outputCount: 0 });
    expect(outputs(report, 3)).toEqual([]);
    expect(parseNotebook(formatNotebook(report.document), "a.ipynb")).toEqual(report.document);
  });

  test("executeNotebook() is red for a cell that does not parse, and shows where", async () => {
    const report = await execute(notebook(code("const x = ;")));
    expect(report.failure).toMatchObject({ kind: "cell-error", cell: 0 });
    expect(report.failure!.message).toBe("cell 1 (const x = ;): SyntaxError: Expression expected");
    expect(outputs(report, 0)).toMatchObject([{ output_type: "error", ename: "SyntaxError" }]);
  });

  test("executeNotebook() is red for an error output although the kernel's reply is ok, and for one that was cleared", async () => {
    const thrower = `({ [Symbol.for("Jupyter.display")]: () => { throw new Error("no picture") } })`;
    const shown = await execute(notebook(code(thrower)));
    expect(shown.failure).toMatchObject({
      kind: "cell-error",
      cell: 0,
      message: expect.stringContaining("no picture"),
    });
    const cleared = await execute(
      notebook(code(`setTimeout(() => Deno.jupyter.broadcast("clear_output", { wait: false }), 0);
      await new Promise((done) => setTimeout(done, 20)); throw new Error("hidden")`)),
    );
    expect(cleared.failure?.message).toContain("hidden");
    expect(outputs(cleared, 0)).toMatchObject([{ output_type: "error", evalue: "hidden" }]);
  });

  test("executeNotebook() is red for a floating rejection and for an exception in a timer, and names the cell", async () => {
    const floating = await execute(notebook(code("1"), code(`Promise.reject(new Error("floating")); 2`), code("3")));
    expect(floating.failure).toMatchObject({ kind: "unhandled", cell: 1 });
    expect(floating.failure!.message).toContain("Unhandled rejection: Error: floating");
    expect(statuses(floating)).toEqual(["ok", "error", "not-run"]);
    expect(outputs(floating, 1).at(-1)).toMatchObject({ output_type: "error", ename: "Unhandled" });

    // It is thrown once nothing but the timer is left.
    const folder = mkdtempSync(join(tmpdir(), "thermolab-test-")), over = join(folder, "over");
    const waits = `const { existsSync } = await import("node:fs");
      const due = setInterval(() => {
        if (!existsSync(${JSON.stringify(over)})) return;
        clearInterval(due);
        throw new Error("late");
      }, 5);
      0`;
    const timer = await execute(notebook(code(waits), code("1")), {
      onEvent: ({ type }) => type === "pending" && writeFileSync(over, ""),
    });
    rmSync(folder, { recursive: true });
    expect(timer.failure).toMatchObject({ kind: "unhandled", cell: 0 });
    expect(timer.failure!.message).toContain("Unhandled exception: Error: late");
    expect(statuses(timer)).toEqual(["error", "ok"]);
    expect(outputs(timer, 0).at(-1)).toMatchObject({ output_type: "error", ename: "Unhandled" });
  });

  test("executeNotebook() names the exit code of a kernel that exits and the signal of one that is killed", async () => {
    const exit = await execute(notebook(code(`console.log("last"); Deno.exit(3)`), code("1")));
    expect(exit.failure).toMatchObject({
      kind: "kernel-died",
      cell: 0,
      message: expect.stringContaining("exited with code 3"),
    });
    expect(outputs(exit, 0)).toMatchObject([{ text: ["last\n"] }, { output_type: "error", ename: "KernelDied" }]);
    expect(statuses(exit)).toEqual(["error", "not-run"]);
    const killed = await execute(notebook(code(`Deno.kill(Deno.pid, "SIGKILL"); await new Promise(() => {})`)));
    expect(killed.failure).toMatchObject({ kind: "kernel-died", message: expect.stringContaining("SIGKILL") });
  });

  test("executeNotebook() ends a cell at the time-out, be it busy or waiting, and keeps what it printed", async () => {
    for (const forever of ["while (true) {}", "await new Promise(() => {})"]) {
      const pids: number[] = [];
      const report = await execute(notebook(code(`console.log("before"); ${forever}`), code("1")), {
        timeoutSeconds: 2,
        onEvent: (event) => event.type === "started" && pids.push(event.pid),
      });
      expect(report.failure).toMatchObject({ kind: "timeout", cell: 0 });
      expect(report.failure!.message).toMatch(/^cell 1 \(.*\): Cannot execute the cell within 2 s$/);
      expect(outputs(report, 0)).toMatchObject([{ text: ["before\n"] }, { output_type: "error", ename: "Timeout" }]);
      expect(isAlive(pids[0]!)).toBe(false);
    }
  });

  test("executeNotebook() is red when an interval never ends", async () => {
    const report = await execute(notebook(code("setInterval(() => {}, 50); 0"), code("1")), { timeoutSeconds: 1 });
    expect(report.failure).toMatchObject({ kind: "pending", cell: 0 });
    expect(report.failure!.message).toContain("setInterval every 50 ms");
    expect(statuses(report)).toEqual(["error", "ok"]);
  });

  test("executeNotebook() stops at an abort with what was reached, before the kernel is ready too", async () => {
    const abort = new AbortController(), saved: string[] = [];
    const report = await execute(
      notebook(code("1"), code(`console.log("in"); await new Promise(() => {})`), code("3")),
      {
        signal: abort.signal,
        onEvent: (event) => event.type === "output" && event.index === 1 && abort.abort(),
        onAutosave: (document) => saved.push(formatNotebook(document)),
      },
    );
    expect(saved).toEqual([formatNotebook(report.document)]);
    expect(report.failure).toMatchObject({ kind: "interrupted", cell: 1 });
    expect(statuses(report)).toEqual(["ok", "error", "not-run"]);
    expect(outputs(report, 1)).toMatchObject([{ text: ["in\n"] }, { output_type: "error", ename: "Interrupted" }]);
    expect(parseNotebook(formatNotebook(report.document), "a.ipynb")).toEqual(report.document);

    const early = await execute(notebook(code("1")), { signal: AbortSignal.abort() });
    expect(early).toMatchObject({ failure: { kind: "interrupted", cell: null }, kernel: null });
    expect(statuses(early)).toEqual(["not-run"]);
  });

  test("executeNotebook() refuses a notebook of another language", async () => {
    const document = notebook(code("print(1)"));
    document.metadata["kernelspec"] = { name: "python3", language: "python", display_name: "Python 3" };
    await expect(execute(document)).rejects.toThrow(InputError);
    await expect(execute(document)).rejects.toThrow(/language is "python"/);
  });
});
