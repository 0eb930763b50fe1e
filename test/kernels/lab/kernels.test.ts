import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DENO } from "../guard/deno_path.ts";
import { file, folder, lab } from "./cli.ts";

const SPEC = "share/jupyter/kernels/deno/kernel.json";

describe.skipIf(DENO === null)("lab kernels", () => {
  test("installs, lists and uninstalls below a prefix", async () => {
    const at = folder();
    expect((await lab(at, ["kernels", "install", "--prefix", "venv"])).code).toBe(0);
    const spec = JSON.parse(readFileSync(join(at, "venv", SPEC), "utf8"));
    expect(existsSync(spec.argv[0])).toBe(true);
    const listed = await lab(at, ["kernels", "list", "--prefix", "venv"]);
    expect(listed.stdout).toMatch(/^deno +thermolab +/m);
    expect((await lab(at, ["kernels", "uninstall", "--prefix", "venv"])).code).toBe(0);
    expect(existsSync(join(at, "venv", SPEC))).toBe(false);
    expect((await lab(at, ["kernels", "list", "--prefix", "venv"])).stdout).toMatch(/^No kernelspecs in /);
  });

  test("without a prefix installs where the environment says that Jupyter looks", async () => {
    const at = folder();
    await lab(at, ["kernels", "install"], { environment: { JUPYTER_DATA_DIR: join(at, "jupyter") } });
    expect(existsSync(join(at, "jupyter/kernels/deno/kernel.json"))).toBe(true);
  });

  test("keeps a foreign kernelspec unless forced", async () => {
    const at = folder();
    const foreign = '{"argv":["deno","jupyter"],"display_name":"Deno"}';
    file(at, SPEC, foreign);
    for (const action of ["install", "uninstall"]) {
      const { code, stderr } = await lab(at, ["kernels", action, "--prefix", "."]);
      expect(code).toBe(64);
      expect(stderr).toMatch(/^lab kernels: .*another program installed it; add --force[^\n]*\n$/);
      expect(readFileSync(join(at, SPEC), "utf8")).toBe(foreign);
    }
    expect((await lab(at, ["kernels", "list", "--prefix", "."])).stdout).toMatch(/^deno +another program +deno +/m);
    expect((await lab(at, ["kernels", "install", "--prefix", ".", "--force"])).code).toBe(0);
    expect(readFileSync(join(at, SPEC), "utf8")).not.toBe(foreign);
  });
});
