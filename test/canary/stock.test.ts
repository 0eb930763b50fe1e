// The control of the canary: what an unchanged client makes of the same notebooks on Deno's plain kernel.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CodeCell, readNotebook, writeNotebook } from "../../kernels/runner/mod.ts";
import { DENO } from "../kernels/guard/deno_path.ts";
import { PYTHON } from "../kernels/runner/jupyter.ts";
import { canaryCases } from "./canary.ts";

const CLIENT = fileURLToPath(new URL("stock_client.py", import.meta.url));
// Those that it sees are seen by the runner as well; one of them shows that the client can say no.
const CASES = canaryCases().filter(({ name, stock }) => stock === "green" || name === "throws");

describe.skipIf(DENO === null || PYTHON === null)("nbclient on the plain kernel, canary", () => {
  let folder = "";
  let said: Readonly<Record<string, string | null>> = {};
  const pathOf = (name: string): string => join(folder, `${name}.ipynb`);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "thermolab-test-"));
    const kernel = join(folder, "kernels", "plain-deno");
    mkdirSync(kernel, { recursive: true });
    const spec = {
      argv: [DENO, "jupyter", "--kernel", "--conn", "{connection_file}"],
      display_name: "Deno",
      language: "typescript",
      interrupt_mode: "message",
    };
    writeFileSync(join(kernel, "kernel.json"), JSON.stringify(spec));
    for (const { name, document } of CASES) writeNotebook(pathOf(name), document);
    const { status, stdout, stderr } = spawnSync(PYTHON!, [CLIENT, "20", ...CASES.map(({ name }) => pathOf(name))], {
      encoding: "utf8",
      env: { ...process.env, JUPYTER_PATH: folder },
    });
    if (status !== 0) throw new Error(`The stock client failed: ${stderr.slice(-1000)}`);
    // Before it stands what a kernel has written past its client, such as the report of a failed test.
    said = JSON.parse(stdout.trim().split("\n").at(-1)!);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("nbclient is content with most ways in which a cell can fail", () => {
    const failing = CASES.filter(({ red, stock }) => red !== null && stock === "green");
    expect(failing.length).toBeGreaterThanOrEqual(10);
    const content = failing.filter(({ name }) => said[pathOf(name)] === null);
    // Not all of them always: the kernel may or may not get as far as to the timer.
    expect(content.length).toBeGreaterThanOrEqual(failing.length - 2);
  });

  test("nbclient says no to a cell that throws", () => {
    expect(said[pathOf("throws")]).toBe("CellExecutionError");
  });

  test("nbclient loses an output that comes late", () => {
    expect(said[pathOf("late-output")]).toBeNull();
    const { cells } = readNotebook(pathOf("late-output"));
    const texts = cells.flatMap((cell) => (cell as CodeCell).outputs).filter((output) =>
      output.output_type === "stream"
    );
    expect(texts).toEqual([]);
  });
});
