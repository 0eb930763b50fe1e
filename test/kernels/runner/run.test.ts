import { describe, expect, test } from "vitest";
import type { Finding } from "../../../kernels/guard/mod.ts";
import type { JsonObject } from "../../../kernels/protocol/mod.ts";
import {
  executeNotebook,
  type ExecuteNotebookOptions,
  formatNotebook,
  type NotebookDocument,
  parseNotebook,
  type RunReport,
} from "../../../kernels/runner/mod.ts";
import { code, notebook } from "./cells.ts";
import { type FakeCell, fakeKernel } from "./fake_kernel.ts";
import { outputs, statuses } from "./fixture.ts";

const nothing: FakeCell = () => {};
const stdout = (text: string): FakeCell => (emit) => emit("stream", { name: "stdout", text });

/** Runs as many cells as the fake kernel has, or the document that is given. */
function run(
  cells: FakeCell[],
  options: Partial<ExecuteNotebookOptions> = {},
  document: NotebookDocument = notebook(...cells.map((_, i) => code(`cell(${i})`))),
): Promise<RunReport & { readonly ended: readonly string[] }> {
  const { start, ended } = fakeKernel(...cells);
  const all = { cwd: ".", deno: "deno", environment: {}, timeoutSeconds: null, onEvent: () => {}, start, ...options };
  return executeNotebook(document, all).then((report) => ({ ...report, ended }));
}

describe("executeNotebook(), counts", () => {
  test("executeNotebook() is green when the kernel counts 1, 2, 3", async () => {
    const report = await run([nothing, nothing, nothing]);
    expect(report.failure).toBeNull();
    expect(report.ended).toEqual(["shutdown"]);
  });

  test.each<[string, JsonObject, string]>([
    ["skips one", { status: "ok", execution_count: 3 }, "the execution count 3"],
    ["repeats one", { status: "ok", execution_count: 1 }, "the execution count 1"],
    ["gives none", { status: "ok" }, "no execution count"],
    ["gives null", { status: "ok", execution_count: null }, "the execution count null"],
  ])("executeNotebook() is red when the kernel %s", async (_, reply, shown) => {
    const report = await run([nothing, () => ({ reply }), nothing]);
    const message = `cell 2 (cell(1)): The kernel gave ${shown} where 2 is due`;
    expect(report.failure).toEqual({ kind: "execution-count", cell: 1, message });
    expect(statuses(report)).toEqual(["ok", "error", "not-run"]);
    expect(outputs(report, 1)).toMatchObject([{ output_type: "error", ename: "ExecutionCount" }]);
    expect(report.ended).toEqual(["kill"]);
  });
});

describe("executeNotebook(), cells", () => {
  test("executeNotebook() passes over a cell tagged skip-execution, old outputs and all", async () => {
    const old = { ...code("boom()", "skip-execution"), execution_count: 8 };
    old.outputs = [{ output_type: "stream", name: "stdout", text: "old" }];
    const report = await run([stdout("a"), stdout("b")], {}, notebook(code("1"), old, code("2")));
    expect(report.failure).toBeNull();
    expect(report.cells.map(({ executionCount, status }) => [executionCount, status])).toEqual([
      [1, "ok"],
      [null, "not-run"],
      [2, "ok"],
    ]);
    expect(outputs(report, 1)).toEqual([]);
  });

  test("executeNotebook() names the first of several findings, blames its cell, and shows them all", async () => {
    const finding = (cell: number | null, message: string): Finding => {
      return { kind: "rejection", cell, name: "Error", message, stack: "" };
    };
    const findings = [finding(0, "first"), finding(null, "second")];
    const report = await run([nothing, () => ({ findings }), nothing]);
    expect(report.failure).toMatchObject({ kind: "unhandled", cell: 0 });
    expect(report.failure!.message).toMatch(/Error: first \(and 1 more\)$/);
    expect(statuses(report)).toEqual(["error", "error", "not-run"]);
    expect(outputs(report, 0)).toMatchObject([{ ename: "Unhandled" }]);
    expect(outputs(report, 1)).toMatchObject([{ ename: "Unhandled" }]);
  });

  test("executeNotebook() drops what another run has left in the metadata", async () => {
    const cell = code("1");
    cell.metadata = { execution: { "iopub.status.idle": "x" }, papermill: { duration: 1 }, jupyter: {} };
    const document = notebook(cell);
    document.metadata["papermill"] = { parameters: { beta: 9 } };
    document.metadata["thermolab"] = { parameters: { beta: 9 }, other: 1 };
    const report = await run([nothing], {}, document);
    expect(report.document.cells[0]!.metadata).toEqual({ jupyter: {} });
    expect(report.document.metadata).not.toHaveProperty("papermill");
    expect(report.document.metadata["thermolab"]).toEqual({ other: 1 });
  });
});

describe("executeNotebook(), autosave", () => {
  test("executeNotebook() saves the whole notebook at the end", async () => {
    const saved: string[] = [];
    const report = await run([stdout("a\n")], { onAutosave: (document) => saved.push(formatNotebook(document)) });
    expect(saved).toEqual([formatNotebook(report.document)]);
  });

  test("executeNotebook() saves a valid notebook with what was reached when its kernel is lost or something throws", async () => {
    const saved: string[] = [];
    const broken = run([stdout("a\n"), () => {
      throw new TypeError("a bug");
    }], { onAutosave: (document) => saved.push(formatNotebook(document)) });
    await expect(broken).rejects.toThrow("a bug");
    expect(saved).toHaveLength(1);
    const document = parseNotebook(saved[0]!, "saved.ipynb");
    expect(document.cells[0]).toMatchObject({ execution_count: 1, outputs: [{ text: ["a\n"] }] });
  });

  test("executeNotebook() throws the error of the last save", async () => {
    const full = run([nothing], {
      onAutosave: () => {
        throw new Error("no space left");
      },
    });
    await expect(full).rejects.toThrow("no space left");
  });
});
