import { chmodSync, existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { file, folder, lab, STARTS_LAB } from "./cli.ts";

const SPEC = "share/jupyter/kernels/deno/kernel.json";
const TSLAB = "share/jupyter/kernels/tslab/kernel.json";

describe.runIf(STARTS_LAB)("lab kernels", () => {
  test("installs, lists and uninstalls below a prefix", async () => {
    const at = folder();
    expect((await lab(at, ["kernels", "install", "--prefix", "venv"])).code).toBe(0);
    const { argv } = JSON.parse(readFileSync(join(at, "venv", SPEC), "utf8"));
    expect(argv.filter((word: string) => word.startsWith("/")).every(existsSync)).toBe(true);
    expect(argv.join(" ")).toMatch(/kernels.guard.server.main\.ts --connection-file \{connection_file\}$/);
    const listed = await lab(at, ["kernels", "list", "--prefix", "venv"]);
    expect(listed.stdout).toMatch(/^deno +thermolab +/m);
    expect((await lab(at, ["kernels", "uninstall", "--prefix", "venv"])).code).toBe(0);
    expect(existsSync(join(at, "venv", SPEC))).toBe(false);
    expect((await lab(at, ["kernels", "list", "--prefix", "venv"])).stdout).toMatch(/^No kernelspecs in /);
  });

  test("installs tslab's beside it where there is Node, and says where there is none", async () => {
    const at = folder();
    file(at, "node_modules/tslab/bin/tslab", "");
    file(at, "programs/node", "");
    chmodSync(join(at, "programs/node"), 0o755);
    const environment = { PATH: join(at, "programs") };
    const { stdout } = await lab(at, ["kernels", "install", "--prefix", "venv"], { environment });
    expect(stdout).toMatch(/^Installed "deno": .*\nInstalled "tslab": .*tslab.kernel\.json\n$/);
    const { argv } = JSON.parse(readFileSync(join(at, "venv", TSLAB), "utf8"));
    expect(argv.slice(2)).toEqual(["kernel", "--config-path", "{connection_file}"]);
    expect(argv.slice(0, 2)).toEqual([
      join(at, "programs/node"),
      realpathSync(join(at, "node_modules/tslab/bin/tslab")),
    ]);
    await lab(at, ["kernels", "uninstall", "--prefix", "venv"]);
    expect([existsSync(join(at, "venv", SPEC)), existsSync(join(at, "venv", TSLAB))]).toEqual([false, false]);

    const without = await lab(at, ["kernels", "install", "--prefix", "venv"], { environment: { PATH: at } });
    expect([without.code, without.stdout]).toEqual([0, expect.stringMatching(/\nLeft out "tslab": it needs Node/)]);
    expect(existsSync(join(at, "venv", TSLAB))).toBe(false);
  });

  test("leaves tslab's own kernelspec alone unless forced", async () => {
    const at = folder();
    file(at, TSLAB, '{"argv":["tslab"]}');
    const { code, stdout } = await lab(at, ["kernels", "install", "--prefix", "."]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/\nKept "tslab", which another program installed; --force/),
    ]);
    expect((await lab(at, ["kernels", "uninstall", "--prefix", "."])).stdout).toMatch(/^Removed .*deno\n$/);
    expect(readFileSync(join(at, TSLAB), "utf8")).toBe('{"argv":["tslab"]}');
    expect((await lab(at, ["kernels", "uninstall", "--prefix", ".", "--force"])).stdout).toMatch(/^Removed .*tslab\n$/);
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
