// The notebooks of nbclient's own suite (jupyter/nbclient 0.10.2, tests/files), translated, with what test_client.py asks
// of them. Left out: widgets and comms, which Deno's kernel does not have, and IPython's own history file.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  executeNotebook,
  formatNotebook,
  type NotebookDocument,
  type Output,
  runParallel,
} from "../../../kernels/runner/mod.ts";
import { DENO } from "../guard/deno_path.ts";
import { code, markdown, notebook } from "./cells.ts";
import { execute, outputs, statuses } from "./fixture.ts";

// Everything by one of the kernel's two ways out, so that the order is that of the calls.
const HELPERS = `
const send = (type, content) => Deno.jupyter.broadcast(type, content);
const print = (text) => send("stream", { name: "stdout", text });
const clear = (wait = false) => send("clear_output", { wait });
const show = (value, id, type = "display_data") =>
  send(type, { data: { "text/plain": String(value) }, metadata: {}, transient: { display_id: id } });
const update = (value, id) => show(value, id, "update_display_data");`;

const stdout = (...lines: string[]): Output => ({ output_type: "stream", name: "stdout", text: lines });
const shown = (text: string): Output => {
  return { output_type: "display_data", data: { "text/plain": [text] }, metadata: {} };
};

/** Runs a notebook that must be green; the outputs cell by cell. */
async function green(document: NotebookDocument): Promise<Output[][]> {
  const report = await execute(document);
  expect(report.failure).toBeNull();
  return document.cells.map((cell, i) => cell.cell_type === "code" ? outputs(report, i) : []);
}

describe.skipIf(DENO === null)("executeNotebook(), nbclient's notebooks", () => {
  test("executeNotebook() does Clear Output", async () => {
    const cells: [string, Output[]][] = [
      ["for (let i = 0; i < 10; i++) { await clear(); await print(`${i}\\n`); }", [stdout("9\n")]],
      [`await print("Hello world\\n"); await clear();`, []],
      [`await print("Hello world"); await clear(true); // no output after this`, [stdout("Hello world")]],
      [`await print("Hello"); await clear(true); await print("world");`, [stdout("world")]],
      [`await show("Hello world", "id0");`, [shown("Hello world")]],
      [`await show("Hello", "id1");`, [shown("world")]],
      [`await update("world", "id1");`, []],
      [`await show("Hello world", "id2"); await clear();`, []],
      [`await show("Hello world", "id3"); await clear(true);`, [shown("Hello world")]],
      [`await show("Hello", "id4"); await clear(true); await print("world");`, [stdout("world")]],
      [`await update("Hello world", "id4"); // it is cleared, so it does not come back above`, []],
    ];
    const got = await green(notebook(code(HELPERS), ...cells.map(([source]) => code(source))));
    expect(got.slice(1)).toEqual(cells.map(([, wanted]) => wanted));
  });

  test("executeNotebook() does update-display-id", async () => {
    const cells: [string, Output[]][] = [
      [`await show("above"); await show(1, "here"); await show("below");`, ["above", "8", "below"].map(shown)],
      [`await show(2, "here"); await show(3, "there"); await show(4, "here");`, ["8", "6", "8"].map(shown)],
      [`await show(5, "there"); await update(6, "there");`, [shown("6")]],
      [
        `await show(7, "here"); await update(8, "here"); await show(9, "result", "execute_result");`,
        [shown("8"), {
          output_type: "execute_result",
          execution_count: 5,
          data: { "text/plain": ["10"] },
          metadata: {},
        }],
      ],
      [`await update(10, "result");`, []],
    ];
    const got = await green(notebook(code(HELPERS), ...cells.map(([source]) => code(source))));
    expect(got.slice(1)).toEqual(cells.map(([, wanted]) => wanted));
  });

  test("executeNotebook() does Hello World, Factorials, Unicode, Empty Cell, SVG and Inline Image", async () => {
    const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="3" /></svg>';
    const got = await green(notebook(
      code(`console.log("Hello World")`),
      code("let [i, j] = [1n, 1n];\nfor (let m = 0; m < 10; m++) { [i, j] = [j, i + j]; console.log(String(j)); }"),
      code(`console.log("☃")`),
      markdown("not code"),
      code(`"Code 1"`),
      code(""),
      code(`"Code 2"`),
      code(`Deno.jupyter.svg\`${svg}\``),
      code(`Uint8Array.from(atob("${png}"), (c) => c.charCodeAt(0))`),
    ));
    expect(got[0]).toEqual([stdout("Hello World\n")]);
    expect(got[1]).toEqual([stdout(...[2, 3, 5, 8, 13, 21, 34, 55, 89, 144].map((n) => `${n}\n`))]);
    expect(got[2]).toEqual([stdout("☃\n")]);
    expect(got[4]).toMatchObject([{ execution_count: 4, data: { "text/plain": ['"Code 1"'] } }]);
    expect(got[5]).toEqual([]);
    expect(got[6]).toMatchObject([{ execution_count: 5, data: { "text/plain": ['"Code 2"'] } }]);
    expect(got[7]).toMatchObject([{ data: { "image/svg+xml": [svg] } }]);
    expect(got[8]).toMatchObject([{ data: { "image/png": png } }]);
  });

  test("executeNotebook() does Skip Exceptions: it stops without the tag, and goes on with it", async () => {
    const source = `console.log("hello"); console.error("errorred"); // üñîçø∂é\nthrow new Error("message")`;
    const document = notebook(code(source, "raises-exception"), code(`console.log("ok")`));
    const got = await green(document);
    expect(got[0]).toContainEqual({ output_type: "stream", name: "stderr", text: ["errorred\n"] });
    expect(got[0]!.at(-1)).toMatchObject({ output_type: "error", ename: "Error", evalue: "message" });
    expect(got[1]).toEqual([stdout("ok\n")]);
    const stopped = await execute(notebook(code(source), code(`console.log("ok")`)));
    expect(stopped.failure).toMatchObject({ kind: "cell-error", cell: 0 });
    expect(outputs(stopped, 1)).toEqual([]);
  });

  test("executeNotebook() does Skip Execution with Cell Tag", async () => {
    const document = notebook(code(`console.log("a long running cell")`, "skip-execution"), code(`console.log("ok")`));
    expect(await green(document)).toEqual([[], [stdout("ok\n")]]);
  });

  test("executeNotebook() does Error, Autokill and Interrupt: each is red with its cause", async () => {
    const error = await execute(notebook(code("BigInt(0) / 0n")));
    expect(error.failure?.message).toContain("RangeError: Division by zero");
    const killed = await execute(notebook(code(`Deno.kill(Deno.pid, "SIGTERM"); await new Promise(() => {})`)));
    expect(killed.failure).toMatchObject({ kind: "kernel-died", message: expect.stringContaining("SIGTERM") });
    const endless = await execute(notebook(code("while (true) continue"), code(`console.log("done")`)), {
      timeoutSeconds: 1,
    });
    expect(endless.failure?.kind).toBe("timeout");
    expect(statuses(endless)).toEqual(["error", "not-run"]);
  });

  test("executeNotebook() does Disable Stdin: a question is answered at once with nothing", async () => {
    expect(await green(notebook(code(`String(prompt("name: "))`)))).toMatchObject([
      [{ data: { "text/plain": ['"null"'] } }],
    ]);
  });

  test("executeNotebook() does Sleep1s: the timing is that of the cell", async () => {
    const sleep =
      "const t0 = Date.now();\nawait new Promise((done) => setTimeout(done, 1000));\nconst t1 = Date.now();";
    const report = await execute(notebook(code("1"), code(sleep), code("console.log(t0)"), code("console.log(t1)")));
    const [t0, t1] = [2, 3].map((i) => Number((outputs(report, i)[0] as { text: string[] }).text.join("")));
    const { startedAt, seconds } = report.cells[1]!;
    const start = Date.parse(startedAt!);
    // What must hold on any computer: the cell's own times lie within what is reported, to the millisecond.
    expect(start).toBeLessThanOrEqual(t0!);
    expect(start + 1000 * seconds).toBeGreaterThanOrEqual(t1! - 1);
    expect(report.cells[0]!.startedAt! <= startedAt!).toBe(true);
    expect(Date.parse(report.startedAt)).toBeLessThanOrEqual(Date.parse(report.cells[0]!.startedAt!));
    expect(report.seconds).toBeGreaterThanOrEqual(seconds);
  });

  test("executeNotebook() says which language has run", async () => {
    const document = notebook(code("1"));
    document.metadata = {};
    const report = await execute(document);
    expect(report.document.metadata["language_info"]).toMatchObject({ name: "typescript", file_extension: ".ts" });
  });
});

describe.skipIf(DENO === null)("runParallel(), nbclient's notebooks", () => {
  test("runParallel() does Parallel Execute A and B, which wait for each other", async () => {
    const folder = mkdtempSync(join(tmpdir(), "thermolab-test-"));
    try {
      const document = (own: string, other: string): NotebookDocument =>
        notebook(
          code(`Deno.writeTextFileSync("${own}.part", "Hello from ${own}"); Deno.renameSync("${own}.part", "${own}");`),
          code(`let text = null;
while (text === null) {
  await new Promise((done) => setTimeout(done, 20));
  try { text = Deno.readTextFileSync("${other}"); } catch { /* not there yet */ }
}
text`),
        );
      const run = (own: string, other: string) => () =>
        executeNotebook(document(own, other), {
          cwd: folder,
          deno: DENO!,
          environment: {},
          timeoutSeconds: 100,
          onEvent: () => {},
        });
      const reports = await runParallel([run("A", "B"), run("B", "A")], 2);
      expect(reports.map((report) => report!.failure)).toEqual([null, null]);
      for (const [i, other] of ["B", "A"].entries()) {
        expect(outputs(reports[i]!, 1)).toMatchObject([{ data: { "text/plain": [`"Hello from ${other}"`] } }]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("runParallel() runs the same notebook many times with the same result", async () => {
    const document = notebook(code(`console.log("Hello World")`));
    const reports = await runParallel(Array.from({ length: 6 }, () => () => execute(document)), 3);
    const texts = new Set(reports.map((report) => formatNotebook(report!.document)));
    expect(texts.size).toBe(1);
    expect(outputs(reports[0]!, 0)).toEqual([stdout("Hello World\n")]);
  });
});
