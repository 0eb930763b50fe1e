import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guardKernelSpec, installKernelSpec, kernelsFolder } from "../../../../kernels/specs/mod.ts";
import { jupyterPython } from "../../../tools/jupyter_venv.ts";
import { DENO } from "../deno_path.ts";

/** Cells of the canary; CI takes fewer than the thousand of the measurement that it repeats. */
const CELLS = Number(process.env["THERMOLAB_CANARY_CELLS"] ?? 300);
const PROGRAMS = fileURLToPath(new URL("jupyter/", import.meta.url));
const LIMIT_MS = 240_000;

const found = available();
if ("reason" in found) console.log(`NOT RUN: tests with Jupyter's own clients: ${found.reason}`);

function available(): { python: string } | { reason: string } {
  if (DENO === null) return { reason: "no Deno" };
  // The clients are the same programs whoever starts them.
  if (!("Deno" in globalThis)) return { reason: "they run with the tests under Deno" };
  return jupyterPython();
}

describe.skipIf("reason" in found)("the installed kernelspec", () => {
  let folder = "", environment: Record<string, string | undefined> = {};

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "thermolab-jupyter-"));
    const kernels = kernelsFolder(folder, { environment: {}, platform: process.platform, home: folder });
    installKernelSpec(kernels, "deno", guardKernelSpec(DENO!), false);
    const plain = { ...guardKernelSpec(DENO!), argv: [DENO!, "jupyter", "--kernel", "--conn", "{connection_file}"] };
    installKernelSpec(kernels, "plain", plain, false);
    const runtime = join(folder, "runtime");
    mkdirSync(runtime);
    environment = { ...process.env, JUPYTER_PATH: join(folder, "share", "jupyter"), JUPYTER_RUNTIME_DIR: runtime };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const python = (args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const child = spawn((found as { python: string }).python, args, {
        cwd: folder,
        env: environment,
        stdio: ["ignore", "pipe", "pipe"],
        timeout: LIMIT_MS,
      });
      let stdout = "", stderr = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => stdout += text);
      child.stderr.setEncoding("utf8").on("data", (text: string) => stderr += text);
      child.once("close", (code) => resolve({ code, stdout, stderr }));
    });
  /** What one of our programs prints as JSON in its last line. */
  const told = async <T>(program: string, ...args: string[]): Promise<T> => {
    const { code, stdout, stderr } = await python([join(PROGRAMS, program), ...args]);
    expect([code, code === 0 ? "" : stderr.slice(-2000)]).toEqual([0, ""]);
    return JSON.parse(stdout.trim().split("\n").at(-1)!);
  };
  const notebook = (name: string): string => join(folder, name);

  test(`nbclient: ${CELLS} cells of four outputs lose nothing, and the plain kernel loses some`, async () => {
    expect(await told("canary.py", "deno", String(CELLS))).toEqual({ lost: 0, misplaced: 0 });
    // How many it loses is chance; that it keeps all of thousands is not to be expected.
    let lost = 0;
    for (let round = 0; lost === 0 && round < 10; round++) {
      lost = (await told<{ lost: number }>("canary.py", "plain", "100")).lost;
    }
    expect(lost).toBeGreaterThan(0);
  }, LIMIT_MS);

  test("jupyter_kernel_test passes all that it does not skip, and the plain kernel fails some", async () => {
    type Result = { passed: string[]; failed: Record<string, string>; skipped: Record<string, string> };
    const guard = await told<Result>("conformance.py", "deno");
    expect(guard.failed).toEqual({});
    // A kernel of protocol 5 has no pager of its own.
    expect(Object.keys(guard.skipped)).toEqual(["test_pager"]);
    expect(guard.passed.length).toBeGreaterThanOrEqual(11);
    const plain = await told<Result>("conformance.py", "plain");
    expect(Object.keys(plain.failed)).toEqual(expect.arrayContaining(["test_history", "test_inspect"]));
  }, LIMIT_MS);

  test("clients of one manager get their own replies; heartbeat, restart, interrupt and shutdown work", async () => {
    expect(await told("many_clients.py", "deno")).toEqual({
      own: true,
      alive: true,
      after: ["ok", "undefined"],
      heartbeat: true,
      interrupted: "KeyboardInterrupt",
      ended: true,
    });
  }, LIMIT_MS);

  test("nbconvert executes a notebook, and nbval finds every output again, and a changed one", async () => {
    const source = [
      "console.log('a line'); [1, 2].map((x) => x * x)",
      "await Deno.jupyter.display(Deno.jupyter.md`*b*`)",
    ];
    const cells = source.map((text, i) => ({
      id: `cell-${i}`,
      cell_type: "code",
      metadata: {},
      source: text,
      execution_count: null,
      outputs: [],
    }));
    const metadata = { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } };
    writeFileSync(notebook("a.ipynb"), JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
    const convert = ["-m", "nbconvert", "--to", "notebook", "--execute", "--output", "b.ipynb", notebook("a.ipynb")];
    const { code, stderr } = await python(convert);
    expect([code, stderr]).toEqual([0, expect.not.stringMatching(/error/i)]);
    const text = readFileSync(notebook("b.ipynb"), "utf8");
    const executed = JSON.parse(text);
    expect(
      executed.cells.map(({ outputs }: { outputs: { output_type: string }[] }) =>
        outputs.map(({ output_type }) => output_type)
      ),
    ).toEqual([["stream", "execute_result"], ["display_data"]]);
    expect(executed.metadata.language_info.file_extension).toBe(".ts");

    writeFileSync(
      notebook("c.ipynb"),
      text.replace("a line", "another line").replace("console.log('another", "console.log('a"),
    );
    const nbval = (name: string) => python(["-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", notebook(name)]);
    expect((await nbval("b.ipynb")).code).toBe(0);
    expect((await nbval("c.ipynb")).code).toBe(1);
  }, LIMIT_MS);
});
