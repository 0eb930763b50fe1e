import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, describe, expect, test } from "vitest";
import {
  fitnessOf,
  guardLoss,
  installCommand,
  kernelSpecFolders,
  kernelSpecLines,
  lossLines,
  lossOf,
  mnistLine,
  plainLoss,
  programLines,
  samplerLine,
  taskCommand,
  webgpuAdapter,
  webgpuLine,
} from "../../../kernels/doctor/mod.ts";
import { findProgram } from "../../../kernels/specs/mod.ts";
import { DENO } from "../guard/deno_path.ts";

const folder = mkdtempSync(join(tmpdir(), "thermolab-doctor-"));
afterAll(() => rmSync(folder, { recursive: true }));

const BARE = { environment: { PATH: join(folder, "nothing") }, platform: "linux" };

/** A search path with programs that print a text each. */
function withPrograms(
  name: string,
  programs: Record<string, string>,
): { environment: { PATH: string }; platform: string } {
  const bin = join(folder, name, "bin");
  mkdirSync(bin, { recursive: true });
  for (const [program, script] of Object.entries(programs)) {
    writeFileSync(join(bin, program), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, program), 0o755);
  }
  return { environment: { PATH: bin }, platform: process.platform };
}

/** A folder of kernelspecs. */
function kernels(name: string, specs: Record<string, unknown>): string {
  const at = join(folder, name, "kernels");
  for (const [spec, content] of Object.entries(specs)) {
    mkdirSync(join(at, spec), { recursive: true });
    writeFileSync(join(at, spec, "kernel.json"), typeof content === "string" ? content : JSON.stringify(content));
  }
  return at;
}

describe.skipIf(process.platform === "win32")("programLines()", () => {
  test("tells versions, and of what is missing how to get it and what stays unchecked", async () => {
    const search = withPrograms("some", { node: "echo v20.20.2", git: "exit 1" });
    const lines = Object.fromEntries((await programLines(search)).map((line) => [line.name, line]));
    expect(lines["Node"]).toMatchObject({ state: "good", remedy: null, leaves: null });
    expect(lines["Node"]!.text).toBe(`20.20.2 (${join(folder, "some/bin/node")})`);
    expect(lines["git"]!.state).toBe("problem");
    expect(lines["Chromium"]).toMatchObject({ state: "none", leaves: "pages in a real browser" });
    expect(lines["jupyter"]!.remedy).toMatch(/jupyterlab/);
    expect(lines["Slurm"]).toMatchObject({ state: "none", leaves: "sweeps as Slurm job arrays" });
  });

  test("names the versions of what the bench and the sweeps use", async () => {
    const search = withPrograms("bench", {
      gcc: '[ "$1" = -dumpfullversion ] && echo 12.2.0',
      sbatch: "echo slurm-wlm 22.05.8",
      python: "echo Python 3.11.7",
    });
    const lines = Object.fromEntries((await programLines(search)).map((line) => [line.name, line.text]));
    expect(lines).toMatchObject({
      gcc: `12.2.0 (${join(folder, "bench/bin/gcc")})`,
      Slurm: `22.05.8 (${join(folder, "bench/bin/sbatch")})`,
      Python: `3.11.7 (${join(folder, "bench/bin/python")})`,
    });
  });

  test("tells a Slurm without a cluster from none", async () => {
    const lines = await programLines(withPrograms("mute", { sbatch: "exit 1" }));
    const slurm = lines.find(({ name }) => name === "Slurm")!;
    expect(slurm).toMatchObject({ state: "problem", leaves: "sweeps as Slurm job arrays" });
    expect(slurm.text).toBe(`${join(folder, "mute/bin/sbatch")} knows no cluster`);
    expect(slurm.remedy).toContain("SLURM_CONF");
  });

  test("names JupyterLab's version among those that jupyter prints", async () => {
    const search = withPrograms("lab", {
      jupyter: "echo 'Selected Jupyter core packages...'; echo 'IPython : 9.1.0'; echo 'jupyterlab       : 4.6.6'",
    });
    const jupyter = (await programLines(search)).find(({ name }) => name === "jupyter")!;
    expect(jupyter.text).toMatch(/^JupyterLab 4\.6\.6 /);
  });

  test("does not take for Node what Deno offers in its place", () => {
    const { environment } = withPrograms("node", { node: "echo v20.20.2" });
    const shim = withPrograms("shim", { node: "echo v24.0.0" }).environment.PATH.replace(/bin$/, "node_compat_bin");
    renameSync(join(folder, "shim", "bin"), shim);
    const search = { environment: { PATH: `${shim}:${environment.PATH}` }, platform: "linux" };
    expect(findProgram(["node"], search)).toBe(join(environment.PATH, "node"));
  });

  test("does not take a folder or a file that cannot be executed for a program", () => {
    const search = withPrograms("odd", {});
    mkdirSync(join(search.environment.PATH, "node"));
    writeFileSync(join(search.environment.PATH, "git"), "");
    expect(findProgram(["node", "git"], search)).toBeNull();
  });
});

describe("remedies", () => {
  test.skipIf(process.platform === "win32")(
    "installCommand() names apt-get where it is, with sudo where that is",
    () => {
      expect(installCommand("git", withPrograms("apt", { "apt-get": "" }))).toBe("apt-get install -y git");
      expect(installCommand("git", withPrograms("sudo", { "apt-get": "", sudo: "" }))).toBe(
        "sudo apt-get install -y git",
      );
    },
  );

  test.skipIf(process.platform === "win32")(
    "taskCommand() calls deno where it is installed, not where npx lends it",
    () => {
      expect(taskCommand("dist", withPrograms("installed", { deno: "" }))).toBe("deno task dist");
      expect(taskCommand("dist", withPrograms(".npm/_npx/1", { deno: "" }))).toBe("npx -y deno@2.9.6 task dist");
    },
  );
});

describe("kernelSpecLines()", () => {
  test("the project's own kernelspec is judged, a foreign one by its faults, the first of a name counts", () => {
    const program = process.execPath;
    const plain = {
      argv: [program, "jupyter", "--kernel", "--conn", "{connection_file}"],
      interrupt_mode: "message",
      env: { NO_COLOR: "1" },
      metadata: { installedBy: "thermolab" },
    };
    const foreign = { argv: [join(folder, "gone"), "jupyter", "--kernel"], display_name: "Deno", metadata: {} };
    const first = kernels("first", { deno: plain, python3: { argv: ["python3"] } });
    const second = kernels("second", { deno: foreign, mine: foreign, broken: "{" });
    const both = kernelSpecLines([first, second], BARE);
    expect(both.map(({ name }) => name)).toEqual(["deno", "mine"]);
    expect(both[0]!.text).toContain("Deno's plain kernel");
    expect(both[0]!.text).not.toMatch(/interrupt_mode|NO_COLOR|not there/);
    expect(both[0]!.remedy).toMatch(/task lab kernels install$/);
    expect(both[1]!.text).toMatch(/gone, which is not there.*interrupt_mode.*NO_COLOR/);
    const [alone] = kernelSpecLines([second], BARE).filter(({ name }) => name === "deno");
    expect(alone!.remedy).toMatch(/task lab kernels install --force$/);
  });

  test("fitnessOf() finds nothing wrong with the guard, unless its program or its script is gone", () => {
    const guard = {
      argv: ["/opt/deno", "run", "-A", "/thermolab/kernels/guard/server/main.ts", "{connection_file}"],
      interrupt_mode: "message",
    };
    expect(fitnessOf(guard, () => true)).toEqual({ kind: "guard", faults: [] });
    expect(fitnessOf(guard, (path) => !path.endsWith("main.ts")).faults).toEqual([
      "runs /thermolab/kernels/guard/server/main.ts, which is not there",
    ]);
    expect(fitnessOf({ ...guard, interrupt_mode: "signal" }, () => true).faults).toHaveLength(1);
    for (const argv of [["tslab", "kernel"], ["/usr/bin/npx", "-y", "tslab@1.0.22", "kernel"], ["/x/bin/tslab.cmd"]]) {
      expect(fitnessOf({ argv }, () => true)).toEqual({ kind: "tslab", faults: [] });
    }
    expect(fitnessOf(null, () => true).faults).toEqual(["cannot be read: kernel.json has no argv"]);
  });

  test("kernelSpecFolders() follows Jupyter's order, on each platform", () => {
    const environment = { JUPYTER_PATH: "/one:/two", JUPYTER_DATA_DIR: "/own" };
    expect(kernelSpecFolders({ environment, platform: "linux", home: "/home/ada" }, "/env/bin/jupyter")).toEqual([
      "/one/kernels",
      "/two/kernels",
      "/own/kernels",
      "/env/share/jupyter/kernels",
      "/usr/local/share/jupyter/kernels",
      "/usr/share/jupyter/kernels",
    ]);
    const windows = { environment: { APPDATA: "C:\\A", PROGRAMDATA: "C:\\P" }, platform: "win32", home: "C:\\H" };
    expect(kernelSpecFolders(windows, null)).toEqual(["C:\\A\\jupyter\\kernels", "C:\\P\\jupyter\\kernels"]);
  });
});

describe("webgpuLine()", () => {
  const adapter = { description: "H200", software: false, features: ["shader-f16"], maximumBufferBytes: 2 ** 31 };

  test("a graphics card leaves nothing, software its speed, nothing everything", () => {
    expect(webgpuLine(adapter, BARE)).toMatchObject({ state: "good", leaves: null, remedy: null });
    expect(webgpuLine(adapter, BARE).text).toBe("H200; buffers up to 2048 MiB; shader-f16");
    expect(webgpuLine({ ...adapter, software: true }, BARE).leaves).toBe("the speed of WebGPU");
    expect(webgpuLine("no adapter", BARE)).toMatchObject({ state: "none", leaves: "everything that runs on WebGPU" });
  });

  test("webgpuAdapter() says why there is none when the probe breaks", async () => {
    expect(await webgpuAdapter(join(folder, "no-deno"))).toMatch(/failed/);
  });
});

describe("samplers and data", () => {
  test("samplerLine() tells the build and the threads, and what is left without vector instructions", () => {
    expect(samplerLine({ build: "relaxed" }, 1)).toMatchObject({ state: "good", leaves: null });
    expect(samplerLine({ build: "relaxed" }, 1).text).toBe("relaxed vector instructions; 1 thread");
    expect(samplerLine({ build: "plain" }, 16).text).toMatch(/^plain .* slower; 1 to 16 threads$/);
    const none = samplerLine({ absent: "WebAssembly has no vector instructions here" }, 4);
    expect(none).toMatchObject({ state: "problem", leaves: "the speed of the samplers" });
    expect(none.text).toMatch(/^WebAssembly has no vector instructions here; /);
  });

  test("mnistLine() tells where it is, that it will be downloaded, or what is wrong with the folder", () => {
    const source = (kind: "folder" | "built-in", place: string | null) => ({ kind, place, sentence: "" });
    expect(mnistLine(source("folder", "/data/mnist"))).toMatchObject({ state: "good", text: "checked (/data/mnist)" });
    expect(mnistLine(source("built-in", null))).toMatchObject({ state: "none", leaves: null });
    expect(mnistLine("Cannot use it")).toMatchObject({ state: "problem", leaves: "experiments 3, 4 and 6 on MNIST" });
  });
});

describe("outputs lost", () => {
  test("lossOf() counts what is late and what is under another cell", () => {
    const whole = [0, 1].flatMap((under) => [1, 2, 3].map(() => ({ text: `cell ${under}`, under })));
    expect(lossOf(2, whole)).toEqual({ expected: 6, lost: 0, misplaced: 0 });
    const late = whole.map((arrival, i) => i === 2 ? { ...arrival, under: null } : arrival);
    expect(lossOf(2, late)).toEqual({ expected: 6, lost: 1, misplaced: 0 });
    const elsewhere = whole.map((arrival, i) => i === 2 ? { ...arrival, under: 1 } : arrival);
    expect(lossOf(2, elsewhere)).toEqual({ expected: 6, lost: 1, misplaced: 1 });
  });

  test("lossLines() says what was not measured, and that this is then unchecked", () => {
    const [plain, guard] = lossLines("the kernel does not start", { expected: 3, lost: 0, misplaced: 0 });
    expect(plain).toMatchObject({ state: "problem", leaves: "outputs lost (plain kernel)" });
    expect(guard).toMatchObject({ state: "good", leaves: null });
  });

  test.skipIf(DENO === null)("guardLoss() is zero, plainLoss() at most everything", async () => {
    const options = { deno: DENO!, cells: 20 };
    expect(await guardLoss(options)).toEqual({ expected: 60, lost: 0, misplaced: 0 });
    const plain = await plainLoss(options);
    expect(plain.expected).toBe(60);
    expect(plain.lost).toBeGreaterThanOrEqual(plain.misplaced);
    expect(plain.lost).toBeLessThanOrEqual(60);
  });

  test.skipIf(DENO === null)("plainLoss() ends when it is told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(plainLoss({ deno: DENO!, cells: 20, signal })).rejects.toThrow("enough");
  });
});
